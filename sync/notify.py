"""Tells systemd how we do: a datagram on $NOTIFY_SOCKET (sd_notify(3))."""

from __future__ import annotations

import os
import socket


def notify(message: str) -> bool:
    """Send "READY=1", "WATCHDOG=1", "STOPPING=1"; False when nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):  # the abstract name space
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        try:
            channel.sendto(message.encode(), address)
        except OSError:
            return False  # systemd went away: the watchdog, if any, is its business
    return True


def watchdog_interval_s() -> float | None:
    """Return how often to ping, half of $WATCHDOG_USEC; None without a watchdog."""
    text = os.environ.get("WATCHDOG_USEC", "")
    pid = os.environ.get("WATCHDOG_PID", str(os.getpid()))
    if not text.isdecimal() or int(text) == 0 or pid != str(os.getpid()):
        return None
    return int(text) / 2_000_000
