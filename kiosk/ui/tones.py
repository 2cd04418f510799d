"""Sounds with a meaning, played by ALSA's `aplay` without waiting for it.

A lane without a sound card stays silent and says so once: the screen shows
everything that is heard.
"""

from __future__ import annotations

import logging
import shutil
import subprocess  # ruff: ignore[suspicious-subprocess-import] - aplay and a file of ours
from pathlib import Path

from kiosk.domain.effects import Tone

log = logging.getLogger(__name__)

SOUNDS = Path(__file__).parent / "sounds"


class TonePlayer:
    """Plays one tone at a time; a new one cuts the last one off."""

    def __init__(self) -> None:
        self._program = shutil.which("aplay")
        self._playing: subprocess.Popen[bytes] | None = None
        if self._program is None:
            log.info("no aplay (Debian: alsa-utils): the lane is silent")

    def play(self, tone: Tone) -> None:
        """Start a tone."""
        if self._program is None:
            return
        if self._playing is not None and self._playing.poll() is None:
            self._playing.kill()
            self._playing.wait()
        self._playing = subprocess.Popen(  # ruff: ignore[subprocess-without-shell-equals-true] - no text of others in it
            [self._program, "-q", str(SOUNDS / f"{tone.value}.wav")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
