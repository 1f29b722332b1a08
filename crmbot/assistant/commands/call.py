"""`call`: a telephone call, with its length."""

from __future__ import annotations

from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.entries import log_timed
from crmbot.assistant.forms.entry import placed
from crmbot.assistant.registry import Command
from crmbot.parsing.chat.entry import leading_direction
from crmbot.shapes import Reply, t


def handle(ask: Asking) -> Reply:
    """File the call at the record."""
    filing, words = placed(ask, ask.settings.kinds["call"])
    direction, words = leading_direction(words)
    kind = ask.settings.kinds["call"]
    return log_timed(ask, filing, words, replace(kind, direction=direction or kind.direction))


COMMAND = Command(
    key="call",
    topic="log",
    names={"en": ("call", "log call", "log a call", "phone"), "de": ("anruf", "telefonat", "telefoniert")},
    usage=t("call WHO [incoming] [12min] TEXT"),
    summary=t("log a call, with its length; “follow up on Friday” in it makes the follow-up too"),
    examples={
        "en": (
            "call Julia Brandt 12min wants to compare two offers",
            "call #1042 reached nobody, follow up tomorrow",
            "call #1042 incoming wants prices, reason: fair",
        ),
        "de": (
            "anruf Julia Brandt 12min vergleicht zwei Angebote",
            "anruf #1042 niemanden erreicht, wiedervorlage morgen",
            "anruf #1042 eingehend möchte Preise, Grund: Messe",
        ),
    },
    writes=True,
    handler=handle,
)
