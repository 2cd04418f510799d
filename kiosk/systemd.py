"""systemd's notification socket: readiness and watchdog, in a few own lines.

Protocol: sd_notify(3), a datagram to $NOTIFY_SOCKET. Without one it does nothing.
"""

from __future__ import annotations

import os
import socket


def notify(state: str) -> bool:
    """Send "READY=1", "WATCHDOG=1" or "STOPPING=1"; False when nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    if address.startswith("@"):  # an abstract socket
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.setblocking(False)  # a listener that hangs must not stop the lane
        try:
            channel.sendto(state.encode(), address)
        except OSError:  # systemd is away or busy: the lane goes on
            return False
    return True
