"""`undo`: take an action back."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.domain.lookup import by_number
from crmbot.domain.members import member_by_key
from crmbot.domain.records import ChangeSet
from crmbot.domain.undo import last_undoable, undo
from crmbot.domain.views import view
from crmbot.errors import RequestFault
from crmbot.shapes import Moment, Reply, Text, Verbatim, t

_CHANGE = re.compile(r"(?:change|änderung)?\s*#?(\d{1,9})", re.IGNORECASE)


def handle(ask: Asking) -> Reply:
    """The change of that number, else the acting member's own last one."""
    wanted = ask.rest.strip()
    match = _CHANGE.fullmatch(wanted)
    if wanted and match is None:
        raise RequestFault(t("Which change? Give its number, or nothing for your last one."))
    number = int(match[1]) if match else last_undoable(ask.session, ask.member.key).id
    target = undo(ask.work, number)
    about = by_number(ask.session, target.subject) if target.subject else None
    return Reply(
        "done",
        t("Undone: {change}", change=_words(ask, target)),
        records=(view(ask.session, about, ask.process),) if about else (),
    )


def _words(ask: Asking, change: ChangeSet) -> Text:
    member = member_by_key(ask.session, change.actor) if change.actor else None
    who = Verbatim(member.name if member else change.actor or "crmbot")
    at, action = Moment(change.at), Verbatim(change.action)
    return t("“{action}” by {who}, {at} (change {id})", action=action, who=who, at=at, id=change.id)


COMMAND = Command(
    key="undo",
    topic="more",
    names={"en": ("undo",), "de": ("rückgängig", "zurücknehmen", "storno")},
    usage=t("undo [CHANGE]"),
    summary=t("take your last action back, or the change of that number"),
    examples={"en": ("undo",), "de": ("rückgängig",)},
    writes=True,
    handler=handle,
)
