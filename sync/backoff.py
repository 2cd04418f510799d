"""How long to wait after a failure: full jitter, and the cloud's own wish.

Kiosks that lost the cloud together must not come back together (ledger-and-sync,
Reconnect storm).
"""

from __future__ import annotations

import random
from collections.abc import Callable

FIRST_S = 1.0
LONGEST_S = 300.0


class Backoff:
    """Of one lane: longer with each failure in a row."""

    def __init__(
        self,
        first_s: float = FIRST_S,
        longest_s: float = LONGEST_S,
        uniform: Callable[[float, float], float] = random.uniform,  # ruff: ignore[suspicious-non-cryptographic-random-usage] spreads load, keeps no secret
    ) -> None:
        self._first_s = first_s
        self._longest_s = longest_s
        self._uniform = uniform
        self._failures = 0

    def reset(self) -> None:
        """Begin anew after a success."""
        self._failures = 0

    def next_s(self, retry_after_s: float | None = None) -> float:
        """Return the seconds to wait after one more failure.

        The cloud's Retry-After is the least; it is spread over as much again.
        """
        if retry_after_s is not None:
            least = min(retry_after_s, self._longest_s)
            return self._uniform(least, 2 * least)
        longest = min(self._longest_s, self._first_s * 2**self._failures)
        self._failures = min(self._failures + 1, 30)
        return self._uniform(0.0, longest)
