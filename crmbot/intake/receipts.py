"""What the person in charge is told about a mail: what was filed where, and why; what waits, and what is asked."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.domain.members.members import member_by_key
from crmbot.domain.process.qualification import GRADE_WORDS, why
from crmbot.domain.records import Person
from crmbot.intake.case import Case, subject_field
from crmbot.intake.closing import closing_sections
from crmbot.intake.filing import Filed
from crmbot.intake.further_people import further_people
from crmbot.intake.receipt_actions import filed_actions
from crmbot.parsing.kinds.confirmations import ForwardingConfirmation
from crmbot.shapes import Action, Field, Reply, Text, Value, Verbatim, t


def filed_receipt(case: Case, filed: Filed, *, named: bool = True) -> Reply:
    """The receipt of a filed mail, with an undo button. Not `named`, for a reader who may not see the contact."""
    deal, person = filed.deal, filed.person if named else None
    who: Value = Verbatim(_writer(case, person)) if named else t("a private contact")
    if filed.new_deal and deal is not None:
        title = t("New lead #{number}: {who}", number=deal.number, who=who)
    elif deal is not None:
        title = t("Mail of {who} filed at deal #{number}", number=deal.number, who=who)
    else:
        title = t("Mail of {who} filed at the person", who=who)
    company = person.company if person else None
    fields = (
        Field(t("Company"), Verbatim(company.name)) if company else None,
        Field(t("Deal"), Verbatim(deal.name)) if deal is not None and not filed.new_deal else None,
        *subject_field(case, named=named),
        _sender(case) if named else None,
        Field(t("Why"), _why(case)) if named else None,
        *_worth(case, filed),
    )
    shown = tuple(field for field in fields if field is not None)
    actions = filed_actions(case, filed, named=named)
    sections = (*closing_sections(filed.closing), *(further_people(case) if named else ()))
    return Reply("done", title, fields=shown, lines=remarks(case), sections=sections, actions=actions)


def _writer(case: Case, person: Person | None) -> str:
    """The contact; of a member's memo himself."""
    member = case.gathered.member if case.gathered.shape == "memo" else None
    return person.name if person else member.name if member else case.item.from_address or "?"


def _why(case: Case) -> Text:
    """The reason, with the rule that gave it."""
    return t("{reason} (rule “{rule}”)", reason=case.decision.reason, rule=Verbatim(case.decision.rule))


def _sender(case: Case) -> Field | None:
    """The address that it is from; of our own mail, to whom."""
    contact = case.parsed.contact.email
    if contact is None or case.private:
        return None
    return Field(t("To") if case.gathered.mail.written_by_us else t("From"), Verbatim(contact))


def _worth(case: Case, filed: Filed) -> Iterator[Field]:
    """Of a new lead: who got it and why, and how it is graded."""
    deal, assigned = filed.deal, filed.assigned
    if deal is None or assigned is None:
        return
    member = member_by_key(case.work.session, deal.owner)
    if member is not None:
        reason = assigned.reason if deal.owner == assigned.owner else None
        name = Verbatim(member.name)
        yield Field(t("Owner"), t("{name}: {reason}", name=name, reason=reason) if reason else name)
    if (reason := why(deal)) is not None:
        yield Field(t("Grade"), t("{grade}: {reason}", grade=GRADE_WORDS[deal.grade or "cold"], reason=reason))


def handed_receipt(case: Case, owner: str | None) -> Reply:
    """To a member who sent a mail about somebody whom he may not see: that it was handed over, and nothing else."""
    member = member_by_key(case.work.session, owner) if owner else None
    if member is None:
        return Reply("done", t("Your mail was handed to who takes care of this contact."))
    return Reply(
        "done", t("Your mail was handed to {name}, who takes care of this contact.", name=Verbatim(member.name))
    )


def unread_receipt(case: Case, owner: str) -> Reply:
    """To who stands in for somebody, of a mail that he may not read: that there is one."""
    member = member_by_key(case.work.session, owner)
    name = Verbatim(member.name if member else owner)
    return Reply("done", t("A private contact of {name} has written. It is kept for {name}.", name=name))


def news_of_mail(filed: Filed) -> Reply:
    """To the followers of what a mail was filed at."""
    deal, person = filed.deal, filed.person
    who = Verbatim(person.name if person else "?")
    title = t("Mail of {who}", who=who)
    if deal is not None:
        title = t("Mail of {who} at deal #{number} {name}", who=who, number=deal.number, name=Verbatim(deal.name))
    subject = Field(t("Subject"), Verbatim(filed.activity.subject)) if filed.activity.subject else None
    number = deal.number if deal else person.number if person else filed.activity.number
    show = Action(t("Show"), f"show #{number}", "primary")
    return Reply("done", title, fields=(subject,) if subject else (), actions=(show,))


def repeated_receipt(case: Case, *, hidden: bool = False, named: bool = True) -> Reply:
    """What a member forwards had come before: he hears where it stands, unless that is `hidden` from him."""
    item = case.item
    place = None if hidden else item.deal_number or item.person_number
    title = t("Already filed at #{number}", number=place) if place else t("Already filed")
    fields = (*subject_field(case, named=named), Field(t("Why"), case.decision.reason))
    actions = (Action(t("Show"), f"show #{place}", "primary"),) if place else ()
    return Reply("done", title, fields=fields, lines=remarks(case), actions=actions)


def remarks(case: Case) -> tuple[Text, ...]:
    """What was done or could not be done besides; a tag that names nothing did not settle the matter but is told."""
    verdicts = case.decision.verdicts
    tags = [v.reason for v in verdicts if v.rule == "tag" and v.answer == "no" and "number" in v.reason.args]
    return (*tags, *_unknown_tags(case), *_no_list(case), *case.remarks)


def _unknown_tags(case: Case) -> list[Text]:
    """What stands in the capture address and means nothing: a member should not think that it was done."""
    if case.gathered.member is None:
        return []
    captured = (case.settings.capture(recipient) for recipient in case.item.recipients)
    unknown = dict.fromkeys(tag for capture in captured if capture is not None for tag in capture.unknown)
    return [t("“{tag}” in the address means nothing to me.", tag=Verbatim(tag)) for tag in list(unknown)[:5]]


def _no_list(case: Case) -> Iterator[Text]:
    if case.gathered.directive("list") is not None:
        yield t("“list” is for a mail to the capture address alone: no list was sent.")


def held_notice(case: Case) -> Reply:
    """The member whose name a mail carries is told that it waits, why, and what to do."""
    fields = (*subject_field(case), Field(t("Why"), case.decision.reason))
    if case.gathered.facts.proven_by is None:
        return _held_question(case, fields)
    mend = t(
        "Nothing was written. Forward it once more with the customer's name and address, or write down the lead yourself."
    )
    return Reply("error", t("Your mail waits: I do not know whom it is about"), fields=fields, lines=(mend,), ok=False)


def _held_question(case: Case, fields: tuple[Field, ...]) -> Reply:
    """Whether a mail is to be let in; the sender stands first where it is not the reader himself."""
    item, claimed = case.item, case.gathered.facts.claimed
    own = claimed not in (None, "?")
    title = t("A mail in your name waits") if own else t("A mail waits for you to look at it")
    sender = () if own else (Field(t("From"), Verbatim(item.from_address or "?")),)
    what = (
        t("If it is yours, release it; else refuse it.")
        if own
        else t("If you know the sender, release it; else refuse it.")
    )
    actions = (
        Action(t("Release"), f"release {item.id}", "primary"),
        Action(t("Refuse"), f"refuse {item.id}"),
        Action(t("Always refuse"), f"always refuse {item.id}", "danger"),
    )
    lines = (t("Nothing was written."), what)
    return Reply("choice", title, fields=(*sender, *fields), lines=lines, actions=actions)


def confirmation_notice(asked: ForwardingConfirmation) -> Reply:
    """What a provider wants to know before it forwards a mailbox to us, for whoever has set that up."""
    values = ((t("Mailbox"), asked.mailbox), (t("Code"), asked.code), (t("Link"), asked.link))
    fields = tuple(Field(label, Verbatim(value)) for label, value in values if value)
    title = t("{provider} asks whether mail may be forwarded here", provider=Verbatim(asked.provider))
    line = t(
        "Open the link or enter the code only if you or a colleague has just set this up. It is not kept in the CRM."
    )
    return Reply("card", title, fields=fields, lines=(line,))
