"""The words and figures of a receipt: trade terms by language, weights, rates.

It lays nothing out (kiosk.domain.receipt).
"""

from __future__ import annotations

from unicodedata import east_asian_width

from kiosk.domain.money import divide
from kiosk.domain.profile import Profile

CELLS = (11, 12, 12, 13)  # columns of a tax row: 48 in all, a Chinese character two

_TERMS: dict[str, dict[str, str]] = {
    "zh_CN": {
        "alipay": "支付宝",
        "begun": "开始时间",
        "clock_unsure": "时钟未校准",
        "copy": "副本",
        "entry": "账目",
        "gross": "含税",
        "label": "标签价",
        "lane": "收银台",
        "member": "会员",
        "net": "净额",
        "rate": "税率",
        "receipt_no": "小票号",
        "savings": "已优惠",
        "tare": "皮重",
        "tax": "税额",
        "tax_added": "价格不含税",
        "tax_id": "税号",
        "tax_included": "价格含税",
        "thanks": "谢谢惠顾",
        "time": "时间",
        "total": "合计",
        "unionpay": "云闪付",
        "wechat": "微信支付",
    },
    "en": {
        "alipay": "Alipay",
        "begun": "Begun",
        "clock_unsure": "clock unsure",
        "copy": "COPY",
        "entry": "Entry",
        "gross": "Gross",
        "label": "label price",
        "lane": "Lane",
        "member": "Member",
        "net": "Net",
        "rate": "Rate",
        "receipt_no": "Receipt",
        "savings": "You saved",
        "tare": "tare",
        "tax": "Tax",
        "tax_added": "Tax is added to prices",
        "tax_id": "Tax ID",
        "tax_included": "Prices include tax",
        "thanks": "Thank you",
        "time": "Time",
        "total": "Total",
        "unionpay": "UnionPay",
        "wechat": "WeChat Pay",
    },
    "de": {
        "alipay": "Alipay",
        "begun": "Beginn",
        "clock_unsure": "Uhrzeit unsicher",
        "copy": "KOPIE",
        "entry": "Eintrag",
        "gross": "Brutto",
        "label": "Etikettpreis",
        "lane": "Kasse",
        "member": "Mitglied",
        "net": "Netto",
        "rate": "Satz",
        "receipt_no": "Bon-Nr.",
        "savings": "Sie sparen",
        "tare": "Tara",
        "tax": "MwSt.",
        "tax_added": "Preise zzgl. MwSt.",
        "tax_id": "USt-IdNr.",
        "tax_included": "Preise inkl. MwSt.",
        "thanks": "Vielen Dank",
        "time": "Zeit",
        "total": "Summe",
        "unionpay": "UnionPay",
        "wechat": "WeChat Pay",
    },
}
_GRAMS_PER_POUND = 453_592_370  # in millionths


def term(key: str, language: str) -> str:
    """Return a trade term in a language, in English for one that has none.

    A key without a term, such as a tender kind not known here, is its own term.
    """
    return _TERMS.get(language, _TERMS["en"]).get(key, key)


def weight(grams: int, profile: Profile) -> str:
    """Return a weight in the profile's unit: "0.735 kg", "1.62 lb"."""
    scale = 10**profile.weight_decimals
    if profile.weight_unit == "lb":
        shown = divide(grams * scale * 1_000_000, _GRAMS_PER_POUND)
    else:
        shown = divide(grams * scale, 1000)
    digits = f"{shown:0{profile.weight_decimals + 1}d}"
    cut = -profile.weight_decimals
    return f"{digits[:cut]}.{digits[cut:]} {profile.weight_unit}"


def per_base(base_grams: int | None) -> str:
    """Return what a unit price is for: "kg", "lb", "500 g"."""
    match base_grams:
        case 1000:
            return "kg"
        case 454:
            return "lb"
        case _:
            return f"{base_grams} g"


def percent(rate_ppm: int) -> str:
    """Return a rate in per cent: "13 %", "8.25 %"."""
    whole, rest = divmod(rate_ppm, 10_000)
    decimals = f".{rest:04d}".rstrip("0.")
    return f"{whole}{decimals} %"


def mask(text: str) -> str:
    """Return the last four characters of an identifier, the rest as stars (V3)."""
    return f"****{text[-4:]}"


def cells(first: str, *others: str) -> str:
    """Return four texts as a row of 48 columns, the first at the left edge."""
    left = first + " " * (CELLS[0] - _columns(first))
    return left + "".join(
        " " * (width - _columns(text)) + text
        for text, width in zip(others, CELLS[1:], strict=True)
    )


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(c) in {"W", "F"} else 1 for c in text)
