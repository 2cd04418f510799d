"""The one small tree of errors that a driver may raise.

DeviceError
├── DeviceAbsent       nothing answers at the URL (unplugged, refused, no such file)
├── DeviceLost         it answered before and is gone (EOF, EIO, ENODEV, termios.error)
├── DeviceTimeout      it is there but did not answer in time
├── DeviceProtocolError  it answered with bytes that its protocol does not know
├── DeviceRefused      it answered that it will not (NAK, 4xx, paper out)
└── DeviceUrlError     the URL names no device kind we know: a configuration fault
"""

from __future__ import annotations


class DeviceError(Exception):
    """A device did not do what was asked. The message is one line for staff."""


class DeviceAbsent(DeviceError):  # ruff: ignore[error-suffix-on-exception-name] - the kinds are states, not "Errors"
    """Nothing answers at the URL."""


class DeviceLost(DeviceError):  # ruff: ignore[error-suffix-on-exception-name]
    """The device answered before and is gone."""


class DeviceTimeout(DeviceError):  # ruff: ignore[error-suffix-on-exception-name]
    """The device did not answer in time."""


class DeviceProtocolError(DeviceError):
    """The device answered with bytes that its protocol does not know."""


class DeviceRefused(DeviceError):  # ruff: ignore[error-suffix-on-exception-name]
    """The device said no."""


class DeviceUrlError(DeviceError):
    """The URL names no device that we can drive."""
