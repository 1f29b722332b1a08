"""A configured crmbot to be examined."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from crmbot.app import App
from crmbot.config import Settings
from crmbot.doctor import Finding, examine

MORNING = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # a Wednesday


@contextmanager
def app_on(url: str, now: datetime = MORNING, **sections: Any) -> Iterator[App]:
    """An app with the usual settings and `sections` besides."""
    given: dict[str, Any] = {
        "capture": {"addresses": ["crm@firma.example"], "domains": ["firma.example"]},
        "smtp": {"listen": "127.0.0.1:0"},
        "http": {"listen": ""},
        "locale": {"language": "en"},
        **sections,
    }
    app = App(Settings.model_validate({"database": {"url": url}, **given}), lambda: now)
    yield app
    app.close()


def examined(url: str, now: datetime = MORNING, **sections: Any) -> list[Finding]:
    """Everything that is found."""
    with app_on(url, now, **sections) as app:
        return examine(app)


def about(findings: list[Finding], what: str) -> list[Finding]:
    """Those about one thing."""
    return [finding for finding in findings if finding.what == what]


def bad(findings: list[Finding]) -> list[Finding]:
    """Warnings and errors."""
    return [finding for finding in findings if finding.level != "ok"]
