"""The provider's HTTP side: one small HTTP/1.1 server over asyncio streams.

Its own, so that it can do what a web framework rightly refuses: take the money and
drop the connection, cut an answer short, or send garbage.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np

from hardware_sim.faults import Fault, FaultKind, spoil
from hardware_sim.http1 import MAX_HEAD, Request, encode, read_request
from hardware_sim.wechat.orders import Answer, Provider
from hardware_sim.wechat.signing import Keys, reply_headers, request_fault


class PaymentServer:
    """Serves one provider on one listening socket."""

    def __init__(
        self,
        provider: Provider,
        keys: Keys,
        listening: socket.socket,
    ) -> None:
        self.name = "payment"
        self.provider = provider
        self.keys = keys
        self.fault: Fault | None = None
        self._socket = listening
        self._rng = np.random.default_rng(1)
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def address(self) -> str:
        """Where it listens: "host:port"."""
        host, port = self._socket.getsockname()[:2]
        return f"{host}:{port}"

    def set_fault(self, fault: Fault | None) -> None:
        """Break the line, or heal it with None."""
        self.fault = fault
        if fault is not None and fault.kind is FaultKind.DISCONNECT:
            self._hang_up()

    def close(self) -> None:
        """Release the port; `run` does it at its end."""
        self._socket.close()

    async def run(self) -> None:
        """Serve until cancelled; money that comes late is taken meanwhile."""
        server = await asyncio.start_server(
            self._serve, sock=self._socket, limit=MAX_HEAD
        )
        try:
            while True:
                await asyncio.sleep(1.0)
                self.provider.settle(time.monotonic())
        finally:
            self._hang_up()
            server.close()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._writers.add(writer)
        try:
            while not self._is_cut and (request := await read_request(reader)):
                if not await self._respond(request, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the host hung up: nothing is owed to it
        except asyncio.CancelledError:
            pass  # the simulator ends; 3.11 would log the cancelled callback
        except (ValueError, asyncio.LimitOverrunError):
            writer.write(encode(400, {}, b'{"code":"PARAM_ERROR"}'))
        finally:
            self._writers.discard(writer)
            writer.close()

    @property
    def _is_cut(self) -> bool:
        return self.fault is not None and self.fault.kind is FaultKind.DISCONNECT

    async def _respond(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection goes on."""
        answer = self._answer(request)
        if answer.delay_s:
            await asyncio.sleep(answer.delay_s)
        if answer.lost:
            return False
        body = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
        headers = reply_headers(self.keys, int(time.time()), body, answer.bad_signature)
        data = encode(answer.status, headers, body.encode())
        for delay, chunk in spoil(self.fault, data, self._rng):
            if delay:
                await asyncio.sleep(delay)
            writer.write(chunk)
            await writer.drain()
        return self.fault is None or self.fault.kind is not FaultKind.TRUNCATE

    def _answer(self, request: Request) -> Answer:
        wrong = request_fault(
            self.keys,
            self.provider.mchid,
            int(time.time()),
            request.headers.get("authorization", ""),
            request.method,
            request.target,
            request.body,
        )
        if wrong is not None:
            return Answer(401, {"code": "SIGN_ERROR", "message": wrong})
        url = urlsplit(request.target)
        body: Any = None
        if request.body:
            try:
                body = json.loads(request.body)
            except ValueError:
                return Answer(400, {"code": "PARAM_ERROR", "message": "JSON"})
        query = dict(parse_qsl(url.query))
        return self.provider.handle(
            request.method, url.path, query, body, time.monotonic()
        )

    def _hang_up(self) -> None:
        for writer in tuple(self._writers):
            writer.close()
