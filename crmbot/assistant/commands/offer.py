"""`offer`: an offer was made, for how much and until when."""

from __future__ import annotations

from crmbot.assistant.amounts import leading_amount
from crmbot.assistant.asking import Asking
from crmbot.assistant.moves import deal_name, keep_words, moved
from crmbot.assistant.planning import moment, read_when
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.domain.deals import move_to_stage
from crmbot.domain.process import Process, Stage
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.parsing.phrases.dates import When
from crmbot.shapes import Action, Reply, Text, Verbatim, t

_VALID = ("valid until", "valid till", "gültig bis zum", "gültig bis", "until", "bis zum", "bis")


def handle(ask: Asking) -> Reply:
    """Set the amount and move the deal to where offers stand, never back."""
    deal, words = named_deal(ask)
    amount, rest = leading_amount(words, currency=deal.currency)
    if amount is None:
        raise RequestFault(t("An offer of how much? I find no amount in “{words}”.", words=Verbatim(words[:80])))
    if deal.state != "open":
        raise RequestFault(
            t("#{number} is decided already: it takes no more offers. A new sale is a new lead.", number=deal.number)
        )
    valid = _valid_until(ask, rest)
    deal.amount, deal.currency = amount.amount, amount.currency
    stage = _offer_stage(ask.process)
    if stage is not None and _comes_before(ask.process, deal, stage):
        move_to_stage(ask.work, ask.process, deal, stage)
    keep_words(ask, deal, words, kind="offer", direction="out")
    title = t("Offer of {amount} for #{number} {name}.", amount=amount, number=deal.number, name=deal_name(deal))
    return moved(ask, deal, title if valid is None else _with_end(title, valid), actions=_reminder(deal, valid))


def _valid_until(ask: Asking, rest: str) -> When | None:
    text = rest.strip(" ,;.")
    lead = next((words for words in _VALID if text.lower().startswith(words + " ")), None)
    if lead is None:
        return None
    when, _ = read_when(ask, text[len(lead) :].strip())
    return when


def _with_end(title: Text, valid: When) -> Text:
    return t("{offer} Valid until {when}.", offer=title, when=moment(valid))


def _reminder(deal: Deal, valid: When | None) -> tuple[Action, ...]:
    when = f"{valid.at:%Y-%m-%d}" if valid else "in 1 week"
    return (Action(t("Remind me to ask about it"), f"followup #{deal.number} {when}"),)


def _offer_stage(process: Process) -> Stage | None:
    """Where a deal stands that has an offer: the first open stage that makes a prospect."""
    return next((stage for stage in process.stages if stage.state == "open" and "prospect" in stage.roles), None)


def _comes_before(process: Process, deal: Deal, stage: Stage) -> bool:
    keys = [one.key for one in process.stages]
    return deal.state != "won" and (
        deal.stage not in keys or keys.index(deal.stage) < keys.index(stage.key) or deal.state == "lost"
    )


COMMAND = Command(
    key="offer",
    topic="deals",
    names={"en": ("offer", "quote"), "de": ("angebot", "offerte")},
    usage=t("offer DEAL AMOUNT [valid until WHEN]"),
    summary=t("an offer was made: sets the amount and moves the deal on"),
    examples={"en": ("offer #1042 12.5k valid until friday",), "de": ("angebot #1042 12.500 € gültig bis Freitag",)},
    writes=True,
    handler=handle,
)
