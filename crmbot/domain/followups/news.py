"""Telling members what became of follow-ups that they share, gave or were given."""

from __future__ import annotations

from crmbot.domain.members.members import member_by_key
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Followup
from crmbot.domain.records.work import Work
from crmbot.shapes import Action, Moment, Reply, Text, Value, Verbatim, t


def tell(
    work: Work, followup: Followup, member: str, what: str, title: Text, *, lines: tuple[Value, ...] = (),
    actions: tuple[Action, ...] = (), kind: str = "news",
) -> bool:  # fmt: skip
    """One message to an active member who did not do it himself; `what` happens once at one moment."""
    known = member_by_key(work.session, member)
    if member == work.actor or known is None or not known.active:
        return False
    key = f"followup:{followup.number}:{what}:{work.now.timestamp():.3f}:{member}"
    shown = actions or (Action(t("Show"), f"show #{followup.record_number or followup.number}"),)
    return enqueue(work, key=key, kind=kind, recipient=member, content=Reply("done", title, lines=lines, actions=shown))


def named(followup: Followup) -> Value:
    """What is to be done, in a sentence."""
    if not followup.text and followup.origin == "touch":
        return t("Stay in touch")
    return Verbatim(followup.text) if followup.text else t("Get in touch")


def numbered(followup: Followup) -> Text:
    """The same with its number, by which requests name it."""
    return t("#{number} {text}", number=followup.number, text=named(followup))


def due(followup: Followup) -> Text:
    """When it falls due."""
    return t("due {due}", due=Moment(followup.due_at, day_only=followup.day_only))


def who(work: Work, key: str | None) -> Value:
    """What people call a member; us, where nobody did it."""
    member = member_by_key(work.session, key) if key else None
    return Verbatim(member.name if member else key or "crmbot")
