"""Who belongs to us, by the settings and the addresses of the members."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import MemberEmail
from crmbot.intake.settings import IntakeSettings
from crmbot.parsing.team import Team, make_team


def our_team(session: Session, settings: IntakeSettings) -> Team:
    """Every mail address of the team, those who left included: none of them is ever a customer."""
    addresses = session.scalars(select(MemberEmail.email)).all()
    return make_team(settings.domains, addresses, settings.addresses)
