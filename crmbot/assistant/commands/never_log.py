"""`never log`: nothing is kept any more of what an address or a domain writes."""

from __future__ import annotations

from sqlalchemy import delete, select

from crmbot import codec
from crmbot.assistant.asking import Asking
from crmbot.assistant.lessons import without_empty_lead
from crmbot.assistant.registry import Command
from crmbot.assistant.senders import Sender, named_sender
from crmbot.domain.filing.sender_rules import NEVER_LOG, teach
from crmbot.domain.records import InboxItem, InboxRaw, Offer
from crmbot.shapes import Action, Reply, Text, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Remember it; the mail by which the sender was named is taken out of the history."""
    sender = named_sender(ask)
    taken = _taken_out(ask, sender)
    teach(ask.work, sender.address, NEVER_LOG)
    shown = Verbatim(f"@{sender.address}" if sender.is_domain else sender.address)
    lines: tuple[Text, ...] = (
        *taken,
        t("From now on nothing of its mail is kept: no text, no sender, only that a mail was left out."),
        t("What was filed before stays; “erase” takes a person out for good."),
    )
    again = Action(t("Log it again"), f"unlearn {'@' if sender.is_domain else ''}{sender.address}")
    return Reply("done", t("Never logged: {address}", address=shown), lines=lines, actions=(again,))


def _taken_out(ask: Asking, sender: Sender) -> tuple[Text, ...]:
    mail = sender.mail
    if mail is None or ask.session.scalars(select(Offer.number).where(Offer.activity_number == mail.number)).first():
        return ()
    item = ask.session.get(InboxItem, mail.inbox_id) if mail.inbox_id else None
    deal = mail.deal_number
    ask.session.delete(mail)
    ask.session.flush()
    if item is not None and item.state == "done":
        item.state, item.done_at = "dropped", ask.now
        item.reason = codec.dump(t("{name} has said that this sender is never logged", name=ask.member.name))
        ask.session.execute(delete(InboxRaw).where(InboxRaw.inbox_id == item.id))
    gone = without_empty_lead(ask, deal)
    return (t("This mail is out of the history."), *((gone,) if gone is not None else ()))


COMMAND = Command(
    key="never log",
    topic="more",
    names={
        "en": ("never log", "do not log", "never record"),
        "de": ("nie erfassen", "nie protokollieren", "nicht erfassen", "niemals erfassen"),
    },
    usage=t("never log #MAIL|ADDRESS|@DOMAIN"),
    summary=t("keep nothing any more of what somebody writes"),
    examples={"en": ("never log werbung@laden.example",), "de": ("nie erfassen @laden.example",)},
    writes=True,
    handler=handle,
)
