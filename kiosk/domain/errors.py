"""The domain's one error."""

from __future__ import annotations


class Rejected(Exception):  # ruff: ignore[error-suffix-on-exception-name] - the trade's word: the event was rejected
    """An event that is not legal now. Nothing changed.

    `code` is a stable name that the screen translates; `detail` a line, a product
    or what the journal should know; `number` what the sentence needs.
    """

    def __init__(self, code: str, detail: str = "", number: int = 0) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.number = number
