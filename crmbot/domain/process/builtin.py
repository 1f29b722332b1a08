"""The processes that come with crmbot, by key."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from crmbot.domain.process.model import Process
from crmbot.domain.process.reading import read_process

BUILTIN = ("sales", "insurance")


def builtin_text(key: str = "sales") -> str:
    """The TOML text of a built-in process."""
    return files("crmbot").joinpath(f"processes/{key}.toml").read_text("utf-8")


@cache
def builtin_process(key: str = "sales") -> Process:
    """A process that comes with crmbot."""
    return read_process(builtin_text(key), origin=f"{key}.toml")
