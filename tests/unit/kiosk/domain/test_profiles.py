"""The built-in profiles are whole and consistent: nothing is hard-wired to China."""

from zoneinfo import ZoneInfo

import pytest

from kiosk.domain.money import Money
from kiosk.domain.profile import ExpiryPolicy, LabelField, Profile, TaxMode
from kiosk.domain.profiles import CN, DE, US, profile
from kiosk.domain.receipt_text import term

ALL = pytest.mark.parametrize("region", [CN, US, DE], ids=lambda each: each.id)


def test_profiles_by_id() -> None:
    assert [profile(name) for name in ("CN", "US", "DE")] == [CN, US, DE]
    with pytest.raises(KeyError):
        profile("XX")


@ALL
def test_templates_fill_their_length(region: Profile) -> None:
    for template in region.label_templates:
        fields = sum(width for _, width in template.fields)
        for prefix in template.prefixes:
            assert len(prefix) + fields + 1 == template.length
        assert template.fields[0][0] is LabelField.PLU
        for (kind, _), (_, width) in zip(
            template.fields, template.fields[1:], strict=False
        ):
            assert kind is not LabelField.VERIFIER or width in {4, 5}


@ALL
def test_names_are_unique_and_known(region: Profile) -> None:
    for names in (
        [each.id for each in region.tax_classes],
        [each.letter for each in region.tax_classes],
        [each.id for each in region.label_templates],
    ):
        assert len(names) == len(set(names))
    assert ZoneInfo(region.time_zone).key == region.time_zone
    for language in region.languages:
        assert term("total", language) != "total"


def test_what_differs_by_region() -> None:
    assert CN.best_before is ExpiryPolicy.STOP
    assert DE.best_before is ExpiryPolicy.WARN
    assert DE.receipt_required
    assert not CN.receipt_required
    assert US.tax_mode is TaxMode.EXCLUSIVE
    assert CN.tax_class("reduced").rate_ppm == 90_000
    with pytest.raises(KeyError):
        US.tax_class("reduced")


def test_amounts_as_text() -> None:
    assert CN.format(Money(1230, "CNY")) == "¥12.30"
    assert CN.format(Money(-5, "CNY")) == "-¥0.05"
    assert CN.format(Money(5, "CNY"), sign=False) == "0.05"
    assert CN.money(5) == Money(5, "CNY")


def test_a_currency_without_decimals() -> None:
    from dataclasses import replace

    yen = replace(CN, currency=replace(CN.currency, code="JPY", exponent=0))
    assert yen.format(Money(120, "JPY")) == "¥120"
