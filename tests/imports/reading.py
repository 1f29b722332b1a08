"""Importing a text into a store, as the command does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crmbot.domain.people.contact_fields import BUILT_IN_FIELDS, Fields
from crmbot.domain.process import builtin_process
from crmbot.imports.chunk import Options
from crmbot.imports.owners import first_owner, words_for_members
from crmbot.imports.report import Report
from crmbot.imports.running import run_import
from crmbot.imports.sources import open_file
from crmbot.imports.values import Reading
from crmbot.storage.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=BERLIN)


def options_for(store: Store, fields: Fields = BUILT_IN_FIELDS, **wanted: Any) -> Options:
    with store.read() as session:
        words, first = words_for_members(session), first_owner(session, "anna")
    return Options(
        fields, builtin_process(), words, deal_owner=first, ours=lambda a: a.endswith("@firma.example"), **wanted
    )


def load(
    store: Store,
    path: Path,
    text: str,
    *,
    what: str | None = None,
    mapped: dict[str, str] | None = None,
    defaults: Sequence[str] = (),
    fields: Fields = BUILT_IN_FIELDS,
    actor: str | None = None,
    at_once: int = 500,
    name: str = "file.csv",
    **wanted: Any,
) -> Report:
    """Import a text under that file name; the report."""
    file = path / name
    file.write_text(text, encoding="utf-8", newline="")
    reading = Reading(fields, "DE", "EUR", BERLIN)
    source = open_file(str(file), reading, what=what, mapped=mapped or {}, defaults=defaults)
    entries = source.entries(lambda _: None)
    report = run_import(store, entries, options_for(store, fields, **wanted), lambda: NOW, actor=actor, at_once=at_once)
    report.unknown, report.system, report.what = source.unknown, source.system, source.kind
    return report
