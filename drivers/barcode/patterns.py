"""EAN and UPC as bars: tables, layouts, and the best number that soft scores allow.

GS1 General Specifications 5.2: number sets A, B and C, the parity of EAN-13 and
UPC-E, guard bars. A bar is 1, a space 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drivers.barcode.symbol import Symbology, expand_upce, is_gtin

Scores = npt.NDArray[np.float32]

SET_A = (
    "0001101", "0011001", "0010011", "0111101", "0100011",
    "0110001", "0101111", "0111011", "0110111", "0001011",
)  # fmt: skip
SET_C = tuple("".join("10"[int(bit)] for bit in code) for code in SET_A)
SET_B = tuple(code[::-1] for code in SET_C)

# Which of the six left digits are of set B (1), by the first digit of an EAN-13.
EAN13_PARITY = (
    "000000", "001011", "001101", "001110", "010011",
    "011001", "011100", "010101", "010110", "011010",
)  # fmt: skip
# Which of the six digits are of set B, by the check digit, in number system 0;
# number system 1 swaps the sets.
UPCE_PARITY = (
    "111000", "110100", "110010", "110001", "101100",
    "100110", "100011", "101010", "101001", "100101",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Element:
    """A run of modules that is matched as one: a guard, or a digit of some sets."""

    kind: str  # "start" "middle" "end" "tail", or a digit: "AB" "A" "C"
    modules: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A symbology as elements from left to right."""

    symbology: Symbology
    elements: tuple[Element, ...]

    @property
    def modules(self) -> int:
        """Width of the symbol, without quiet zones."""
        return sum(element.modules for element in self.elements)

    @property
    def digits(self) -> tuple[int, ...]:
        """Indices of the elements that are digits."""
        return tuple(i for i, e in enumerate(self.elements) if e.modules == 7)


def _digits(count: int, sets: str) -> tuple[Element, ...]:
    return (Element(sets, 7),) * count


_START, _END = Element("start", 3), Element("end", 3)
_MIDDLE, _TAIL = Element("middle", 5), Element("tail", 6)

EAN13 = Layout(
    Symbology.EAN13, (_START, *_digits(6, "AB"), _MIDDLE, *_digits(6, "C"), _END)
)
EAN8 = Layout(
    Symbology.EAN8, (_START, *_digits(4, "A"), _MIDDLE, *_digits(4, "C"), _END)
)
UPCE = Layout(Symbology.UPCE, (_START, *_digits(6, "AB"), _TAIL))


@dataclass(frozen=True, slots=True)
class Number:
    """The best number for some scores."""

    text: str  # EAN-13 with 13 digits, EAN-8 with 8, UPC-E with 8
    mean: float  # score a digit, 1 is a perfect match
    margin: float  # ahead of the second best number, in scores of one digit


def best_number(layout: Layout, scores: Scores) -> Number:
    """Return the number whose digits score most, of those with a right check digit.

    `scores` is digits x 30: the match of each digit with sets A, B and C. The check
    digit thereby corrects a digit that alone would be misread.
    """
    match layout.symbology:
        case Symbology.EAN13:
            found = _best_ean13(scores)
        case Symbology.EAN8:
            rows = np.concatenate([scores[:4, :10], scores[4:, 20:]])
            found = _two_best(rows[None], [3, 1] * 4, np.zeros(1, int))
        case _:
            found = _best_upce(scores)
    (first, text), (second, _) = found[0], found[1]
    return Number(text, first / len(scores), first - second)


_Ranked = list[tuple[float, str]]


def _best_ean13(scores: Scores) -> _Ranked:
    left = np.stack([
        np.stack([
            scores[i, 10:20] if parity[i] == "1" else scores[i, :10] for i in range(6)
        ])
        for parity in EAN13_PARITY
    ])
    right = np.broadcast_to(scores[6:, 20:], (10, 6, 10))
    rows = np.concatenate([left, right], axis=1)
    ranked = _two_best(rows, [3, 1] * 6, np.arange(10))
    return [(score, text) for score, text in ranked]


def _two_best(
    rows: Scores, weights: list[int], residues: npt.NDArray[np.int_]
) -> _Ranked:
    """Return the two best texts over all choices of first digit.

    `rows` is choices x digits x 10. Dynamic programming over the weighted sum of
    digits modulo 10, which ends at 0; each state keeps its two best.
    """
    choices = rows.shape[0]
    state = np.full((choices, 10, 2), -1e3, np.float32)
    state[np.arange(choices), residues, 0] = 0.0
    trail: list[npt.NDArray[np.int_]] = []
    digit = np.arange(10)
    for k, weight in enumerate(weights):
        before = (np.arange(10)[:, None] - weight * digit) % 10  # residue x digit
        paths = state[:, before, :] + rows[:, k][:, None, :, None]
        flat = paths.reshape(choices, 10, 20)  # digit * 2 + rank
        top = np.argsort(flat, axis=2)[:, :, :-3:-1]
        state = np.take_along_axis(flat, top, axis=2)
        trail.append(top)
    ends = state[:, 0, :]
    order = np.argsort(ends, axis=None)[:-3:-1]
    ranked = []
    for place in order:
        choice, rank = divmod(int(place), 2)
        score, residue, text = float(ends[choice, rank]), 0, ""
        for weight, top in zip(reversed(weights), reversed(trail), strict=True):
            d, rank = divmod(int(top[choice, residue, rank]), 2)
            residue = (residue - weight * d) % 10
            text = str(d) + text
        lead = str(choice) if choices > 1 else ""
        ranked.append((score, lead + text))
    return ranked


def _best_upce(scores: Scores) -> _Ranked:
    """Try the twenty parities; the check digit must be the one that parity says."""
    found: _Ranked = []
    for system in "01":
        for check, parity in enumerate(UPCE_PARITY):
            sets = [(bit == "1") != (system == "1") for bit in parity]
            rows = np.stack([
                scores[i, 10:20] if sets[i] else scores[i, :10] for i in range(6)
            ])
            found += _upce_words(rows, system, str(check))
    found.sort(reverse=True)
    return found[:2]


def _upce_words(rows: Scores, system: str, check: str) -> _Ranked:
    """Return the best two words of one parity: three choices a digit are enough."""
    top = np.argsort(rows, axis=1)[:, :-4:-1]
    words = np.stack(np.meshgrid(*top, indexing="ij"), -1).reshape(-1, 6)
    totals = rows[np.arange(6), words].sum(axis=1)
    ranked: _Ranked = []
    for place in np.argsort(-totals):
        text = system + "".join(map(str, words[place])) + check
        full = expand_upce(text)
        if full is not None and is_gtin(full):
            ranked.append((float(totals[place]), text))
            if len(ranked) == 2:
                break
    return ranked
