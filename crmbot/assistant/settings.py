"""What the assistant has to know of the installation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from sqlalchemy.orm import Session

from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.catalogue.activity_kinds import ALL_BUILT_IN, ActivityKinds
from crmbot.domain.catalogue.sales_settings import USUAL, SalesSettings
from crmbot.domain.people.contact_fields import BUILT_IN_FIELDS, Fields
from crmbot.domain.process import Process
from crmbot.domain.records import Member
from crmbot.shapes import Reply, t


def _no_address(_member: Member) -> str | None:
    return None


def _no_digest(_session: Session, _process: Process, _member: Member, _at: datetime) -> Reply:
    return Reply("list", t("Nothing is due."))


def _no_url(_number: int) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class AssistantSettings:
    """The team's defaults. Where a member has own ones (zone, language), those count.

    `region` (ISO 3166) says how phone numbers without a country are read, `default_time` at what local time a
    follow-up without an hour falls due, `capture_address` which mail address proves a member, `terms` what the
    organisation calls roles and records.
    """

    language: str = "de"
    timezone: str = "Europe/Berlin"
    currency: str = "EUR"
    region: str = "DE"
    default_time: time = time(9)
    command: str = "/crm"
    kinds: ActivityKinds = ALL_BUILT_IN
    fields: Fields = BUILT_IN_FIELDS
    sales: SalesSettings = USUAL
    terms: Mapping[str, str] = field(default_factory=dict)
    capture_address: Callable[[Member], str | None] = _no_address
    team: TeamSchedule = TeamSchedule()  # noqa: RUF009 - frozen
    refuse_erased: bool = False  # mail from somebody who was erased is not taken up again
    digest_of: Callable[[Session, Process, Member, datetime], Reply] = _no_digest  # what one would hold at a moment
    ways: Mapping[str, str] = field(default_factory=dict)  # how members are told who have chosen nothing
    mail_out: bool = False  # mail can be sent
    private_channels: bool = True  # channels of deals are for those whom they concern
    record_url: Callable[[int], str | None] = _no_url  # where a record is found by its number
    previewed: frozenset[str] = frozenset()  # keys of the fields that a preview may show
