"""The printer model: a queue of commands, modes, sensors, and the paper.

Status requests in real time are answered at once; everything else waits in order
and stands still while the cover is open, the paper is out or the cutter jams.
`tick` prints at the head's speed. Pure: it draws on `Paper`, and opens nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PIL import Image

from hardware_sim.escpos import status
from hardware_sim.escpos.modes import Modes, Receipt, execute
from hardware_sim.escpos.parser import Command, Parser, Token
from hardware_sim.escpos.status import Condition, Cover, PaperState

DOTS_PER_SECOND = 1600.0  # 200 mm/s at 203 dpi
_BUFFER_TOKENS = 20_000
_FINE = Condition()


@dataclass(slots=True)
class Printer:
    """One printer. `speed` is dots a second; None prints as fast as it can."""

    speed: float | None = DOTS_PER_SECOND
    condition: Condition = _FINE
    receipts: list[Receipt] = field(default_factory=list)
    on_receipt: Callable[[Receipt], None] = lambda receipt: None
    lines_until_out: int | None = None  # the paper ends after so many lines
    modes: Modes = field(default_factory=Modes)
    _parser: Parser = field(default_factory=Parser)
    _queue: deque[Token] = field(default_factory=deque)
    _budget: float = 0.0
    _automatic: bool = False
    _pushed: bytes = b""

    def feed(self, data: bytes) -> bytes:
        """Take the host's bytes; return the real-time answers, and GS r's."""
        answer = b""
        for token in self._parser.feed(data):
            if isinstance(token, Command) and token.name.startswith("DLE"):
                answer += self._real_time(token)
            elif len(self._queue) < _BUFFER_TOKENS:
                self._queue.append(token)
        if self.speed is None:
            self._budget = float("inf")
            answer += self._run()
        return answer

    def tick(self, seconds: float) -> bytes:
        """Print for a while; return buffered answers and status pushed on change."""
        if self.speed is not None:
            idle = not self._queue
            self._budget = 0.0 if idle else min(self._budget, 0.0)
            self._budget += self.speed * seconds
        answer = self._run()
        pushed, self._pushed = self._pushed, b""
        return answer + pushed

    @property
    def is_busy(self) -> bool:
        """Whether something waits to be printed."""
        return bool(self._queue)

    def set_paper(self, state: PaperState, lines_left: int | None = None) -> None:
        """Change what the paper sensors see; it may run out after some lines."""
        self.lines_until_out = lines_left
        self._change(replace(self.condition, paper=state))

    def set_cover(self, cover: Cover) -> None:
        """Open or close the cover."""
        self._change(replace(self.condition, cover=cover))

    def set_cutter_jam(self, jammed: bool) -> None:
        """Jam or free the cutter."""
        self._change(replace(self.condition, cutter_jam=jammed))

    def growing(self) -> Image.Image | None:
        """Return the picture of the paper not yet cut; None: there is none."""
        paper = self.modes.receipt.paper
        return paper.picture() if paper.height else None

    def _change(self, condition: Condition) -> None:
        if condition == self.condition:
            return
        self.condition = condition
        if self._automatic:
            self._pushed += status.automatic(condition)

    def _real_time(self, command: Command) -> bytes:
        match command.name, command.args:
            case "DLE EOT", (n, *_):
                return status.real_time(n, self.condition)
            case "DLE ENQ", (2, *_):  # recover and clear the buffers
                self._recover()
            case "DLE DC4", (8, *_):  # clear the buffers
                self._recover()
            case "DLE ENQ", (1, *_):  # recover and go on
                self.set_cutter_jam(False)
            case _:
                pass
        return b""

    def _recover(self) -> None:
        self._queue.clear()
        self.modes.clear_line()
        self.set_cutter_jam(False)

    def _run(self) -> bytes:
        answer = b""
        while self._queue and self._budget > 0 and self.condition.is_online:
            token = self._queue.popleft()
            if isinstance(token, Command):
                answer += self._answer(token)
            paper = self.modes.receipt.paper
            before, lines = paper.height, len(self.modes.receipt.lines)
            finished = execute(self.modes, token)
            self._budget -= paper.height - before
            if finished is not None:
                self._finish(finished)
            elif self.lines_until_out is not None:
                self._wear(len(self.modes.receipt.lines) - lines)
        return answer

    def _answer(self, command: Command) -> bytes:
        match command.name, command.args:
            case "GS r", (n, *_):
                return status.transmit(n, self.condition)
            case "GS a", (n, *_):
                self._automatic = n != 0
                return status.automatic(self.condition) if n else b""
            case "GS I", (n, *_):
                return {1: b"\x20", 2: b"\x02", 3: b"\x01"}.get(n, b"_SIM 80\x00")
            case _:
                return b""

    def _finish(self, receipt: Receipt) -> None:
        receipt.number = len(self.receipts) + 1
        self.receipts.append(receipt)
        self.on_receipt(receipt)

    def _wear(self, lines: int) -> None:
        if self.lines_until_out is None:
            return
        self.lines_until_out -= lines
        if self.lines_until_out <= 0:
            self.set_paper(PaperState.OUT)
