"""The words of the store page, in the languages it speaks."""

from __future__ import annotations

WORDS = {
    "zh_CN": {
        "title": "销售",
        "today": "今日销售",
        "total": "销售额",
        "count": "笔数",
        "saved": "已优惠",
        "average": "客单价",
        "receipt": "小票",
        "before": "前一天",
        "after": "后一天",
        "newest": "最新",
        "no_sales": "这一天还没有销售",
        "no_sales_hint": "收银台的销售会在几秒内出现在这里。",
        "chains": "账本链",
        "chains_hint": "每台设备已收到的最后一条账本记录。",
        "entry": "记录",
        "epoch": "纪元",
        "received": "收到",
        "review": "待核对",
        "forked": "分叉：已停止接收",
        "absent": "没有这家门店",
        "newest_of": "显示最新 {shown} 笔，共 {all} 笔",
        "wechat": "微信支付",
        "alipay": "支付宝",
        "cash": "现金",
        "card": "银行卡",
        "other_language": "English",
    },
    "en": {
        "title": "Sales",
        "today": "Sales of the day",
        "total": "Sales",
        "count": "Receipts",
        "saved": "Saved",
        "average": "Average basket",
        "receipt": "Receipt",
        "before": "Day before",
        "after": "Day after",
        "newest": "Newest",
        "no_sales": "No sales on this day yet",
        "no_sales_hint": "A sale at the lane shows here within seconds.",
        "chains": "Ledger chains",
        "chains_hint": "The last ledger entry received from each device.",
        "entry": "Entry",
        "epoch": "Epoch",
        "received": "Received",
        "review": "Needs review",
        "forked": "Forked: nothing more is taken",
        "absent": "There is no such store",
        "newest_of": "The newest {shown} of {all} receipts",
        "wechat": "WeChat Pay",
        "alipay": "Alipay",
        "cash": "Cash",
        "card": "Card",
        "other_language": "中文",
    },
}


def language_of(asked: str, accepted: str) -> str:
    """Return the page's language: the one asked for, or the browser's, or English."""
    if asked in WORDS:
        return asked
    return "zh_CN" if accepted.lower().startswith("zh") else "en"
