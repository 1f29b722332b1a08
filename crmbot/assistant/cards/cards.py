"""A person, company or deal on one card: what to do next, how far it is, roles, open follow-ups, contacts, history."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.actions import card_actions
from crmbot.assistant.cards.fields import card_fields
from crmbot.assistant.cards.parts import Parts, gather
from crmbot.assistant.cards.records import contact_person, detailed
from crmbot.assistant.cards.sections import card_lines, card_sections, recommended
from crmbot.assistant.forms.stale import with_marks
from crmbot.domain.calendar.appointments import appointment_view
from crmbot.domain.deals.views import activity_view, deal_view, followup_view
from crmbot.domain.records import Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Record, Reply, Text, Verbatim, t


def card(ask: Asking, record: Contactable) -> Reply:
    """The card; its records are the record itself, its deals, its open follow-ups, its latest activities, its people."""
    parts = gather(ask, record)
    first = recommended(parts)
    made = Reply(
        "card",
        title(ask, record),
        first=(first,) if first is not None else (),
        lines=card_lines(ask, parts),
        fields=card_fields(ask, parts),
        sections=card_sections(ask, parts),
        records=_records(ask, parts),
        actions=card_actions(ask, parts),
    )
    return with_marks(ask, made, (record, *(deal for deal, _ in parts.advice)))


def _records(ask: Asking, parts: Parts) -> tuple[Record, ...]:
    process = ask.process
    return (
        detailed(ask, parts),
        *(deal_view(deal, process) for deal in parts.deals),
        *(followup_view(followup) for followup in parts.followups),
        *(activity_view(activity) for activity in parts.latest),
        *(contact_person(one, parts.record) for one in parts.people),
        *(appointment_view(one) for one in parts.appointments),
    )


def title(ask: Asking, record: Contactable) -> Text:
    """The record in one line."""
    name = Verbatim(record.name)
    if isinstance(record, Deal):
        stage = ask.stage_name(record.stage)
        return t("#{number} {name}: {stage}", number=record.number, name=name, stage=stage)
    if isinstance(record, Person) and record.company is not None:
        company = Verbatim(record.company.name)
        return t("#{number} {name}, {company}", number=record.number, name=name, company=company)
    return t("#{number} {name}", number=record.number, name=name)
