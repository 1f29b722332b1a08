"""`won`: the customer said yes."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.deals import asked_won, asks_for_form
from crmbot.assistant.gate import pass_gate
from crmbot.assistant.moves import deal_name, keep_decision, moved
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.domain.deals.deals import win
from crmbot.errors import RequestFault
from crmbot.shapes import Reply, t


def handle(ask: Asking) -> Reply:
    """Win the deal; further words are its closing note, and stand in its history."""
    deal, text = named_deal(ask)
    name = deal_name(deal)
    if deal.state == "won":
        raise RequestFault(t("#{number} {name} is already won.", number=deal.number, name=name))
    pass_gate(ask, deal, ask.process.of(deal.process).won, "", verb="won")
    if asks_for_form(text) or "note" in ask.values:
        text = asked_won(ask, deal)
    before = deal.stage
    win(ask.work, deal, ask.process)
    deal.closing_note = text.strip() or None
    keep_decision(ask, deal, before, text)
    return moved(ask, deal, t("Won: #{number} {name}. Congratulations!", number=deal.number, name=name))


COMMAND = Command(
    key="won",
    topic="deals",
    names={"en": ("won", "win"), "de": ("gewonnen", "gewinnen")},
    usage=t("won DEAL [TEXT]"),
    summary=t("the customer said yes"),
    examples={"en": ("won #1042 ordered by phone",), "de": ("gewonnen #1042 telefonisch bestellt",)},
    writes=True,
    handler=handle,
)
