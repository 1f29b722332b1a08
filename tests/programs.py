"""Programs beside Python's own that some tests need, named by `@pytest.mark.needs("postfix")`.

Nothing is skipped: where a program is missing, its tests are left out and the summary says so; where the project is checked
(`CI` is set) they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable

import pytest

from tests.channels import slack_emulator

PROGRAMS: dict[str, tuple[Callable[[], bool], str]] = {
    "chromium": (lambda: shutil.which("chromium") is not None, "apt install chromium"),
    "dovecot": (lambda: shutil.which("dovecot") is not None, "apt install dovecot-imapd dovecot-lmtpd"),
    "emulator": (slack_emulator.available, "npm install, on Linux on x86-64"),
    "postfix": (lambda: shutil.which("postfix") is not None and os.getuid() == 0, "apt install postfix, and be root"),
}


def missing(item: pytest.Item) -> list[str]:
    """The programs that a test needs and that are not here."""
    needed = sorted({str(name) for mark in item.iter_markers("needs") for name in mark.args})
    return [name for name in needed if not PROGRAMS[name][0]()]


def remedies(names: Iterable[str]) -> str:
    """How to get them."""
    return "; ".join(f"{name}: {PROGRAMS[name][1]}" for name in names)
