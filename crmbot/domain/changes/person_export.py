"""Everything that is kept about one person, gathered for him to take along. Reads only; no file is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, inspect, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.calendar.appointment_ties import attended, personal
from crmbot.domain.changes.erasure_scope import Scope, mails_of, scope_of
from crmbot.domain.filing.processing import processing_log
from crmbot.domain.people.contact_fields import Fields
from crmbot.domain.people.field_values import shown_value, value_of
from crmbot.domain.records import (
    Activity,
    Change,
    ChangeSet,
    Competitor,
    Deal,
    DealProduct,
    Followup,
    InboxRaw,
    OutsideId,
    Person,
    RecordLink,
    StageEntry,
    Stakeholder,
    Tag,
    TouchRhythm,
    Watcher,
)
from crmbot.domain.records.base import Base
from crmbot.domain.records.values import to_json
from crmbot.shapes import Field, Moment, Section, Text, Value, Verbatim, t
from crmbot.shapes import Row as Line

Row = dict[str, Any]
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class PersonData:
    """`card`, `history` … are JSON, by the names of the columns; `text` is the same to read, in no language yet.

    `mails` and `files` name what else belongs in the package: inbox ids with date and subject, file ids with their names.
    """

    number: int
    name: str
    card: Row
    history: list[Row]
    followups: list[Row]
    deals: list[Row]
    changes: list[Row]
    processing: list[Row]
    mails: list[tuple[int, datetime, str]]
    files: list[tuple[int, str, str]]  # id, filename, sha256
    text: tuple[Section, ...]


def person_data(session: Session, person: Person, fields: Fields, currency: str) -> PersonData:
    """All of one person: his card, his mails, the whole history with notes and files, deals with offers, the logs.

    `currency` is the team's, in which the amounts of a person's own fields are.
    """
    scope = scope_of(session, person)
    history = sorted((*scope.entries, *scope.shared), key=lambda entry: (entry.at, entry.number))
    files = [file for entry in history for file in entry.files]
    hanging = _hanging(session, person)
    rows: list[Base] = [person, *hanging, *history, *files, *scope.followups, *scope.deals, *scope.offers]
    return PersonData(
        person.number, person.name, _card(person, hanging), [_entry(entry) for entry in history],
        [_followup(followup) for followup in scope.followups], [_deal(session, scope, deal) for deal in scope.deals],
        list(_changes(session, rows)), [_row(entry) for entry in processing_log(session, subject=person.number)],
        list(_mails(session, scope)), [(file.id, file.filename, file.sha256) for file in files],
        tuple(_text(scope, history, fields, currency)),
    )  # fmt: skip


def _row(row: Base) -> Row:
    """All columns of a row."""
    return {attribute.key: to_json(getattr(row, attribute.key)) for attribute in inspect(type(row)).column_attrs}


def _hanging(session: Session, person: Person) -> list[Base]:
    number = person.number
    links = or_(RecordLink.from_number == number, RecordLink.to_number == number)
    found: list[Base] = [*person.emails, *person.phones, *person.addresses]
    found += session.scalars(select(Tag).where(Tag.record_number == number))
    found += session.scalars(select(RecordLink).where(links))
    found += session.scalars(select(Watcher).where(Watcher.record_number == number))
    found += dict.fromkeys((*personal(session, person), *attended(session, person)))
    found += session.scalars(select(TouchRhythm).where(TouchRhythm.record_number == number))
    found += session.scalars(select(OutsideId).where(OutsideId.record_number == number))
    found += session.scalars(select(Stakeholder).where(Stakeholder.person_number == number))
    return found


def _card(person: Person, hanging: Iterable[Base]) -> Row:
    card = _row(person)
    card["company"] = person.company.name if person.company else None
    for row in hanging:
        card.setdefault(row.__tablename__, []).append(_row(row))
    return card


def _entry(entry: Activity) -> Row:
    return {**_row(entry), "files": [_row(file) for file in entry.files]}


def _followup(followup: Followup) -> Row:
    return {**_row(followup), "members": [_row(member) for member in followup.members]}


def _deal(session: Session, scope: Scope, deal: Deal) -> Row:
    value = _row(deal)
    value["offers"] = [_row(offer) for offer in scope.offers if offer.deal_number == deal.number]
    for model in (StageEntry, DealProduct, Stakeholder, Competitor):
        mine: Select[Any] = select(model).where(model.deal_number == deal.number).order_by(model.id)
        value[model.__tablename__] = [_row(row) for row in session.scalars(mine)]
    return value


def _changes(session: Session, rows: Iterable[Base]) -> Iterator[Row]:
    """What was done to these rows, by whom and when."""
    by_table: dict[str, list[int]] = {}
    for row in rows:
        by_table.setdefault(row.__tablename__, []).append(inspect(type(row)).primary_key_from_instance(row)[0])
    found: dict[int, tuple[Change, ChangeSet]] = {}
    both = select(Change, ChangeSet).join(ChangeSet, ChangeSet.id == Change.change_set_id)
    for table, ids in by_table.items():
        for start in range(0, len(ids), _AT_ONCE):
            mine = both.where(Change.table_name == table, Change.row_id.in_(ids[start : start + _AT_ONCE]))
            found |= {change.id: (change, change_set) for change, change_set in session.execute(mine)}
    for _, (change, change_set) in sorted(found.items()):
        yield {
            "at": to_json(change_set.at), "actor": change_set.actor, "channel": change_set.channel,
            "action": change_set.action, "table": change.table_name, "row": change.row_id, "op": change.op,
            "field": change.field, "old": change.old, "new": change.new,
        }  # fmt: skip


def _mails(session: Session, scope: Scope) -> Iterator[tuple[int, datetime, str]]:
    """Those whose bytes are kept."""
    ids = scope.mails | {entry.inbox_id for entry in scope.shared if entry.inbox_id}
    for item in mails_of(session, ids):
        if session.scalar(select(func.count()).where(InboxRaw.inbox_id == item.id)):
            yield item.id, item.received_at, item.subject or ""


def _text(scope: Scope, history: Iterable[Activity], fields: Fields, currency: str) -> Iterator[Section]:
    """The same to read."""
    yield Section(t("Card"), tuple(_card_lines(scope.person, fields, currency)))
    yield Section(t("History"), tuple(_history_line(entry) for entry in history))
    yield Section(
        t("Follow-ups"), tuple(Line(Verbatim(one.text), Moment(one.due_at, one.day_only)) for one in scope.followups)
    )
    yield Section(t("Deals"), tuple(_deal_line(deal) for deal in scope.deals))
    yield Section(
        t("Offers"),
        tuple(
            Line(t("{code}: {amount} {currency}, {date}", code=Verbatim(one.code), amount=one.amount,
                   currency=one.currency, date=one.offered_on), Verbatim(one.note or ""))
            for one in scope.offers
        ),
    )  # fmt: skip


def _card_lines(person: Person, fields: Fields, currency: str) -> Iterator[Line]:
    for field in fields.of("person"):
        if field.kind in ("email", "phone", "address", "company"):
            continue
        value = value_of(person, field)
        if value not in (None, ""):
            yield _labelled(Field(field.label, shown_value(field, value, currency=currency)))
    if person.company is not None:
        yield _labelled(Field(t("Company"), Verbatim(person.company.name)))
    points: list[tuple[Text, Value]] = [(t("Mail"), Verbatim(entry.email)) for entry in person.emails]
    points += [(t("Phone"), Verbatim(entry.number)) for entry in person.phones]
    points += [(t("Address"), Verbatim(entry.text)) for entry in person.addresses]
    yield from (_labelled(Field(label, value)) for label, value in points)


def _labelled(field: Field) -> Line:
    return Line(t("{field}: {value}", field=field.label, value=field.value))


def _history_line(entry: Activity) -> Line:
    head = t("{at}, {kind}: {subject}", at=Moment(entry.at), kind=entry.kind, subject=Verbatim(entry.subject or ""))
    words = "\n".join(
        filter(None, (entry.note, entry.full_text or entry.text, *(file.filename for file in entry.files)))
    )
    return Line(head, Verbatim(words))


def _deal_line(deal: Deal) -> Line:
    amount = t("{amount} {currency}", amount=deal.amount, currency=deal.currency) if deal.amount is not None else None
    return Line(t("#{number} {name}: {stage}", number=deal.number, name=Verbatim(deal.name), stage=deal.stage), amount)
