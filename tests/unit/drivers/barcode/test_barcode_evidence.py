"""What may be believed: named cases first, then properties over random streams."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.barcode.evidence import Confirmed, Evidence, Rules, Vote, overlap
from drivers.barcode.symbol import Quad, Symbol, Symbology

MS = 1_000_000
FRAME = 33 * MS
HERE: Quad = ((100, 100), (300, 100), (300, 160), (100, 160))
THERE: Quad = ((700, 400), (900, 400), (900, 460), (700, 460))


def symbol(text: str, kind: Symbology = Symbology.EAN13, at: Quad = HERE) -> Symbol:
    return Symbol(text, kind, at)


TEA = symbol("6901234567892")
MISREAD = symbol("6907234561892")  # 1 and 7 changed over; the check digit holds
COLA = symbol("6909876543217", at=THERE)
SHORT = symbol("96385074", Symbology.EAN8)
LINK = symbol("https://id.example/01/09521234567899", Symbology.QR)


class Stream:
    """Frames at 30 a second."""

    def __init__(self, known: set[str] | None = None, **rules: int) -> None:
        wanted = known or set()
        self.evidence = Evidence(lambda text: text in wanted, Rules(**rules))
        self.now_ns = 0

    def frame(self, *votes: tuple[str, Symbol]) -> list[str]:
        return [done.symbol.text for done in self.see(*votes)]

    def see(self, *votes: tuple[str, Symbol]) -> list[Confirmed]:
        self.now_ns += FRAME
        return self.evidence.watch(self.now_ns, [Vote(e, s) for e, s in votes])

    def blank(self, frames: int) -> None:
        for _ in range(frames):
            assert self.frame() == []


def test_two_agreeing_frames_confirm_a_code_once() -> None:
    stream = Stream()
    assert stream.frame(("zxing", TEA)) == []
    assert stream.frame(("zxing", TEA)) == [TEA.text]
    for _ in range(300):
        assert stream.frame(("zxing", TEA), ("cv2", TEA)) == []


def test_one_engine_alone_never_makes_an_unknown_short_code() -> None:
    """A DataBar at an angle is a part of an EAN-8 to cv2, frame after frame."""
    stream = Stream()
    for _ in range(60):
        assert stream.frame(("cv2", SHORT)) == []
    assert stream.frame(("cv2", SHORT), ("soft", SHORT)) == [SHORT.text]


def test_cv2_alone_never_makes_an_unknown_retail_code() -> None:
    """A Code 128 is a UPC-A of its own making to cv2, now and then the same one."""
    stream, known = Stream(), Stream({TEA.text})
    for _ in range(30):
        assert stream.frame(("cv2", TEA)) == []
    assert known.frame(("cv2", TEA)) == []
    assert known.frame(("cv2", TEA)) == [TEA.text]


def test_two_engines_on_one_frame_confirm_what_the_shop_sells() -> None:
    both = (("zxing", TEA), ("cv2", TEA))
    assert Stream({TEA.text}).frame(*both) == [TEA.text]
    assert Stream().frame(*both) == []


def test_a_matrix_symbol_needs_one_frame() -> None:
    assert Stream().frame(("zxing", LINK)) == [LINK.text]


@pytest.mark.parametrize(("known", "frames"), [(False, 20), (True, 2)])
def test_short_codes_need_more_frames(known: bool, frames: int) -> None:
    stream = Stream({SHORT.text} if known else set())
    for _ in range(frames - 1):
        assert stream.frame(("zxing", SHORT), ("cv2", SHORT)) == []
    assert stream.frame(("zxing", SHORT)) == [SHORT.text]


def test_a_code_is_said_again_only_after_it_left_the_view() -> None:
    stream = Stream()
    stream.frame(("zxing", TEA))
    assert stream.frame(("zxing", TEA)) == [TEA.text]
    stream.blank(20)  # 0.7 s: blurred, not gone
    assert stream.frame(("zxing", TEA)) == []
    stream.blank(31)
    stream.frame(("zxing", TEA))
    assert stream.frame(("zxing", TEA)) == [TEA.text]


def test_time_alone_does_not_release_a_lock_the_frames_must_have_been_watched() -> None:
    stream = Stream()
    stream.frame(("zxing", TEA))
    stream.frame(("zxing", TEA))
    stream.now_ns += 60_000 * MS  # nobody looked for a minute
    assert stream.frame(("zxing", TEA), ("cv2", TEA)) == []
    assert stream.frame(("zxing", TEA)) == []


def test_a_misread_in_the_first_frame_does_not_win() -> None:
    stream = Stream()
    assert stream.frame(("cv2", MISREAD)) == []
    said = [text for _ in range(6) for text in stream.frame(("zxing", TEA))]
    assert said == [TEA.text]


def test_two_engines_that_disagree_at_one_place_wait_for_a_lead() -> None:
    stream = Stream({TEA.text, MISREAD.text})
    for _ in range(5):
        assert stream.frame(("zxing", TEA), ("cv2", MISREAD)) == []
    said = [text for _ in range(3) for text in stream.frame(("zxing", TEA))]
    assert said == [TEA.text]


def test_a_misread_of_a_code_that_was_said_is_not_said() -> None:
    stream = Stream({TEA.text, MISREAD.text, SHORT.text})
    stream.frame(("zxing", TEA))
    assert stream.frame(("zxing", TEA)) == [TEA.text]
    for _ in range(20):
        assert stream.frame(("cv2", MISREAD), ("cv2", SHORT)) == []


def test_the_next_item_held_at_the_same_place_is_said_at_once() -> None:
    milk = symbol("6901234560008")
    stream = Stream({TEA.text, milk.text})
    stream.frame(("zxing", TEA))
    assert stream.frame(("zxing", TEA)) == [TEA.text]
    stream.blank(7)  # 233 ms: an item leaves, the next one comes
    assert stream.frame(("zxing", milk), ("cv2", milk)) == [milk.text]


def test_an_unknown_code_waits_until_the_last_one_is_forgotten() -> None:
    stream = Stream({TEA.text})
    stream.frame(("zxing", TEA))
    assert stream.frame(("zxing", TEA)) == [TEA.text]
    stream.blank(8)
    quiet = sum(not stream.frame(("zxing", MISREAD)) for _ in range(21))
    assert quiet == 21
    said = [text for _ in range(3) for text in stream.frame(("zxing", MISREAD))]
    assert said == [MISREAD.text]


def test_two_products_in_view_are_both_said() -> None:
    stream = Stream()
    stream.frame(("zxing", TEA), ("zxing", COLA))
    assert set(stream.frame(("zxing", TEA), ("zxing", COLA))) == {TEA.text, COLA.text}


def test_a_qr_beside_a_linear_code_is_no_rival() -> None:
    stream = Stream()
    assert stream.frame(("zxing", TEA), ("zxing", LINK)) == [LINK.text]
    assert stream.frame(("zxing", TEA)) == [TEA.text]


def test_old_votes_are_forgotten() -> None:
    stream = Stream()
    assert stream.frame(("zxing", TEA)) == []
    stream.blank(40)
    assert stream.frame(("zxing", TEA)) == []


def test_a_late_vote_counts_for_its_own_frame() -> None:
    stream = Stream()
    stream.frame()
    first = stream.now_ns
    stream.blank(4)
    late = stream.evidence.late(first, stream.now_ns, [Vote("upright", TEA)])
    assert late == []
    again = stream.evidence.late(first, stream.now_ns, [Vote("upright", TEA)])
    assert again == []  # the same frame by the same engine is one vote
    [done] = stream.see(("zxing", TEA))
    assert (done.first_ns, done.at_ns) == (first, stream.now_ns)


def test_a_reset_forgets_locks_and_votes() -> None:
    stream = Stream()
    stream.frame(("zxing", TEA))
    stream.frame(("zxing", TEA))
    assert stream.evidence.locked == {TEA.text}
    stream.evidence.reset()
    assert stream.evidence.locked == frozenset()
    assert stream.frame(("zxing", TEA)) == []
    assert stream.frame(("zxing", TEA)) == [TEA.text]


def test_a_scan_line_and_a_whole_outline_of_one_symbol_overlap() -> None:
    line = replace(TEA, points=((100, 130), (300, 130), (300, 131), (100, 131)))
    assert overlap(line, TEA)
    assert not overlap(line, COLA)


TEXTS = st.sampled_from([TEA, MISREAD, COLA, SHORT, LINK])
VOTES = st.lists(st.tuples(st.sampled_from(["zxing", "cv2"]), TEXTS), max_size=4)


@given(st.lists(VOTES, max_size=60), st.booleans())
def test_nothing_is_said_twice_without_leaving_the_view(
    frames: list[list[tuple[str, Symbol]]], known: bool
) -> None:
    stream = Stream({TEA.text, MISREAD.text} if known else set())
    last_seen: dict[str, int] = {}
    said: set[str] = set()
    for votes in frames:
        for text in stream.frame(*votes):
            away_ns = stream.now_ns - last_seen.get(text, -(10**12))
            assert text not in said or away_ns >= 1000 * MS
            said.add(text)
        for _, seen in votes:
            last_seen[seen.text] = stream.now_ns


@given(st.lists(VOTES, max_size=60))
def test_no_linear_code_is_said_on_a_single_vote(
    frames: list[list[tuple[str, Symbol]]],
) -> None:
    stream = Stream({TEA.text, MISREAD.text, COLA.text, SHORT.text})
    cast: dict[str, set[tuple[str, int]]] = {}
    for votes in frames:
        for engine, seen in votes:
            cast.setdefault(seen.text, set()).add((engine, stream.now_ns + FRAME))
        for text in stream.frame(*votes):
            assert text == LINK.text or len(cast[text]) >= 2


@given(st.lists(VOTES, max_size=40))
def test_the_same_stream_gives_the_same_scans(
    frames: list[list[tuple[str, Symbol]]],
) -> None:
    one, other = Stream(), Stream()
    assert [one.see(*v) for v in frames] == [other.see(*v) for v in frames]
