"""Who hears of what: announcements by rules, the team's usual ways of telling, and channels of deals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from crmbot.config.section import Section

Way = Literal["direct", "digest", "off"]
_CHANNEL = re.compile(r"#[^\s#@,;:/]{1,80}")
_KEY = re.compile(r"\w[\w.-]{0,39}")


def _several(value: Any) -> Any:
    """One or several; from the environment, separated by commas."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _recipients(values: list[str]) -> list[str]:
    for value in values:
        if value.startswith("#"):
            if not _CHANNEL.fullmatch(value):
                raise ValueError(f"{value!r} cannot be a channel: write it as Slack shows it, for example #wins")
        elif not _KEY.fullmatch(value):
            raise ValueError(f"{value!r} is no recipient: write #channel, a member's key, owner or manager")
    return values


def _postcodes(values: list[str]) -> list[str]:
    for value in values:
        parts = [part.strip() for part in value.split("-")]
        if len(parts) > 2 or not all(part and part.replace(" ", "").isalnum() for part in parts):
            raise ValueError(f"{value!r} is no beginning of postcodes: write for example 7 or 80-82")
    return values


def _countries(values: list[str]) -> list[str]:
    for value in values:
        if not re.fullmatch(r"[A-Z]{2}", value):
            raise ValueError(f"{value!r} is no country: write two capital letters, for example DE")
    return values


Several = Annotated[list[str], BeforeValidator(_several)]
Event = Literal[
    "lead", "qualified", "stage", "offer", "value", "owner", "won", "lost", "disqualified", "complaint",
]  # fmt: skip


class Announcement(Section):
    """A rule that announces events in a channel or to a person. What is left empty lets every event pass."""

    event: Annotated[list[Event], BeforeValidator(_several)] = Field(
        min_length=1,
        description="lead, qualified, stage, offer, value (the amount changed, or came over value_from), owner, won, lost, "
        "disqualified or complaint; one or a list",
    )
    to: Annotated[Several, AfterValidator(_recipients)] = Field(
        [],
        description='"#channel", a member\'s key, "owner" or "manager"; one or a list; empty: slack.announce_channel',
    )
    value_from: Decimal | None = Field(None, ge=0, description="the deal's amount from this on")
    value_to: Decimal | None = Field(None, ge=0, description="the deal's amount up to this")
    postcode: Annotated[Several, AfterValidator(_postcodes)] = Field(
        [], description='of the customer: beginnings of postcodes, or ranges of them: ["7", "80-82"]'
    )
    country: Annotated[Several, AfterValidator(_countries)] = Field(
        [], description='of the customer, for example ["DE", "AT"]'
    )
    owner: Several = Field([], description="member keys of the owners")
    department: Several = Field([], description="departments of the owners")
    source: Several = Field([], description='where the deal came from, for example ["fair", "website"]')
    process: Several = Field([], description="keys of processes")
    stage: Several = Field([], description="the stage that the deal is in then, by key or name")
    group: Literal["1m", "day", "off"] = Field(
        "1m", description="1m: events of a minute in one message; day: of a day; off: a message for each, at once"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Announcement:
        if self.value_from is not None and self.value_to is not None and self.value_from > self.value_to:
            raise ValueError("value_from is larger than value_to: no deal would fit")
        return self


class Notifications(Section):
    """How members are told who have chosen nothing for themselves (in the chat: notify)."""

    receipts: Way = Field("direct", description="what became of a mail: direct, digest (once a day, collected) or off")
    news: Way = Field("direct", description="news of what somebody follows: direct, digest or off")
    mentions: Way = Field("direct", description="somebody wrote @name in an entry: direct, digest or off")
    announcements: Way = Field("direct", description="announcements to persons: direct, digest or off")


class Channels(Section):
    """Channels that are made for deals."""

    private: bool = Field(True, description="only whom the deal concerns is in it; false: everybody may join it")
