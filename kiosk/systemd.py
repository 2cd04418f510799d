"""Tells systemd how a program of ours does: a datagram on $NOTIFY_SOCKET.

Protocol: sd_notify(3). Without a socket it does nothing. Kiosk and agent use it.
"""

from __future__ import annotations

import os
import socket


def notify(message: str) -> bool:
    """Send "READY=1", "WATCHDOG=1" or "STOPPING=1"; False when nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):  # the abstract name space
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.setblocking(False)  # a listener that hangs must not stop a lane
        try:
            channel.sendto(message.encode(), address)
        except OSError:
            return False  # systemd is away or busy: the watchdog is its business
    return True


def watchdog_interval_s() -> float | None:
    """Return how often to ping, half of $WATCHDOG_USEC; None without a watchdog."""
    text = os.environ.get("WATCHDOG_USEC", "")
    pid = os.environ.get("WATCHDOG_PID", str(os.getpid()))
    if not text.isdecimal() or int(text) == 0 or pid != str(os.getpid()):
        return None
    return int(text) / 2_000_000
