"""A person, company or deal on one card: fields, open follow-ups, deals, latest history."""

from __future__ import annotations

from collections.abc import Iterable

from crmbot.assistant.asking import Asking
from crmbot.assistant.rows import activity_row, deal_row, followup_row
from crmbot.assistant.words import ROLES, SOURCES, joined, word, words
from crmbot.domain.filing import deals_of
from crmbot.domain.followups import open_followups_of
from crmbot.domain.lookup import Contactable
from crmbot.domain.records import Activity, Company, Deal, Followup, Person
from crmbot.domain.timeline import timeline
from crmbot.domain.views import activity_view, deal_view, followup_view, view
from crmbot.shapes import Action, Field, Moment, Money, Record, Reply, Row, Section, Text, Value, Verbatim, t

LATEST = 5  # activities
MOST_DEALS = 10


def card(ask: Asking, record: Contactable) -> Reply:
    """The card; its records are the record itself, its deals, its open follow-ups, its latest activities."""
    shown = view(ask.session, record, ask.process)
    deals = [] if isinstance(record, Deal) else deals_of(ask.session, record)[-MOST_DEALS:]
    about = [record.number, *(deal.number for deal in deals)]
    followups = open_followups_of(ask.session, about)
    latest = timeline(ask.session, record, limit=LATEST)
    return Reply(
        "card",
        title(ask, record),
        fields=tuple(_present(_fields(ask, record, shown))),
        sections=tuple(_sections(ask, deals, followups, latest)),
        records=(
            shown,
            *(deal_view(deal, ask.process) for deal in deals),
            *(followup_view(followup) for followup in followups),
            *(activity_view(activity) for activity in latest),
        ),
        actions=_actions(ask, record, deals),
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


def _fields(ask: Asking, record: Contactable, shown: Record) -> list[tuple[Text, Value]]:
    if isinstance(record, Deal):
        return _deal_fields(ask, record, shown)
    roles = words(ROLES, shown.roles or ())
    owner = ask.member_name(record.owner) if record.owner else None
    common: list[tuple[Text, Value]] = [
        (t("Roles"), roles),
        (t("Owner"), owner),
        (t("Source"), word(SOURCES, record.source)),
        (t("Website"), _verbatim(record.website)),
        (t("Address"), joined(Verbatim(one.text) for one in record.addresses)),
    ]
    if isinstance(record, Company):
        return [*common, (t("Mail domains"), joined(Verbatim(one.domain) for one in record.domains))]
    return [
        (t("Company"), _verbatim(record.company.name if record.company else None)),
        (t("Job title"), _verbatim(record.job_title)),
        (t("Mail"), joined(Verbatim(one.email) for one in record.emails)),
        (t("Phone"), joined(Verbatim(one.number) for one in record.phones)),
        *common,
    ]


def _deal_fields(ask: Asking, deal: Deal, shown: Record) -> list[tuple[Text, Value]]:
    chance = t("{percent} %", percent=shown.probability) if shown.probability is not None else None
    return [
        (t("Person"), _numbered(deal.person)),
        (t("Company"), _numbered(deal.company)),
        (t("Stage"), ask.stage_name(deal.stage)),
        (t("Role"), words(ROLES, shown.roles or ())),
        (t("Amount"), Money(deal.amount, deal.currency) if deal.amount is not None else None),
        (t("Budget"), shown.budget),
        (t("Probability"), chance),
        (t("Expected close"), deal.expected_close),
        (t("Owner"), ask.member_name(deal.owner)),
        (t("Source"), word(SOURCES, deal.source)),
        (t("Since"), Moment(deal.created_at, day_only=True)),
        (t("Reason"), _verbatim(deal.lost_reason)),
    ]


def _present(fields: Iterable[tuple[Text, Value]]) -> Iterable[Field]:
    return (Field(label, value) for label, value in fields if value is not None and value != "")


def _verbatim(text: str | None) -> Verbatim | None:
    return Verbatim(text) if text else None


def _numbered(record: Person | Company | None) -> Text | None:
    return t("{name} (#{number})", name=Verbatim(record.name), number=record.number) if record else None


def _sections(ask: Asking, deals: list[Deal], followups: list[Followup], latest: list[Activity]) -> Iterable[Section]:
    parts: tuple[tuple[Text, list[Row]], ...] = (
        (t("Open follow-ups"), [followup_row(ask, followup) for followup in followups]),
        (t("Deals"), [deal_row(ask, deal) for deal in deals]),
        (t("Latest"), [activity_row(ask, activity) for activity in latest]),
    )
    return (Section(heading, tuple(rows)) for heading, rows in parts if rows)


def _actions(ask: Asking, record: Contactable, deals: list[Deal]) -> tuple[Action, ...]:
    """What could come next: everything complete, so that it works as a button and as typed text."""
    number = record.number
    plan = Action(t("Follow up tomorrow"), f"followup #{number} tomorrow")
    if not isinstance(record, Deal):
        offered = () if any(deal.state == "open" for deal in deals) else (Action(t("Open a lead"), f"lead #{number}"),)
        return (plan, *offered)
    if record.state != "open":
        return (plan,)
    stages = [stage for stage in ask.process.stages if stage.state == "open"]
    place = next((n for n, stage in enumerate(stages) if stage.key == record.stage), None)
    following = stages[place + 1] if place is not None and place + 1 < len(stages) else None
    moves = [Action(t("Won"), f"won #{number}", "primary")]
    if following is not None:
        to = t("To “{stage}”", stage=ask.stage_name(following.key))
        moves.insert(0, Action(to, f"stage #{number} {following.key}"))
    return (plan, *moves)
