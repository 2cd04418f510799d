"""Device URLs: the one place that parses where a device is (architecture, rule 5).

It opens nothing and knows no protocol; drivers ask for the kinds they can drive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from drivers.errors import DeviceUrlError


class Link(StrEnum):
    """How a device is reached; the scheme of its URL."""

    SERIAL = "serial"  # /dev/ttyUSB0 or serial:///dev/ttyUSB0
    SOCKET = "socket"  # a serial line behind TCP: socket://host:port
    TCP = "tcp"  # a network device: tcp://host:port
    HTTP = "http"
    HTTPS = "https"
    V4L2 = "v4l2"  # v4l2:///dev/video0
    FILE = "file"
    DIR = "dir"  # a folder, file by file


_NETWORK = frozenset({Link.SOCKET, Link.TCP, Link.HTTP, Link.HTTPS})
_HTTP_PORTS = {Link.HTTP: 80, Link.HTTPS: 443}


@dataclass(frozen=True, slots=True)
class DeviceUrl:
    """A parsed device URL: network links have host and port, others a path."""

    link: Link
    text: str  # as written, for messages and HTTP clients
    host: str = ""
    port: int = 0
    path: str = ""

    @property
    def is_loopback(self) -> bool:
        """Whether the device is reached without leaving this machine."""
        return self.host in {"127.0.0.1", "::1", "localhost"}


def parse_url(text: str, allowed: frozenset[Link] = frozenset(Link)) -> DeviceUrl:
    """Parse a device URL; a bare absolute path is a serial port.

    Raises DeviceUrlError, with a line for staff, for anything else and for a
    link that is not in `allowed`.
    """
    url = _parse(text)
    if url.link not in allowed:
        kinds = ", ".join(sorted(allowed))
        raise DeviceUrlError(f"{text!r} is a {url.link} URL; this device takes {kinds}")
    return url


def _parse(text: str) -> DeviceUrl:
    if text.startswith("/"):
        return DeviceUrl(Link.SERIAL, text, path=text)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise DeviceUrlError(f"{text!r} is no device URL: {error}") from None
    if parts.scheme not in set(Link):
        raise DeviceUrlError(f"{text!r} is no device URL: unknown kind")
    link = Link(parts.scheme)
    if link in _NETWORK:
        port = port or _HTTP_PORTS.get(link, 0)
        if not host or not port:
            raise DeviceUrlError(f"{text!r} needs a host and a port")
        return DeviceUrl(link, text, host, port, parts.path)
    if host or not parts.path.startswith("/"):
        raise DeviceUrlError(f"{text!r} needs an absolute path: {link}:///...")
    return DeviceUrl(link, text, path=unquote(parts.path))
