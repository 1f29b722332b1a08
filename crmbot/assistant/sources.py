"""Where a lead comes from is a question that every lead gets until it is answered; the choices are one press away."""

from __future__ import annotations

from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.domain.records import Deal
from crmbot.domain.sources import UNTOLD, choices, source_key
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Text, Verbatim, t

_OFFERED = 5  # buttons; the others can be typed


def ask_for_source(ask: Asking, deal: Deal, reply: Reply) -> Reply:
    """The answer with the question for the source, where nobody told it or it is none of the choices."""
    question = source_question(ask, deal)
    if question is None:
        return reply
    return replace(reply, lines=(*reply.lines, question), actions=(*reply.actions, *source_buttons(ask, deal)))


def source_question(ask: Asking, deal: Deal) -> Text | None:
    """What is to be asked about the source; None where it is known."""
    if not deal.source or deal.source in UNTOLD:
        return t("Where did the first contact come from?")
    key = source_key(deal.source)
    if key in {one for one, _ in choices(ask.settings.sales.sources)} | {fold(one) for one in ask.settings.sales.sources}:
        return None
    return t("“{source}” is none of the known sources. Which one is meant?", source=Verbatim(deal.source))


def source_buttons(ask: Asking, deal: Deal) -> tuple[Action, ...]:
    """The choices, those of the settings first."""
    own = [one for one in choices(ask.settings.sales.sources) if one[0] in ask.settings.sales.sources]
    known = [one for one in choices() if one not in own]
    return tuple(
        Action(t("{name}", name=name), f"set #{deal.number} source {key}") for key, name in [*own, *known][:_OFFERED]
    )
