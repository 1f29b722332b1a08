"""Rules that go by what members have said: where somebody's mail belongs, answers to our messages, requests by address tag."""

from __future__ import annotations

from crmbot.domain.filing.mail_facts import MailFacts
from crmbot.domain.filing.verdicts import Answer, no, yes
from crmbot.shapes import Text, Verbatim, t


def answers_message(facts: MailFacts) -> Answer:
    """A proven member answers a digest, a reminder or another message of ours: his words are a request."""
    if facts.answers is None:
        return no(t("it answers no message of ours"))
    return yes(t("{member} answers a message of ours: taken as a request", member=facts.claimed), "ignore")


def asks_for_list(facts: MailFacts) -> Answer:
    """`+list`: whoever asks gets what is open."""
    if facts.wanted != "list":
        return no(t("no list is asked for"))
    return yes(t("{member} asks for the open follow-ups", member=facts.claimed), "ignore")


def cancels_nothing(facts: MailFacts) -> Answer:
    """`+cancel` with a mail of nobody we know: there is nothing to cancel, and it makes no lead."""
    if facts.wanted != "cancel":
        return no(t("no follow-up is to be cancelled"))
    if facts.person is not None or facts.thread_deal or facts.thread_person or facts.tag_deal:
        return no(t("the follow-up of this conversation is to be cancelled"))
    return yes(t("a follow-up is to be cancelled, but nobody in this mail is known"), "ignore")


def never_logged(address: str, by: str) -> Text:
    """Why nothing is kept of somebody's mail."""
    return t(
        "{address} is never logged, as {name} has said: nothing of this mail is kept",
        address=Verbatim(address),
        name=Verbatim(by),
    )


def learned_place(facts: MailFacts) -> Answer:
    """Somebody has said where the mail of this sender belongs."""
    if facts.learned_deal is not None:
        words = _as_said(facts, t("deal #{number}", number=facts.learned_deal))
        return yes(words, "log", deal=facts.learned_deal, person=facts.person)
    if facts.learned_person is not None:
        words = _as_said(facts, t("contact #{number}", number=facts.learned_person))
        return yes(words, "log", person=facts.learned_person)
    return no(t("nobody has said where mail of this sender belongs"))


def no_lead(facts: MailFacts) -> Answer:
    """Somebody has said that mail of this sender opens no lead."""
    if not facts.no_lead or (facts.person is None and facts.shape != "incoming"):
        return no(t("nobody has said that mail of this sender opens no lead"))
    reason = t(
        "mail of {address} opens no lead, as {name} has said",
        address=Verbatim(facts.learned_from or "?"),
        name=Verbatim(facts.learned_by or "?"),
    )
    return yes(reason, "log", person=facts.person) if facts.person is not None else yes(reason, "ignore")


def learned_owner(facts: MailFacts, owner: str) -> Text:
    """Why an enquiry goes to this member."""
    return _as_said(facts, t("{member}", member=owner))


def _as_said(facts: MailFacts, place: Text) -> Text:
    return t(
        "mail of {address} belongs to {place}, as {name} has said",
        address=Verbatim(facts.learned_from or "?"),
        place=place,
        name=Verbatim(facts.learned_by or "?"),
    )
