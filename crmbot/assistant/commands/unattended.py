"""`unattended`: open deals, orders in hand and complaints for which nobody has planned a next step."""

from __future__ import annotations

from datetime import datetime

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands.resolve import holder_of
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.people import owner_asked
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called, excerpt
from crmbot.domain.deals.unattended import Unattended, unattended
from crmbot.domain.deals.views import activity_view, deal_view
from crmbot.domain.records import Activity, Deal
from crmbot.shapes import Action, Reply, Row, Section, Text, Verbatim, t, tn

PER_PAGE = 20  # of each


def handle(ask: Asking) -> Reply:
    """The number and the list, longest untouched first, with age; of one member only where he is named."""
    page, words = asked_page(ask.rest)
    owner = owner_asked(ask, words)
    found = unattended(
        ask.session, ask.process, ask.settings.kinds.open_keys(), ask.access, ask.now,
        owners=None if owner is None else [owner], limit=PER_PAGE, page=page,
    )  # fmt: skip
    totals = {"count": found.count, "deals": found.deal_count, "complaints": found.complaint_count}
    whose = t("owner {name}", name=ask.member_name(owner)) if owner else None
    page, pages = turned(page, max(found.deal_count, found.complaint_count), PER_PAGE)
    if not found.count:
        return Reply("list", t("Every open deal has a next step."), understood=whose, totals=totals)
    return Reply(
        "list",
        paged_title(_title(found), page, pages),
        understood=whose,
        sections=_sections(ask, found),
        records=(
            *(deal_view(deal, ask.process) for deal in found.deals),
            *(activity_view(e) for e in found.complaints),
        ),
        totals=totals,
        actions=page_buttons("unattended", words, page, pages),
    )


def _title(found: Unattended) -> Text:
    deals = tn("{n} open deal has no next step.", "{n} open deals have no next step.", found.deal_count)
    if not found.complaint_count:
        return deals
    complaints = tn("{n} complaint waits.", "{n} complaints wait.", found.complaint_count)
    return t("{deals} {complaints}", deals=deals, complaints=complaints) if found.deal_count else complaints


def _sections(ask: Asking, found: Unattended) -> tuple[Section, ...]:
    deals = Section(None, tuple(_deal_row(ask, deal) for deal in found.deals))
    complaints = Section(t("Complaints"), tuple(_complaint_row(ask, entry) for entry in found.complaints))
    return tuple(section for section in (deals, complaints) if section.rows)


def _deal_row(ask: Asking, deal: Deal) -> Row:
    return Row(
        t("#{number} {name}", number=deal.number, name=Verbatim(deal.name)),
        t(
            "{stage}, {owner}, {age}",
            stage=ask.stage_name(deal.stage),
            owner=ask.member_name(deal.owner),
            age=_age(ask, deal.last_activity_at or deal.created_at),
        ),
        (Action(t("Follow up tomorrow"), f"followup #{deal.number} tomorrow"),),
    )


def _complaint_row(ask: Asking, entry: Activity) -> Row:
    holder = holder_of(ask, entry)
    return Row(
        t("#{number} {text}", number=entry.number, text=Verbatim(excerpt(entry.text))),
        t(
            "{stage}, {owner}, {age}",
            stage=called(holder) if holder else ask.kind_name(entry.kind),
            owner=ask.member_name(entry.owner),
            age=_age(ask, entry.at),
        ),
        (Action(t("Resolved"), f"resolve #{entry.number}"),),
    )


def _age(ask: Asking, last: datetime) -> Text:
    days = (ask.now.date() - last.astimezone(ask.zone).date()).days
    return tn("untouched for {n} day", "untouched for {n} days", max(days, 0))


COMMAND = Command(
    key="unattended",
    topic="ask",
    names={"en": ("unattended",), "de": ("unbearbeitet", "unbetreut")},
    usage=t("unattended [mine|owner:MEMBER]"),
    summary=t("open deals and complaints without a next step, with their age"),
    examples={"en": ("unattended", "unattended mine"), "de": ("unbearbeitet", "unbearbeitet meine")},
    writes=False,
    handler=handle,
)
