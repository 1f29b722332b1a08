"""`show`: the card of a person, company or deal."""

from __future__ import annotations

from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.cards import card
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.shapes import Reply, t


def handle(ask: Asking) -> Reply:
    """Everything about one record."""
    found = named(ask)
    reply = card(ask, found.record)
    return replace(reply, understood=t("show {name}", name=called(found.record))) if found.rest else reply


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
