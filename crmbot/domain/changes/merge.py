"""Making one record of two: persons, companies or deals. Everything that hangs on the one goes to the other.

The kept record's values win, empty ones are filled from the other, and those that somebody asks for are taken. What was
merged is found under its old number too. It is one change set: `undo` makes two of them again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crmbot.domain.changes.references import pointing_to
from crmbot.domain.followups.rhythms import settle_rhythms
from crmbot.domain.history.history import refresh_last_activity
from crmbot.domain.people.contact_fields import POINTS, ContactField, Fields
from crmbot.domain.people.field_values import FieldHolder, value_of
from crmbot.domain.records import (
    Activity,
    ActivityPerson,
    Company,
    Deal,
    MergedRecord,
    Person,
    RecordLink,
    StageEntry,
    Stakeholder,
)
from crmbot.domain.records.work import Work
from crmbot.errors import RequestFault
from crmbot.shapes import t

# Of which a record has each only once: rows that would say the same twice are dropped.
_ONCE: dict[str, tuple[str, ...]] = {
    "tags": ("record_number", "name_key", "owner"),
    "watchers": ("record_number", "member", "kind"),
    "appointment_people": ("appointment_number", "person_number"),
    "activity_people": ("activity_number", "person_number"),
    "stakeholders": ("deal_number", "person_number"),
    "person_phones": ("person_number", "number"),
    "company_phones": ("company_number", "number"),
    "competitors": ("deal_number", "name_key"),
    "touch_rhythms": ("record_number",),
    "record_channels": ("record_number",),
}
_OWN_LIFE = frozenset({"stage", "process", "owner"})  # what the kept record's own life has made of it


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which both had a value: `kept` stands now, `other` is what the merged one said."""

    field: ContactField
    kept: Any
    other: Any


def merge(
    work: Work, other: FieldHolder, kept: FieldHolder, fields: Fields, *, taking: Collection[str] = ()
) -> list[Difference]:
    """Make `other` part of `kept`; `taking` are keys of fields whose value comes from `other`. Returns the differences.

    Raises RequestFault for a record with itself or for two of different kinds.
    """
    _refuse(other, kept)
    differences = _take_values(other, kept, fields.of(_kind(kept)), frozenset(taking))
    _take_marks(other, kept)
    if isinstance(kept, Deal) and isinstance(other, Deal):
        _one_life(work.session, other, kept)
    work.session.flush()
    for mapper, name in pointing_to(other.__tablename__):
        rows = work.session.scalars(select(mapper.class_).where(getattr(mapper.class_, name) == other.number))
        _turn_over(work.session, list(rows), name, kept.number)
    _settle(work.session, kept)
    work.session.add(MergedRecord(number=other.number, into_number=kept.number))
    work.session.flush()
    work.session.expire(other)
    work.session.delete(other)
    work.session.flush()
    work.session.expire(kept)
    if isinstance(kept, Deal):
        refresh_last_activity(work.session, kept.number)
    return differences


def _refuse(other: FieldHolder, kept: FieldHolder) -> None:
    if type(other) is not type(kept):
        raise RequestFault(t("Only two persons, two companies or two deals can be made one."))
    if other.number == kept.number:
        raise RequestFault(t("Both are the same record, #{number}.", number=kept.number))


def _kind(record: FieldHolder) -> Any:
    return {Person: "person", Company: "company", Deal: "deal"}[type(record)]


def _take_values(
    other: FieldHolder, kept: FieldHolder, fields: Iterable[ContactField], taking: frozenset[str]
) -> list[Difference]:
    """Field by field: fill what is empty, take what is asked for, remember where both had something to say."""
    differences = []
    for field in fields:
        if field.kind in POINTS:
            continue
        mine, theirs = value_of(kept, field), value_of(other, field)
        if theirs is None or theirs in ("", mine):
            continue
        if mine is None or mine == "" or field.key in taking:
            _take(other, kept, field, theirs)
        elif field.key not in _OWN_LIFE:
            differences.append(Difference(field, mine, theirs))
    return differences


def _take(other: FieldHolder, kept: FieldHolder, field: ContactField, value: Any) -> None:
    """A value with the place where it was read; no new judgement on which source is better."""
    if field.custom:
        kept.custom = {**(kept.custom or {}), field.key: value}
    else:
        setattr(kept, field.column or field.key, value)
        if field.key == "name":
            kept.name_key = other.name_key
    if isinstance(kept, Deal) and isinstance(other, Deal) and field.kind == "money":
        kept.currency = other.currency
    sources = getattr(other, "value_sources", None) or {}
    if field.key in sources and not isinstance(kept, Deal):
        kept.value_sources = {**(kept.value_sources or {}), field.key: sources[field.key]}


def _take_marks(other: FieldHolder, kept: FieldHolder) -> None:
    """What is true of the merged one is true of both: that it is protected, and which standing roles it has."""
    if isinstance(kept, Deal) or isinstance(other, Deal):
        return
    kept.protected = kept.protected or other.protected
    if set(other.standing_roles or ()) - set(kept.standing_roles or ()):
        kept.standing_roles = sorted({*(kept.standing_roles or ()), *(other.standing_roles or ())})


def _turn_over(session: Session, rows: list[Any], name: str, number: int) -> None:
    """Let rows name the kept record; those that would say the same twice go."""
    there = _of(session, type(rows[0]), name, number) if rows else []
    held = {_identity(row, name, number) for row in there}
    has_first = any(getattr(row, "primary", False) for row in there)
    for row in rows:
        identity = _identity(row, name, number)
        if identity is not None and identity in held:
            session.delete(row)
            continue
        held.add(identity)
        setattr(row, name, number)
        if has_first and getattr(row, "primary", False):
            row.primary = False
    session.flush()


def _of(session: Session, model: type[Any], name: str, number: int) -> list[Any]:
    with session.no_autoflush:
        return list(session.scalars(select(model).where(getattr(model, name) == number)))


def _identity(row: Any, name: str, number: int) -> tuple[Any, ...] | None:
    """What a row says once it hangs on the kept record; None where a record may have several of a kind."""
    columns = _ONCE.get(row.__tablename__)
    return None if columns is None else tuple(number if one == name else getattr(row, one) for one in columns)


def _settle(session: Session, kept: FieldHolder) -> None:
    """What makes no sense any more once both are one."""
    link = RecordLink
    for row in session.scalars(select(link).where(link.from_number == kept.number, link.to_number == kept.number)):
        session.delete(row)
    settle_rhythms(session, kept.number)
    if isinstance(kept, Person):
        twice = select(ActivityPerson).join(Activity, Activity.number == ActivityPerson.activity_number)
        for shown in session.scalars(
            twice.where(ActivityPerson.person_number == kept.number, Activity.person_number == kept.number)
        ):
            session.delete(shown)
    if isinstance(kept, Company) and kept.parent_number == kept.number:
        kept.parent_number = None


def _one_life(session: Session, other: Deal, kept: Deal) -> None:
    """A deal has one past, the kept one's; the other one's person stays with it as somebody who has a say."""
    for entry in session.scalars(select(StageEntry).where(StageEntry.deal_number == other.number)):
        session.delete(entry)
    known = {kept.person_number, *session.scalars(_stakeholders(kept)), *session.scalars(_stakeholders(other))}
    if other.person_number is not None and other.person_number not in known:
        session.add(Stakeholder(deal_number=kept.number, person_number=other.person_number))


def _stakeholders(deal: Deal) -> Select[int]:
    return select(Stakeholder.person_number).where(Stakeholder.deal_number == deal.number)
