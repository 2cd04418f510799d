"""Lets the tests here import the simulator; run.py does the same for itself."""

import sys
from pathlib import Path

_CRASH = str(Path(__file__).resolve().parents[1])
if _CRASH not in sys.path:
    sys.path.insert(0, _CRASH)
