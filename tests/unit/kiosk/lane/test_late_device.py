"""A device that is made in a thread of its own."""

import threading
from queue import Queue

from drivers.ports import DeviceEvent, DeviceStatus, Health, Sink
from kiosk.lane.late import LateDevice


class Lamp:
    """Notes what is asked of it; says that it is well when enabled."""

    name = "lamp"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def open(self) -> None:
        self.asked.append("open")

    def enable(self, sink: Sink) -> None:
        self.asked.append("enable")
        sink(DeviceStatus(self.name, Health.OK))

    def disable(self) -> None:
        self.asked.append("disable")

    def close(self) -> None:
        self.asked.append("close")


def test_enabling_does_not_wait_for_the_driver() -> None:
    lamp, loaded, events = Lamp(), threading.Event(), Queue[DeviceEvent]()

    def make() -> Lamp:
        loaded.wait(20)
        return lamp

    late = LateDevice("lamp", make)
    late.enable(events.put)
    assert lamp.asked == []
    loaded.set()
    assert events.get(timeout=20) == DeviceStatus("lamp", Health.OK)
    late.close()
    assert lamp.asked == ["enable", "disable", "close"]


def test_closing_waits_for_what_is_being_loaded() -> None:
    lamp, loaded = Lamp(), threading.Event()

    def make() -> Lamp:
        threading.Timer(0.01, loaded.set).start()
        loaded.wait(20)
        return lamp

    late = LateDevice("lamp", make)
    late.enable(lambda _: None)
    late.close()
    assert lamp.asked == ["enable", "disable", "close"]


def test_what_was_never_enabled_is_never_made() -> None:
    made: list[Lamp] = []

    def make() -> Lamp:
        made.append(Lamp())
        return made[-1]

    late = LateDevice("lamp", make)
    late.disable()
    late.close()
    assert made == []
    late.open()
    late.open()
    assert [lamp.asked for lamp in made] == [["open", "open"]]
