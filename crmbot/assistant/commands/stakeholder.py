"""`stakeholder` and `competitor`: who has a say in a deal, and who else courts the customer."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import choice, named_deal
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.parties import ATTITUDES, party_sections
from crmbot.assistant.rows.rows import called
from crmbot.assistant.words import joined
from crmbot.domain.deals.views import deal_view, view
from crmbot.domain.people.contacts import ContactFacts, add_person
from crmbot.domain.people.parties import competitors_of, name_competitor, name_stakeholder, stakeholders_of
from crmbot.domain.process.deal_rows import DealRows
from crmbot.domain.records import Deal, Person
from crmbot.domain.search.lookup import by_email, by_number
from crmbot.domain.search.names import company_key, person_key
from crmbot.domain.search.naming import longest_name
from crmbot.errors import NotFound, RequestFault
from crmbot.parsing.chat.parties import read_competitor, read_stakeholder
from crmbot.shapes import Record, Reply, Text, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Name somebody who has a say, with function and attitude; without a name the lists are shown."""
    deal, text = named_deal(ask)
    words = read_stakeholder(text)
    if not words.name:
        return _shown(ask, deal, t("Who has a say at {deal}", deal=called(deal)))
    if words.remove:
        return _person_off(ask, deal, words.name)
    person, function = _person(ask, deal, words.name, text)
    stakeholder = name_stakeholder(ask.work, deal, person, function=function or words.function, attitude=words.attitude)
    attitude = ATTITUDES.get(stakeholder.attitude) if stakeholder.attitude else None
    function_words = Verbatim(stakeholder.function) if stakeholder.function else None
    who = joined([Verbatim(person.name), function_words, attitude])
    reply_title = t("Stakeholder at {deal}: {who}", deal=called(deal), who=who)
    return _shown(ask, deal, reply_title, view(ask.session, person, ask.process))


def _person(ask: Asking, deal: Deal, name: str, text: str) -> tuple[Person, str | None]:
    """The person that is named, at the deal's company first; a new contact there where nobody is called so. Words that
    follow a known name are the function.
    """
    if name.lstrip("#").isdigit() and isinstance(known := by_number(ask.session, int(name.lstrip("#"))), Person):
        return known, None
    if "@" in name and (found := by_email(ask.session, name)):
        return found[0], None
    words = name.split()
    records, used = longest_name(ask.session, words)
    people = [one for one in records if isinstance(one, Person)]
    here = [one for one in people if deal.company_number and one.company_number == deal.company_number]
    people = here or people
    if len(people) > 1:
        views = [view(ask.session, one, ask.process) for one in people]
        rest = text.strip()[len(" ".join(words[:used])) :].strip(" ,;")
        raise choice(ask, views, lambda record: f"stakeholder #{deal.number} #{record.number} {rest}".strip())
    if people:
        return people[0], " ".join(words[used:]) or None
    company = deal.company.name if deal.company else None
    email = name if "@" in name else None
    facts = ContactFacts(
        name=None if email else name, email=email, company=company, sources={"name": "hand", "company": "hand"}
    )
    return add_person(ask.work, facts, owner=deal.owner, source=deal.source), None


def _person_off(ask: Asking, deal: Deal, name: str) -> Reply:
    for stakeholder, person in stakeholders_of(ask.session, deal.number):
        if person_key(name) in person.name_key or name == f"#{person.number}":
            ask.session.delete(stakeholder)
            ask.session.flush()
            return _shown(
                ask, deal, t("{name} has no say at {deal} any more.", name=Verbatim(person.name), deal=called(deal))
            )
    raise NotFound(t("“{name}” is no stakeholder of {deal}.", name=Verbatim(name[:60]), deal=called(deal)))


def handle_competitor(ask: Asking) -> Reply:
    """Name another firm that courts the customer, with what it is good and bad at."""
    deal, text = named_deal(ask)
    words = read_competitor(text)
    if not words.name:
        if words.strengths or words.weaknesses:
            raise RequestFault(t("Which firm? Its name comes first."))
        return _shown(ask, deal, t("Who else courts the customer at {deal}", deal=called(deal)))
    if words.remove:
        return _competitor_off(ask, deal, words.name)
    name_competitor(ask.work, deal, words.name, strengths=words.strengths, weaknesses=words.weaknesses)
    return _shown(ask, deal, t("Competitor at {deal}: {name}", deal=called(deal), name=Verbatim(words.name)))


def _competitor_off(ask: Asking, deal: Deal, name: str) -> Reply:
    for competitor in competitors_of(ask.session, deal.number):
        if company_key(name) in competitor.name_key:
            ask.session.delete(competitor)
            ask.session.flush()
            return _shown(ask, deal, t("{name} is off {deal}.", name=Verbatim(competitor.name), deal=called(deal)))
    raise NotFound(t("“{name}” is no competitor at {deal}.", name=Verbatim(name[:60]), deal=called(deal)))


def _shown(ask: Asking, deal: Deal, title: Text, *records: Record) -> Reply:
    sections = party_sections(DealRows(ask.session, [deal]), deal)
    nobody = () if sections else (t("Nobody is named yet."),)
    return Reply("done", title, lines=nobody, sections=sections, records=(deal_view(deal, ask.process), *records))


STAKEHOLDER = Command(
    key="stakeholder",
    topic="deals",
    names={"en": ("stakeholder", "stakeholders"), "de": ("stakeholder", "beteiligter", "beteiligte", "entscheider")},
    usage=t("stakeholder DEAL PERSON[, FUNCTION][, for|neutral|against]"),
    summary=t("who has a say in a deal, with function and attitude"),
    examples={
        "en": ("stakeholder #1042 Karl Weber, head of purchasing, against", "stakeholder #1042"),
        "de": ("beteiligter #1042 Karl Weber, Leiter Einkauf, dagegen", "beteiligte #1042"),
    },
    writes=True,
    handler=handle,
)
COMPETITOR = Command(
    key="competitor",
    topic="deals",
    names={
        "en": ("competitor", "competitors", "rival"),
        "de": ("wettbewerber", "konkurrent", "konkurrenten", "konkurrenz", "mitbewerber"),
    },
    usage=t("competitor DEAL NAME [strong in …] [weak in …]"),
    summary=t("who else courts the customer, with strengths and weaknesses"),
    examples={
        "en": ("competitor #1042 Shelf Masters strong in price, weak in service",),
        "de": ("wettbewerber #1042 Regalwelt GmbH stark im Preis, schwach im Service",),
    },
    writes=True,
    handler=handle_competitor,
)
