"""`move`: an entry of the history or a follow-up goes to another deal or contact."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named, number_of
from crmbot.assistant.registry import Command
from crmbot.assistant.role_files import FILE_NAMES, asked_file, file_named
from crmbot.assistant.rows import called
from crmbot.domain.filing import move_activity
from crmbot.domain.history import place_of
from crmbot.domain.records import Activity, Followup
from crmbot.domain.role_files import ROLE
from crmbot.domain.roles import STANDING
from crmbot.domain.views import activity_view, followup_view, view
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Record, Reply, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Refile it at the record named second."""
    what, _, rest = ask.rest.strip().partition(" ")
    number = number_of(ask, what) if what else None
    if number is None and (file := asked_file(ask)) is not None:
        return file
    if number is None:
        raise RequestFault(t("What is to be moved? Give the number of the entry first."))
    entry = ask.session.get(Activity, number) or ask.session.get(Followup, number)
    if entry is None:
        raise NotFound(t("There is no entry or follow-up {number}.", number=Verbatim(what)))
    role = file_named(rest)
    if role is not None and isinstance(entry, Activity):
        return _into_file(ask, entry, role)
    target = named(ask, _without_preposition(rest)).record
    if isinstance(entry, Activity):
        move_activity(ask.work, entry, place_of(target))
        moved: Record = activity_view(entry)
    else:
        entry.record_number = target.number
        moved = followup_view(entry)
    shown = view(ask.session, target, ask.process)
    return Reply(
        "done",
        t("#{entry} now stands at {place}.", entry=number, place=called(target)),
        records=(shown, moved),
    )


def _into_file(ask: Asking, entry: Activity, role: str) -> Reply:
    """From then on it stands in that role's file of its contact."""
    entry.details = {**(entry.details or {}), ROLE: role}
    entry.deal_number = None if role in STANDING else entry.deal_number
    ask.session.flush()
    return Reply(
        "done",
        t("#{entry} stands in the {file} now.", entry=entry.number, file=FILE_NAMES[role]),
        records=(activity_view(entry),),
    )


def _without_preposition(rest: str) -> str:
    first, _, following = rest.strip().partition(" ")
    return following if first.lower() in {"to", "at", "into", "zu", "nach", "bei"} else rest


COMMAND = Command(
    key="move",
    topic="log",
    names={"en": ("move", "file", "refile"), "de": ("verschieben", "umhängen", "ablegen")},
    usage=t("move #ENTRY WHO"),
    summary=t("file a note, call, mail or follow-up at another deal or contact"),
    examples={"en": ("move #1050 #1042",), "de": ("verschieben #1050 #1042",)},
    writes=True,
    handler=handle,
)
