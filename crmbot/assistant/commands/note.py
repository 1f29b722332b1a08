"""`note`: something worth knowing about somebody."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.entries import log_entry
from crmbot.assistant.forms.entry import placed
from crmbot.assistant.registry import Command
from crmbot.shapes import Reply, t


def handle(ask: Asking) -> Reply:
    """File the text at the record."""
    filing, words = placed(ask, ask.settings.kinds["note"])
    return log_entry(ask, filing, words, ask.settings.kinds["note"], as_typed=True)


COMMAND = Command(
    key="note",
    topic="log",
    names={"en": ("note", "log note", "log a note"), "de": ("notiz", "notieren", "vermerk")},
    usage=t("note WHO TEXT"),
    summary=t("file a note; “follow up on Friday” in it makes the follow-up too"),
    examples={
        "en": ("note Julia Brandt wants the offer by Friday", "note #1042 likes the colour, follow up next Monday"),
        "de": (
            "notiz Julia Brandt möchte das Angebot bis Freitag",
            "notiz #1042 Farbe gefällt, wiedervorlage nächsten Montag",
        ),
    },
    writes=True,
    handler=handle,
)
