"""The payment providers of a lane, from its settings and keys."""

from __future__ import annotations

from drivers.errors import DeviceUrlError
from drivers.payment.wechat import (
    Merchant,
    Platform,
    WeChatAccount,
    WeChatPay,
    load_merchant_key,
    load_platform_key,
)
from drivers.ports import PaymentTerminal
from kiosk.settings import Settings, SettingsError


def make_terminals(settings: Settings) -> dict[str, PaymentTerminal]:
    """Return the payment providers by wallet. SettingsError for a key that fails."""
    chosen = settings.wechat
    if not chosen.base_url:
        return {}
    if chosen.merchant_key is None or chosen.platform_key is None:
        raise SettingsError("wechat: merchant_key and platform_key are needed")
    try:
        merchant_key = load_merchant_key(chosen.merchant_key.read_bytes())
        platform_key = load_platform_key(chosen.platform_key.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(f"wechat: a key cannot be read ({error})") from None
    account = WeChatAccount(
        chosen.base_url, chosen.mchid, chosen.appid, settings.lane.store
    )
    merchant = Merchant(chosen.mchid, chosen.merchant_serial, merchant_key)
    platform = Platform(chosen.platform_serial, platform_key)
    try:
        return {"wechat": WeChatPay(account, merchant, platform)}
    except DeviceUrlError as error:
        raise SettingsError(f"wechat.base_url: {error}") from None
