"""WeChat Pay, API v3, code pay."""

from drivers.payment.wechat.device import WeChatAccount, WeChatPay
from drivers.payment.wechat.signature import (
    Merchant,
    Platform,
    load_merchant_key,
    load_platform_key,
)

__all__ = [
    "Merchant",
    "Platform",
    "WeChatAccount",
    "WeChatPay",
    "load_merchant_key",
    "load_platform_key",
]
