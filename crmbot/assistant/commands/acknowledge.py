"""`ok`: its owner knows of a follow-up; nobody else is told that it is overdue, and it does not come again by itself."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.references import named_followup
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import followup_row, followup_text
from crmbot.domain.deals.views import followup_view
from crmbot.shapes import Reply, Section, t


def handle(ask: Asking) -> Reply:
    """It stays open and in the owner's list, until it is done or put off."""
    followup, _ = named_followup(ask)
    followup.acknowledged_at = ask.now
    ask.session.flush()
    return Reply(
        "done", t("You know of #{number} {text}.", number=followup.number, text=followup_text(followup)),
        lines=(t("It stays open. Nobody else is told of it until it has a new date."),),
        sections=(Section(None, (followup_row(ask, followup),)),), records=(followup_view(followup),),
    )  # fmt: skip


COMMAND = Command(
    key="acknowledge",
    topic="plan",
    names={"en": ("ok", "acknowledge", "i know"), "de": ("weiß ich", "zur kenntnis", "bestätige kenntnis")},
    usage=t("ok FOLLOW-UP"),
    summary=t("you know of a follow-up that is due: your manager is not told, and it is not repeated"),
    examples={"en": ("ok #1050",), "de": ("weiß ich #1050",)},
    writes=True,
    handler=handle,
)
