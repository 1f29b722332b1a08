"""Logging to standard error: readable on a terminal, one JSON object a line elsewhere.

What is logged while one mail or one request is handled carries its id, whichever module says it: `mail` is the number in
the inbox, `request` the channel's key. A message that goes out has its `key` in the outbox, and the `mail` it came of.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeAlias

_ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_about: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("about", default=())
# Keys of the outbox that begin with the number of a mail: see crmbot.intake.telling.
_MAIL_KEY = re.compile(r"(?:receipt|question|confirmation|offer):(\d{1,18})(?::|$)")
_LIBRARIES = ("slack_bolt", "slack_sdk", "aiosmtpd", "mail.log", "alembic", "matplotlib")


@contextmanager
def log_about(**ids: object) -> Iterator[None]:
    """Everything logged inside, in this thread or task, is about these ids."""
    token = _about.set((*_about.get(), *((name, str(value)) for name, value in ids.items() if value is not None)))
    try:
        yield
    finally:
        _about.reset(token)


class AddIds(logging.Filter):
    """Puts the ids of what is being handled onto each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets it pass."""
        for name, value in _about.get():
            record.__dict__.setdefault(name, value)
        if "mail" not in record.__dict__ and (mail := mail_of(str(record.__dict__.get("key", "")))):
            record.__dict__["mail"] = mail
        return True


def mail_of(key: str) -> str | None:
    """The number of the mail of which the outbox item with this key came."""
    found = _MAIL_KEY.match(key)
    return found[1] if found else None


class OneLine(logging.Filter):
    """What Slack's library says of a request that it cannot read is one line: the traceback is the library's own affair."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, the library's without its traceback."""
        if record.name.startswith("slack_bolt"):
            record.msg, record.args = record.getMessage().split("\n", 1)[0], None
            record.exc_info = record.exc_text = None
            record.levelno = min(record.levelno, logging.WARNING)  # the fault is the sender's
            record.levelname = logging.getLevelName(record.levelno)
        return True


class JsonFormatter(logging.Formatter):
    """One line of JSON for each record, with what was passed as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": moment, "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        line |= extras(record)
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class TextFormatter(logging.Formatter):
    """For people: the ids behind the words. A record is one line, whatever strangers put into it; below it its traceback."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """The line without a traceback."""
        ids = " ".join(f"{name}={value}" for name, value in extras(record).items())
        line = f"{super().formatMessage(record)} [{ids}]" if ids else super().formatMessage(record)
        return _printable(line)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the name is logging's
        """The traceback set in below its line: none of its lines can pass for a record."""
        return "\n".join(f"    | {_printable(line)}" for line in super().formatException(ei).splitlines())


def _printable(line: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in line)


def extras(record: logging.LogRecord) -> dict[str, str]:
    """What a record carries besides the standard attributes."""
    return {name: str(value) for name, value in vars(record).items() if name not in _STANDARD}


class Counting(logging.Handler):
    """Tells `count` the level of each record: errors are a figure of their own."""

    def __init__(self, count: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._count = count

    def emit(self, record: logging.LogRecord) -> None:
        """Counts it."""
        self._count(record.levelname.lower())


def set_up_logging(level: str, style: str) -> None:
    """`style` is text, json, or empty for text on a terminal and json elsewhere."""
    text = style == "text" or (not style and sys.stderr.isatty())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(TextFormatter() if text else JsonFormatter())
    handler.addFilter(AddIds())
    handler.addFilter(OneLine())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in _LIBRARIES:
        logging.getLogger(noisy).setLevel(logging.WARNING)
