"""WeChat Pay, API v3, code pay."""

from drivers.payment.wechat.device import WeChatAccount, WeChatPay, make_wechat

__all__ = ["WeChatAccount", "WeChatPay", "make_wechat"]
