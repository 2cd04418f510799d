"""The child process that runs zbar, so that zbar may die alone (barcode.md).

Standard input: frames of `<II` height and width, then the grey pixels. Standard
output: `<I` length and UTF-8 JSON `[[type, text, [[x, y], ...]], ...]` for each.
zbar prints to stderr from C: the parent gives it /dev/null.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import Any, BinaryIO

HEAD = struct.Struct("<II")
LENGTH = struct.Struct("<I")


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer pictures until the end of the input."""
    import numpy as np
    from pyzbar import pyzbar

    kinds = pyzbar.ZBarSymbol
    wanted = [kinds.EAN13, kinds.EAN8, kinds.UPCA, kinds.UPCE]
    while len(head := source.read(HEAD.size)) == HEAD.size:
        height, width = HEAD.unpack(head)
        pixels = source.read(height * width)
        if len(pixels) < height * width:
            return
        grey = np.frombuffer(pixels, np.uint8).reshape(height, width)
        try:
            found = pyzbar.decode(grey, symbols=wanted)
        except ValueError:  # pyzbar on a symbol type it does not name
            found = []
        answer = json.dumps([_plain(item) for item in found]).encode()
        sink.write(LENGTH.pack(len(answer)) + answer)
        sink.flush()


def _plain(item: Any) -> list[object]:
    x, y, w, h = item.rect
    quad = [[x, y], [x + w, y], [x + w, y + h], [x, y + h]]
    return [item.type, item.data.decode("ascii", "replace"), quad]


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
