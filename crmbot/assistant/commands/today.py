"""`today`: what is overdue and what is due today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.appointments import appointment_line
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import followup_row, followup_text, is_overdue, subjects
from crmbot.domain.calendar.appointments import appointment_view, appointments_of
from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.actions import followup_actions
from crmbot.domain.followups.delegation import to_confirm
from crmbot.domain.followups.followups import due_followups, end_of_day, start_of_day
from crmbot.domain.members.guard import unguarded
from crmbot.domain.records import Company, Deal, Followup, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Record, Reply, Row, Section, Text, Verbatim, t, tn

_MOST = 10  # that wait for a confirmation


def handle(ask: Asking) -> Reply:
    """The acting member's own day."""
    tonight = end_of_day(ask.now, ask.zone)
    due = due_followups(ask.session, ask.member.key, tonight)
    overdue = [followup for followup in due if is_overdue(ask, followup)]
    today = [followup for followup in due if not is_overdue(ask, followup)]
    following = due_followups(ask.session, ask.member.key, end_of_day(tonight + timedelta(hours=1), ask.zone))
    tomorrow = len(following) - len(due)
    meetings = appointments_of(ask.session, ask.member.key, start_of_day(ask.now, ask.zone), tonight)
    day = (Section(t("Appointments"), tuple(appointment_line(ask, one) for one in meetings)),) if meetings else ()
    parts = ((t("Overdue"), overdue), (t("Today"), today))
    about = subjects(ask, due)
    return Reply(
        "list",
        _title(due),
        lines=(tn("Tomorrow: {n} follow-up.", "Tomorrow: {n} follow-ups.", tomorrow),) if tomorrow else (),
        sections=(*day, *(_section(ask, heading, part, about) for heading, part in parts if part), *_unconfirmed(ask)),
        records=(
            *(_record(one, about.get(one.record_number or 0)) for one in (*overdue, *today)),
            *map(appointment_view, meetings),
        ),
        totals={"overdue": len(overdue), "today": len(today), "tomorrow": tomorrow},
    )


def _title(due: Sequence[Followup]) -> Text:
    if not due:
        return t("Nothing is due today.")
    return tn("{n} follow-up is due today.", "{n} follow-ups are due today.", len(due))


def _unconfirmed(ask: Asking) -> tuple[Section, ...]:
    """What the member handed on and was done waits for his word."""
    with unguarded(ask.session):
        waiting = to_confirm(ask.session, ask.member.key)[:_MOST]
    rows = tuple(
        Row(
            t("#{number} {text}", number=one.number, text=followup_text(one)),
            t("{who} has done: {text}", who=ask.member_name(one.done_by), text=Verbatim(one.outcome or "✓")),
            followup_actions(one, compact=True),
        )
        for one in waiting
    )
    return (Section(t("To confirm"), rows),) if rows else ()


def _section(ask: Asking, heading: Text, followups: Sequence[Followup], about: Mapping[int, Contactable]) -> Section:
    return Section(
        heading, tuple(followup_row(ask, one, _about(about.get(one.record_number or 0))) for one in followups)
    )


def _about(record: Contactable | None) -> Text | None:
    if record is None:
        return None
    other = record.person or record.company if isinstance(record, Deal) else None
    company = record.company if isinstance(record, Person) else other
    if company is not None and company.name != record.name:
        return t("{name} ({company})", name=Verbatim(record.name), company=Verbatim(company.name))
    return t("{name}", name=Verbatim(record.name))


def _record(followup: Followup, record: Contactable | None) -> Record:
    """The follow-up with whom it is about."""
    if isinstance(record, Company):
        return replace(followup_view(followup), company=record.name)
    if isinstance(record, Person):
        return replace(
            followup_view(followup), person=record.name, company=record.company.name if record.company else None
        )
    if record is None:
        return followup_view(followup)
    return replace(
        followup_view(followup),
        person=record.person.name if record.person else None,
        company=record.company.name if record.company else None,
    )


COMMAND = Command(
    key="today",
    topic="plan",
    names={"en": ("today", "agenda", "my day"), "de": ("heute", "tagesplan", "mein tag")},
    usage=t("today"),
    summary=t("what is overdue and due today, with buttons"),
    examples={"en": ("today",), "de": ("heute",)},
    writes=False,
    handler=handle,
)
