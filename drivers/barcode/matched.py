"""Matched filters for EAN elements, and the best path of elements along a line.

Each element of a symbol is compared, at every place and for several module widths,
with its ideal bars as a lens blurs them. A Viterbi search then lays the elements end
to end; the width may drift from element to element, as it does on a bottle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from drivers.barcode.patterns import SET_A, SET_B, SET_C, Element, Layout

Lines = npt.NDArray[np.float32]

_PER_MODULE = 3  # samples of a template
_FLOOR = 8.0  # levels: flat paper is no match for anything
_DRIFT = 0.02  # price of a change of width
_FINE = 16  # steps a module while templates are drawn
_DIGIT = 7
_NOWHERE = -1e3  # the match of a path that begins outside the line


@dataclass(frozen=True, slots=True)
class Path:
    """The best place of a symbol on one line."""

    mean: float  # match an element; noise reaches 0.6, print 0.8
    scores: Lines  # digits x 30
    left: float  # in samples of the line
    right: float


def search(
    lines: Lines, layout: Layout, widths: npt.NDArray[np.float64], blur: float
) -> list[Path]:
    """Return the best path on each line.

    `widths` are of a module, in samples; `blur` is the lens's sigma, in modules.
    """
    count, length = lines.shape
    pad = int(10 * widths.max()) + 2
    padded = np.pad(lines, ((0, 0), (pad, pad)), mode="edge")
    digits = np.stack([
        _match(padded, pad, length, width, _digit_bank(blur), _DIGIT, 0)
        for width in widths
    ])
    best = {
        kind: digits[:, part].max(axis=1)
        for kind, part in _PARTS.items()
        if any(e.kind == kind for e in layout.elements)
    }
    for kind, (bits, before, after, lead) in _GUARDS.items():
        if any(e.kind == kind for e in layout.elements):
            bank = _template(bits, before, after, blur)[None]
            best[kind] = np.stack([
                _match(padded, pad, length, width, bank, len(bits), lead)[0]
                for width in widths
            ])
    ends, trail = _forward(layout, widths, best, (count, length))
    return [_back(layout, widths, ends, trail, digits, b) for b in range(count)]


_PARTS = {"AB": slice(0, 20), "A": slice(0, 10), "C": slice(20, 30)}
# Bits, what stands before and after, and how many of the bits are quiet zone.
_GUARDS = {
    "start": ("0000101", "000", "0", 4),
    "middle": ("01010", "1", "1", 0),
    "end": ("1010000", "0", "000", 0),
    "tail": ("0101010000", "1", "000", 0),
}


@cache
def _template(bits: str, before: str, after: str, blur: float) -> Lines:
    """Draw a run of bars, blurred, with zero mean and unit length; bars are dark."""
    drawn = np.repeat([-float(bit) for bit in before + bits + after], _FINE)
    kernel = cv2.getGaussianKernel(6 * _FINE + 1, blur * _FINE)[:, 0]
    blurred = np.convolve(np.pad(drawn, 3 * _FINE, mode="edge"), kernel, "valid")
    count = len(bits) * _PER_MODULE
    at = (len(before) + (np.arange(count) + 0.5) / _PER_MODULE) * _FINE - 0.5
    sampled = np.interp(at, np.arange(len(blurred)), blurred)
    sampled -= sampled.mean()
    return np.asarray(sampled / np.linalg.norm(sampled), np.float32)


@cache
def _digit_bank(blur: float) -> Lines:
    """Sets A, B and C; the neighbours of a digit are known: bar | A B | space."""
    left = [_template(code, "1", "0", blur) for code in SET_A + SET_B]
    return np.stack(left + [_template(code, "0", "1", blur) for code in SET_C])


def _match(
    padded: Lines,
    pad: int,
    length: int,
    width: float,
    bank: Lines,
    modules: int,
    lead: int,
) -> Lines:
    """Correlate a bank at each place: patterns x lines x places."""
    count = modules * _PER_MODULE
    offsets = pad - lead * width + (np.arange(count) + 0.5) * width / _PER_MODULE - 0.5
    window = np.empty((count, padded.shape[0], length), np.float32)
    for row, offset in zip(window, offsets, strict=True):
        whole = int(offset)
        part = np.float32(offset - whole)
        near = padded[:, whole : whole + length]
        far = padded[:, whole + 1 : whole + 1 + length]
        np.add(near, part * (far - near), out=row)
    window -= window.mean(axis=0)
    strength = np.sqrt(np.einsum("kbp,kbp->bp", window, window)) + _FLOOR
    # einsum, not @: for this size BLAS wakes its threads, which costs more than all.
    matched = np.einsum("ts,sn->tn", bank, window.reshape(count, -1))
    return np.asarray(
        matched.reshape(len(bank), *strength.shape) / strength, np.float32
    )


def _forward(
    layout: Layout,
    widths: npt.NDArray[np.float64],
    best: dict[str, Lines],
    shape: tuple[int, int],
) -> tuple[Lines, list[npt.NDArray[np.int8]]]:
    """Extend the best paths element by element: widths x lines x places."""
    state = np.zeros((len(widths), *shape), np.float32)
    trail = []
    for element in layout.elements:
        gain, origin = _drift(state)
        gain += best[element.kind]
        state = np.full_like(gain, _NOWHERE)
        source = np.zeros_like(origin)
        for w, width in enumerate(widths):
            step = round(element.modules * width)
            if 0 < step < shape[1]:
                state[w, :, step:] = gain[w, :, :-step]
                source[w, :, step:] = origin[w, :, :-step]
        trail.append(source)
    return state, trail


def _drift(state: Lines) -> tuple[Lines, npt.NDArray[np.int8]]:
    """Take over the state of the narrower or the wider module where it is better."""
    gain = state.copy()
    origin = np.empty(state.shape, np.int8)
    origin[:] = np.arange(len(state), dtype=np.int8)[:, None, None]
    for here, there, step in (
        (slice(1, None), slice(None, -1), -1),
        (slice(None, -1), slice(1, None), 1),
    ):
        offered = state[there] - np.float32(_DRIFT)
        better = offered > gain[here]
        np.copyto(gain[here], offered, where=better)
        np.copyto(
            origin[here],
            np.arange(len(state), dtype=np.int8)[here, None, None] + np.int8(step),
            where=better,
        )
    return gain, origin


def _back(
    layout: Layout,
    widths: npt.NDArray[np.float64],
    ends: Lines,
    trail: list[npt.NDArray[np.int8]],
    digits: Lines,
    line: int,
) -> Path:
    w, place = divmod(int(ends[:, line].argmax()), ends.shape[2])
    total, right = float(ends[w, line, place]), place
    if total < _NOWHERE / 2:  # no width fits into the line
        return Path(0.0, np.zeros((len(layout.digits), 30), np.float32), 0.0, 0.0)
    rows: list[Lines] = []
    steps: list[tuple[Element, npt.NDArray[np.int8]]] = list(
        zip(layout.elements, trail, strict=True)
    )
    for element, source in reversed(steps):
        before = int(source[w, line, place])
        place -= round(element.modules * float(widths[w]))
        if element.modules == _DIGIT:
            rows.append(digits[w, :, line, place])
        w = before
    scores = np.stack(rows[::-1])
    return Path(total / len(layout.elements), scores, float(place), float(right))
