"""`move`: an entry of the history or a follow-up goes to another deal or contact. Of a mail it is learned."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.questions import check, choice, words
from crmbot.assistant.forms.sheet import Question, Sheet, answers
from crmbot.assistant.lessons import Lesson, learn_place, likely_deals, movable, without_empty_lead
from crmbot.assistant.references import named, number_of
from crmbot.assistant.registry import Command
from crmbot.assistant.role_files import FILE_NAMES, asked_file, file_named
from crmbot.assistant.rows.rows import called, excerpt
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.deals.role_files import ROLE
from crmbot.domain.deals.roles import STANDING
from crmbot.domain.deals.views import activity_view, followup_view, view
from crmbot.domain.filing.filing import move_activity
from crmbot.domain.filing.sender_rules import refile, sender_of
from crmbot.domain.history.history import place_of
from crmbot.domain.records import Activity, Company, Followup, Person
from crmbot.domain.search.lookup import Contactable, by_number
from crmbot.errors import NotFound, RequestFault
from crmbot.folding import fold
from crmbot.shapes import Option, Reply, Verbatim, t, tn

_NEW = frozenset({"new", "neu", "new deal", "new lead", "neuer lead", "neuer vorgang", "new enquiry", "neue anfrage"})


def handle(ask: Asking) -> Reply:
    """Refile it at the record named second; without one it is asked for."""
    what, _, rest = ask.rest.strip().partition(" ")
    number = number_of(ask, what) if what else None
    if number is None and (file := asked_file(ask)) is not None:
        return file
    if number is None:
        raise RequestFault(t("What is to be moved? Give the number of the entry first."))
    entry = ask.session.get(Activity, number) or ask.session.get(Followup, number)
    if entry is None:
        raise NotFound(t("There is no entry or follow-up {number}.", number=Verbatim(what)))
    role = file_named(rest)
    if role is not None and isinstance(entry, Activity):
        return _into_file(ask, entry, role)
    if isinstance(entry, Activity):
        return _moved(ask, entry, _without_preposition(rest))
    target = named(ask, _without_preposition(rest)).record
    entry.record_number = target.number
    shown = view(ask.session, target, ask.process)
    title = t("#{entry} now stands at {place}.", entry=number, place=called(target))
    return Reply("done", title, records=(shown, followup_view(entry)))


def _moved(ask: Asking, entry: Activity, where: str) -> Reply:
    older = False
    if not where.strip():
        said = answers(ask, _sheet(ask, entry), t("Where does it belong?"))
        where, older = said["other"] or said["deal"] or "", bool(said.get("older"))
        if not where:
            raise RequestFault(t("Where does it belong? Name a deal or a contact."))
    before, address = entry.deal_number, sender_of(ask.session, entry)
    target = _new_deal(ask, entry) if fold(where).strip(" .!") in _NEW else named(ask, where).record
    if address is None:
        move_activity(ask.work, entry, place_of(target))
    else:
        refile(ask.work, entry, place_of(target))
    gone = without_empty_lead(ask, before) if before != entry.deal_number else None
    lesson = learn_place(ask, address, target, but=entry.number)
    followed = _take_along(ask, address, target) if older and address is not None else 0
    title = t("#{entry} now stands at {place}.", entry=entry.number, place=called(target))
    if followed:
        count = tn("With it {n} older mail of this sender.", "With it {n} older mails of this sender.", followed)
        lesson = Lesson((*lesson.lines[:1], count), lesson.actions[-1:])
    lines = (*lesson.lines, *((gone,) if gone is not None else ()))
    shown = view(ask.session, target, ask.process)
    return Reply("done", title, lines=lines, records=(shown, activity_view(entry)), actions=lesson.actions)


def _take_along(ask: Asking, address: str, target: Contactable) -> int:
    place = place_of(target)
    older = movable(ask, address, place)
    for activity in older:
        refile(ask.work, activity, place)
    return len(older)


def _new_deal(ask: Asking, entry: Activity) -> Contactable:
    """A deal of its own for what a mail asks for."""
    person = ask.session.get(Person, entry.person_number) if entry.person_number else None
    company = person.company if person else None
    company = company or (ask.session.get(Company, entry.company_number) if entry.company_number else None)
    name = entry.subject or excerpt(entry.text)[:80] or (person.name if person else "?")
    return open_lead(
        ask.work, ask.process, name=name, owner=ask.member.key, person=person, company=company,
        currency=ask.settings.currency, source="email" if entry.kind == "mail" else "manual",
    )  # fmt: skip


def _sheet(ask: Asking, entry: Activity) -> Sheet:
    """Where it may belong: the deals that are near, a new one, the contact itself, or another that is named."""
    options = [Option(f"#{deal.number}", called(deal)) for deal in likely_deals(ask, entry)]
    options.append(Option("new", t("A new deal")))
    person = by_number(ask.session, entry.person_number) if entry.person_number and entry.deal_number else None
    if person is not None:
        options.append(Option(f"#{person.number}", t("At the contact {name}", name=Verbatim(person.name))))
    questions: list[Question] = [
        choice("deal", t("Where does it belong?"), options),
        words("other", t("Or somewhere else"), hint=t("a number, a name, a mail address or a phone number")),
    ]
    if sender_of(ask.session, entry) is not None:
        questions.append(check("older", t("Older mails of this sender too")))
    subject = Verbatim(excerpt(entry.subject or entry.text)[:60])
    return Sheet(
        t("Other deal: {subject}", subject=subject), t("File there"), f"move #{entry.number}", tuple(questions),
        typed=t("move #{entry} WHERE", entry=entry.number),
    )  # fmt: skip


def _into_file(ask: Asking, entry: Activity, role: str) -> Reply:
    """From then on it stands in that role's file of its contact."""
    entry.details = {**(entry.details or {}), ROLE: role}
    entry.deal_number = None if role in STANDING else entry.deal_number
    ask.session.flush()
    return Reply(
        "done",
        t("#{entry} stands in the {file} now.", entry=entry.number, file=FILE_NAMES[role]),
        records=(activity_view(entry),),
    )


def _without_preposition(rest: str) -> str:
    first, _, following = rest.strip().partition(" ")
    return following if first.lower() in {"to", "at", "into", "zu", "nach", "bei"} else rest


COMMAND = Command(
    key="move",
    topic="log",
    names={"en": ("move", "file", "refile"), "de": ("verschieben", "umhängen", "ablegen")},
    usage=t("move #ENTRY [WHO]"),
    summary=t("file a note, call, mail or follow-up at another deal or contact; of a mail it is learned"),
    examples={"en": ("move #1060 #1042",), "de": ("verschieben #1060 #1042",)},
    writes=True,
    handler=handle,
)
