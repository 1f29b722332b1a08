"""The zone that the chat knows of a person is his, as long as he has named none himself."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.followups.followups import follow_owner
from crmbot.domain.members.members import all_members
from crmbot.domain.records import Member

_ADOPTED = "chat_zone"  # a preference: the zone that was taken from the chat


def adopt_zones(session: Session, team: TeamSchedule, zones: Mapping[str, str]) -> list[Member]:
    """Whose zone was changed; `zones` are by the chat's id of a person. One that he or an administrator has set stays."""
    changed = would_adopt(session, zones)
    for member in changed:
        before, zone = team.of(member), zones[member.slack or ""]
        member.timezone, member.preferences = zone, {**(member.preferences or {}), _ADOPTED: zone}
        follow_owner(session, member.key, before, team.of(member))
    return changed


def would_adopt(session: Session, zones: Mapping[str, str]) -> list[Member]:
    """Whose zone `adopt_zones` would change; to ask first costs no turn to write."""
    return [
        member
        for member in all_members(session, active_only=True)
        if (zone := zones.get(member.slack or "")) is not None
        and zone != member.timezone
        and member.timezone in {None, (member.preferences or {}).get(_ADOPTED)}
        and _exists(zone)
    ]


def _exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return False
    return True
