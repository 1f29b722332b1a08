"""`team`: follow-ups of each whom one leads, done, open and overdue; behind each number its list."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import followup_rows
from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.due import DONE_DAYS, Numbers, numbered_list, team_numbers
from crmbot.domain.followups.followups import start_of_day
from crmbot.domain.members.members import all_members, require_member
from crmbot.domain.records import Member
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Column, Reply, Row, Section, Table, Text, Verbatim, t, tn

_MOST = 30
_LISTS = {
    "done": "done", "erledigt": "done", "erledigte": "done", "open": "open", "offen": "open", "offene": "open",
    "overdue": "overdue", "late": "overdue", "ueberfaellig": "overdue", "ueberfaellige": "overdue",
}  # fmt: skip
_MARK = ".,:!?"


def handle(ask: Asking) -> Reply:
    """The numbers of those whom the member leads, or one of the lists behind them."""
    words = [word.strip(_MARK) for word in ask.rest.split()]
    which = next((_LISTS[fold(word)] for word in words if fold(word) in _LISTS), None)
    names = [word for word in words if fold(word) not in _LISTS]
    members = [require_member(ask.session, " ".join(names))] if names else _led(ask)
    if not members:
        raise RequestFault(t("You lead nobody: ask for a member by name."))
    return _list(ask, members, which) if which is not None else _numbers(ask, members)


def _led(ask: Asking) -> list[Member]:
    team = all_members(ask.session, active_only=True)
    return [member for member in team if member.manager == ask.member.key]


def _numbers(ask: Asking, members: list[Member]) -> Reply:
    today = start_of_day(ask.now, ask.zone)
    found = team_numbers(ask.session, ask.access, [one.key for one in members], ask.now, today)
    each = [(member, found.get(member.key, Numbers())) for member in members]
    columns = (
        Column(t("Member")), Column(t("Done in 7 days"), numeric=True), Column(t("Open"), numeric=True),
        Column(t("Overdue"), numeric=True),
    )  # fmt: skip
    rows = tuple((ask.member_name(member.key), one.done, one.open, one.overdue) for member, one in each)
    actions = tuple(
        Action(t("Overdue of {name}", name=Verbatim(member.name)), f"team {member.key} overdue")
        for member, one in each
        if one.overdue
    )
    totals = [{"member": m.key, "done": one.done, "open": one.open, "overdue": one.overdue} for m, one in each]
    return Reply(
        "list", tn("Follow-ups of {n} member", "Follow-ups of {n} members", len(members)), table=Table(columns, rows),
        actions=actions[:5], totals={"count": len(members), "members": totals},
    )  # fmt: skip


def _list(ask: Asking, members: list[Member], which: str) -> Reply:
    keys, today = [one.key for one in members], start_of_day(ask.now, ask.zone)
    numbers = team_numbers(ask.session, ask.access, keys, ask.now, today)
    count = sum(getattr(one, which) for one in numbers.values())
    found = numbered_list(ask.session, ask.access, keys, which, ask.now, today, limit=_MOST)
    by_owner: dict[str, list[Row]] = {}
    for one, row in zip(found, followup_rows(ask, found), strict=True):
        by_owner.setdefault(one.owner, []).append(row)
    return Reply(
        "list", _title(which, count),
        sections=tuple(Section(t("{name}", name=ask.member_name(owner)), tuple(rows)) for owner, rows in by_owner.items()),
        lines=(tn("{n} more is not shown.", "{n} more are not shown.", count - len(found)),) if count > len(found) else (),
        records=tuple(followup_view(one) for one in found), totals={"count": count},
    )  # fmt: skip


def _title(which: str, count: int) -> Text:
    if which == "done":
        return tn("{n} follow-up done in {days} days", "{n} follow-ups done in {days} days", count, days=DONE_DAYS.days)
    if which == "open":
        return tn("{n} open follow-up", "{n} open follow-ups", count)
    return tn("{n} overdue follow-up", "{n} overdue follow-ups", count)


COMMAND = Command(
    key="team",
    topic="ask",
    names={"en": ("team", "my team"), "de": ("mannschaft", "mein team")},
    usage=t("team [MEMBER] [done|open|overdue]"),
    summary=t("follow-ups of each whom you lead: done, open and overdue, and the lists behind the numbers"),
    examples={"en": ("team ben", "team ben overdue"), "de": ("mein team ben", "team ben überfällig")},
    writes=False,
    handler=handle,
)
