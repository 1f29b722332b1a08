"""What kind of mail it is: rules answer one question each, a table in order of weight makes the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crmbot.parsing.forwarding.subjects import read_subject
from crmbot.parsing.kinds.absences import read_absence
from crmbot.parsing.kinds.auto_replies import find_auto_reply
from crmbot.parsing.kinds.bounces import read_bounce
from crmbot.parsing.kinds.calendars import read_invitation
from crmbot.parsing.kinds.mailing_lists import find_list
from crmbot.parsing.parsed import Header, HowForwarded, Kind, Message
from crmbot.parsing.team import Team

# Programs that say so in answer to a mail; anything weaker gives way to a form, which programs send too.
_WEAK_REASONS = (
    "Auto-Submitted: auto-generated",
    "Auto-Submitted: auto-notified",
    "the sender takes no answers",
    "has List-Unsubscribe",
)


@dataclass(frozen=True, slots=True)
class Signals:
    """What the marks of programs say about a mail: a kind of its own or None, why, and what else they tell."""

    kind: Kind | None = None
    reasons: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def weak(self) -> bool:
        """Whether other evidence (a form, a forward) may overrule the kind."""
        return self.kind in {"auto_reply", "list"} and all(reason.startswith(_WEAK_REASONS) for reason in self.reasons)


def read_signals(message: Message, team: Team) -> Signals:
    """Ask the rules in order of weight: bounce, auto-reply, calendar, list."""
    bounce = read_bounce(message)
    if bounce is not None:
        return Signals("bounce", bounce.reasons, bounce.as_fields())
    reasons = find_auto_reply(message)
    invitation = read_invitation(message.calendar) if message.calendar else None
    # Calendar servers send their invitations as auto-generated.
    if reasons and not (invitation is not None and Signals("auto_reply", reasons).weak):
        return Signals("auto_reply", reasons, read_absence(message).as_fields())
    if invitation is not None:
        return Signals(
            "calendar", (f"calendar part with method {invitation.method or 'none'}",), invitation.as_fields()
        )
    reasons = find_list(message, team)
    if reasons:
        return Signals("list", reasons)
    return Signals(fields=invitation.as_fields() if invitation else {})


def decide_kind(
    signals: Signals, header: Header, *, how: HowForwarded | None, is_form: bool, is_reply: bool
) -> tuple[Kind, tuple[str, ...]]:
    """The verdict: marks of programs first, then a form, a forward, a reply, else direct."""
    if signals.kind is not None and not (signals.weak and (is_form or how in {"inline", "attachment"})):
        return signals.kind, signals.reasons
    if how is not None and not (is_form and how == "redirect"):
        return "forward", (f"forwarded ({how})",)
    if is_form:
        return "form", ("labelled lines of a web form",)
    if is_reply:
        return "reply", ("In-Reply-To",) if header.in_reply_to else ("subject of a reply",)
    return "direct", ("no other sign",)


def has_forward_mark(header: Header) -> bool:
    """Whether subject or header say that the mail is a forward, as far as mail programs tell."""
    return header.first("X-Forwarded-Message-Id") is not None or read_subject(header.subject).forwards


def has_reply_subject(subject: str | None) -> bool:
    """Whether a subject begins with the `Re:` of some mail program."""
    return read_subject(subject).replies
