"""The robot's hand from outside: JSON lines to a running kiosk's robot socket."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any

from kiosk.commands.box import BoxError, wait_until


class RobotHand:
    """Taps and looks at a kiosk that runs in another process."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(15)
        wait_until("the kiosk's screen", lambda: self._connect(path))
        self._reader = self._socket.makefile("rb")

    def _connect(self, path: Path) -> bool:
        try:
            self._socket.connect(str(path))
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Take the hand away."""
        self._reader.close()
        self._socket.close()

    def state(self) -> dict[str, Any]:
        """Return what the lane shows now."""
        return self._do({"do": "state"})

    def tap(self, name: str) -> None:
        """Touch the control of a name, once it can be touched."""
        wait_until(f"{name} to be touchable", lambda: self._tried(name), 8)

    def find_and_tap(self, in_list: str, name: str) -> None:
        """Scroll a list, newest first, down until the control can be touched."""
        for _ in range(20):
            if self._tried(name):
                return
            self._do({"do": "swipe", "name": in_list, "dy": -300})
            time.sleep(1)  # the list glides on, as under a finger
        raise BoxError(f"{name} is not in the list {in_list}")

    def grab(self, path: Path, settle_ms: int = 0) -> None:
        """Write a picture of the screen, after its transitions have ended."""
        path.parent.mkdir(parents=True, exist_ok=True)
        command = {"do": "grab", "path": str(path.resolve()), "settle_ms": settle_ms}
        self._do(command)

    def language(self, tag: str) -> None:
        """Switch the screen's language."""
        self._do({"do": "language", "tag": tag})

    def _tried(self, name: str) -> bool:
        try:
            self._do({"do": "tap", "name": name})
        except BoxError:
            return False
        return True

    def _do(self, command: dict[str, Any]) -> dict[str, Any]:
        self._socket.sendall(json.dumps(command).encode() + b"\n")
        line = self._reader.readline()
        if not line:
            raise BoxError("the kiosk's screen is gone")
        reply: dict[str, Any] = json.loads(line)
        if not reply.pop("ok"):
            raise BoxError(reply["error"])
        return reply
