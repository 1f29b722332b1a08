"""`lost`: it came to nothing, and why."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.deals import asked_reason, asks_for_form
from crmbot.assistant.moves import deal_name, keep_decision, moved
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.domain.deals.deals import lose
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.shapes import Action, Field, Reply, Text, Verbatim, t

_NOTE = re.compile(
    r"[\s,;.]{0,3}\b(?:closing note|note|comment|schlussnotiz|notiz|bemerkung|anmerkung)\s?[:=]\s*", re.IGNORECASE
)


def handle(ask: Asking) -> Reply:
    """Lose the deal; the reason is required, it is what the team learns from."""
    deal, reason = named_deal(ask)
    return lose_deal(ask, deal, reason)


def lose_deal(ask: Asking, deal: Deal, said: str, question: Text | None = None) -> Reply:
    """The deal ends with its reason; without one the form asks for it. Raises RequestFault for a deal that is lost already."""
    if deal.state == "lost":
        raise RequestFault(t("#{number} {name} is already lost.", number=deal.number, name=deal_name(deal)))
    before, (reason, note) = deal.stage, _why(ask, deal, said, question)
    lose(ask.work, deal, ask.process, reason)
    deal.closing_note = note or None
    keep_decision(ask, deal, before, f"{reason}\n{note}" if note else reason)
    title = t("Lost: #{number} {name}", number=deal.number, name=deal_name(deal))
    more = [Field(t("Reason"), Verbatim(reason)), *([Field(t("Closing note"), Verbatim(note))] if note else [])]
    return moved(ask, deal, title, more=tuple(more), actions=(Action(t("Reopen it"), f"reopen #{deal.number}"),))


def _why(ask: Asking, deal: Deal, said: str, question: Text | None) -> tuple[str, str]:
    if said.strip() and not asks_for_form(said) and not ask.values:
        return reason_and_note(said)
    why = question or t("Why? A reason is needed, it is kept for the report.")
    found = asked_reason(ask, deal, "lost", why)
    return found["reason"], found["note"] or ""


def reason_and_note(text: str) -> tuple[str, str]:
    """`too expensive; note: they buy in spring`: the reason, by which is counted, and the closing note."""
    parts = _NOTE.split(text.strip(), maxsplit=1)
    if len(parts) == 1 or not parts[0].strip():
        return text.strip(), ""
    return parts[0].strip(" ,;."), parts[1].strip()


COMMAND = Command(
    key="lost",
    topic="deals",
    names={"en": ("lost", "lose"), "de": ("verloren", "verlieren")},
    usage=t("lost DEAL REASON[; note: TEXT]"),
    summary=t("a deal came to nothing; the reason is kept"),
    examples={"en": ("lost #1042 too expensive",), "de": ("verloren #1042 zu teuer",)},
    writes=True,
    handler=handle,
)
