"""Byte channels: a serial port or a TCP connection that raises only DeviceErrors.

The seam between the drivers and the operating system. A channel knows nothing of
frames. `socket://` is the same bytes as a serial port, without its settings; it is
opened here and not by pyserial, whose socket class sleeps in `close`, leaks the
socket after a hang-up and throws away what arrives while it opens.
"""

from __future__ import annotations

import contextlib
import socket
import termios
from dataclasses import dataclass
from typing import Protocol

import serial

from drivers.errors import DeviceAbsent, DeviceLost, DeviceTimeout
from drivers.url import Link, parse_url

_BLOCK = 4096
_CONNECT_S = 3.0
# pyserial lets termios.error through, which is no OSError (devices, traps).
_PORT_ERRORS = (OSError, termios.error, serial.SerialException)


@dataclass(frozen=True, slots=True)
class SerialSettings:
    """The line settings of a serial port; they come from the protocol's sheet."""

    baud: int = 9600
    data_bits: int = 8
    parity: str = "N"
    stop_bits: int = 1


class ByteChannel(Protocol):
    """Bytes to and from one device."""

    def open(self) -> None:
        """Open it; raises DeviceAbsent. Opening an open channel does nothing."""

    def read(self) -> bytes:
        """Return what has arrived, waiting up to the time limit; b"" for nothing.

        Raises DeviceLost when the other side is gone.
        """

    def write(self, data: bytes) -> None:
        """Write all of it; raises DeviceTimeout (part may be out) or DeviceLost."""

    def close(self) -> None:
        """Close it; safe to call twice."""


class TcpChannel:
    """A raw TCP connection."""

    def __init__(self, host: str, port: int, read_s: float, write_s: float) -> None:
        self._address = (host, port)
        self._read_s = read_s
        self._write_s = write_s
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """Connect; raises DeviceAbsent."""
        if self._socket is not None:
            return
        try:
            self._socket = socket.create_connection(self._address, _CONNECT_S)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            self.close()
            raise DeviceAbsent(_said("nothing answers", error)) from None

    def read(self) -> bytes:
        """Return what has arrived within the time limit, or b""."""
        connection = self._connected()
        try:
            connection.settimeout(self._read_s)
            data = connection.recv(_BLOCK)
        except TimeoutError:
            return b""
        except OSError as error:
            raise DeviceLost(_said("connection lost", error)) from None
        if not data:
            raise DeviceLost("connection closed by the device")
        return data

    def write(self, data: bytes) -> None:
        """Write all of it within the time limit."""
        connection = self._connected()
        try:
            connection.settimeout(self._write_s)
            connection.sendall(data)
        except TimeoutError:
            raise DeviceTimeout("the device takes no more bytes") from None
        except OSError as error:
            raise DeviceLost(_said("connection lost", error)) from None

    def close(self) -> None:
        """Close the connection."""
        connection, self._socket = self._socket, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise DeviceLost("the channel is not open")
        return self._socket


class SerialChannel:
    """A serial port of this machine, claimed for us alone."""

    def __init__(
        self, path: str, settings: SerialSettings, read_s: float, write_s: float
    ) -> None:
        self._path = path
        self._settings = settings
        self._read_s = read_s
        self._write_s = write_s
        self._port: serial.Serial | None = None

    def open(self) -> None:
        """Open and claim the port; raises DeviceAbsent."""
        if self._port is not None:
            return
        try:
            # All settings here and none later: a second configure raises on ptys.
            self._port = serial.Serial(
                self._path,
                baudrate=self._settings.baud,
                bytesize=self._settings.data_bits,
                parity=self._settings.parity,
                stopbits=self._settings.stop_bits,
                timeout=self._read_s,
                write_timeout=self._write_s,
                exclusive=True,
            )
        except (*_PORT_ERRORS, ValueError) as error:
            raise DeviceAbsent(_said("the port does not open", error)) from None

    def read(self) -> bytes:
        """Return what has arrived within the time limit, or b""."""
        port = self._opened()
        try:
            # One byte to wait for, then all that is there: no wait for a full block.
            data: bytes = port.read(1)
            return data + port.read(port.in_waiting) if data else data
        except _PORT_ERRORS as error:
            raise DeviceLost(_said("the port is lost", error)) from None

    def write(self, data: bytes) -> None:
        """Write all of it within the time limit."""
        port = self._opened()
        try:
            port.write(data)
        except serial.SerialTimeoutException:
            raise DeviceTimeout("the device takes no more bytes") from None
        except _PORT_ERRORS as error:
            raise DeviceLost(_said("the port is lost", error)) from None

    def close(self) -> None:
        """Close the port."""
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(*_PORT_ERRORS):
                port.close()

    def _opened(self) -> serial.Serial:
        if self._port is None:
            raise DeviceLost("the channel is not open")
        return self._port


def open_channel(
    url: str,
    settings: SerialSettings | None = None,
    read_s: float = 0.1,
    write_s: float = 2.0,
) -> ByteChannel:
    """Return the channel for a device URL; it is not opened yet.

    `read_s` bounds how long a driver's thread waits before it looks whether it
    should stop. Raises DeviceUrlError.
    """
    where = parse_url(url, frozenset({Link.SERIAL, Link.SOCKET, Link.TCP}))
    if where.link is Link.SERIAL:
        line = settings or SerialSettings()
        return SerialChannel(where.path, line, read_s, write_s)
    return TcpChannel(where.host, where.port, read_s, write_s)


def _said(what: str, error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"{what}: {reason}"
