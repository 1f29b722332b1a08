"""`part`: somebody has to do a part of a follow-up, which is done when all its parts are."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.planning import due_at, planned_words, read_when, refuse_past
from crmbot.assistant.followups.references import named_followup
from crmbot.assistant.people import colleague
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import followup_text
from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.parts import give_part
from crmbot.errors import RequestFault
from crmbot.shapes import Reply, t

_WHOSE = re.compile(r"(?:for|für|an|to)\s+([^\s:,]{1,60})\s*[:,]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_WHO = t("Whose part is it? For example: part 1050 for ben: print the plans")


def handle(ask: Asking) -> Reply:
    """Add the part; due with the whole unless a date is named."""
    followup, rest = named_followup(ask, mine=False)
    said = _WHOSE.fullmatch(rest)
    if said is None:
        raise RequestFault(_WHO)
    member = colleague(ask, said[1], _WHO)
    when, text = read_when(ask, said[2])
    if when is not None:
        refuse_past(ask, when)
    due = (due_at(ask, when, owner=member.key), when.day_only) if when is not None else None
    part = give_part(ask.work, followup, member.key, text, due)
    ask.session.flush()
    title = t("Part #{part} of #{number}: {text}", part=part.number, number=followup.number, text=followup_text(part))
    return Reply(
        "done", title, understood=planned_words(part, ask.member_name(member.key)),
        lines=(t("It is done when all its parts are."),), records=(followup_view(part), followup_view(followup)),
    )  # fmt: skip


COMMAND = Command(
    key="part",
    topic="plan",
    names={"en": ("part", "subtask", "add part"), "de": ("teilaufgabe", "unteraufgabe", "teil")},
    usage=t("part FOLLOW-UP for MEMBER[: TEXT]"),
    summary=t("a part of a follow-up for a colleague; it is done when all its parts are"),
    examples={"en": ("part #1050 for ben: print the plans",), "de": ("teilaufgabe #1050 für ben: Pläne drucken",)},
    writes=True,
    handler=handle,
    keeps_places=True,
)
