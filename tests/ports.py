"""Ports for servers that have to be told theirs before they run."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress

_FIRST, _LAST = 10_240, 32_767  # below those that a system gives to whoever asks for any: nobody gets it meanwhile


def free_port() -> int:
    """One that nobody has, by TCP and by UDP."""
    for _ in range(200):
        place = ("127.0.0.1", _FIRST + secrets.randbelow(_LAST - _FIRST + 1))
        with socket.socket() as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, suppress(OSError):
            tcp.bind(place)
            udp.bind(place)
            return place[1]
    raise RuntimeError("no port is free")
