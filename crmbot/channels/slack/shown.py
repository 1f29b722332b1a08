"""What of a record is shown to whom: one table for previews, Work Objects and shared cards.

The administrator changes it in `[slack.shown]`. Phone numbers and addresses are not in it: they are for colleagues, each by
his own rights, in the side panel and on cards.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from crmbot.shapes import Reply, Verbatim, t

if TYPE_CHECKING:  # the settings are read without Slack's libraries
    from crmbot.channels.slack.audience import Audience

ShownField: TypeAlias = Literal[
    "number", "kind", "stage", "company", "person", "owner", "amount", "expected_close", "next_step", "last_contact", "roles"
]  # fmt: skip
Seen: TypeAlias = Literal["nobody", "team", "guests", "everybody"]
Shown: TypeAlias = Mapping[ShownField, Seen]

# The name itself is seen by everybody who reads the link.
TABLE: Shown = MappingProxyType(
    {
        "number": "team", "kind": "team", "stage": "team", "company": "team", "owner": "team",
        "person": "nobody", "amount": "nobody", "expected_close": "nobody", "next_step": "nobody", "last_contact": "nobody",
        "roles": "nobody",
    }
)  # fmt: skip
_RANKS: Mapping[str, int] = MappingProxyType({"nobody": 0, "team": 1, "guests": 2, "everybody": 3})
_NEEDED: Mapping[str, int] = MappingProxyType({"direct": 1, "team": 1, "guests": 2, "shared": 3, "unknown": 3})


def colleagues_only(audience: Audience) -> bool:
    """Whether nobody from outside reads along."""
    return _NEEDED[audience] == 1


def preview_for(reply: Reply, audience: Audience, shown: Shown) -> Reply:
    """What of a card is shown where `audience` reads; anything else is not shown to people from outside at all."""
    if reply.kind != "card" or not reply.records:
        title = t("Others than colleagues read here, or I cannot see who does. I do not show that to them.")
        return reply if colleagues_only(audience) else Reply("error", title, ok=False)
    record = reply.records[0]
    name, numbered = Verbatim(record.name), _may_see("number", audience, shown)
    return Reply(
        "card",
        t("{name} (#{number})", name=name, number=record.number) if numbered else t("{name}", name=name),
        fields=tuple(field for field in reply.fields if _may_see(field.key, audience, shown)),
        actions=reply.actions if colleagues_only(audience) else (),
    )


def _may_see(key: str, audience: Audience, shown: Shown) -> bool:
    level = shown.get(key)  # type: ignore[call-overload]
    return level is not None and _RANKS[level] >= _NEEDED[audience]
