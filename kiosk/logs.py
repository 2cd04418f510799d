"""How our programs log: to standard error, one line a record.

What a log line says may come from a barcode, a device or the cloud: control characters
are escaped, so that a text forges no line and moves no terminal's cursor.
"""

from __future__ import annotations

import logging
import sys


class LineFormatter(logging.Formatter):
    """Escapes what is not printable in a message; a traceback keeps its lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # ruff: ignore[invalid-function-name] - logging's
        """Return the record's one line."""
        return printable(super().formatMessage(record))


def printable(text: str) -> str:
    """Return a text with its control and format characters as Python escapes."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode()
        for sign in text
    )


def start_logging(level: int, form: str) -> None:
    """Log from a level on to standard error, formatted as `logging.Formatter` says."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter(form))
    logging.basicConfig(level=level, handlers=[handler])
