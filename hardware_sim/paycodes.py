"""Payment codes that a wallet would show, drawn anew for each showing.

Shapes are those of devices A4: WeChat 18 digits that begin 10-15, Alipay 18 digits
that begin 25-30. They name no account.
"""

from __future__ import annotations

from numpy.random import Generator


def wechat(rng: Generator) -> str:
    """Return a WeChat payment code."""
    return f"{rng.integers(10, 16)}{_digits(rng, 16)}"


def alipay(rng: Generator) -> str:
    """Return an Alipay payment code."""
    return f"{rng.integers(25, 31)}{_digits(rng, 16)}"


def _digits(rng: Generator, count: int) -> str:
    return "".join(str(digit) for digit in rng.integers(0, 10, count))
