"""`pin`: an entry of the history stands on top; `unpin`: in its place again."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import number_of
from crmbot.assistant.registry import Command
from crmbot.domain.deals.views import activity_view
from crmbot.domain.members.access import sees
from crmbot.domain.records import Activity
from crmbot.errors import NotFound
from crmbot.shapes import Reply, Verbatim, t


def _entry(ask: Asking) -> Activity:
    word = ask.rest.strip().split(" ")[0]
    number = number_of(ask, word) if word else None
    entry = ask.session.get(Activity, number) if number is not None else None
    if entry is None or not sees(ask.session, ask.access, entry):
        raise NotFound(t("There is no entry {number}.", number=Verbatim(word[:60])))
    return entry


def handle_pin(ask: Asking) -> Reply:
    """Put it on top."""
    entry = _entry(ask)
    entry.pinned = True
    return Reply(
        "done", t("#{number} stands on top of the history now.", number=entry.number), records=(activity_view(entry),)
    )


def handle_unpin(ask: Asking) -> Reply:
    """Back into the order of time."""
    entry = _entry(ask)
    entry.pinned = False
    return Reply(
        "done", t("#{number} stands in its place again.", number=entry.number), records=(activity_view(entry),)
    )


PIN = Command(
    key="pin",
    topic="log",
    names={"en": ("pin",), "de": ("anheften", "anpinnen")},
    usage=t("pin #ENTRY"),
    summary=t("keep an entry of the history on top"),
    examples={"en": ("pin #1060",), "de": ("anheften #1060",)},
    writes=True,
    handler=handle_pin,
)
UNPIN = Command(
    key="unpin",
    topic="log",
    names={"en": ("unpin",), "de": ("lösen", "abheften")},
    usage=t("unpin #ENTRY"),
    summary=t("let a pinned entry go back to its place"),
    examples={"en": ("unpin #1060",), "de": ("lösen #1060",)},
    writes=True,
    handler=handle_unpin,
)
