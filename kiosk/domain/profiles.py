"""The built-in regional profiles: China, the United States, Germany. Data only.

Rates and layouts are defaults that a retailer's configuration replaces; what was
checked against a source, and what not, stands in domain-rules.
"""

from __future__ import annotations

from kiosk.domain.money import Rounding
from kiosk.domain.profile import (
    Currency,
    ExpiryPolicy,
    LabelField,
    LabelTemplate,
    Profile,
    TaxClass,
    TaxMode,
    TaxPer,
    WalletShape,
)

_PLU, _AMOUNT = LabelField.PLU, LabelField.AMOUNT
_WEIGHT, _VERIFIER = LabelField.WEIGHT, LabelField.VERIFIER

_WEIGHT_13 = LabelTemplate("weight-13", 13, ("29",), ((_PLU, 5), (_WEIGHT, 5)))

CN = Profile(
    id="CN",
    version=1,
    currency=Currency("CNY", 2, "¥", "156"),
    languages=("zh_CN", "en"),
    time_zone="Asia/Shanghai",
    tax_mode=TaxMode.INCLUSIVE,
    tax_per=TaxPer.RECEIPT,
    tax_classes=(
        TaxClass("standard", 130_000, "A"),
        TaxClass("reduced", 90_000, "B"),
        TaxClass("low", 60_000, "C"),
        TaxClass("zero", 0, "Z"),
    ),
    cash_step_minor=10,
    cash_rounding=Rounding.DOWN,
    label_templates=(
        LabelTemplate("price-13", 13, ("21", "22"), ((_PLU, 5), (_AMOUNT, 5))),
        _WEIGHT_13,
        LabelTemplate(
            "price-weight-18",
            18,
            ("26", "28"),
            ((_PLU, 5), (_AMOUNT, 5), (_WEIGHT, 5)),
        ),
    ),
    best_before=ExpiryPolicy.STOP,
    wallets=(
        WalletShape("wechat", ("10", "11", "12", "13", "14", "15", "16"), 18, 18),
        WalletShape("alipay", ("25", "26", "27", "28", "29", "30"), 16, 24),
        WalletShape("unionpay", ("62",), 19, 19),
    ),
)

US = Profile(
    id="US",
    version=1,
    currency=Currency("USD", 2, "$", "840"),
    languages=("en", "zh_CN"),
    time_zone="America/New_York",
    tax_mode=TaxMode.EXCLUSIVE,
    tax_per=TaxPer.RECEIPT,
    tax_classes=(
        TaxClass("standard", 82_500, "T"),
        TaxClass("zero", 0, "N"),
    ),
    label_templates=(
        # UPC-A number system 2, as EAN-13 with its leading zero.
        LabelTemplate(
            "upc-price", 13, ("02",), ((_PLU, 5), (_VERIFIER, 1), (_AMOUNT, 4))
        ),
    ),
    best_before=ExpiryPolicy.WARN,
    weight_unit="lb",
    weight_decimals=2,
)

DE = Profile(
    id="DE",
    version=1,
    currency=Currency("EUR", 2, "€", "978"),
    languages=("de", "en", "zh_CN"),
    time_zone="Europe/Berlin",
    tax_mode=TaxMode.INCLUSIVE,
    tax_per=TaxPer.RECEIPT,
    tax_classes=(
        TaxClass("standard", 190_000, "A"),
        TaxClass("reduced", 70_000, "B"),
        TaxClass("zero", 0, "Z"),
    ),
    label_templates=(
        LabelTemplate(
            "price-verified", 13, ("20",), ((_PLU, 4), (_VERIFIER, 1), (_AMOUNT, 5))
        ),
        LabelTemplate("price-6", 13, ("22",), ((_PLU, 4), (_AMOUNT, 6))),
        _WEIGHT_13,
    ),
    best_before=ExpiryPolicy.WARN,
    receipt_required=True,
)

_BUILT_IN = {each.id: each for each in (CN, US, DE)}


def profile(profile_id: str) -> Profile:
    """Return a built-in profile by id; KeyError when there is none."""
    return _BUILT_IN[profile_id]
