"""`unattended`: open deals for which nobody has planned a next step."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.domain.records import Deal
from crmbot.domain.unattended import unattended_deals
from crmbot.domain.views import deal_view
from crmbot.shapes import Action, Reply, Row, Section, Text, Verbatim, t, tn

_MOST = 20


def handle(ask: Asking) -> Reply:
    """The number and the list, longest untouched first, with age."""
    count, deals = unattended_deals(ask.session, limit=_MOST)
    if not count:
        return Reply("list", t("Every open deal has a next step."), totals={"count": 0})
    title = tn("{n} open deal has no next step.", "{n} open deals have no next step.", count)
    more = count - len(deals)
    return Reply(
        "list",
        title,
        sections=(Section(None, tuple(_row(ask, deal) for deal in deals)),),
        lines=(tn("{n} more is not shown.", "{n} more are not shown.", more),) if more > 0 else (),
        records=tuple(deal_view(deal, ask.process) for deal in deals),
        totals={"count": count},
    )


def _row(ask: Asking, deal: Deal) -> Row:
    return Row(
        t("#{number} {name}", number=deal.number, name=Verbatim(deal.name)),
        t(
            "{stage}, {owner}, {age}",
            stage=ask.stage_name(deal.stage),
            owner=ask.member_name(deal.owner),
            age=_age(ask, deal),
        ),
        (Action(t("Follow up tomorrow"), f"followup #{deal.number} tomorrow"),),
    )


def _age(ask: Asking, deal: Deal) -> Text:
    last = deal.last_activity_at or deal.created_at
    days = (ask.now.date() - last.astimezone(ask.zone).date()).days
    return tn("untouched for {n} day", "untouched for {n} days", max(days, 0))


COMMAND = Command(
    key="unattended",
    topic="ask",
    names={"en": ("unattended", "neglected"), "de": ("unbearbeitet", "unbetreut")},
    usage=t("unattended"),
    summary=t("open deals without a next step, with their age"),
    examples={"en": ("unattended",), "de": ("unbearbeitet",)},
    writes=False,
    handler=handle,
)
