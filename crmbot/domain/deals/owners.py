"""Whoever takes care of a record has what is open of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.deals.views import deals_of
from crmbot.domain.followups.delegation import pass_to
from crmbot.domain.followups.followups import open_followups_of
from crmbot.domain.records import Member
from crmbot.domain.search.lookup import Contactable


def give_to(session: Session, record: Contactable, member: Member, team: TeamSchedule) -> tuple[int, int]:
    """The member has it from now on, with its open deals and the follow-ups of who had it; a follow-up of a third person
    stays his. How many deals and follow-ups went along.
    """
    deals = [deal for deal in deals_of(session, record) if deal.state == "open" or deal is record]
    before = {deal.owner for deal in deals} | {record.owner}
    followups = [
        followup
        for followup in open_followups_of(session, [record.number, *(deal.number for deal in deals)])
        if followup.owner in before and followup.owner != member.key
    ]
    pass_to(session, followups, member.key, team)
    for owned in (record, *deals):
        owned.owner = member.key
    session.flush()
    return len(deals), len(followups)
