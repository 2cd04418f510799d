"""The recogniser's thread: looks while somebody weighs, and says what is news."""

import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from drivers.ports import Frame
from kiosk.lane.recognition import Recogniser, Suggested

LIMIT_S = 30


class Eye:
    """A model that sees what the frame's bytes say."""

    def __init__(self) -> None:
        self.answers: queue.Queue[Suggested] = queue.Queue()
        self.looked = 0
        self.frames = 0
        self.recogniser = Recogniser(lambda: self.look, self.answers.put)

    def look(self, frame: Frame) -> tuple[str, ...]:
        self.looked += 1
        return tuple(frame.jpeg.decode().split())

    def show(self, text: str) -> None:
        self.frames += 1
        self.recogniser.offer(Frame(text.encode(), self.frames, self.frames))

    def told(self) -> tuple[str, ...]:
        return self.answers.get(timeout=LIMIT_S).product_ids


@pytest.fixture
def eye() -> Iterator[Eye]:
    one = Eye()
    one.recogniser.start()
    yield one
    one.recogniser.stop()


def test_what_lies_on_the_pan_is_told_once(eye: Eye) -> None:
    eye.recogniser.watch(True)
    assert eye.told() == ()  # what was seen before is forgotten
    eye.show("banana apple")
    assert eye.told() == ("banana", "apple")
    eye.show("banana apple")
    eye.show("pear")
    assert eye.told() == ("pear",)


def test_the_same_goods_are_told_again_when_weighing_begins_anew(eye: Eye) -> None:
    for _ in range(2):
        eye.recogniser.watch(True)
        assert eye.told() == ()
        eye.show("banana")
        assert eye.told() == ("banana",)
        eye.recogniser.watch(False)


def test_nothing_is_looked_at_before_somebody_weighs(eye: Eye) -> None:
    eye.show("banana")
    eye.recogniser.stop()
    assert eye.looked == 0
    assert eye.answers.empty()


def test_without_a_model_the_feature_is_off() -> None:
    answers: list[Suggested] = []
    recogniser = Recogniser(lambda: None, answers.append)
    recogniser.start()
    recogniser.watch(True)
    recogniser.offer(Frame(b"banana", 1, 1))
    recogniser.stop()
    assert answers == [Suggested(())]


def test_the_model_is_loaded_on_the_recogniser_s_thread() -> None:
    threads: list[str] = []
    prepared = threading.Event()

    def prepare() -> Callable[[Frame], tuple[str, ...]] | None:
        threads.append(threading.current_thread().name)
        prepared.set()
        return None

    recogniser = Recogniser(prepare, lambda said: None)
    recogniser.start()
    assert prepared.wait(LIMIT_S)
    recogniser.stop()
    assert threads == ["recognition"]


def test_a_picture_the_model_fails_on_does_not_end_the_feature(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answers: queue.Queue[Suggested] = queue.Queue()
    failing = threading.Event()
    failing.set()
    failed = threading.Event()

    def look(frame: Frame) -> tuple[str, ...]:
        if failing.is_set():
            failed.set()
            raise RuntimeError("the runtime failed")
        return ("banana",)

    recogniser = Recogniser(lambda: look, answers.put)
    recogniser.start()
    recogniser.watch(True)
    answers.get(timeout=LIMIT_S)
    recogniser.offer(Frame(b"", 1, 1))
    assert failed.wait(LIMIT_S)
    failing.clear()
    recogniser.offer(Frame(b"", 2, 2))
    assert answers.get(timeout=LIMIT_S).product_ids == ("banana",)
    recogniser.stop()
    assert "the runtime failed" in caplog.text
