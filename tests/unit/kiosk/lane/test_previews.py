"""Camera pictures for the screen: none unseen, no queue, fifteen a second."""

import pytest

from kiosk.domain.session import Phase
from kiosk.lane.previews import EVERY_NS, Previews


class Feed:
    """Takes pictures like the bridge to the main thread."""

    def __init__(self) -> None:
        self.shown: list[tuple[bytes, int, int]] = []

    def __call__(self, buffer: bytes, width: int, height: int) -> None:
        self.shown.append((buffer, width, height))


@pytest.mark.parametrize("phase", list(Phase))
def test_only_screens_with_the_picture_want_one(phase: Phase) -> None:
    previews = Previews(Feed())
    assert not previews.wants(0)
    previews.follow(phase)
    assert previews.wants(0) == (phase in {Phase.SCAN, Phase.TENDER, Phase.PAY})


def test_the_next_picture_waits_until_the_last_was_taken() -> None:
    feed = Feed()
    previews = Previews(feed)
    previews.follow(Phase.SCAN)
    previews.show(b"p" * 4, 1, 1, 0)
    assert feed.shown == [(b"pppp", 1, 1)]
    assert not previews.wants(10 * EVERY_NS)
    previews.taken()
    assert previews.wants(10 * EVERY_NS)


def test_pictures_come_fifteen_times_a_second_at_most() -> None:
    previews = Previews(Feed())
    previews.follow(Phase.SCAN)
    previews.show(b"", 0, 0, 5)
    previews.taken()
    assert not previews.wants(5 + EVERY_NS - 1)
    assert previews.wants(5 + EVERY_NS)
