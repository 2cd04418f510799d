"""Generate the kiosk's three tones: 16 kHz mono WAV, no samples of others.

Usage: python tools/ui/make_tones.py
"""

from __future__ import annotations

import math
import struct
import sys
import wave
from pathlib import Path

SOUNDS = Path(__file__).parents[2] / "kiosk" / "ui" / "sounds"
RATE = 16_000
FADE_S = 0.008  # no click at either end
PEAK = 0.5  # of full scale

# Each note: frequency in hertz (0: silence), seconds.
TONES = {
    "accepted": ((1_760, 0.09),),
    "attention": ((440, 0.14), (0, 0.07), (370, 0.2)),
    "paid": ((784, 0.11), (988, 0.11), (1_319, 0.28)),
}


def note(hertz: float, seconds: float) -> list[int]:
    """Return a note as 16-bit samples: a sine with a soft second harmonic."""
    count = int(seconds * RATE)
    fade = int(FADE_S * RATE)
    samples = []
    for i in range(count):
        turn = 2 * math.pi * hertz * i / RATE
        wave_form = math.sin(turn) + 0.2 * math.sin(2 * turn)
        loud = min(1.0, i / fade, (count - i) / fade) * math.exp(-3 * i / count)
        samples.append(int(32_767 * PEAK * loud * wave_form / 1.2))
    return samples


def main() -> int:
    """Write the tones into kiosk/ui/sounds."""
    SOUNDS.mkdir(exist_ok=True)
    for name, notes in TONES.items():
        samples = [sample for one in notes for sample in note(*one)]
        with wave.open(str(SOUNDS / f"{name}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return 0


if __name__ == "__main__":
    sys.exit(main())
