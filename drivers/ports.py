"""The device ports: what the lane asks of a device, and the events it gets back.

Names follow UnifiedPOS. A constructor does no I/O; `open` claims the device;
`enable(sink)` starts delivery from a thread of the driver's own, which reconnects
by itself with back-off and reports `DeviceStatus`; `disable` stops that thread;
`close` releases. `sink` is called on the driver's thread and must not block.
Readings are integers (grams, minor units). Times are `time.monotonic_ns`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Health(StrEnum):
    """What a device is good for now."""

    ABSENT = "absent"  # never answered since start
    OK = "ok"
    DEGRADED = "degraded"  # works, but somebody should look (paper near end)
    FAULT = "fault"  # answers and cannot work (cover open, paper out)
    LOST = "lost"  # answered before, is gone


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """The health of a device changed. `detail` is a stable code: "cover_open"."""

    device: str
    health: Health
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SymbolScanned:
    """A scanner or the camera delivered one confirmed symbol, once."""

    device: str
    text: str  # GS as U+001D, no AIM prefix
    symbology: str  # ean13 ean8 upca upce code128 ... qr datamatrix; "" unknown
    at_ns: int  # when the deciding frame or the last byte arrived
    gs1: bool = False  # FNC1 in first place: AIM ]C1 ]e0 ]d2 ]Q3


class ScaleState(StrEnum):
    """What the scale says of its reading."""

    OK = "ok"
    MOTION = "motion"
    UNDER = "under"  # below zero
    OVER = "over"  # above capacity
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class ScaleReading:
    """One reading. `grams` means something in state OK only (else it is 0)."""

    device: str
    grams: int
    state: ScaleState
    at_ns: int
    zero: bool = False  # at centre of zero
    net: bool = False  # a tare is active in the scale
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class PrintDone:
    """The printer confirmed that a job is on paper."""

    device: str
    job_id: str


@dataclass(frozen=True, slots=True)
class PrintHeld:
    """A job waits; it goes on by itself when the cause is gone."""

    device: str
    job_id: str
    cause: str  # "paper_out", "cover_open", "offline", "cutter", "absent"


DeviceEvent = SymbolScanned | ScaleReading | PrintDone | PrintHeld | DeviceStatus
Sink = Callable[[DeviceEvent], None]


class Device(Protocol):
    """What every device can do."""

    name: str

    def open(self) -> None:
        """Claim the device; raises a DeviceError."""

    def enable(self, sink: Sink) -> None:
        """Start delivering events; opens by itself if needed, and never raises."""

    def disable(self) -> None:
        """Stop delivering; joins the driver's thread."""

    def close(self) -> None:
        """Release the device."""


class Scanner(Device, Protocol):
    """A barcode scanner: delivers SymbolScanned."""


class Scale(Device, Protocol):
    """A scale: delivers ScaleReading several times a second."""

    def zero(self) -> None:
        """Ask the scale to zero itself; the outcome shows in the readings."""


class Printer(Device, Protocol):
    """A receipt printer with a journal of jobs; never blocks the caller."""

    def submit(self, job_id: str, document: bytes, copy: bytes | None = None) -> None:
        """Queue a job durably; PrintDone or PrintHeld follow.

        Same id: no effect, but PrintDone again when it is done. `copy` (marked
        COPY) is printed instead where the document may be on paper already.
        """


class PayState(StrEnum):
    """What a provider's answer means for one order number."""

    PAID = "paid"
    USERPAYING = "userpaying"  # the payer types a password: query
    FAILED = "failed"  # final: nothing was taken
    UNKNOWN = "unknown"  # lost or unclear: query, never pay again
    NOT_FOUND = "not_found"  # the provider never saw the order: nothing was taken
    REVERSED = "reversed"  # final: nothing is kept


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """One attempt: one number, one amount (domain-rules P1)."""

    order_no: str  # <= 32 characters, ours
    amount_minor: int
    currency: str
    description: str
    device_id: str  # lane


@dataclass(frozen=True, slots=True)
class PaymentReply:
    """A verified answer of the provider, or UNKNOWN with the reason."""

    state: PayState
    order_no: str
    code: str = ""  # provider's code, or ours: "timeout", "bad_signature", "mismatch"
    message: str = ""  # for staff
    provider_ref: str = ""  # provider's transaction number
    payer_minor: int | None = None  # what the wallet was charged (P3)
    retry_reversal: bool = False


class PaymentTerminal(Protocol):
    """A payment provider for code pay. Each call blocks at most its time limit.

    No call raises for what the network or the provider does: that is UNKNOWN.
    """

    name: str

    def pay(self, order: PaymentOrder, auth_code: str) -> PaymentReply:
        """Submit an attempt, once."""

    def query(self, order: PaymentOrder) -> PaymentReply:
        """Ask what became of an attempt."""

    def reverse(self, order: PaymentOrder) -> PaymentReply:
        """Take an attempt back; not before 15 s after `pay` (P2)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One camera frame: the bytes as they came and when."""

    jpeg: bytes  # empty when the source gives pixels
    at_ns: int
    number: int  # of the source where it says so, else counted
    pixels: object = field(default=None, compare=False, repr=False)  # BGR uint8 or None


class FrameSource(Protocol):
    """Where frames come from: V4L2, a file, a folder, MJPEG over HTTP."""

    def open(self) -> None:
        """Open the source; raises a DeviceError."""

    def read(self) -> Frame:
        """Return the next frame; blocks; raises DeviceLost at the end."""

    def close(self) -> None:
        """Release the source; safe to call twice and from another thread."""
