"""Device URLs: each kind, and what is said of the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import DeviceUrlError
from drivers.url import DeviceUrl, Link, parse_url


@pytest.mark.parametrize(
    ("text", "link", "host", "port", "path"),
    [
        ("/dev/ttyUSB0", Link.SERIAL, "", 0, "/dev/ttyUSB0"),
        ("serial:///dev/ttyS1", Link.SERIAL, "", 0, "/dev/ttyS1"),
        ("socket://127.0.0.1:7001", Link.SOCKET, "127.0.0.1", 7001, ""),
        ("tcp://printer:9100", Link.TCP, "printer", 9100, ""),
        ("tcp://[::1]:9100", Link.TCP, "::1", 9100, ""),
        ("http://127.0.0.1:8000/mjpeg", Link.HTTP, "127.0.0.1", 8000, "/mjpeg"),
        ("https://api.example", Link.HTTPS, "api.example", 443, ""),
        ("http://api.example/x", Link.HTTP, "api.example", 80, "/x"),
        ("v4l2:///dev/video0", Link.V4L2, "", 0, "/dev/video0"),
        ("file:///a%20b.mp4", Link.FILE, "", 0, "/a b.mp4"),
        ("dir:///frames", Link.DIR, "", 0, "/frames"),
    ],
)
def test_each_kind_of_device_url(
    text: str, link: Link, host: str, port: int, path: str
) -> None:
    assert parse_url(text) == DeviceUrl(link, text, host, port, path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unknown kind"),
        ("ttyUSB0", "unknown kind"),
        ("bluetooth://x", "unknown kind"),
        ("socket://host", "needs a host and a port"),
        ("tcp://:9100", "needs a host and a port"),
        ("tcp://host:notaport", "no device URL"),
        ("tcp://host:99999", "no device URL"),
        ("tcp://[::1", "no device URL"),
        ("file://relative.mp4", "absolute path"),
        ("v4l2:", "absolute path"),
    ],
)
def test_a_bad_device_url_says_why(text: str, reason: str) -> None:
    with pytest.raises(DeviceUrlError, match=reason):
        parse_url(text)


def test_a_device_names_the_links_it_takes() -> None:
    with pytest.raises(DeviceUrlError, match="takes serial, socket"):
        parse_url("http://x/", frozenset({Link.SERIAL, Link.SOCKET}))


def test_loopback_is_known() -> None:
    assert parse_url("http://localhost:1").is_loopback
    assert not parse_url("http://pay.example").is_loopback


@given(st.text(max_size=60))
def test_any_text_is_a_url_or_a_device_url_error(text: str) -> None:
    try:
        assert parse_url(text).text == text
    except DeviceUrlError:
        return
