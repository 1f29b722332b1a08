"""Announcing what happened: by rules, in channels and to persons, in the transaction of the change itself.

`announce` is called once for each unit of work, right before it commits, whoever made it: mail, chat or the clock. What is
imported is not announced, nor what only takes something back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from crmbot.domain.announcing.happenings import Happening, happenings
from crmbot.domain.announcing.notifying import next_digest
from crmbot.domain.announcing.record_channels import tell_channel
from crmbot.domain.announcing.rules import MANAGER, OWNER, AnnouncementRule, Subject, Telling, fits
from crmbot.domain.announcing.words import announcement_row, record_of
from crmbot.domain.members.access import access_of, sees
from crmbot.domain.members.guard import unguarded
from crmbot.domain.members.members import all_members
from crmbot.domain.members.process_teams import hidden_processes
from crmbot.domain.members.rights import Access
from crmbot.domain.outbox.bundles import Piece, put
from crmbot.domain.outbox.outbox import is_channel
from crmbot.domain.outbox.threads import ANNOUNCEMENT, begun
from crmbot.domain.process import Process
from crmbot.domain.records import Member
from crmbot.domain.records.work import Work
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Value, Verbatim, t

_MINUTE = timedelta(minutes=1)
BACKLOG = "backlog"  # mail that is filed quietly
_SILENT = frozenset({"undo", "merge", BACKLOG})  # actions that bring nothing new


def announce(work: Work, telling: Telling) -> None:
    """Queue what the rules, and the channels of records, have to tell of this unit of work."""
    if work.channel == "import" or work.action in _SILENT:
        return
    change_set = work.change_set()
    if change_set is None:
        return
    with unguarded(work.session):
        found = happenings(work.session, change_set, telling.complaints)
        if found:
            _Announcer(work, telling, change_set).tell(found)


class _Announcer:
    """Tells of one unit of work."""

    def __init__(self, work: Work, telling: Telling, change_set: int) -> None:
        self._work = work
        self._session = work.session
        self._telling = telling
        self._change_set = change_set
        self._process: Process = telling.process()
        self._begun: dict[str, set[int]] = {}  # the records of which something stands in a channel already
        self._team: dict[str, Member] = {one.key: one for one in all_members(work.session)}

    def tell(self, found: list[Happening]) -> None:
        """In one order of recipients, so that two units of work never wait for each other."""
        wanted = [(to, rules, one) for one in found for to, rules in self._recipients(one).items()]
        channels = sorted({to for to, _, _ in wanted if is_channel(to)})
        if channels:
            self._telling.one_at_a_time(self._session, channels)
            self._begun = {to: begun(self._session, [one.record.number for one in found], to) for to in channels}
        for to, rules, happening in sorted(wanted, key=lambda each: each[0]):
            event = happening.first_of(event for rule in rules for event in rule.events)
            if event is not None and self._may_hear(to, rules, happening.record):
                self._put(to, rules[0], happening, event)
        for happening in found:
            tell_channel(self._work, happening, self._process, self._name_of, self._change_set)

    def _recipients(self, happening: Happening) -> dict[str, list[AnnouncementRule]]:
        """Who hears of it, each once, with the rules by which he does."""
        found: dict[str, list[AnnouncementRule]] = {}
        owner = self._team.get(happening.record.owner or "")
        subject = Subject(self._session, happening.record, owner.department if owner is not None else None)
        for rule in self._telling.rules:
            event = happening.first_of(rule.events)
            if event is None or not fits(self._process, rule, subject, self._telling.currency):
                continue
            if happening.events & set(rule.events) == {"value"} and not _came_over(rule, happening):
                continue
            for name in rule.to:
                to = self._named(name, happening.record)
                if to is not None:
                    found.setdefault(to, []).append(rule)
        return found

    def _named(self, name: str, record: Contactable) -> str | None:
        """A channel, or a member who is here and has not done it himself."""
        if is_channel(name):
            return name
        key: str | None = name.lower()
        if key == OWNER:
            key = record.owner
        elif key == MANAGER:
            owner = self._team.get(record.owner or "")
            key = owner.manager if owner is not None else None
        member = self._team.get(key or "")
        return member.key if member is not None and member.active and member.key != self._work.actor else None

    def _may_hear(self, to: str, rules: list[AnnouncementRule], record: Contactable) -> bool:
        """A person as his rights say. In a channel nothing stands that is hidden from anybody who sees all records; deals
        of another team's process only where a rule names that process.
        """
        if not is_channel(to):
            return sees(self._session, access_of(self._session, self._team[to]), record)
        named = frozenset(process for rule in rules for process in rule.processes)
        return sees(self._session, Access(NOBODY, hides=True, without=self._hidden - named), record)

    @cached_property
    def _hidden(self) -> frozenset[str]:
        """The processes that only other departments see."""
        return hidden_processes(self._session, None)

    def _put(self, to: str, rule: AnnouncementRule, happening: Happening, event: str) -> None:
        record = happening.record
        row = announcement_row(happening, event, self._process, self._name_of, self._work.actor)
        below = record.number in self._begun.get(to, ())
        put(
            self._work,
            Piece(
                f"announce:{self._change_set}:{record.number}:{to}", ANNOUNCEMENT, to, row, record_of(record),
                record.number if below else None, self._when(rule, to),
            ),
        )  # fmt: skip

    def _when(self, rule: AnnouncementRule, to: str) -> datetime | None:
        if rule.group == "off":
            return None
        if rule.group == "1m":
            return self._work.now + _MINUTE
        return next_digest(self._telling.schedule.of(self._team.get(to)), self._work.now)

    def _name_of(self, key: str) -> Value:
        member = self._team.get(key)
        return Verbatim(member.name) if member is not None else Verbatim(key) if key else t("nobody")


NOBODY = ""  # a member who sees everything but what is protected


def _came_over(rule: AnnouncementRule, happening: Happening) -> bool:
    """Whether a changed amount is news to a rule: with a threshold only when it came over it."""
    return rule.value_from is None or happening.before is None or happening.before < rule.value_from
