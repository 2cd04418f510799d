"""`kiosk-sim` as a process: it starts, says where it listens, works, and ends clean."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

DEMO = Path(__file__).parents[2] / "demo"
COMMAND = (sys.executable, "-m", "hardware_sim.cli")
pytestmark = pytest.mark.e2e


@contextmanager
def started(
    *arguments: str | Path, end: int = signal.SIGINT
) -> Generator[dict[str, Any]]:
    """Start a simulator, give its one line, and end it; its exit must be clean."""
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        yield json.loads(line) | {"pid": process.pid, "stdin": process.stdin}
    finally:
        process.send_signal(end)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "", "")


def refused(*arguments: str, code: int = 2) -> str:
    """Run what cannot be; it must end with the code and one line, no traceback."""
    done = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == code, done
    assert "Traceback" not in done.stderr
    return done.stderr


def connect(url: str) -> socket.socket:
    host, port = url.partition("://")[2].split(":")
    line = socket.create_connection((host, int(port)), timeout=20)
    line.settimeout(20)
    return line


def receive(line: socket.socket, end: bytes) -> bytes:
    data = b""
    while not data.endswith(end):
        chunk = line.recv(4096)
        assert chunk, data
        data += chunk
    return data


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_store_starts_says_where_and_ends(tmp_path: Path, end: int) -> None:
    with started("store", "--demo", DEMO, "--out", tmp_path, end=end) as store:
        written = json.loads((tmp_path / "store.json").read_text())
        assert written["devices"] == store["devices"]
        assert set(written) == {"panel", "devices", "payment"}
        assert Path(written["payment"]["merchant_key"]).parent == tmp_path
        state = httpx.get(f"{store['panel']}/api/state", timeout=20).json()
        assert state["scale"]["protocol"] == "mt8217"
        assert httpx.get(store["panel"], timeout=20).status_code == 200


def test_a_store_ends_while_people_watch() -> None:
    with started("store", "--demo", DEMO) as store:
        panel = store["panel"].removeprefix("http://")
        watchers = []
        for path in ("/mjpeg", "/api/events"):
            line = connect(f"tcp://{panel}")
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: {panel}\r\n\r\n".encode())
            assert receive(line, b"\r\n").startswith(b"HTTP/1.1 200")
            watchers.append(line)
        camera = connect(store["devices"]["camera"].removesuffix("/mjpeg"))
        camera.sendall(b"GET /mjpeg HTTP/1.1\r\nHost: camera\r\n\r\n")
        assert b"X-Frame-Number" in receive(camera, b"\r\n\r\n") + camera.recv(4096)
    for line in (*watchers, camera):
        line.close()


def test_without_a_folder_the_keys_go_when_it_ends() -> None:
    with started("store", "--demo", DEMO, "--scale-protocol", "mt-sics") as store:
        key = Path(store["payment"]["merchant_key"])
        assert key.is_file()
        scale = connect(store["devices"]["scale"])
        scale.sendall(b"SI\r\n")
        assert receive(scale, b"\r\n") == b"S S      0.000 kg\r\n"
        scale.close()
    assert not key.exists()


def test_a_shoppers_hands_reach_every_device(tmp_path: Path) -> None:
    with started("store", "--demo", DEMO, "--out", tmp_path) as store:
        api = httpx.Client(base_url=store["panel"], timeout=20)
        devices = store["devices"]
        api.post("/api/scale/put", json={"grams": 742})
        scale = connect(devices["scale"])
        reply = b"\x02?A\r"
        while reply == b"\x02?A\r":
            scale.sendall(b"W")
            reply = receive(scale, b"\r")
        assert reply == b"\x0200.742\r"
        scanner = connect(devices["scanner"])
        while not api.get("/api/state").json()["scanner"]["connected"]:
            pass
        api.post("/api/scanner/scan", json={"text": "9520001001017", "aim": "]E0"})
        assert receive(scanner, b"\r") == b"]E09520001001017\r"
        printer = connect(devices["printer"])
        text = "合计 ￥8.79\n".encode("gb18030")
        printer.sendall(b"\x1b@\x1c&" + text + b"\x1dV\x00\x1dr\x01")
        assert receive(printer, b"\x00") == b"\x00"
        assert api.get("/receipts/1.json").json()["lines"] == ["合计 ￥8.79"]
        unsigned = httpx.post(
            f"{devices['payment']}/v3/pay/transactions/codepay", json={}, timeout=20
        )
        assert unsigned.json()["code"] == "SIGN_ERROR"
        for line in (scale, scanner, printer):
            line.close()
        api.close()


@pytest.mark.parametrize(
    ("arguments", "question", "answer"),
    [
        (("scale", "--grams", "1236"), b"W", b"\x0201.236\r"),
        (
            ("scale", "--protocol", "mt-sics", "--grams", "500"),
            b"SI\r\n",
            b"S S      0.500 kg\r\n",
        ),
        (("printer", "--paper", "out"), b"\x10\x04\x04", b"\x7e"),
        (("printer", "--cover-open"), b"\x10\x04\x02", b"\x16"),
    ],
)
def test_a_device_alone(
    arguments: tuple[str, ...], question: bytes, answer: bytes
) -> None:
    with started(*arguments) as device:
        line = connect(device["url"])
        line.sendall(question)
        assert receive(line, answer[-1:]) == answer
        line.close()


def test_a_scanner_alone_reads_standard_input() -> None:
    with started("scanner", "--aim", "]E0") as device:
        line = connect(device["url"])
        line.sendall(b"x")  # once this is taken, the line is known to the server
        device["stdin"].write("9520001001017\n" * 50)
        device["stdin"].flush()
        assert receive(line, b"\r").startswith(b"]E09520001001017\r")
        line.close()


def test_a_printer_alone_writes_its_receipts(tmp_path: Path) -> None:
    with started("printer", "--out", tmp_path) as device:
        line = connect(device["url"])
        line.sendall(b"hello\n\x1dV\x00\x1dr\x01")
        assert receive(line, b"\x00") == b"\x00"
        line.close()
    assert json.loads((tmp_path / "receipt-0001.json").read_text())["lines"] == [
        "hello"
    ]
    assert (tmp_path / "receipt-0001.bin").read_bytes() == b"hello\n\x1dV\x00"
    assert (tmp_path / "receipt-0001.png").stat().st_size > 100


def test_a_payment_provider_and_a_camera_alone(tmp_path: Path) -> None:
    with started("payment", "--out", tmp_path) as device:
        assert Path(device["payment"]["platform_key"]).is_file()
        assert httpx.get(device["url"], timeout=20).status_code == 401
    with (
        started("camera", "--text", "9520001001017") as device,
        httpx.stream("GET", device["url"], timeout=20) as stream,
    ):
        assert stream.headers["content-type"].startswith("multipart/x-mixed-replace")


def test_views_are_written(tmp_path: Path) -> None:
    rest = ("--count", "2", "--out", tmp_path)
    done = subprocess.run(
        [*COMMAND, "views", "--demo", DEMO, "--product", "plu:4011", *rest],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    paths = [Path(line) for line in done.stdout.split()]
    assert [path.parent for path in paths] == [tmp_path / "plu_4011"] * 2
    assert all(path.read_bytes().startswith(b"\xff\xd8") for path in paths)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("store", "--demo", str(DEMO), "--host", "0.0.0.0"), "--token"),
        (("store", "--demo", str(DEMO), "--scale-protocol", "cas"), "mt8217, mt-sics"),
        (("scale", "--listen", "0.0.0.0:0"), "--insecure"),
        (("scale", "--listen", "here"), "HOST:PORT"),
        (("scale", "--protocol", "cas"), "mt8217, mt-sics"),
        (("printer", "--fault", "bad"), "silent, garbage"),
        (("printer", "--fault", "slow=x"), "slow takes a number, not 'x'"),
        (("camera", "--text", "123"), "13 digits"),
        (("views", "--demo", str(DEMO), "--product", "x", "--out", "x"), "no product"),
    ],
)
def test_wrong_use_is_told_in_one_line(arguments: tuple[str, ...], reason: str) -> None:
    said = refused(*arguments)
    assert reason in said
    assert len(said.splitlines()) == 1


def test_demo_data_that_are_not_there_are_told() -> None:
    said = refused("store", "--demo", "nowhere", code=1)
    assert said == "kiosk-sim: nowhere/catalogue.json: No such file or directory\n"


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        said = refused("scale", "--listen", address, code=1)
    assert said == f"kiosk-sim: {address}: Address already in use\n"


def test_off_this_machine_the_raw_sockets_stay_at_home() -> None:
    process = subprocess.Popen(
        [*COMMAND, "store", "--demo", DEMO, "--host", "0.0.0.0", "--token", "t0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    store = json.loads(process.stdout.readline())
    port = store["panel"].split(":")[2].split("/")[0]
    panel = f"http://127.0.0.1:{port}"
    assert httpx.get(f"{panel}/api/state", timeout=20).status_code == 401
    assert httpx.get(f"{panel}/api/state?token=t0", timeout=20).status_code == 200
    assert store["devices"]["scale"].startswith("socket://127.0.0.1:")
    assert store["devices"]["camera"].endswith("?token=t0")
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "stay on 127.0.0.1" in said
    assert not os.path.exists(store["payment"]["merchant_key"])
