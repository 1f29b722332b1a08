"""What a proven member asks for by directives and address tags: follow-ups, another owner, an amount, a stage.

What cannot be done is said in the receipt: nothing asked for is dropped in silence.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crmbot.domain.deals.deals import move_to_stage
from crmbot.domain.deals.gates import allowed, holding_steps, missing_fields
from crmbot.domain.deals.owners import give_to
from crmbot.domain.filing.answering import ANSWER
from crmbot.domain.followups.continuing import begin_series
from crmbot.domain.followups.followups import add_followup, complete_followup, open_followups_of
from crmbot.domain.followups.news import named
from crmbot.domain.followups.series import Series
from crmbot.domain.members.access import sees
from crmbot.domain.members.members import member_by_key, require_member
from crmbot.domain.records import Deal, Person
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.intake.asked_by_mail import cancel_followup, replace_earlier
from crmbot.intake.case import Case, directed_value
from crmbot.intake.rights import refused, sender_access
from crmbot.parsing.chat.recurrence import find_recurrence
from crmbot.parsing.phrases.dates import leading_date
from crmbot.shapes import Moment, Verbatim, Worded, t, tn

_CHANGING = frozenset({"followup", "owner", "value", "source", "stage", "done", "cancel"})


def carry_out_directives(case: Case, deal: Deal | None, person: Person | None, *, new: bool = False) -> None:
    """Everything that was asked for; nothing without a proven member who may change the record. A `new` one he may. What
    a backlog asks for was meant for another day.
    """
    member, record = case.gathered.member, deal or person
    if member is None or record is None or case.item.quiet:
        return
    if not new and (why := refused(case, record)) is not None:
        asked = any(directive.name in _CHANGING for directive in case.gathered.directives)
        if asked and sees(case.work.session, sender_access(case), record):
            case.remarks.append(why)
        return
    now = case.work.now.astimezone(ZoneInfo(member.timezone or case.settings.timezone))
    about = [one.number for one in (deal, person) if one is not None]
    _end(case, record, about)
    if deal is not None:
        _hand_over(case, deal)
        _set_values(case, deal)
        _set_stage(case, deal)
    for directive in case.gathered.directives:
        if directive.name == "followup":
            _follow_up(case, record.number, deal.owner if deal else member.key, directive.text, now)


def _end(case: Case, record: Deal | Person, about: list[int]) -> None:
    """What ends something comes before what the same mail begins, wherever it stands in it."""
    if case.gathered.directive("replace") is not None:
        replace_earlier(case, about)
    if case.gathered.directive("cancel") is not None:
        cancel_followup(case, [*about, *_possible_deals(case)])
    outcome = case.gathered.directive("done")
    if outcome is not None:
        for followup in open_followups_of(case.work.session, [record.number]):
            complete_followup(case.work, followup, outcome, team=case.process.settings.team)


def _possible_deals(case: Case) -> list[int]:
    """Where it is not certain which deal is meant: those that he may change."""
    deals = (case.work.session.get(Deal, number) for number in case.decision.ask_deals)
    return [deal.number for deal in deals if deal is not None and refused(case, deal) is None]


def _follow_up(case: Case, record_number: int, owner: str, text: str, now: datetime) -> None:
    """As somebody would ask for it in the chat: a date, or how often it is to come again; then what it is about."""
    again = find_recurrence(text, now=now)
    found = leading_date(text, now=now)
    schedule = case.process.settings.team.of(member_by_key(case.work.session, owner))
    at, day_only, rest = (now + timedelta(days=1), True, text)
    if found is not None:
        at, day_only, rest = found.when.at, found.when.day_only, text[found.end :].strip(" ,:-")
    elif text.strip() and again is None:
        case.remarks.append(t("There is no date in “{text}”: it is due tomorrow.", text=Verbatim(text)))
    rest = again.rest if again is not None else rest
    due_at = schedule.at(at.date(), schedule.default_time) if day_only else at
    followup = add_followup(
        case.work, owner=owner, due_at=due_at, day_only=day_only, text=rest, record_number=record_number
    )  # fmt: skip
    if again is not None:
        series = Series(again.rule, again.start, again.clock, str(schedule.zone), again.workdays)
        begin_series(followup, series, schedule, regardless=again.regardless)
    if case.gathered.mail.written_by_us:
        followup.origin = ANSWER  # planned with our own mail: it waits for the answer
    due = Moment(followup.due_at, day_only=followup.day_only)
    case.remarks.append(t("Follow-up {due}: {text}", due=due, text=named(followup)))


def _hand_over(case: Case, deal: Deal) -> None:
    wanted = case.gathered.directive("owner")
    if not wanted:
        return
    try:
        member = require_member(case.work.session, wanted)
        _, followups = give_to(case.work.session, deal, member, case.process.settings.team)
    except RequestFault as fault:
        case.remarks.append(fault.text)
        return
    if followups:
        case.remarks.append(tn("With it goes {n} open follow-up.", "With it go {n} open follow-ups.", followups))


def _set_values(case: Case, deal: Deal) -> None:
    value = directed_value(case)
    if value is not None:
        deal.amount, deal.currency = value.amount, value.currency
    elif text := case.gathered.directive("value"):
        case.remarks.append(t("“{text}” is no amount.", text=Verbatim(text)))
    if source := case.gathered.directive("source"):
        deal.source = source[:60]


def _set_stage(case: Case, deal: Deal) -> None:
    wanted = case.gathered.directive("stage")
    if not wanted:
        return
    stage = case.process.stage(case.process.words().get(fold(wanted), ""))
    if stage is None:
        case.remarks.append(t("There is no stage “{stage}”.", stage=Verbatim(wanted)))
        return
    missing, steps = missing_fields(case.work.session, deal, stage), holding_steps(case.process, deal, stage)
    if missing or steps or not allowed(case.process, deal, stage):
        case.remarks.append(
            t("The deal is not at “{stage}” yet: the process asks for more before that.", stage=Worded(stage.names))
        )
        return
    move_to_stage(case.work, case.process, deal, stage)
