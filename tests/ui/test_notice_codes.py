"""Every code that the lane can say has a sentence on the screen."""

from __future__ import annotations

import re
from pathlib import Path

import kiosk
from kiosk.domain.events import Refusal
from kiosk.domain.intervention import Cause
from kiosk.ui.texts import NOTICES, STOPPED

_SAID = re.compile(r'(?:Notice|Rejected)\(\s*"([a-z_]+)"')


def test_every_notice_and_every_rejection_has_a_sentence() -> None:
    root = Path(kiosk.__file__).parent
    sources = [*(root / "domain").glob("*.py"), *(root / "lane").glob("*.py")]
    codes = {
        code
        for path in (*sources, root / "engine.py")
        for code in _SAID.findall(path.read_text("utf-8"))
    }
    codes |= {one.value for one in Refusal} | {one.value for one in Cause}
    codes |= {"scale_absent", "scale_fault"}  # of kiosk.lane.lane._unfit
    assert len(codes) > 40
    assert codes - set(NOTICES) - set(STOPPED) == set()
