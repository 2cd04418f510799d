"""`kiosk bench`: the hot path measured, each figure beside its target (ui.md).

Figures of a busy machine are noise: the load stands beside them, and where a peer
exists it is measured in the same run.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kiosk.commands.bench.decoding import measure_decoding
from kiosk.commands.bench.figures import Figure
from kiosk.commands.bench.lane import measure_lane
from kiosk.commands.bench.promotions import measure_promotions
from kiosk.commands.bench.selling import measure_selling
from kiosk.commands.box import BoxError

GATE_CPU_MS = 20.0  # a frame's decoding, hot-path 8


def run_bench(target: Path | None, gate: bool) -> int:
    """Print every figure; 1 when `gate` is asked for and decoding is too dear."""
    console = Console(highlight=False)
    figures: list[Figure] = []
    try:
        # Beside the project: a tmpfs would make every fsync free.
        Path("build").mkdir(exist_ok=True)
        if target is not None:
            target.touch()  # to fail now, and not when all is measured
        with tempfile.TemporaryDirectory(dir="build") as folder:
            console.print("Selling: 100,000 products, 1,000 promotions, 200 lines ...")
            figures += measure_selling(Path(folder) / "selling")
            figures += measure_promotions()
            console.print("The lane: a store in a box, 100 scans ...")
            measured, frames = measure_lane(Path(folder) / "lane")
            figures += measured
            console.print("Decoding: the camera's frames, beside plain pyzbar ...")
            decoding = measure_decoding(frames)
            figures += decoding
    except BoxError as error:
        print(f"kiosk bench: {error}", file=sys.stderr)
        return 1
    _print(console, figures)
    if target is not None:
        load = [round(value, 2) for value in os.getloadavg()]
        data = {"load": load, "figures": [asdict(one) for one in figures]}
        target.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    dear = any(
        one.name == "decode CPU a frame, median" and one.value > GATE_CPU_MS
        for one in decoding
    )
    return 1 if gate and dear else 0


def _print(console: Console, figures: list[Figure]) -> None:
    load = " / ".join(f"{value:.1f}" for value in os.getloadavg())
    table = Table(title=f"{os.cpu_count()} cores, load {load}")
    table.add_column("figure")
    for name in ("value", "target", ""):
        table.add_column(name, justify="right")
    for one in figures:
        table.add_row(one.name, one.text, one.target_text, one.verdict)
    console.print(table)
    missed = [one for one in figures if one.verdict == "MISSED"]
    for one in missed:
        console.print(f"Missed: {one.name}: {one.text}, target {one.target_text}")
