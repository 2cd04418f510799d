"""A payment provider that speaks WeChat Pay v3 code pay (付款码支付).

Signatures are real (WECHATPAY2-SHA256-RSA2048); the money is not.
"""
