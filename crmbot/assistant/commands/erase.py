"""`erase`: a person goes for good, after two questions. Sums and dates stay; nothing brings the rest back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.domain.changes.erasure import erase
from crmbot.domain.changes.erasure_scope import Scope, scope_of
from crmbot.domain.deals.views import person_view
from crmbot.domain.members.access import require
from crmbot.domain.members.guard import unguarded
from crmbot.domain.records import Person
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Moment, Reader, Reply, Text, Verbatim, t, tn
from crmbot.texts import render

_YES = frozenset({"yes", "ja", "ok", "sure"})
_REALLY = frozenset({"really", "wirklich", "endgueltig", "finally", "sicher"})


def handle(ask: Asking) -> Reply:
    """Say what goes and what stays, ask again, erase."""
    found = named(ask)
    person = found.record
    if not isinstance(person, Person):
        raise RequestFault(t("Only people are erased. A deal is deleted with {command}.", command=Verbatim("delete")))
    if person.erased_at is not None:
        raise RequestFault(
            t("#{number} was erased already, on {at}.", number=person.number, at=Moment(person.erased_at))
        )
    require(ask.session, ask.access, "delete", person)
    with unguarded(ask.session):
        scope = scope_of(ask.session, person)
    for deal in scope.deals:
        require(ask.session, ask.access, "delete", deal)
    words = {fold(word).strip(".!,") for word in found.rest.split()}
    if words & _YES and words & _REALLY:
        return _erased(ask, person)
    return _asked_again(person) if words & _YES else _warned(ask, person, scope)


def _warned(ask: Asking, person: Person, scope: Scope) -> Reply:
    lines = (
        *_told(scope.gone(), _GOES),
        t("This stays, without the name:"),
        *_told(scope.stays(), _STAYS),
        t("It cannot be undone. Give the person a copy first, if it was asked for: {command}",
          command=Verbatim(f"crmbot person export #{person.number} FILE.zip")),
    )  # fmt: skip
    actions = (
        Action(t("Keep"), f"show #{person.number}", "primary"),
        Action(t("Erase for good"), f"erase #{person.number} yes", "danger"),
    )
    title = t(
        "Erase {name} (#{number})? This would be gone for good:", name=Verbatim(person.name), number=person.number
    )
    return Reply(
        "choice", title, lines=lines, actions=actions, records=(person_view(ask.session, person, ask.process),)
    )


def _asked_again(person: Person) -> Reply:
    actions = (
        Action(t("Keep"), f"show #{person.number}", "primary"),
        Action(t("Yes, erase"), f"erase #{person.number} yes really", "danger"),
    )
    title = t("Really erase #{number}? This is the second question, there is no third.", number=person.number)
    return Reply("choice", title, lines=(t("There is no “undo” for it."),), actions=actions)


def _erased(ask: Asking, person: Person) -> Reply:
    """The answer names nobody: it is kept, for repeats."""
    number, settings = person.number, ask.settings
    team = Reader(settings.language, settings.timezone, settings.currency)
    placeholder = render(t("erased person #{number}", number=number), team)
    with unguarded(ask.session):
        erasure = erase(ask.work, person, placeholder=placeholder, by=None, refuse_again=settings.refuse_erased)
    lines = (
        *_told(erasure.gone, _GOES),
        t("This stays, without the name:"),
        *_told(erasure.stays, _STAYS),
        t("Proof: entry {entry} of the processing log.", entry=erasure.entry.id),
    )
    return Reply("done", t("#{number} was erased.", number=number), lines=lines)


def _addresses(n: int) -> Text:
    return tn("{n} mail address, phone or postal address", "{n} mail addresses, phones and postal addresses", n)


def _mails(n: int) -> Text:
    return tn("{n} mail, as it came", "{n} mails, as they came", n)


def _entries(n: int) -> Text:
    return tn("the words of {n} entry of the history", "the words of {n} entries of the history", n)


def _files(n: int) -> Text:
    return tn("{n} file", "{n} files", n)


def _followups(n: int) -> Text:
    return tn("{n} follow-up", "{n} follow-ups", n)


def _mentions(n: int) -> Text:
    return tn("the name in {n} entry of others", "the name in {n} entries of others", n)


def _deals(n: int) -> Text:
    return tn("{n} deal with amount, dates and stage", "{n} deals with amounts, dates and stages", n)


def _offers(n: int) -> Text:
    return tn("{n} offer with number, sum and dates", "{n} offers with numbers, sums and dates", n)


def _bare(n: int) -> Text:
    return tn("that there was contact: {n} entry", "that there was contact: {n} entries", n)


def _waiting(n: int) -> Text:
    return tn(
        "{n} mail of somebody else that waits for a decision: decide about it first",
        "{n} mails of others that wait for a decision: decide about them first",
        n,
    )


_GOES = {
    "addresses": _addresses, "mails": _mails, "entries": _entries, "files": _files, "followups": _followups,
    "mentions": _mentions,
}  # fmt: skip
_STAYS = {"deals": _deals, "offers": _offers, "bare_entries": _bare, "waiting_mails": _waiting}


def _told(counts: Mapping[str, int], words: Mapping[str, Callable[[int], Text]]) -> Iterator[Text]:
    for key, word in words.items():
        if counts.get(key):
            yield t("• {what}", what=word(counts[key]))


COMMAND = Command(
    key="erase",
    topic="more",
    names={
        "en": ("erase", "person erase", "erase person", "forget person"),
        "de": ("tilgen", "person löschen", "lösche person", "person tilgen", "tilge", "daten löschen von"),
    },
    usage=t("erase PERSON [yes really]"),
    summary=t("erase a person for good, on demand of data protection; asks twice, cannot be undone"),
    examples={"en": ("erase Julia Brandt",), "de": ("tilgen Julia Brandt",)},
    writes=True,
    handler=handle,
    right="delete",
)
