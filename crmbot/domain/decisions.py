"""What to do with a mail: rules answer questions about the facts, a table turns answers into one decision.

Rules never act and know no database. Each answer carries its reason; the first rule that settles the matter
gives the decision, and the answers up to it are kept as its explanation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from crmbot.shapes import Text, Verbatim, t, tn

Shape = Literal["forward", "outgoing", "incoming", "internal", "memo"]
Act = Literal["lead", "log", "hold", "ignore", "park"]


@dataclass(frozen=True, slots=True)
class MailFacts:
    """Everything the rules may ask, gathered beforehand.

    `shape` says what the mail is to us: a member's forward, a member's mail to the outside (Bcc, Cc), an outsider's own
    mail, colleagues among themselves, or a memo of a member to the capture address alone.
    """

    shape: Shape
    kind: str  # of the outer mail: direct, forward, reply, auto_reply, bounce, list, calendar, form
    kind_reason: str | None = None
    sender: str | None = None
    claimed: str | None = None  # member key by the From address; "?" for an unknown colleague of our domain
    proven_by: str | None = None  # how the claim was proven, in English; None: it was not
    proof_missing: Text | None = None  # why it was not
    require_proof: bool = True
    never_log: str | None = None  # the address on the never-log list
    erased: bool = False  # by or about somebody who was erased, and is not to come back
    own_mail: bool = False  # sent by crmbot itself
    duplicate_of: int | None = None  # inbox id of the first copy
    tags: tuple[int, ...] = ()  # deal numbers named in subject or address
    tag_deal: int | None = None  # the first of them that exists
    thread_deal: int | None = None
    thread_person: int | None = None
    thread_stranger: bool = False  # the thread is known, but this sender has no part in it
    customer: str | None = None  # name or address of the outside person
    person: int | None = None
    open_deals: tuple[int, ...] = ()  # of that person, where mail may be filed
    company: int | None = None  # by mail domain
    enquiry: bool = False  # an outsider asks for something: not a reply, not our own mail
    takes_no_answer: bool = False  # written by a mailbox that nobody reads (noreply@…)
    confirmation: str | None = None  # the provider that asks whether mail may be forwarded here
    form_missed: str | None = None  # which form it nearly is, and what is missing, in English
    suspicious: str | None = None  # what a mail server before us holds against it
    private: bool = False  # a proven member wants only the fact of contact kept
    wanted: Literal["lead", "note"] | None = None  # a tag or directive of a proven member
    offer: Text | None = None  # a proven member's mail carries an offer to the customer; what showed it


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer."""

    rule: str
    answer: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Decision:
    """What will be done and why. `deal` and `person` are existing ones; without them new ones are made as `act` needs."""

    act: Act
    reason: Text
    verdicts: tuple[Verdict, ...]
    deal: int | None = None
    person: int | None = None
    ask_deals: tuple[int, ...] = ()  # the owner is asked which of these it belongs to
    offer: bool = False  # an offer is recorded with it


@dataclass(frozen=True, slots=True)
class _Settled:
    act: Act
    reason: Text
    deal: int | None = None
    person: int | None = None
    ask_deals: tuple[int, ...] = field(default=())


_Answer = tuple[str, Text, _Settled | None]
Rule = Callable[[MailFacts], _Answer]


def decide(facts: MailFacts) -> Decision:
    """The decision for these facts; the last rule always settles it."""
    verdicts: list[Verdict] = []
    for name, rule in RULES:
        answer, reason, settled = rule(facts)
        verdicts.append(Verdict(name, answer, reason))
        if settled is not None:
            offer = facts.offer is not None and settled.act in ("lead", "log")
            if facts.offer is not None:
                verdicts.append(Verdict("offer", "yes" if offer else "no", facts.offer))
            return Decision(
                settled.act, settled.reason, tuple(verdicts), settled.deal, settled.person, settled.ask_deals, offer
            )
    raise AssertionError("the table has no last rule")


def _yes(reason: Text, act: Act, **where: int | tuple[int, ...] | None) -> _Answer:
    return "yes", reason, _Settled(act, reason, **where)  # type: ignore[arg-type]


def _no(reason: Text) -> _Answer:
    return "no", reason, None


def _duplicate(facts: MailFacts) -> _Answer:
    if facts.duplicate_of is None:
        return _no(t("this mail has not come before"))
    return _yes(t("the same mail was filed before, as inbox item {id}", id=facts.duplicate_of), "ignore")


def _never_log(facts: MailFacts) -> _Answer:
    if facts.erased:
        return _yes(t("it is about somebody who was erased: nothing of this mail is kept"), "ignore")
    if facts.never_log is None:
        return _no(t("nobody in it is on the never-log list"))
    return _yes(
        t("{address} is on the never-log list: nothing of this mail is kept", address=Verbatim(facts.never_log)),
        "ignore",
    )


def _own_mail(facts: MailFacts) -> _Answer:
    if not facts.own_mail:
        return _no(t("crmbot did not send it"))
    return _yes(t("crmbot sent this mail itself: answering it would loop"), "ignore")


def _confirmation(facts: MailFacts) -> _Answer:
    if facts.confirmation is None:
        return _no(t("no provider asks whether mail may be forwarded here"))
    reason = t(
        "{provider} asks whether mail may be forwarded here: told to the administrator",
        provider=Verbatim(facts.confirmation),
    )
    return _yes(reason, "ignore")


def _form(facts: MailFacts) -> _Answer:
    """Never settles it: what nearly fits the template of a form is an ordinary mail, and the reason is shown."""
    if facts.form_missed is not None:
        return "nearly", t("read as an ordinary mail: {form}", form=Verbatim(facts.form_missed)), None
    return _no(t("it is not nearly a form") if facts.kind != "form" else t("its form was read"))


def _suspicious(facts: MailFacts) -> _Answer:
    if facts.suspicious is None:
        return _no(t("no mail server holds anything against it"))
    return _yes(
        t("a mail server before us holds it for spam or forged: {verdict}", verdict=Verbatim(facts.suspicious)), "hold"
    )


def _internal(facts: MailFacts) -> _Answer:
    if facts.shape != "internal":
        return _no(t("somebody from outside is involved"))
    return _yes(t("only colleagues are involved: internal mail is not kept"), "ignore")


def _automatic(facts: MailFacts) -> _Answer:
    if facts.shape not in ("incoming", "memo") or facts.kind not in ("auto_reply", "bounce", "list"):
        return _no(t("a person wrote it"))
    reasons = {
        "auto_reply": t("an automatic reply makes no lead"),
        "bounce": t("a delivery report makes no lead"),
        "list": t("mail of a list or newsletter makes no lead"),
    }
    return _yes(reasons[facts.kind], "ignore")


def _proof(facts: MailFacts) -> _Answer:
    if facts.claimed is None:
        return _no(t("the sender is an outsider and needs no proof"))
    if facts.proven_by is not None:
        return _no(t("{member} is proven: {how}", member=facts.claimed, how=facts.proven_by))
    if facts.claimed == "?":
        return _yes(
            t("{sender} writes from our own domain but is no member of the team", sender=Verbatim(facts.sender or "?")),
            "hold",
        )
    if not facts.require_proof:
        return _no(t("proof is switched off in the settings"))
    missing = facts.proof_missing or t("nothing in it proves the sender")
    return _yes(t("it claims to come from {member}, but {why}", member=facts.claimed, why=missing), "hold")


def _tag(facts: MailFacts) -> _Answer:
    if not facts.tags:
        return _no(t("no deal is named in subject or address"))
    if facts.claimed is None:
        return _no(t("a deal number is named, but tags of outsiders do not count"))
    if facts.tag_deal is None:
        return _no(t("there is no deal #{number}", number=facts.tags[0]))
    return _yes(
        t("the tag names deal #{number}", number=facts.tag_deal), "log", deal=facts.tag_deal, person=facts.person
    )


def _nobody(facts: MailFacts) -> _Answer:
    if facts.customer is not None:
        return _no(t("it is about {customer}", customer=Verbatim(facts.customer)))
    return _yes(t("no person from outside was found in it"), "hold")


def _private(facts: MailFacts) -> _Answer:
    if not facts.private:
        return _no(t("it is not marked private"))
    if facts.person is None:
        return _yes(t("it is private and the person is not known: nothing of it is kept"), "ignore")
    reason = t(
        "it is private: only that there was contact with {customer} is kept", customer=Verbatim(facts.customer or "?")
    )
    return _yes(reason, "log", person=facts.person)


def _invitation(facts: MailFacts) -> _Answer:
    if facts.kind != "calendar" or facts.shape != "incoming" or facts.person is not None:
        return _no(t("it is no invitation of a stranger"))
    return _yes(t("an invitation of somebody unknown makes no lead"), "ignore")


def _no_answer(facts: MailFacts) -> _Answer:
    if not facts.takes_no_answer or facts.shape != "incoming" or facts.kind == "form" or facts.person is not None:
        return _no(t("its sender can be answered"))
    return _yes(t("nobody reads answers at {sender}: it makes no lead", sender=Verbatim(facts.sender or "?")), "ignore")


def _asked_for_lead(facts: MailFacts) -> _Answer:
    if facts.wanted != "lead":
        return _no(t("the sender did not ask for a new lead"))
    return _yes(t("the sender asked for a new lead"), "lead", person=facts.person)


def _thread(facts: MailFacts) -> _Answer:
    if facts.thread_stranger:
        return _no(t("it answers a known mail, but the sender has no part in that conversation"))
    if facts.thread_deal is not None:
        reason = t("it belongs to the conversation of deal #{number}", number=facts.thread_deal)
        return _yes(reason, "log", deal=facts.thread_deal, person=facts.person or facts.thread_person)
    if facts.thread_person is not None and facts.person is None:
        return _yes(t("it belongs to a conversation with a known person"), "log", person=facts.thread_person)
    return _no(t("it belongs to no conversation we know"))


def _one_deal(facts: MailFacts) -> _Answer:
    if facts.person is None:
        return _no(t("{customer} is not known yet", customer=Verbatim(facts.customer or "?")))
    if len(facts.open_deals) != 1:
        return _no(
            tn(
                "the person is known and has {n} open deal",
                "the person is known and has {n} open deals",
                len(facts.open_deals),
            )
        )
    (deal,) = facts.open_deals
    return _yes(
        t(
            "{customer} is known and has one open deal, #{number}",
            customer=Verbatim(facts.customer or "?"),
            number=deal,
        ),
        "log",
        deal=deal,
        person=facts.person,
    )


def _several_deals(facts: MailFacts) -> _Answer:
    if len(facts.open_deals) < 2:
        return _no(t("there are not several open deals to choose from"))
    reason = t(
        "{customer} has several open deals: filed at the person, the owner decides",
        customer=Verbatim(facts.customer or "?"),
    )
    return _yes(reason, "log", person=facts.person, ask_deals=facts.open_deals)


def _known_enquiry(facts: MailFacts) -> _Answer:
    if facts.person is None or not facts.enquiry or facts.wanted == "note":
        return _no(t("it is no new enquiry of a known person"))
    return _yes(
        t("a new enquiry of {customer}, who is known and has no open deal", customer=Verbatim(facts.customer or "?")),
        "lead",
        person=facts.person,
    )


def _known_offer(facts: MailFacts) -> _Answer:
    if facts.offer is None or facts.person is None or facts.wanted == "note":
        return _no(t("it carries no offer of ours to a known person"))
    reason = t("an offer to {customer}, who has no open deal, opens one", customer=Verbatim(facts.customer or "?"))
    return _yes(reason, "lead", person=facts.person)


def _known_person(facts: MailFacts) -> _Answer:
    if facts.person is None:
        return _no(t("the person is not known"))
    return _yes(
        t("{customer} is known; this is no new enquiry", customer=Verbatim(facts.customer or "?")),
        "log",
        person=facts.person,
    )


def _new_person(facts: MailFacts) -> _Answer:
    if facts.company is not None:
        reason = t(
            "{customer} is new and writes from the domain of a known company", customer=Verbatim(facts.customer or "?")
        )
        return _yes(reason, "lead")
    return _yes(t("{customer} is new", customer=Verbatim(facts.customer or "?")), "lead")


RULES: tuple[tuple[str, Rule], ...] = (
    ("duplicate", _duplicate),
    ("never-log", _never_log),
    ("own-mail", _own_mail),
    ("confirmation", _confirmation),
    ("internal", _internal),
    ("automatic", _automatic),
    ("form", _form),
    ("proof", _proof),
    ("suspicious", _suspicious),
    ("private", _private),
    ("tag", _tag),
    ("customer", _nobody),
    ("invitation", _invitation),
    ("no-answer", _no_answer),
    ("asked-for-lead", _asked_for_lead),
    ("thread", _thread),
    ("one-open-deal", _one_deal),
    ("several-open-deals", _several_deals),
    ("known-enquiry", _known_enquiry),
    ("known-offer", _known_offer),
    ("known-person", _known_person),
    ("new-person", _new_person),
)
