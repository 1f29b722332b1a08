"""One import from its first row to its last: in chunks of their own units of work, which are one to undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import islice

from crmbot.domain.people.companies import make_daughter
from crmbot.domain.records import Company
from crmbot.domain.records.work import Work
from crmbot.errors import Conflict
from crmbot.garbage import uncollected
from crmbot.imports.campaigns import Campaigns
from crmbot.imports.chunk import Chunk, Options, Run
from crmbot.imports.deals import Deals
from crmbot.imports.entries import Entry, Kind, OutsideKey
from crmbot.imports.history import KINDS, History
from crmbot.imports.look_up import look_up
from crmbot.imports.people import People
from crmbot.imports.products import Products
from crmbot.imports.report import Report
from crmbot.storage.store import Store

AT_ONCE = 500  # rows of one unit of work: half a second in which nobody else writes to SQLite
CHANNEL = "import"


def run_import(
    store: Store,
    entries: Iterable[Entry],
    options: Options,
    now: Callable[[], datetime],
    *,
    actor: str | None = None,
    at_once: int = AT_ONCE,
) -> Report:
    """Write the entries, or only rehearse it. What was written before an interruption stands, and a repeat passes it by."""
    run = Run(options)
    group: int | None = None
    stream = iter(entries)
    while chunk := list(islice(stream, at_once)):
        group = _write(store, run, now(), actor, group, lambda work, chunk=chunk: _rows(work, run, chunk))  # type: ignore[misc]
    if run.parents and not options.dry_run:
        group = _write(store, run, now(), actor, group, lambda work: _mothers(work, run))
    run.report.change_set = group
    return run.report


def _write(
    store: Store, run: Run, now: datetime, actor: str | None, group: int | None, what: Callable[[Work], None]
) -> int | None:
    """One unit of work of the action; the id of its first one, by which it is undone."""
    with uncollected():
        if run.options.dry_run:
            with store.rehearse(now) as work:
                what(work)
            return None
        with store.write(now, actor=actor, channel=CHANNEL, action="import", group=group) as work:
            what(work)
            return group if group is not None else work.begin_group()


def _rows(work: Work, run: Run, entries: list[Entry]) -> None:
    with work.session.no_autoflush:
        chunk = Chunk(work, run, look_up(work.session, entries))
        people = People(chunk)
        writers: Mapping[Kind, Callable[[Entry], None]] = {
            "person": people.write_person_row, "company": people.write_company_row,
            "deal": Deals(chunk, people).write_row, "product": Products(chunk).write_row,
            "member": Campaigns(chunk, people).write_row, **dict.fromkeys(KINDS, History(chunk).write_row),
        }  # fmt: skip
        for entry in entries:
            writers[entry.kind](entry)
        chunk.finish()


def _mothers(work: Work, run: Run) -> None:
    """Companies below others that may have come later in the file."""
    wanted = [
        Entry("company", key=key) if isinstance(key, OutsideKey) else Entry("company", number=key)
        for _, key in run.parents
    ]
    known = look_up(work.session, wanted)
    for (number, key), entry in zip(run.parents, wanted, strict=True):
        daughter = work.session.get(Company, number)
        mother = known.by_key.get(key) if isinstance(key, OutsideKey) else known.by_number.get(entry.number or 0)
        if (
            daughter is None
            or not isinstance(mother, Company)
            or mother is daughter
            or daughter.parent_number is not None
        ):
            continue
        try:
            make_daughter(work.session, daughter, mother)
        except Conflict:
            run.report.remark(0, f"{mother.name} cannot be the mother of {daughter.name}")
