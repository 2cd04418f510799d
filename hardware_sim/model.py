"""The shape of a device model: bytes in, bytes out, and time that passes.

A model is pure: it opens nothing, reads no clock and is driven by its transport.
"""

from __future__ import annotations

from typing import Protocol

from hardware_sim.faults import Fault


class DeviceModel(Protocol):
    """What a transport needs of a simulated device."""

    def feed(self, data: bytes) -> bytes:
        """Take the host's bytes; return what the device answers at once."""

    def tick(self, seconds: float) -> bytes:
        """Let time pass; return what the device sends by itself."""


class DeviceServer(Protocol):
    """A device on the network: a model behind a transport, with its fault."""

    name: str
    fault: Fault | None

    @property
    def address(self) -> str:
        """Where it listens: "host:port"."""

    def set_fault(self, fault: Fault | None) -> None:
        """Break the device, or heal it with None."""

    def close(self) -> None:
        """Release the port; `run` does it at its end."""

    async def run(self) -> None:
        """Serve until cancelled."""
