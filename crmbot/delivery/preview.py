"""What a member's digest would hold at a moment, whether or not anybody would send it then."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from crmbot.delivery.agenda import Gathering, agendas
from crmbot.delivery.days import Team
from crmbot.delivery.digests import digest
from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.process import Process
from crmbot.domain.records import Member
from crmbot.shapes import Reply


def preview(settings: DeliverySettings, session: Session, process: Process, member: Member, at: datetime) -> Reply:
    """His digest of that local day, as things stand; enquiries get their next steps planned only when it is sent."""
    team = Team.at(session, settings, at)
    look = Gathering.of(session, settings, process, at, team)
    names = {day.member.key: day.member.name for day in team.days}
    ((day, agenda),) = agendas(look, [team.by_key[member.key]])
    return digest(day, agenda, late=False, names=names)
