"""Payment codes in memory: a minute at most, used once, known again by a mark."""

import pickle
import threading

from counter import PAY_CODE, StillClock
from hypothesis import given
from hypothesis import strategies as st

from kiosk.lane.payments import CODE_LIFE_S, CodeVault
from kiosk.lane.resolver import PayCode


def test_a_code_is_taken_once() -> None:
    vault = CodeVault(StillClock())
    handle = vault.hold(PAY_CODE)
    assert handle is not None
    assert PAY_CODE not in handle
    assert vault.take(handle) == PAY_CODE
    assert vault.take(handle) is None
    assert vault.take("no such handle") is None


def test_the_same_code_is_not_held_twice_while_it_lives() -> None:
    clock = StillClock()
    vault = CodeVault(clock)
    assert vault.hold(PAY_CODE) is not None
    assert vault.hold(PAY_CODE) is None
    clock.advance(2 * CODE_LIFE_S - 1)
    assert vault.hold(PAY_CODE) is None
    clock.advance(1)
    assert vault.hold(PAY_CODE) is not None


@given(st.lists(st.floats(0, 90), max_size=12))
def test_no_code_outlives_a_minute(waits: list[float]) -> None:
    clock = StillClock()
    vault = CodeVault(clock)
    held: list[tuple[str, str, float]] = []
    for number, wait in enumerate(waits):
        clock.advance(wait)
        code = f"{number:018d}"
        handle = vault.hold(code)
        assert handle is not None
        held.append((handle, code, clock.monotonic_s()))
    for handle, code, since in held:
        fresh = clock.monotonic_s() - since < CODE_LIFE_S
        assert vault.take(handle) == (code if fresh else None)


def test_nothing_of_a_forgotten_code_is_left_in_the_vault() -> None:
    clock = StillClock()
    vault = CodeVault(clock)
    vault.hold(PAY_CODE)
    clock.advance(CODE_LIFE_S)
    vault.hold("another")
    assert PAY_CODE.encode() not in pickle.dumps((vault._codes, vault._seen))


def test_a_pay_code_shows_itself_to_no_log() -> None:
    assert PAY_CODE not in repr(PayCode("wechat", PAY_CODE))


def test_two_threads_hold_a_code_once() -> None:
    vault = CodeVault(StillClock())
    handles: list[str | None] = []
    begin = threading.Barrier(4)

    def hold() -> None:
        begin.wait()
        handles.append(vault.hold(PAY_CODE))

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(handle is not None for handle in handles) == 1
