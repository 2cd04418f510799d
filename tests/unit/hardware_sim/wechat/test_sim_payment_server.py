"""The provider over a real socket: signed replies, lost replies, bad requests."""

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import Awaitable, Callable

import httpx
import pytest

from hardware_sim.faults import Fault, FaultKind
from hardware_sim.transport import listen
from hardware_sim.wechat.orders import Outcome, Provider
from hardware_sim.wechat.server import PaymentServer
from hardware_sim.wechat.signing import SCHEME, Keys, sign, verify

CODEPAY = "/v3/pay/transactions/codepay"
KEYS = Keys.generate()


def with_server(
    act: Callable[[PaymentServer, httpx.AsyncClient], Awaitable[None]],
) -> None:
    async def run() -> None:
        server = PaymentServer(Provider("190", "wx1"), KEYS, listen("127.0.0.1"))
        task = asyncio.create_task(server.run())
        base = f"http://{server.address}"
        async with httpx.AsyncClient(base_url=base, timeout=10) as client:
            await act(server, client)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(run())


async def post(client: httpx.AsyncClient, number: str) -> httpx.Response:
    body = json.dumps(
        {
            "appid": "wx1",
            "mchid": "190",
            "description": "车道 1",
            "out_trade_no": number,
            "payer": {"auth_code": "134567890123456789"},
            "amount": {"total": 790, "currency": "CNY"},
            "scene_info": {"device_id": "L1"},
        },
        ensure_ascii=False,
    )
    stamp, nonce = str(int(time.time())), secrets.token_hex(8)
    signature = sign(KEYS.merchant, "POST", CODEPAY, stamp, nonce, body)
    header = (
        f'{SCHEME} mchid="190",nonce_str="{nonce}",signature="{signature}",'
        f'timestamp="{stamp}",serial_no="{KEYS.merchant_serial}"'
    )
    return await client.post(
        CODEPAY, content=body.encode(), headers={"Authorization": header}
    )


def is_signed(reply: httpx.Response) -> bool:
    parts = (reply.headers["Wechatpay-Timestamp"], reply.headers["Wechatpay-Nonce"])
    return verify(
        KEYS.platform.public_key(),
        reply.headers["Wechatpay-Signature"],
        *parts,
        reply.text,
    )


def test_a_payment_with_signatures_both_ways() -> None:
    async def act(server: PaymentServer, client: httpx.AsyncClient) -> None:
        reply = await post(client, "N000001")
        assert reply.status_code == 200
        assert reply.json()["trade_state"] == "SUCCESS"
        assert is_signed(reply)
        server.provider.plan(Outcome.BAD_SIGNATURE)
        assert not is_signed(await post(client, "N000002"))

    with_server(act)


def test_a_lost_reply_takes_the_money_and_drops_the_line() -> None:
    async def act(server: PaymentServer, client: httpx.AsyncClient) -> None:
        server.provider.plan(Outcome.LOST_REPLY)
        with pytest.raises(httpx.RemoteProtocolError):
            await post(client, "N000003")
        assert server.provider.orders["N000003"].state == "SUCCESS"

    with_server(act)


def test_who_does_not_sign_gets_nothing() -> None:
    async def act(server: PaymentServer, client: httpx.AsyncClient) -> None:
        reply = await client.post(CODEPAY, json={"out_trade_no": "N000004"})
        assert reply.status_code == 401
        assert reply.json()["code"] == "SIGN_ERROR"
        assert server.provider.orders == {}

    with_server(act)


def test_a_request_that_is_no_http_ends_the_connection() -> None:
    async def act(server: PaymentServer, client: httpx.AsyncClient) -> None:
        host, port = server.address.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"nonsense\r\n\r\n")
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        assert answer.startswith(b"HTTP/1.1 400 ")

    with_server(act)


def test_faults_reach_the_bytes() -> None:
    async def act(server: PaymentServer, client: httpx.AsyncClient) -> None:
        for kind in (FaultKind.TRUNCATE, FaultKind.GARBAGE, FaultKind.DISCONNECT):
            server.set_fault(Fault(kind))
            with pytest.raises(httpx.TransportError):
                await post(client, f"N-{kind}")
        server.set_fault(None)
        assert (await post(client, "N000005")).status_code == 200

    with_server(act)
