"""`not a lead`: a mail that became an enquiry is none; the sender's next mails open none either."""

from __future__ import annotations

from sqlalchemy import select

from crmbot.assistant.asking import Asking
from crmbot.assistant.lessons import is_untouched
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.assistant.senders import named_sender
from crmbot.domain.changes.deleting import delete_deal
from crmbot.domain.filing.sender_rules import NO_LEAD, mails_of, teach
from crmbot.domain.members.guard import unguarded
from crmbot.domain.records import Deal
from crmbot.shapes import Action, Reply, Text, Verbatim, t, tn

_OLDER = frozenset({"older", "all", "alle", "ältere", "aeltere", "auch", "too"})


def handle(ask: Asking) -> Reply:
    """The lead goes, the mail stays in the history of its person; with `older` all other untouched leads of the sender."""
    sender = named_sender(ask)
    address = sender.address
    older = bool({word.lower().strip(",.!") for word in sender.rest.split()} & _OLDER)
    leads = mail_leads(ask, address)
    here = [deal for deal in leads if sender.deal is not None and deal.number == sender.deal.number]
    others = [deal for deal in leads if deal not in here]
    gone = [*here, *(others if older else [])]
    lines = [_gone(ask, deal) for deal in gone]
    kept = sender.deal is not None and sender.deal not in gone
    if kept and sender.deal is not None:
        lines.append(t("{deal} stays: it has been worked on already.", deal=called(sender.deal)))
    teach(ask.work, address, NO_LEAD)
    lines.append(
        t("From now on mail of {address} opens no lead; it is filed at its contact.", address=Verbatim(address))
    )
    actions = tuple(_further(address, 0 if older else len(others), sender.deal if kept else None))
    title = t("Not a lead: {address}", address=Verbatim(address))
    return Reply("done", title, lines=tuple(lines), actions=actions, totals={"gone": len(gone)})


def _gone(ask: Asking, deal: Deal) -> Text:
    name = called(deal)
    with unguarded(ask.session):
        delete_deal(ask.work, deal)
    return t("{deal} is no lead any more; its mail stays with the contact.", deal=name)


def _further(address: str, others: int, kept: Deal | None) -> list[Action]:
    found = []
    if others:
        label = tn("{n} older lead of this sender too", "{n} older leads of this sender too", others)
        found.append(Action(label, f"not a lead {address} older", "primary"))
    if kept is not None:
        found.append(Action(t("Disqualify"), f"disqualify #{kept.number}"))
    found.append(Action(t("Never log this sender"), f"never log {address}"))
    return [*found, Action(t("Do not remember it"), f"unlearn {address}")]


def mail_leads(ask: Asking, address: str) -> list[Deal]:
    """The enquiries of an address on which nobody has worked yet and that the member may take away."""
    mails = mails_of(ask.session, address)
    numbers = {mail.deal_number for mail in mails if mail.deal_number is not None}
    deals = ask.session.scalars(select(Deal).where(Deal.number.in_(sorted(numbers)), Deal.state == "open"))
    own = {mail.number for mail in mails}
    return [deal for deal in deals if is_untouched(ask, deal, but=own)]


COMMAND = Command(
    key="not a lead",
    topic="deals",
    names={"en": ("not a lead", "no lead", "isn't a lead"), "de": ("kein lead", "keine anfrage", "ist kein lead")},
    usage=t("not a lead #DEAL|ADDRESS [older]"),
    summary=t("a mail that became an enquiry is none, nor are the next ones of its sender"),
    examples={"en": ("not a lead werbung@laden.example",), "de": ("kein lead werbung@laden.example",)},
    writes=True,
    handler=handle,
)
