"""UUIDv7 and stored times: both sort as time does."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.clock import utc_text, utc_time
from kiosk.store.ids import uuid7

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
TIMES = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=ZONES)


@given(TIMES)
def test_uuid7_has_version_variant_and_time(at: datetime) -> None:
    made = UUID(uuid7(at))
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    stamp = datetime.fromtimestamp((made.int >> 80) / 1000, UTC)
    assert abs(stamp - at) < timedelta(milliseconds=2)


def test_uuid7_example_of_the_rfc() -> None:
    # RFC 9562, appendix A.6: 2022-02-22T19:22:22Z is 017F22E2-79B0-7...
    at = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)
    assert uuid7(at).startswith("017f22e2-79b0-7")


def test_uuid7_never_repeats() -> None:
    at = datetime(2026, 3, 14, tzinfo=UTC)
    assert len({uuid7(at) for _ in range(1000)}) == 1000


@given(TIMES, TIMES)
def test_stored_times_sort_as_time_does(one: datetime, other: datetime) -> None:
    assert utc_time(utc_text(one)) == one
    assert (utc_text(one) < utc_text(other)) is (one < other)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        utc_text(datetime(2026, 3, 14))
