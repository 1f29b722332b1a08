"""`lost`: it came to nothing, and why."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.moves import deal_name, moved
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.domain.deals import lose
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.shapes import Field, Reply, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Lose the deal; the reason is required, it is what the team learns from."""
    deal, reason = named_deal(ask)
    return lose_deal(ask, deal, reason)


def lose_deal(ask: Asking, deal: Deal, reason: str) -> Reply:
    """The deal ends with its reason. Raises RequestFault without one, or for a deal that is lost already."""
    if not reason.strip():
        raise RequestFault(t("Why? A reason is needed, it is kept for the report."))
    if deal.state == "lost":
        raise RequestFault(t("#{number} {name} is already lost.", number=deal.number, name=deal_name(deal)))
    lose(ask.work, deal, ask.process, reason.strip())
    title = t("Lost: #{number} {name}", number=deal.number, name=deal_name(deal))
    return moved(ask, deal, title, more=(Field(t("Reason"), Verbatim(reason.strip())),))


COMMAND = Command(
    key="lost",
    topic="deals",
    names={"en": ("lost", "lose"), "de": ("verloren", "verlieren")},
    usage=t("lost DEAL REASON"),
    summary=t("a deal came to nothing; the reason is kept"),
    examples={"en": ("lost #1042 too expensive",), "de": ("verloren #1042 zu teuer",)},
    writes=True,
    handler=handle,
)
