"""`undo`: take an action back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.assistant.words import ACTIONS, word
from crmbot.domain.changes.undo import last_undoable, parts_before, undo, undo_part
from crmbot.domain.changes.undo_rights import require_undo
from crmbot.domain.deals.views import view
from crmbot.domain.leads.regrading import regrade_changed
from crmbot.domain.members.guard import unguarded
from crmbot.domain.members.members import member_by_key
from crmbot.domain.records import ChangeSet
from crmbot.domain.search.lookup import by_number
from crmbot.errors import RequestFault
from crmbot.shapes import Moment, Reply, Text, Value, Verbatim, t

_CHANGE = re.compile(r"(?:change|änderung)?\s*#?(\d{1,9})", re.IGNORECASE)


def undo_command(others: Iterable[Command]) -> Command:
    """The command that takes all `others` back."""
    known = {command.key: command for command in others}
    return Command(
        key="undo",
        topic="more",
        names={"en": ("undo",), "de": ("rückgängig", "zurücknehmen", "storno")},
        usage=t("undo [CHANGE]"),
        summary=t("take your last action back, or the change of that number"),
        examples={"en": ("undo",), "de": ("rückgängig",)},
        writes=True,
        handler=partial(_handle, known),
        keeps_places=True,
        right="read",
        ahead=_parts,
    )


def _handle(known: Mapping[str, Command], ask: Asking) -> Reply:
    number, passed_over = _wanted(ask)
    require_undo(ask.session, ask.access, number)
    with unguarded(ask.session):
        target = undo(ask.work, number)
    about = by_number(ask.session, target.subject) if target.subject else None
    command = known.get(target.action)
    action = Verbatim(command.name(ask.reader.language)) if command else word(ACTIONS, target.action)
    return Reply(
        "done",
        t("Undone: {change}", change=_words(ask, target, action)),
        lines=(t("What was erased stays erased: this was the change before it."),) if passed_over else (),
        records=(view(ask.session, about, ask.process),) if about else (),
    )


def _parts(ask: Asking) -> tuple[str, list[Callable[[Asking], None]]]:
    """A long action is taken back part by part."""
    number, _ = _wanted(ask)
    require_undo(ask.session, ask.access, number)
    with unguarded(ask.session):
        parts = parts_before(ask.session, number)
    return (str(number) if parts else ask.rest), [partial(_take_back, part) for part in parts]


def _take_back(part: int, ask: Asking) -> None:
    with unguarded(ask.session):
        undo_part(ask.work, part)
        regrade_changed(ask.work, ask.process)


def _wanted(ask: Asking) -> tuple[int, bool]:
    """The change of that number, else the acting member's own last one; and whether an erasure was passed over for it."""
    text = ask.rest.strip()
    match = _CHANGE.fullmatch(text)
    if match is not None:
        return int(match[1]), False
    if text:
        raise RequestFault(t("Which change? Give its number, or nothing for your last one."))
    last, passed_over = last_undoable(ask.session, ask.member.key)
    return last.id, passed_over


def _words(ask: Asking, change: ChangeSet, action: Value) -> Text:
    member = member_by_key(ask.session, change.actor) if change.actor else None
    who = Verbatim(member.name if member else change.actor or "crmbot")
    return t("“{action}” by {who}, {at} (change {id})", action=action, who=who, at=Moment(change.at), id=change.id)
