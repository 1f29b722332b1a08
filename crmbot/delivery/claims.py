"""Who is sending: a name for each process, by which others can tell whether it still lives."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is sending, so that others can tell whether he still lives."""

    host: str
    pid: int
    token: str

    @classmethod
    def mine(cls) -> Claim:
        """Of this process, the same in all its threads, also where several ask for it first."""
        with _FIRST:
            return _claim()

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}:{self.token}"

    def outlives(self, other: str) -> bool:
        """Whether the process behind another claim is surely gone: same host, and its pid is free or now mine."""
        host, _, rest = other.partition(":")
        pid = rest.partition(":")[0]
        if host != self.host or not pid.isdigit() or other == str(self):
            return False
        return int(pid) == self.pid or not _alive(int(pid))


_FIRST = threading.Lock()


@cache
def _claim() -> Claim:
    return Claim(_where(), os.getpid(), secrets.token_hex(4))


def _where() -> str:
    """The machine since its last start and this space of process numbers: containers share names, not these."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")[:8]
        space = str(Path("/proc/self/ns/pid").readlink()).strip("pid[]:")
    except OSError:
        boot, space = "", ""
    return f"{socket.gethostname()}.{boot}.{space}"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
