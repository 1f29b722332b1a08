"""What a record comes to in a side panel: a few labelled values, each with a key, so that it can be decided who sees which."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.fields import roles_line
from crmbot.assistant.cards.parts import Parts
from crmbot.assistant.cards.records import detailed
from crmbot.assistant.rows.rows import followup_text
from crmbot.assistant.words import TYPES, joined
from crmbot.domain.records import Deal
from crmbot.shapes import Field, Moment, Money, Record, Text, Value, Verbatim, t


def panel_fields(ask: Asking, parts: Parts) -> tuple[Field, ...]:
    """What is known of the record and what comes next, in the order in which a salesperson wants it."""
    return tuple(Field(label, value, key) for key, label, value in _values(ask, parts) if value is not None)


def _values(ask: Asking, parts: Parts) -> Iterator[tuple[str, Text, Value]]:
    known = detailed(ask, parts)
    yield "kind", t("Kind"), TYPES[known.type]
    yield from _of_deal(ask, parts.record, known) if isinstance(parts.record, Deal) else ()
    yield "next_step", t("Next step"), _next_step(ask, parts)
    yield "last_contact", t("Last contact"), _last_contact(ask, parts)
    yield "company", t("Company"), _named(known.company, known.name)
    yield "person", t("Person"), _named(known.person, known.name)
    yield "phones", t("Phone"), joined(map(Verbatim, known.phones or ()))
    yield "emails", t("Mail"), joined(map(Verbatim, known.emails or ()))
    yield "roles", t("Roles"), roles_line(ask, parts)
    yield "owner", t("Owner"), ask.member_name(known.owner) if known.owner else None


def _of_deal(ask: Asking, deal: Deal, known: Record) -> Iterator[tuple[str, Text, Value]]:
    yield "stage", t("Stage"), ask.stage_name(deal.stage)
    yield "amount", t("Amount"), Money(deal.amount, deal.currency) if deal.amount is not None else None
    yield "expected_close", t("Expected close"), known.expected_close


def _next_step(ask: Asking, parts: Parts) -> Text | None:
    """What is planned first, with its day and whose it is."""
    meeting, planned = parts.next_appointment, parts.contact.next
    if meeting is not None:
        due = Moment(meeting.starts_at, day_only=meeting.all_day)
        return joined([due, Verbatim(meeting.title), ask.member_name(meeting.owner)])
    if planned is None:
        return None
    due = Moment(planned.due_at, day_only=planned.day_only)
    return joined([due, followup_text(planned), ask.member_name(planned.owner)])


def _last_contact(ask: Asking, parts: Parts) -> Text | None:
    last = parts.contact.last
    if last is None:
        return None
    name = ask.member_name(last.author) if last.author else None
    return joined([Moment(last.at, day_only=True), ask.kind_name(last.kind), name])


def _named(name: str | None, own: str) -> Verbatim | None:
    return Verbatim(name) if name and name != own else None
