"""One request in hand: who asks, when, in which process, and the words after the verb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.assistant.settings import AssistantSettings
from crmbot.domain.members.access import Access, access_of
from crmbot.domain.process import Process
from crmbot.domain.records import Member
from crmbot.domain.records.work import Work
from crmbot.shapes import ChatFile, Reader, Value, Verbatim, t

if TYPE_CHECKING:
    from crmbot.assistant.registry import Registry

_NAMES = "crmbot.member_names"


@dataclass(frozen=True, slots=True)
class Asking:
    """What a command's handler gets. `commands` are all there are, `rest` the words after the verb, `places` the numbers of the last answer.

    `now` stands in the member's zone. `unit` is the unit of work of a command that writes. `values` are the answers to a
    form by the keys of its fields, `link` and `files` what the message that is talked about has. `since` is the last
    change that the card knew of whose button was pressed.
    """

    session: Session
    process: Process
    settings: AssistantSettings
    commands: Registry
    member: Member
    reader: Reader
    now: datetime
    verb: str
    rest: str
    places: tuple[int, ...] = ()
    unit: Work | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    link: str | None = None
    files: tuple[ChatFile, ...] = ()
    since: int | None = None

    @property
    def work(self) -> Work:
        """The unit of work; only commands that write may ask for it."""
        assert self.unit is not None
        return self.unit

    @property
    def access(self) -> Access:
        """What the member may see and do; a query that lists or finds anything takes it."""
        return access_of(self.session, self.member, self.now.date())

    @property
    def zone(self) -> ZoneInfo:
        """The member's time zone."""
        return ZoneInfo(self.reader.timezone)

    def stage_name(self, key: str) -> Value:
        """A stage in the reader's language; the bare key of one that an older process had."""
        stage = self.process.stage(key)
        return Verbatim(stage.name(self.reader.language) if stage else key)

    def kind_name(self, key: str) -> Value:
        """A kind of activity in the reader's language."""
        return Verbatim(self.settings.kinds[key].name(self.reader.language))

    def member_name(self, key: str | None) -> Value:
        """What people call a member."""
        if key is None:
            return t("nobody")
        if key == self.member.key:
            return Verbatim(self.member.name)
        names: dict[str, str] | None = self.session.info.get(_NAMES)
        if names is None:
            names = {row[0]: row[1] for row in self.session.execute(select(Member.key, Member.name))}
            self.session.info[_NAMES] = names  # a reply names many
        return Verbatim(names.get(key, key))
