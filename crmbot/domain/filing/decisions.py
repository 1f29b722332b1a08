"""What to do with a mail: rules answer questions about the facts, a table turns answers into one decision.

Rules never act and know no database. Each answer carries its reason; the first rule that settles the matter
gives the decision, and the answers up to it are kept as its explanation.
"""

from __future__ import annotations

from crmbot.domain.filing.learned_rules import (
    answers_message,
    asks_for_list,
    cancels_nothing,
    learned_owner,
    learned_place,
    never_logged,
    no_lead,
)
from crmbot.domain.filing.mail_facts import MailFacts
from crmbot.domain.filing.verdicts import Answer, Decision, Rule, Verdict, no, yes
from crmbot.shapes import Verbatim, t, tn

_NO_LEAD = frozenset({"note", "cancel"})  # asked for by a member, a mail opens none


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
            if facts.learned_owner is not None and settled.act == "lead":
                verdicts.append(Verdict("learned-owner", "yes", learned_owner(facts, facts.learned_owner)))
            return Decision(
                settled.act, settled.reason, tuple(verdicts), settled.deal, settled.person, settled.ask_deals, offer, name
            )  # fmt: skip
    raise AssertionError("the table has no last rule")


def _duplicate(facts: MailFacts) -> Answer:
    if facts.duplicate_of is None:
        return no(t("this mail has not come before"))
    return yes(t("the same mail was filed before, as inbox item {id}", id=facts.duplicate_of), "ignore")


def _never_log(facts: MailFacts) -> Answer:
    if facts.erased:
        return yes(t("it is about somebody who was erased: nothing of this mail is kept"), "ignore")
    if facts.never_log is None:
        return no(t("nobody in it is on the never-log list"))
    if facts.never_log_by is not None:
        return yes(never_logged(facts.never_log, facts.never_log_by), "ignore")
    return yes(
        t("{address} is on the never-log list: nothing of this mail is kept", address=Verbatim(facts.never_log)),
        "ignore",
    )


def _own_mail(facts: MailFacts) -> Answer:
    if not facts.own_mail:
        return no(t("crmbot did not send it"))
    return yes(t("crmbot sent this mail itself: answering it would loop"), "ignore")


def _confirmation(facts: MailFacts) -> Answer:
    if facts.confirmation is None:
        return no(t("no provider asks whether mail may be forwarded here"))
    reason = t(
        "{provider} asks whether mail may be forwarded here: told to the administrator",
        provider=Verbatim(facts.confirmation),
    )
    return yes(reason, "ignore")


def _form(facts: MailFacts) -> Answer:
    """Never settles it: what nearly fits the template of a form is an ordinary mail, and the reason is shown."""
    if facts.form_missed is not None:
        return "nearly", t("read as an ordinary mail: {form}", form=Verbatim(facts.form_missed)), None
    return no(t("it is not nearly a form") if facts.kind != "form" else t("its form was read"))


def _suspicious(facts: MailFacts) -> Answer:
    if facts.suspicious is None:
        return no(t("no mail server holds anything against it"))
    return yes(
        t("a mail server before us holds it for spam or forged: {verdict}", verdict=Verbatim(facts.suspicious)), "hold"
    )


def _internal(facts: MailFacts) -> Answer:
    if facts.shape != "internal":
        return no(t("somebody from outside is involved"))
    return yes(t("only colleagues are involved: internal mail is not kept"), "ignore")


def _automatic(facts: MailFacts) -> Answer:
    if facts.shape not in ("incoming", "memo") or facts.kind not in ("auto_reply", "bounce", "list"):
        return no(t("a person wrote it"))
    back = facts.absent_until if facts.kind == "auto_reply" else None
    if back is not None:
        return yes(t("an automatic reply makes no lead; its writer is back on {day}", day=back), "ignore")
    reasons = {
        "auto_reply": t("an automatic reply makes no lead"),
        "bounce": t("a delivery report makes no lead"),
        "list": t("mail of a list or newsletter makes no lead"),
    }
    return yes(reasons[facts.kind], "ignore")


def _proof(facts: MailFacts) -> Answer:
    if facts.claimed is None:
        return no(t("the sender is an outsider and needs no proof"))
    if facts.proven_by is not None:
        return no(t("{member} is proven: {how}", member=facts.claimed, how=facts.proven_by))
    if facts.claimed == "?":
        return yes(
            t("{sender} writes from our own domain but is no member of the team", sender=Verbatim(facts.sender or "?")),
            "hold",
        )
    if not facts.require_proof:
        return no(t("proof is switched off in the settings"))
    missing = facts.proof_missing or t("nothing in it proves the sender")
    return yes(t("it claims to come from {member}, but {why}", member=facts.claimed, why=missing), "hold")


def _tag(facts: MailFacts) -> Answer:
    if not facts.tags:
        return no(t("no deal is named in subject or address"))
    if facts.claimed is None:
        return no(t("a deal number is named, but tags of outsiders do not count"))
    if facts.tag_deal is None:
        return no(t("there is no deal #{number}", number=facts.tags[0]))
    return yes(
        t("the tag names deal #{number}", number=facts.tag_deal), "log", deal=facts.tag_deal, person=facts.person
    )


def _nobody(facts: MailFacts) -> Answer:
    if facts.customer is not None:
        return no(t("it is about {customer}", customer=Verbatim(facts.customer)))
    return yes(t("no person from outside was found in it"), "hold")


def _private(facts: MailFacts) -> Answer:
    if not facts.private:
        return no(t("it is not marked private"))
    if facts.person is None:
        return yes(t("it is private and the person is not known: nothing of it is kept"), "ignore")
    reason = t(
        "it is private: only that there was contact with {customer} is kept", customer=Verbatim(facts.customer or "?")
    )
    return yes(reason, "log", person=facts.person)


def _invitation(facts: MailFacts) -> Answer:
    if facts.kind != "calendar" or facts.shape != "incoming" or facts.person is not None:
        return no(t("it is no invitation of a stranger"))
    return yes(t("an invitation of somebody unknown makes no lead"), "ignore")


def _no_answer(facts: MailFacts) -> Answer:
    if not facts.takes_no_answer or facts.shape != "incoming" or facts.kind == "form" or facts.person is not None:
        return no(t("its sender can be answered"))
    return yes(t("nobody reads answers at {sender}: it makes no lead", sender=Verbatim(facts.sender or "?")), "ignore")


def _asked_for_lead(facts: MailFacts) -> Answer:
    if facts.wanted != "lead":
        return no(t("the sender did not ask for a new lead"))
    return yes(t("the sender asked for a new lead"), "lead", person=facts.person)


def _thread(facts: MailFacts) -> Answer:
    if facts.thread_stranger:
        return no(t("it answers a known mail, but the sender has no part in that conversation"))
    if facts.thread_deal is not None:
        reason = t("it belongs to the conversation of deal #{number}", number=facts.thread_deal)
        return yes(reason, "log", deal=facts.thread_deal, person=facts.person or facts.thread_person)
    if facts.thread_person is not None and facts.person is None:
        return yes(t("it belongs to a conversation with a known person"), "log", person=facts.thread_person)
    return no(t("it belongs to no conversation we know"))


def _one_deal(facts: MailFacts) -> Answer:
    if facts.person is None:
        return no(t("{customer} is not known yet", customer=Verbatim(facts.customer or "?")))
    if len(facts.open_deals) != 1:
        return no(
            tn(
                "the person is known and has {n} open deal",
                "the person is known and has {n} open deals",
                len(facts.open_deals),
            )
        )
    (deal,) = facts.open_deals
    return yes(
        t(
            "{customer} is known and has one open deal, #{number}",
            customer=Verbatim(facts.customer or "?"),
            number=deal,
        ),
        "log",
        deal=deal,
        person=facts.person,
    )


def _several_deals(facts: MailFacts) -> Answer:
    if len(facts.open_deals) < 2:
        return no(t("there are not several open deals to choose from"))
    reason = t(
        "{customer} has several open deals: filed at the person, the owner decides",
        customer=Verbatim(facts.customer or "?"),
    )
    return yes(reason, "log", person=facts.person, ask_deals=facts.open_deals)


def _known_enquiry(facts: MailFacts) -> Answer:
    if facts.person is None or not facts.enquiry or facts.wanted in _NO_LEAD:
        return no(t("it is no new enquiry of a known person"))
    return yes(
        t("a new enquiry of {customer}, who is known and has no open deal", customer=Verbatim(facts.customer or "?")),
        "lead",
        person=facts.person,
    )


def _known_offer(facts: MailFacts) -> Answer:
    if facts.offer is None or facts.person is None or facts.wanted in _NO_LEAD:
        return no(t("it carries no offer of ours to a known person"))
    reason = t("an offer to {customer}, who has no open deal, opens one", customer=Verbatim(facts.customer or "?"))
    return yes(reason, "lead", person=facts.person)


def _known_person(facts: MailFacts) -> Answer:
    if facts.person is None:
        return no(t("the person is not known"))
    return yes(
        t("{customer} is known; this is no new enquiry", customer=Verbatim(facts.customer or "?")),
        "log",
        person=facts.person,
    )


def _new_person(facts: MailFacts) -> Answer:
    if facts.company is not None:
        reason = t(
            "{customer} is new and writes from the domain of a known company", customer=Verbatim(facts.customer or "?")
        )
        return yes(reason, "lead")
    return yes(t("{customer} is new", customer=Verbatim(facts.customer or "?")), "lead")


RULES: tuple[tuple[str, Rule], ...] = (
    ("duplicate", _duplicate),
    ("never-log", _never_log),
    ("own-mail", _own_mail),
    ("answer", answers_message),
    ("list", asks_for_list),
    ("confirmation", _confirmation),
    ("internal", _internal),
    ("automatic", _automatic),
    ("form", _form),
    ("proof", _proof),
    ("suspicious", _suspicious),
    ("private", _private),
    ("tag", _tag),
    ("cancel", cancels_nothing),
    ("customer", _nobody),
    ("invitation", _invitation),
    ("no-answer", _no_answer),
    ("asked-for-lead", _asked_for_lead),
    ("thread", _thread),
    ("learned", learned_place),
    ("one-open-deal", _one_deal),
    ("several-open-deals", _several_deals),
    ("no-lead", no_lead),
    ("known-enquiry", _known_enquiry),
    ("known-offer", _known_offer),
    ("known-person", _known_person),
    ("new-person", _new_person),
)
