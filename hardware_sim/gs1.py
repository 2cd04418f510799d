"""GS1 element strings as the symbol writer wants them: AIs in brackets.

Only what a writer needs: how long each application identifier and its data are.
Source: GS1 General Specifications, sections 3.2 (AI list) and 7.8.5 (predefined
lengths). It is not a validator.
"""

from __future__ import annotations

GS = "\x1d"

# First two digits of AIs with a predefined length: total characters with the AI.
_FIXED = {
    "00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "11": 8, "12": 8, "13": 8,
    "14": 8, "15": 8, "16": 8, "17": 8, "18": 8, "19": 8, "20": 4, "31": 10,
    "32": 10, "33": 10, "34": 10, "35": 10, "36": 10, "41": 16,
}  # fmt: skip
_THREE = ("23", "24", "25", "40", "41", "42", "71")
_FOUR = ("31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80", "81", "82")


def elements(text: str) -> list[tuple[str, str]]:
    """Split an element string (GS after variable fields) into (AI, data) pairs.

    Raises ValueError for what is no element string.
    """
    found = []
    rest = text.lstrip(GS)
    while rest:
        ai = rest[: _ai_length(rest)]
        if not ai.isdigit() or len(ai) < 2:
            raise ValueError(f"not a GS1 element string at {rest[:8]!r}")
        total = _FIXED.get(rest[:2])
        if total is None:
            field, _, rest = rest.partition(GS)
        else:
            field, rest = rest[:total], rest[total:].removeprefix(GS)
            if len(field) < total or GS in field:
                raise ValueError(f"AI {ai} needs {total - len(ai)} characters")
        if field == ai:
            raise ValueError(f"AI {ai} has no data")
        found.append((ai, field[len(ai) :]))
    if not found:
        raise ValueError("an empty element string")
    return found


def bracketed(text: str) -> str:
    """Return "(01)...(17)..." of an element string. Raises ValueError."""
    pairs = elements(text)
    if any(char in data for _, data in pairs for char in "()"):
        raise ValueError("a bracket inside a field cannot be written")
    return "".join(f"({ai}){data}" for ai, data in pairs)


def _ai_length(text: str) -> int:
    head = text[:2]
    if head in _FOUR:
        return 4
    return 3 if head in _THREE else 2
