"""A device model behind a real TCP socket, and what faults do to it there."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import pytest

from hardware_sim.faults import Fault, FaultKind
from hardware_sim.load import Load
from hardware_sim.mt8217 import Mt8217
from hardware_sim.scanner import Scanner
from hardware_sim.transport import ByteServer, listen


@contextlib.asynccontextmanager
async def served(
    server: ByteServer,
) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    task = asyncio.create_task(server.run())
    host, port = server.address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        yield reader, writer
    finally:
        writer.close()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def scale() -> ByteServer:
    return ByteServer("scale", Mt8217(Load(gross=1236)), listen("127.0.0.1"), 9600)


def test_a_question_is_answered_over_the_line() -> None:
    async def run() -> bytes:
        async with served(scale()) as (reader, writer):
            writer.write(b"W")
            return await asyncio.wait_for(reader.readexactly(8), 5)

    assert asyncio.run(run()) == b"\x0201.236\r"


def test_a_scan_reaches_every_host() -> None:
    async def run() -> tuple[bytes, bytes]:
        model = Scanner()
        server = ByteServer("scanner", model, listen("127.0.0.1"))
        async with served(server) as (first, _):
            host, port = server.address.split(":")
            second, writer = await asyncio.open_connection(host, int(port))
            while server.connected < 2:
                await asyncio.sleep(0.01)
            model.scan("123")
            lines = await asyncio.wait_for(
                asyncio.gather(first.readuntil(b"\r"), second.readuntil(b"\r")), 5
            )
            writer.close()
            return lines[0], lines[1]

    assert asyncio.run(run()) == (b"123\r", b"123\r")


def test_an_unplugged_device_ends_connections_and_takes_none() -> None:
    async def run() -> tuple[bytes, bytes]:
        server = scale()
        async with served(server) as (reader, writer):
            writer.write(b"W")
            await asyncio.wait_for(reader.readexactly(8), 5)
            server.set_fault(Fault(FaultKind.DISCONNECT))
            end = await asyncio.wait_for(reader.read(), 5)
            host, port = server.address.split(":")
            again, other = await asyncio.open_connection(host, int(port))
            refused = await asyncio.wait_for(again.read(), 5)
            other.close()
            return end, refused

    assert asyncio.run(run()) == (b"", b"")


def test_a_truncated_answer_and_a_healed_line() -> None:
    async def run() -> tuple[bytes, bytes]:
        server = scale()
        async with served(server) as (reader, writer):
            server.set_fault(Fault(FaultKind.TRUNCATE, 3))
            writer.write(b"W")
            short = await asyncio.wait_for(reader.readexactly(3), 5)
            server.set_fault(None)
            writer.write(b"W")
            return short, await asyncio.wait_for(reader.readexactly(8), 5)

    assert asyncio.run(run()) == (b"\x0201", b"\x0201.236\r")


def test_a_port_that_is_taken_is_an_error_at_once() -> None:
    taken = listen("127.0.0.1")
    with pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", taken.getsockname()[1])
    taken.close()
