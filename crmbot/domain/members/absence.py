"""Who is away, and who stands in for him: digests, reminders and new leads never wait for somebody on holiday."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from crmbot.domain.members.members import all_members
from crmbot.domain.records import Member
from crmbot.domain.records.members import is_away
from crmbot.errors import RequestFault
from crmbot.shapes import Text, Verbatim, t


def is_absent(member: Member, day: date) -> bool:
    """Whether he is away on that local day. The last day counts; a side that is not set is open."""
    return is_away(member.absent_from, member.absent_until, day)


def stand_in(team: Iterable[Member], member: Member, day: date, default: str = "") -> Member | None:
    """Who takes over on that day: the substitute, or his where he is away too, else the first manager who is there, else
    the `default` owner.

    None for somebody who is there himself, and where nobody was named.
    """
    if not is_absent(member, day):
        return None
    return _next_there({one.key: one for one in team if one.active}, member, day, default)


def stand_ins(team: Collection[Member], days: Mapping[str, date], default: str = "") -> dict[str, str]:
    """Who stands in for whom, by key, for everybody who is away on his day of `days`."""
    known = {one.key: one for one in team if one.active}
    away = [one for one in known.values() if one.key in days and is_absent(one, days[one.key])]
    found = {one.key: _next_there(known, one, days[one.key], default) for one in away}
    return {key: other.key for key, other in found.items() if other is not None}


def _next_there(known: Mapping[str, Member], member: Member, day: date, default: str) -> Member | None:
    for follow in ("substitute", "manager"):
        seen, key = {member.key}, getattr(member, follow)
        while key in known and key not in seen:
            if not is_absent(known[key], day):
                return known[key]
            seen.add(key)
            key = getattr(known[key], follow)
    last = known.get(default)
    return last if last is not None and last.key != member.key and not is_absent(last, day) else None


def in_charge(session: Session, key: str, day: date) -> str:
    """Who takes a new lead that belongs to `key`: himself, or on a day of his absence whoever stands in."""
    team = all_members(session, active_only=True)
    member = next((one for one in team if one.key == key), None)
    other = stand_in(team, member, day) if member is not None else None
    return other.key if other is not None else key


def stood_in_for(team: Iterable[Member], member: Member, day: date) -> list[Member]:
    """All whose digests and reminders come to `member` on that day."""
    known = list(team)
    others = stand_ins(known, {one.key: day for one in known})
    return [one for one in known if others.get(one.key) == member.key]


def set_absence(member: Member, first: date | None, last: date | None, substitute: Member | None) -> None:
    """Note an absence; without `first` there is none any more. Raises RequestFault where it cannot be."""
    if first is not None and last is not None and last < first:
        raise RequestFault(t("{last} is before {first}.", last=last, first=first))
    if substitute is not None and substitute.key == member.key:
        raise RequestFault(t("{name} cannot stand in for himself: name somebody else.", name=Verbatim(member.name)))
    member.absent_from, member.absent_until = first, last
    if substitute is not None:
        member.substitute = substitute.key


def absence_words(member: Member, substitute: Member | None) -> Text | None:
    """When he is away and who stands in; None for nothing planned."""
    if member.absent_from is None:
        return None
    if member.absent_until is None:
        when = t("absent from {first}", first=member.absent_from)
    else:
        when = t("absent from {first} until {last}", first=member.absent_from, last=member.absent_until)
    if substitute is None:
        return when
    return t("{when}; {name} stands in", when=when, name=Verbatim(substitute.name))
