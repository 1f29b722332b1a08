"""`show`: the card of a person, company or deal."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards import card
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.shapes import Reply, t


def handle(ask: Asking) -> Reply:
    """Everything about one record."""
    return card(ask, named(ask).record)


COMMAND = Command(
    key="show",
    topic="ask",
    names={"en": ("show", "card"), "de": ("zeige", "zeig", "öffne", "karte")},
    usage=t("show WHO"),
    summary=t("the card of a person, company or deal"),
    examples={"en": ("show Julia Brandt", "show #1042"), "de": ("zeige Julia Brandt", "zeige #1042")},
    writes=False,
    handler=handle,
)
