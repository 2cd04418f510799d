"""Tones: each has its sound, playing never waits, a lane without sound is silent."""

from __future__ import annotations

import wave

import pytest

from kiosk.domain.effects import Tone
from kiosk.ui.tones import SOUNDS, TonePlayer


@pytest.mark.parametrize("tone", list(Tone))
def test_each_tone_is_a_short_sound_that_does_not_click(tone):
    with wave.open(str(SOUNDS / f"{tone.value}.wav"), "rb") as sound:
        assert sound.getnchannels() == 1
        assert 0.05 < sound.getnframes() / sound.getframerate() < 0.6
        frames = sound.readframes(sound.getnframes())
    samples = memoryview(frames).cast("h")
    assert max(samples) > 8_000
    assert abs(samples[0]) < 500
    assert abs(samples[-1]) < 1_500


def test_without_a_player_the_lane_is_silent(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    TonePlayer().play(Tone.PAID)


def test_a_new_tone_cuts_the_last_one_off(monkeypatch, tmp_path):
    log = tmp_path / "played"
    player = tmp_path / "aplay"
    player.write_text(f'#!/bin/sh\necho "$2" >> {log}\nexec /bin/sleep 30\n')
    player.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    tones = TonePlayer()
    tones.play(Tone.ACCEPTED)
    first = tones._playing
    tones.play(Tone.PAID)
    assert first is not None
    assert first.poll() is not None
    last = tones._playing
    assert last is not None
    last.kill()
    last.wait()
