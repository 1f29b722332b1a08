"""What members did: read once from words, for the report and for the chart of the same figures."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from crmbot.assistant.asking import Asking
from crmbot.assistant.reports.wanted import owner_of, read_wanted
from crmbot.assistant.words import joined
from crmbot.domain.members.access import visible
from crmbot.domain.members.members import all_members
from crmbot.domain.records import Activity, Deal
from crmbot.domain.reports.activity import MemberActivity, activity_by_member
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Text, Value, Verbatim, t

_TEAM = frozenset({"team", "mannschaft", "abteilung", "department"})
_MY = frozenset({"my", "mein", "meine", "meines"})
_KIND = frozenset({"kind", "art", "type", "typ"})


@dataclass(frozen=True, slots=True)
class Done:
    """Who did what, who did most on top; `said` are the period, the owner and the filters in words."""

    members: list[tuple[str, MemberActivity]]
    said: Text | None


def read_done(ask: Asking, words: str) -> Done:
    """Over a period, of a member or a team, of some kinds, and at deals that pass filters.

    `my team` are those whom the asking member leads, `team:NAME` those of a department. Raises RequestFault for words that mean nothing.
    """
    kinds, team, rest = _narrowed(ask, words)
    wanted = read_wanted(ask, " ".join(rest))
    conditions = list(visible(ask.access, Activity))
    if kinds:
        conditions.append(Activity.kind.in_(kinds))
    if wanted.filtered:
        conditions.append(Activity.deal_number.in_(select(Deal.number).where(*wanted.conditions)))
    found = activity_by_member(ask.session, conditions, since=wanted.since, until=wanted.until)
    owner, whose = owner_of(ask, wanted), _members_of(ask, team) if team is not None else None
    members = [
        (key, one)
        for key, one in found.items()
        if key and (owner is None or key == owner) and (whose is None or key in whose)
    ]
    said: list[Value] = [t("team {name}", name=Verbatim(team)) if team else t("your team") if team == "" else None]
    said += [ask.kind_name(key) for key in kinds]
    return Done(sorted(members, key=lambda pair: (-pair[1].total, pair[0])), joined([wanted.said, *said]))


def _narrowed(ask: Asking, words: str) -> tuple[list[str], str | None, list[str]]:
    """The kinds and the team that are named, "" for one's own, and the other words."""
    known, kinds, rest = ask.settings.kinds.words(), list[str](), list[str]()
    team: str | None = None
    for word in words.split():
        name, colon, value = word.partition(":")
        kind = known.get(fold(value if colon and fold(name) in _KIND else word))
        if kind is not None:
            kinds += [kind] if kind not in kinds else []
        elif fold(name) in _TEAM and (colon or not rest or fold(rest[-1]) in _MY):
            team = value
            rest = rest[:-1] if rest and fold(rest[-1]) in _MY else rest
        else:
            rest.append(word)
    return kinds, team, rest


def _members_of(ask: Asking, team: str) -> set[str]:
    everybody = all_members(ask.session)
    if not team:
        return {one.key for one in everybody if ask.member.key in (one.manager, one.key)}
    found = {one.key for one in everybody if fold(one.department or "") == fold(team)}
    if not found:
        raise RequestFault(t("There is no team “{name}”.", name=Verbatim(team[:60])))
    return found
