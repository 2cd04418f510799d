"""The stage publishes frames, and the camera serves them as MJPEG over a socket."""

import asyncio
import contextlib
import re
import threading
from collections.abc import AsyncGenerator

import pytest

from hardware_sim.camera.frames import FrameHub, StageFrame
from hardware_sim.camera.item import Goods, package
from hardware_sim.camera.motion import Pose, hand_of, still
from hardware_sim.camera.server import CameraServer, part
from hardware_sim.camera.stage import Stage
from hardware_sim.faults import Fault, FaultKind
from hardware_sim.transport import listen

JPEG = b"\xff\xd8 picture \xff\xd9"


def test_a_hold_is_published_and_its_first_readable_frame_kept() -> None:
    frames: list[StageFrame] = []
    enough = threading.Event()

    def take(frame: StageFrame) -> None:
        frames.append(frame)
        if frame.readable:
            enough.set()

    stage = Stage(take)
    stage.start()
    try:
        assert stage.first_readable is None
        shown = stage.hold(package(Goods("ean13", "9520001001017")), hand_of(1))
        assert enough.wait(20)
        first = stage.first_readable
        assert first is not None
        assert first.at_ns > shown
        assert first == next(one for one in frames if one.readable)
        stage.clear()
        assert stage.first_readable is None
    finally:
        stage.stop()
    numbers = [frame.number for frame in frames]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(frame.jpeg.startswith(b"\xff\xd8") for frame in frames)


def test_an_item_out_of_view_is_never_readable() -> None:
    frames: list[StageFrame] = []
    stage = Stage(frames.append)
    item = package(Goods("ean13", "9520001001017"))
    stage.hold(item, still(Pose(dx=1500)))
    stage.start()
    while len(frames) < 20:
        threading.Event().wait(0.02)
    stage.stop()
    assert stage.first_readable is None


@contextlib.asynccontextmanager
async def served(camera: CameraServer) -> AsyncGenerator[asyncio.StreamReader]:
    task = asyncio.create_task(camera.run())
    feed = asyncio.create_task(publish(camera.hub))
    host, port = camera.address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET /mjpeg HTTP/1.1\r\nHost: camera\r\n\r\n")
    try:
        yield reader
    finally:
        writer.close()
        for one in (feed, task):
            one.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await one


async def publish(hub: FrameHub) -> None:
    number = 0
    while True:
        number += 1
        hub.publish(StageFrame(number, number * 1000, JPEG))
        await asyncio.sleep(0.005)


def test_part_headers_carry_number_and_stamp_and_nothing_more() -> None:
    head, _, body = part(StageFrame(7, 99, JPEG, readable=True)).partition(b"\r\n\r\n")
    assert head.decode().split("\r\n") == [
        "--frame",
        "Content-Type: image/jpeg",
        f"Content-Length: {len(JPEG)}",
        "X-Frame-Number: 7",
        "X-Timestamp: 99",
    ]
    assert body == JPEG + b"\r\n"


def test_the_stream_is_plain_multipart() -> None:
    async def run() -> bytes:
        async with served(CameraServer(FrameHub(), listen("127.0.0.1"))) as reader:
            return await asyncio.wait_for(reader.readexactly(700), 10)

    data = asyncio.run(run())
    assert data.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"chunked" not in data
    numbers = [int(n) for n in re.findall(rb"X-Frame-Number: (\d+)", data)]
    assert numbers == sorted(set(numbers))
    assert len(numbers) >= 3


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        (FaultKind.TRUNCATE, b"Content-Length: 4\r\n"),
        (FaultKind.GARBAGE, b"image/jpeg"),
    ],
)
def test_a_spoiled_picture_keeps_its_frame(kind: FaultKind, seen: bytes) -> None:
    async def run() -> bytes:
        camera = CameraServer(FrameHub(), listen("127.0.0.1"))
        camera.set_fault(Fault(kind, 4))
        async with served(camera) as reader:
            return await asyncio.wait_for(reader.readexactly(400), 10)

    data = asyncio.run(run())
    assert seen in data
    assert JPEG not in data


def test_a_dead_camera_hangs_up() -> None:
    async def run() -> bytes:
        camera = CameraServer(FrameHub(), listen("127.0.0.1"))
        async with served(camera) as reader:
            await asyncio.wait_for(reader.readexactly(200), 10)
            camera.set_fault(Fault(FaultKind.DISCONNECT))
            return await asyncio.wait_for(reader.read(), 10)

    asyncio.run(run())  # the end of the stream comes: the read returns


@pytest.mark.parametrize(
    ("target", "status"),
    [("/mjpeg", b" 403 "), ("/mjpeg?token=no", b" 403 "), ("/other?token=t", b" 404 ")],
)
def test_off_this_machine_it_asks_for_the_token(target: str, status: bytes) -> None:
    async def run() -> bytes:
        camera = CameraServer(FrameHub(), listen("127.0.0.1"), token="t")
        task = asyncio.create_task(camera.run())
        host, port = camera.address.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET {target} HTTP/1.1\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return answer

    assert status in asyncio.run(run()).partition(b"\r\n")[0]
