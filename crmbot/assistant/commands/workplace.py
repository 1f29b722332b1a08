"""`workplace`: what is a member's own work: the stages of his department, and what of it is due today."""

from __future__ import annotations

from sqlalchemy import func, select

from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import deal_row, followup_row
from crmbot.domain.deals.handover import belongs_to, department_name
from crmbot.domain.deals.views import deal_view
from crmbot.domain.followups.followups import due_followups, end_of_day
from crmbot.domain.members.access import visible
from crmbot.domain.process import Stage
from crmbot.domain.records import Deal
from crmbot.shapes import Action, Reply, Section, Text, t, tn

_MOST = 5  # deals of a stage
_MOST_DUE = 10


def handle(ask: Asking) -> Reply:
    """The member's deals in the stages of his department; without a department, in all open ones."""
    stages = own_stages(ask)
    sections: list[Section] = []
    records: list[Deal] = []
    due = due_followups(ask.session, ask.member.key, end_of_day(ask.now, ask.zone))
    if due:
        heading = tn("{n} follow-up is due", "{n} follow-ups are due", len(due))
        sections.append(Section(heading, tuple(followup_row(ask, one) for one in due[:_MOST_DUE])))
    for stage in stages:
        count, deals = _mine(ask, stage)
        if count:
            heading = t("{stage}: {n}", stage=ask.stage_name(stage.key), n=count)
            sections.append(Section(heading, tuple(deal_row(ask, deal) for deal in deals)))
            records += deals
    return Reply(
        "list", _title(ask), lines=() if sections else (t("Nothing waits for you."),), sections=tuple(sections),
        records=tuple(deal_view(deal, ask.process) for deal in records),
        actions=(Action(t("What lies still"), "stale mine"), Action(t("My day"), "today")),
    )  # fmt: skip


def own_stages(ask: Asking) -> list[Stage]:
    """The stages that are the business of the member's department, in all processes his team sees."""
    stages = [stage for stage in ask.process.stages if stage.state != "lost"]
    if ask.member.department is None:
        return [stage for stage in stages if stage.state == "open"]
    return [stage for stage in stages if stage.department and belongs_to(ask.process, ask.member, stage.department)]


def _title(ask: Asking) -> Text:
    if ask.member.department is None:
        return t("Your workplace")
    keys = [stage.department for stage in own_stages(ask) if stage.department]
    name = department_name(ask.process, keys[0] if keys else ask.member.department)
    return t("Your workplace: {department}", department=name)


def _mine(ask: Asking, stage: Stage) -> tuple[int, list[Deal]]:
    conditions = [Deal.stage == stage.key, Deal.owner == ask.member.key, *visible(ask.access, Deal)]
    count = ask.session.scalar(select(func.count()).select_from(Deal).where(*conditions)) or 0
    order = (Deal.priority.desc(), func.coalesce(Deal.amount, 0).desc(), Deal.number)
    return count, list(ask.session.scalars(select(Deal).where(*conditions).order_by(*order).limit(_MOST)))


COMMAND = Command(
    key="workplace",
    topic="ask",
    names={"en": ("workplace", "my work", "desk"), "de": ("arbeitsplatz", "meine arbeit", "schreibtisch")},
    usage=t("workplace"),
    summary=t("your own work and nothing else: what is due, and your deals in the stages of your department"),
    examples={"en": ("workplace",), "de": ("arbeitsplatz",)},
    writes=False,
    handler=handle,
    personal=True,
)
