"""What every command starts from: the settings, the app, a clock that can be set."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from crmbot.app import App
    from crmbot.config import Settings
    from crmbot.domain.records.work import Work


@dataclass
class Here:
    """Where a command runs: the settings of `--config`, read when they are needed."""

    config: str | None
    _apps: list[App] = field(default_factory=list)

    @cached_property
    def settings(self) -> Settings:
        """The settings. Raises ConfigFault."""
        from crmbot.config import load_settings
        from crmbot.logs import set_up_logging

        settings = load_settings(self.config)
        set_up_logging(settings.log.level, settings.log.format)
        return settings

    @cached_property
    def app(self) -> App:
        """The app. Raises ConfigFault."""
        from crmbot.app import App

        app = App(self.settings)
        self._apps.append(app)
        return app

    def app_at(self, now: datetime | None) -> App:
        """The app whose clock stands at `now`; the ordinary one without."""
        from crmbot.app import App

        if now is None:
            return self.app
        app = App(self.settings, lambda: now)
        self._apps.append(app)
        return app

    @property
    def settings_file(self) -> Path:
        """Where the settings stand, or would."""
        from crmbot.config import DEFAULT_FILE

        return Path(self.config or os.environ.get("CRMBOT_CONFIG") or DEFAULT_FILE)

    def spare_own(self, path: str | Path) -> None:
        """Refuse to write over the database or the settings. Raises UsageError."""
        from sqlalchemy import make_url

        database = make_url(self.settings.database.url).database or ""
        ours = (self.settings_file, *(Path(database + ending) for ending in ("", "-wal", "-shm") if database))
        if Path(path).resolve() in {one.resolve() for one in ours}:
            raise click.UsageError(f"{path} is crmbot's own: name another file")

    def write(self, action: str, *, actor: str | None = None) -> AbstractContextManager[Work]:
        """A unit of work of a command, at the present moment."""
        app = self.app
        return app.store.write(app.clock(), actor=actor, channel="cli", action=action)

    def close(self) -> None:
        """Give database connections back."""
        for app in self._apps:
            app.close()


ITEM = click.IntRange(1, 2**31 - 1)  # what a database takes as the id of a row, or as a number of them
_YEARS = range(1970, 9000)  # beyond, local times and days after them leave the calendar


class Moment(click.ParamType[datetime]):
    """An ISO 8601 time; without a zone it is read in the team's."""

    name = "ISO"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The aware time, or a usage error with an example."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no ISO 8601 time; write for example 2026-11-23T08:30", param, ctx)
        if moment.year not in _YEARS:
            self.fail(f"{value!r} is out of this world; write a year from 1970 on", param, ctx)
        if moment.tzinfo is None and ctx is not None:
            moment = moment.replace(tzinfo=ZoneInfo(ctx.find_object(Here).settings.locale.timezone))  # type: ignore[union-attr]
        return moment


def echo(text: str, *, err: bool = False) -> None:
    """A line in which there may be words of outsiders: without what a terminal would obey."""
    from crmbot.texts import clean

    click.echo(clean(text), err=err)


def echo_json(value: Any) -> None:
    """One JSON value on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False))


Words = Callable[[Any], str]


def words_of(here: Here) -> Words:
    """Words for values in the team's language."""
    from crmbot.texts import render

    reader = here.app.reader
    return lambda value: render(value, reader)
