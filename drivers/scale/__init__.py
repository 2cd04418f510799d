"""Scales: MT 8217 and MT-SICS; a new protocol is a module and a line in PROTOCOLS."""

from drivers.scale.device import PROTOCOLS, PolledScale, make_scale

__all__ = ["PROTOCOLS", "PolledScale", "make_scale"]
