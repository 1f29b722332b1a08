"""What has been kept long enough: bytes of old mails, contents of old messages, people nobody has dealt with for years.

Found and removed in small parts, each in a unit of work of its own, so that nobody waits long. Rows stay where they are
needed to know a mail or a message again: of them only what they contained goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, String, and_, delete, exists, func, literal, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from crmbot import codec
from crmbot.domain.calendar.appointments import CANCELLED
from crmbot.domain.records import (
    Activity,
    ActivityPerson,
    Appointment,
    AppointmentPerson,
    Conversation,
    Deal,
    Followup,
    HandledRequest,
    InboxItem,
    InboxRaw,
    OutboxItem,
    Person,
    Stakeholder,
)
from crmbot.domain.records.work import Work
from crmbot.shapes import Reply, t

AT_ONCE = 200  # rows of one unit of work
_EXPIRED = codec.dump(Reply("done", t("removed: it was kept long enough")))
_YEAR = timedelta(days=365.25)
_HEADER = ("subject", "from_address", "message_id", "peer", "helo", "submitter", "verdicts")


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """How many days each is kept, people years; 0: for ever."""

    filed_mail_days: int = 0
    ignored_mail_days: int = 0
    dropped_mail_days: int = 0
    held_mail_days: int = 0
    sent_message_days: int = 0
    request_days: int = 0
    inactive_person_years: int = 0


Condition = ColumnElement[bool]
_HAS_BYTES = exists(select(InboxRaw.inbox_id).where(InboxRaw.inbox_id == InboxItem.id))
_HAS_HEADER = or_(InboxItem.from_address.is_not(None), InboxItem.subject.is_not(None), InboxItem.sender != "")
_NOT_FILED = InboxItem.activity_number.is_(None)


def _mails(before: datetime, state: Iterable[str], *more: Condition) -> Condition:
    settled = func.coalesce(InboxItem.done_at, InboxItem.received_at)
    return and_(InboxItem.state.in_(list(state)), settled < before, or_(_HAS_BYTES, _HAS_HEADER), *more)


def expired(session: Session, rules: RetentionRules, now: datetime) -> Mapping[str, int]:
    """How much of each kind is over its time."""
    found = {name: _count(session, step.model, step.condition(before)) for name, step, before in _steps(rules, now)}
    if rules.inactive_person_years:
        found["inactive_persons"] = len(inactive_persons(session, rules, now))
    return found


@dataclass(frozen=True, slots=True)
class _Step:
    """One kind: its rows, when they are over their time, and what is done to those ids."""

    model: Any
    condition: Callable[[datetime], Condition]
    remove: Callable[[Work, list[Any]], None]


def remove_some(work: Work, rules: RetentionRules, now: datetime) -> Mapping[str, int]:
    """Remove at most `AT_ONCE` of each kind but people; how many of which. Nothing: all is done."""
    removed: dict[str, int] = {}
    for name, step, before in _steps(rules, now):
        key = next(iter(step.model.__mapper__.primary_key))
        ids = list(work.session.scalars(select(key).where(step.condition(before)).order_by(key).limit(AT_ONCE)))
        if ids:
            step.remove(work, ids)
            removed[name] = len(ids)
    return removed


def inactive_persons(session: Session, rules: RetentionRules, now: datetime, *, limit: int | None = None) -> list[int]:
    """People without contact, appointment, open deal or open follow-up for so many years; who is protected stays."""
    if not rules.inactive_person_years:
        return []
    before = now - rules.inactive_person_years * _YEAR
    idle = (Person.erased_at.is_(None), Person.created_at < before, Person.protected.is_(False))
    statement = (
        select(Person.number).where(*idle, *(~one for one in _busy(before))).order_by(Person.number).limit(limit)
    )
    return list(session.scalars(statement))


def _busy(before: datetime) -> tuple[Condition, ...]:
    """Whatever somebody has still to do with a person, or had since that moment."""
    deals = select(Deal.number).where(Deal.person_number == Person.number)
    todo = select(Followup.number).where(Followup.done_at.is_(None))
    lately = select(Appointment.number).where(Appointment.ends_at >= before, Appointment.state != CANCELLED)
    return (
        exists(deals.where(or_(Deal.state == "open", Deal.stage_since >= before, Deal.closed_at >= before))),
        exists(select(Activity.number).where(Activity.person_number == Person.number, Activity.at >= before)),
        exists(
            select(Activity.number)
            .join(ActivityPerson, ActivityPerson.activity_number == Activity.number)
            .where(ActivityPerson.person_number == Person.number, Activity.at >= before)
        ),
        exists(todo.where(Followup.record_number == Person.number)),
        exists(todo.join(Deal, Deal.number == Followup.record_number).where(Deal.person_number == Person.number)),
        exists(lately.where(Appointment.record_number == Person.number)),
        exists(lately.join(Deal, Deal.number == Appointment.record_number).where(Deal.person_number == Person.number)),
        exists(
            lately.join(AppointmentPerson, AppointmentPerson.appointment_number == Appointment.number).where(
                AppointmentPerson.person_number == Person.number
            )
        ),
        exists(
            select(Stakeholder.id)
            .join(Deal, Deal.number == Stakeholder.deal_number)
            .where(Stakeholder.person_number == Person.number, Deal.state == "open")
        ),
    )


def _count(session: Session, model: Any, condition: Condition) -> int:
    return session.scalar(select(func.count()).select_from(model).where(condition)) or 0


def _steps(rules: RetentionRules, now: datetime) -> Iterable[tuple[str, _Step, datetime]]:
    for name, step in _STEPS.items():
        days: int = getattr(rules, _SETTING.get(name, f"{name}_days"))
        if days:
            yield name, step, now - timedelta(days=days)


def _drop_bytes(work: Work, ids: list[int]) -> None:
    work.session.execute(delete(InboxRaw).where(InboxRaw.inbox_id.in_(ids)))


def _drop_mail(work: Work, ids: list[int]) -> None:
    """Hash, date and reason stay; a mail that nobody decided about is put away with that."""
    _drop_bytes(work, ids)
    for item in work.session.scalars(select(InboxItem).where(InboxItem.id.in_(ids))):
        item.sender, item.recipients = "", []
        for name in _HEADER:
            setattr(item, name, None)
        if item.state == "held":
            item.state, item.done_at = "dropped", work.now
            item.reason = codec.dump(t("nobody decided about it in time"))


def _empty_messages(work: Work, ids: list[int]) -> None:
    work.session.execute(update(OutboxItem).where(OutboxItem.id.in_(ids)).values(content=_EXPIRED))


def _drop_requests(work: Work, keys: list[str]) -> None:
    work.session.execute(delete(HandledRequest).where(HandledRequest.key.in_(keys)))


def _drop_places(work: Work, keys: list[str]) -> None:
    work.session.execute(delete(Conversation).where(Conversation.key.in_(keys)))


def _is_filed(before: datetime) -> Condition:
    settled = func.coalesce(InboxItem.done_at, InboxItem.received_at)
    return and_(InboxItem.state == "done", InboxItem.activity_number.is_not(None), settled < before, _HAS_BYTES)


def _is_sent(before: datetime) -> Condition:
    when = func.coalesce(OutboxItem.sent_at, OutboxItem.created_at)
    content = type_coerce(OutboxItem.content, String)
    return and_(OutboxItem.state.in_(["sent", "failed"]), when < before, content != _TEXT_OF_EXPIRED)


def _as_stored(value: Any) -> str:
    stored = OutboxItem.content.type.process_bind_param(value, None)
    return str(stored)


_TEXT_OF_EXPIRED = literal(_as_stored(_EXPIRED))
_SETTING = MappingProxyType({"handled_request": "request_days", "place": "request_days"})
_STEPS: Mapping[str, _Step] = MappingProxyType(
    {
        "filed_mail": _Step(InboxItem, _is_filed, _drop_bytes),
        "ignored_mail": _Step(
            InboxItem,
            lambda before: or_(_mails(before, ["duplicate"]), _mails(before, ["done"], _NOT_FILED)),
            _drop_mail,
        ),
        "dropped_mail": _Step(InboxItem, lambda before: _mails(before, ["dropped"]), _drop_mail),
        "held_mail": _Step(InboxItem, lambda before: _mails(before, ["held"]), _drop_mail),
        "sent_message": _Step(OutboxItem, _is_sent, _empty_messages),
        "handled_request": _Step(HandledRequest, lambda before: HandledRequest.at < before, _drop_requests),
        "place": _Step(Conversation, lambda before: Conversation.at < before, _drop_places),
    }
)
