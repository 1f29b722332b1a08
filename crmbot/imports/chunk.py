"""A few hundred rows written in one unit of work: numbers, changes and outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from crmbot.domain.people.contact_fields import Fields
from crmbot.domain.people.field_shapes import ContactField
from crmbot.domain.people.field_values import FieldHolder, value_of, write_value
from crmbot.domain.people.tags import LONGEST_TAG
from crmbot.domain.people.value_sources import Source, note_source, offer, source_of
from crmbot.domain.process import Process
from crmbot.domain.records import (
    Activity,
    Change,
    ChangeSet,
    Company,
    Deal,
    Followup,
    Offer,
    OutsideId,
    Person,
    Product,
    Tag,
)
from crmbot.domain.records.work import Work
from crmbot.folding import fold
from crmbot.imports.entries import OURS, Entry, Mode, OutsideKey
from crmbot.imports.known import Known, parts
from crmbot.imports.notes import Note, write_notes
from crmbot.imports.report import Outcome, Report

SOURCE = "import"
_TYPES: Mapping[type[Any], str] = {
    Person: "person", Company: "company", Deal: "deal", Product: "product", Activity: "activity", Offer: "offer",
    Followup: "followup",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """How somebody wants a file to be written. `owners` are the words that name members, `ours` tells our own mailboxes.

    With `overwrite` what was entered by hand gives way too.
    """

    fields: Fields
    process: Process
    owners: Mapping[str, str] = field(default_factory=dict)
    mode: Mode = "both"
    owner: str | None = None
    deal_owner: str = ""
    currency: str = "EUR"
    ours: Callable[[str], bool] = lambda _: False
    overwrite: bool = False
    dry_run: bool = False


@dataclass
class Run:
    """What is kept over all chunks of one file: the report, in which row a record came first, what waits for later rows.

    `planned` are the keys of what a dry run would have made by now; `numbers` maps those of another installation to ours.
    """

    options: Options
    report: Report = field(default_factory=Report)
    first_rows: dict[int, int] = field(default_factory=dict)
    planned: dict[tuple[str, ...], int] = field(default_factory=dict)
    parents: list[tuple[int, OutsideKey | int]] = field(default_factory=list)


@dataclass(slots=True)
class _Wish:
    """A value that a deal of ours would get instead of another one."""

    deal: Deal
    key: str
    value: Any
    write: Callable[[], None]
    outcome: Outcome | None


class Chunk:
    """Records are made without numbers; `finish` gives them all at once and writes what hangs on them."""

    def __init__(self, work: Work, run: Run, known: Known) -> None:
        self.work, self.run, self.known = work, run, known
        self.options = run.options
        self.source = Source(SOURCE, work.now, work.actor)
        self.stored_source = self.source.to_json()
        self._new: list[Any] = []
        self._rows: dict[int, tuple[Any, int]] = {}  # by id(): where a record came first
        self._before: list[Callable[[], None]] = []
        self._later: list[Callable[[], None]] = []
        self._notes: list[Note] = []
        self._wishes: list[_Wish] = []
        self._outcomes: list[tuple[Outcome, Any]] = []
        own = (field_.key for field_ in run.options.fields.of("deal") if field_.custom)
        self._deal_keys = (*_DEAL_KEYS, *own)

    def add(self, record: Any) -> None:
        """A new record; its number comes with `finish`."""
        self._new.append(record)

    def is_new(self, record: Any) -> bool:
        """Whether it was made in this chunk."""
        return record.number is None

    def before(self, what: Callable[[], None]) -> None:
        """To be done once every record has its number, and before it is written: what a record cannot be without."""
        self._before.append(what)

    def later(self, what: Callable[[], None]) -> None:
        """To be done once every record has its number."""
        self._later.append(what)

    def tell(self, outcome: Outcome, record: Any = None) -> Outcome:
        """Put a row into the report."""
        self._outcomes.append((outcome, record))
        return outcome

    def seen_in(self, record: Any, row: int) -> int | None:
        """The row in which the record came first, if that was another one; from now on this one counts."""
        if record.number is not None and (earlier := self.run.first_rows.get(record.number)) is not None:
            return earlier if earlier != row else None
        held = self._rows.setdefault(id(record), (record, row))
        return held[1] if held[1] != row else None

    def owner_of(self, entry: Entry) -> str | None:
        """The member whom the row names; who is none is counted, and the one of the command line stands in."""
        said = entry.extra.get("owners") or ([entry.values["owner"]] if entry.values.get("owner") else [])
        for words in said:
            if (key := self.options.owners.get(fold(str(words)))) is not None:
                return key
        if said:
            self.run.report.owners[str(said[0])[:60]] += 1
        return None

    def put(self, record: FieldHolder, field_: ContactField, value: Any, outcome: Outcome | None) -> None:
        """A value from the file: fills what is empty, replaces what weaker sources or an earlier import said, else is offered."""
        old = value_of(record, field_)
        if same(old, value):
            return
        if isinstance(record, Deal):
            self.wish(record, field_.key, value, lambda: _write(record, field_, value, self.source), outcome, old)
            return
        known = source_of(record, field_.key)
        strength = known.strength if known else Source("hand").strength
        weaker = self.source.strength > strength or (known is not None and known.kind == SOURCE)
        if old in (None, "") or weaker or self.options.overwrite:
            _write(record, field_, value, self.source)
            if outcome is not None:
                outcome.changes.append((field_.key, old, value))
            return
        offer(record, field_.key, plain(value), self.source)
        if outcome is not None:
            outcome.kept.append(field_.key)

    def wish(
        self, deal: Deal, key: str, value: Any, write: Callable[[], None], outcome: Outcome | None, old: Any
    ) -> None:
        """A value for a deal: written at once where there was none, else unless somebody set it by hand since."""
        if old in (None, "") or self.options.overwrite:
            write()
            if outcome is not None:
                outcome.changes.append((key, old, value))
            return
        self._wishes.append(_Wish(deal, key, (old, value), write, outcome))

    def hang_on(self, record: Any, entry: Entry) -> None:
        """Tags, notes and the id of the other system."""
        if entry.tags:
            self.later(lambda: self._tag(record, entry.tags))
        self._notes += [Note(record, text, entry.created) for text in entry.notes]
        for key in (entry.key, *entry.extra.get("keys", ())):
            if key is not None and key not in self.known.by_key:
                self.known.by_key[key] = record
                if not (key.system == OURS and record.number is not None and record.number == entry.number):
                    self.later(lambda key=key: self._remember(key, record))  # type: ignore[misc]

    def _tag(self, record: Any, names: list[str]) -> None:
        for name in names:
            key = fold(name)[:LONGEST_TAG]
            if key and key not in self.known.tags[record.number]:
                self.known.tags[record.number].add(key)
                self.work.session.add(Tag(record_number=record.number, name=name[:LONGEST_TAG], name_key=key))

    def _remember(self, key: OutsideKey, record: Any) -> None:
        row = OutsideId(
            record_number=record.number, system=key.system[:20], kind=key.kind[:12], outside_id=key.id[:100]
        )
        self.work.session.add(row)

    def finish(self) -> None:
        """Give numbers, write everything, and put the outcomes into the report."""
        self._grant_wishes()
        for kind in dict.fromkeys(_TYPES[type(record)] for record in self._new):
            records = [record for record in self._new if _TYPES[type(record)] == kind]
            for record, number in zip(records, self.work.next_numbers(kind, len(records)), strict=True):
                record.number = number
        for what in self._before:
            what()
        self.work.session.add_all(self._new)
        self.work.session.flush()
        for what in self._later:
            what()
        write_notes(self.work, self._notes, new=self._new)
        self.work.session.flush()
        for record, row in self._rows.values():
            if not self.options.dry_run or record not in self._new:
                self.run.first_rows.setdefault(record.number, row)
        self._report()

    def _report(self) -> None:
        for outcome, record in self._outcomes:
            if record is not None and not (self.options.dry_run and record in self._new):
                outcome.number = record.number
            if outcome.result == "unchanged" and outcome.changes:
                outcome.result = "updated"
            self.run.report.add(outcome)

    def _grant_wishes(self) -> None:
        by_hand = self._by_hand({wish.deal.number for wish in self._wishes})
        for wish in self._wishes:
            if (wish.deal.number, wish.key) in by_hand:
                if wish.outcome is not None:
                    wish.outcome.kept.append(wish.key)
                continue
            wish.write()
            if wish.outcome is not None:
                wish.outcome.changes.append((wish.key, *wish.value))

    def _by_hand(self, numbers: set[int]) -> set[tuple[int, str]]:
        """The fields of these deals that somebody set since they came, or that never came by an import."""
        held: set[tuple[int, str]] = set()
        for part in parts(sorted(numbers)):
            rows = self.work.session.execute(
                select(Change.row_id, Change.op, Change.field, ChangeSet.channel)
                .join(ChangeSet, ChangeSet.id == Change.change_set_id)
                .where(Change.table_name == "deals", Change.row_id.in_(part))
                .where(or_(Change.op == "insert", Change.field.is_not(None)))
                .where(ChangeSet.undone_by.is_(None), ChangeSet.undoes.is_(None))
                .order_by(Change.id)
            )
            for number, op, name, channel in rows:
                keys = self._deal_keys if op == "insert" else (str(name).removeprefix("custom."),)
                for key in keys:
                    (held.discard if channel == SOURCE else held.add)((number, key))
        return held


_DEAL_KEYS = (
    "name", "stage", "amount", "currency", "budget", "need", "probability", "expected_close", "priority", "source", "owner",
    "lost_reason", "person", "company",
)  # fmt: skip


def first_source(entry: Entry) -> str | None:
    """Where a new record comes from: as the row says, else from this import; our own files say it in full."""
    said = str(entry.values.get("source") or "")[:60]
    return said or (None if entry.extra.get("system") == OURS else SOURCE)


def _write(record: FieldHolder, field_: ContactField, value: Any, source: Source) -> None:
    """Past the question which source is better; it was asked."""
    write_value(record, field_, value, Source("hand"))
    if not isinstance(record, Deal):
        note_source(record, field_.key, source)


def same(old: Any, new: Any) -> bool:
    """Whether a file says nothing new; numbers count by their value, an empty text is none."""
    if old in (None, ""):
        return new in (None, "")
    if isinstance(old, str) and isinstance(new, str):
        return old.split() == new.split()
    return bool(old == new or plain(old) == plain(new))


def plain(value: Any) -> Any:
    """As JSON holds it."""
    from datetime import date
    from decimal import Decimal

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
