"""Which follow-up is meant: by its number, its place in the last answer, or by the record it is about."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import candidates, choice, number_of
from crmbot.assistant.rows.rows import called
from crmbot.domain.deals.views import deals_of, followup_view
from crmbot.domain.followups.followups import open_followups_of
from crmbot.domain.followups.parts import part_for
from crmbot.domain.members.guard import unguarded
from crmbot.domain.records import Followup, FollowupMember
from crmbot.errors import Conflict, NotFound, RequestFault
from crmbot.folding import fold
from crmbot.shapes import Moment, t

_ITS_NAMES = frozenset({"followup", "follow-up", "wiedervorlage", "reminder", "erinnerung", "task", "aufgabe"})


def leading_followup(ask: Asking) -> tuple[Followup | None, str]:
    """The follow-up whose number or place the request begins with, done or not, and the words after it; None for others."""
    first, _, rest = ask.rest.strip().partition(" ")
    if fold(first) in _ITS_NAMES:
        first, _, rest = rest.strip().partition(" ")
    number = number_of(ask, first.rstrip(":,.!"))
    followup = _followup(ask, number) if number is not None else None
    return followup, rest.strip() if followup is not None else ask.rest.strip()


def named_followup(ask: Asking, *, mine: bool = True) -> tuple[Followup, str]:
    """The open follow-up that the first words name, and the words after it; of one that several have to do, the asking
    member's own part, unless `mine` is off.

    Raises NotFound, Ambiguous when a record has several, Conflict for one that is done.
    """
    if not ask.rest.strip():
        raise RequestFault(t("Which follow-up? Give its number, or its place in the last answer."))
    followup, rest = leading_followup(ask)
    if followup is None:
        followup, rest = _of_record(ask)
    part = part_for(ask.session, followup, ask.member.key) if mine else None
    followup = part or followup
    if followup.done_at is not None:
        raise Conflict(
            t("Follow-up #{number} was done already, {at}.", number=followup.number, at=Moment(followup.done_at))
        )
    return followup, rest


def _followup(ask: Asking, number: int) -> Followup | None:
    """The follow-up of that number, also one of somebody else in which the member has a part."""
    followup = ask.session.get(Followup, number)
    if followup is not None:
        return followup
    with unguarded(ask.session):
        followup = ask.session.get(Followup, number)
        taking_part = followup is not None and any(one.member == ask.member.key for one in _members(followup))
    return followup if taking_part else None


def _members(followup: Followup) -> list[FollowupMember]:
    return list(followup.members)


def _of_record(ask: Asking) -> tuple[Followup, str]:
    """The one open follow-up at what is named; of several people of a name only one may have one."""
    records, rest = candidates(ask)
    deals = [deal for record in records for deal in deals_of(ask.session, record)]
    followups = open_followups_of(ask.session, [one.number for one in (*records, *deals)])
    if not followups:
        raise NotFound(t("There is no open follow-up at {record}.", record=called(records[0])))
    if len(followups) > 1:
        raise choice(
            ask,
            [followup_view(followup) for followup in followups],
            lambda record: f"{ask.verb} #{record.number} {rest}".strip(),
            t("Which follow-up do you mean?"),
        )
    return followups[0], rest
