"""The parts of a member's Home: his day, what is overdue, his pipeline, what lies unattended, his department's stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands.workplace import own_stages
from crmbot.assistant.followups.appointments import appointment_line
from crmbot.assistant.rows.rows import called, deal_row, followup_rows, is_overdue
from crmbot.assistant.rows.sums import sum_lines
from crmbot.assistant.words import joined
from crmbot.domain.deals.handover import department_name
from crmbot.domain.deals.pipeline import PipelineFilter
from crmbot.domain.deals.pipeline_groups import Group, grouped
from crmbot.domain.deals.pipeline_page import pipeline_page
from crmbot.domain.deals.unattended import unattended
from crmbot.domain.followups.followups import due_followups, end_of_day
from crmbot.domain.members.absence import absence_words, is_absent, stood_in_for
from crmbot.domain.members.access import visible
from crmbot.domain.members.members import all_members, member_by_key
from crmbot.domain.records import Appointment, Deal, Followup
from crmbot.shapes import Action, Money, Row, Section, Text, Verbatim, t, tn

_MOST_DUE = 150  # follow-ups; more than this nobody works off in a day
_TOP = 5  # deals


def absences(ask: Asking) -> tuple[Text, ...]:
    """Whether he is taken for absent, and for whom he stands in today."""
    day, team = ask.now.date(), all_members(ask.session, active_only=True)
    told = []
    if is_absent(ask.member, day):
        words = absence_words(ask.member, member_by_key(ask.session, ask.member.substitute or ""))
        told.append(t("You are away: {absence}.", absence=words))
    for other in stood_in_for(team, ask.member, day):
        told.append(
            t("You stand in for {name}: {absence}.", name=Verbatim(other.name), absence=absence_words(other, None))
        )
    return tuple(told)


def due_and_overdue(ask: Asking) -> tuple[list[Followup], list[Followup]]:
    """What falls due today, and what should have been done, the oldest first."""
    every = due_followups(ask.session, ask.member.key, end_of_day(ask.now, ask.zone))[:_MOST_DUE]
    late = [one for one in every if is_overdue(ask, one)]
    return [one for one in every if one not in late], late


def day(ask: Asking, due: Sequence[Followup], meetings: Sequence[Appointment]) -> Section:
    """Appointments of today and what falls due, each in the order of the hours."""
    rows = (*(appointment_line(ask, one) for one in meetings), *followup_rows(ask, due))
    return Section(t("My day"), rows or (Row(t("Nothing is due today.")),))


def overdue(ask: Asking, late: Sequence[Followup]) -> Section | None:
    """What should have been done."""
    return Section(tn("{n} overdue", "{n} overdue", len(late)), followup_rows(ask, late)) if late else None


def pipeline(ask: Asking) -> tuple[Section | None, list[Deal]]:
    """His open deals: what they come to, by stage, and the largest of them."""
    wanted = PipelineFilter(owner=ask.member.key)
    page = pipeline_page(
        ask.session, ask.process, wanted, ask.now, limit=_TOP, page=1, access=ask.access, order="amount"
    )
    if not page.deals:
        return None, []
    heading = t("My pipeline: {deals}", deals=tn("{n} deal", "{n} deals", page.totals["count"]))
    sums = Row(joined(list(sum_lines(page.totals))), actions=(Action(t("Show it"), "pipeline owner:me"),))
    stages = (_stage_row(ask, group) for group in _by_stage(ask, wanted))
    return Section(heading, (sums, *stages, *(_deal(ask, deal) for deal in page.deals))), page.deals


def neglected(ask: Asking) -> tuple[Section | None, list[Deal]]:
    """His deals and complaints without a next step, the longest untouched first."""
    found = unattended(
        ask.session,
        ask.process,
        ask.settings.kinds.open_keys(),
        ask.access,
        ask.now,
        owners=[ask.member.key],
        limit=_TOP,
    )
    if not found.count:
        return None, []
    rows = [
        Row(called(deal), ask.stage_name(deal.stage), (Action(t("Follow up tomorrow"), f"followup #{deal.number} tomorrow"),))
        for deal in found.deals
    ]  # fmt: skip
    if found.count > len(rows):
        rows.append(Row(t("Everything without a next step"), None, (Action(t("Show it"), "unattended mine"),)))
    return Section(tn("{n} without a next step", "{n} without a next step", found.count), tuple(rows)), found.deals


def department(ask: Asking) -> Section | None:
    """How many deals stand in the stages that are his department's business, whoever takes care of them."""
    if ask.member.department is None:
        return None
    stages = own_stages(ask)
    if not stages:
        return None
    inside = [Deal.stage.in_([stage.key for stage in stages]), *visible(ask.access, Deal)]
    counts = {
        row[0]: row[1]
        for row in ask.session.execute(select(Deal.stage, func.count()).where(*inside).group_by(Deal.stage))
    }
    name = department_name(ask.process, stages[0].department or ask.member.department)
    rows = tuple(
        Row(
            t("{stage}: {n}", stage=ask.stage_name(stage.key), n=counts[stage.key]),
            actions=(Action(t("Show it"), f"pipeline stage:{stage.key} all"),),
        )
        for stage in stages
        if counts.get(stage.key)
    )
    return Section(t("Department {name}", name=name), rows or (Row(t("No deal is in its stages.")),))


def _by_stage(ask: Asking, wanted: PipelineFilter) -> Iterator[Group]:
    yield from grouped(ask.session, ask.process, wanted, ask.now, ask.access, "stage")


def _stage_row(ask: Asking, group: Group) -> Row:
    sums = group.totals.get("by_currency") or {group.totals["currency"]: group.totals}
    amounts = [Money(values["amount"], currency) for currency, values in sums.items() if currency]
    return Row(
        t("{stage}: {n}", stage=ask.stage_name(group.key), n=group.totals["count"]),
        joined(amounts) if amounts else None,
    )


def _deal(ask: Asking, deal: Deal) -> Row:
    row = deal_row(ask, deal)
    return Row(row.text, row.note, (Action(t("Show it"), f"show #{deal.number}"),))
