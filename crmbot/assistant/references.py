"""Who or what the first words of a request name: a number, a place, a mail address, a phone or a name.

One match is it; several are a choice, never a guess; of a misspelt name the likely ones are offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from crmbot.assistant.asking import Asking
from crmbot.assistant.nearest import may_go_on, nearest_names
from crmbot.assistant.words import TYPES
from crmbot.domain.deals.views import deals_of, view
from crmbot.domain.records import Activity, Appointment, Company, Deal, Followup, Offer, Person
from crmbot.domain.records.base import FIRST_NUMBER
from crmbot.domain.search.lookup import Contactable, by_email, by_number, by_phone, record_type
from crmbot.domain.search.naming import MOST_WORDS, longest_name, longest_name_part, names_like
from crmbot.errors import Ambiguous, NotFound, RequestFault
from crmbot.parsing.chat.requests import split_reference
from crmbot.parsing.contact.phones import find_phones
from crmbot.shapes import Action, Moment, Record, Text, Verbatim, t, tn

MOST_OFFERED = 10
_LONGEST_WORD = 80  # characters of a name that are looked up
_CALLED = "crmbot.called"
_MEANT = "crmbot.meant"
_HIGHEST = 2**31 - 1  # what a number column of the database holds
_QUOTES = tuple("\"“„»«'‘‚")
_NUMBER = re.compile(
    r"(?:#|[dD](?=\d{4,}\Z))?([1-9]\d{0,19})"
)  # `d1042` as in an address; with a zero in front it is rather a phone number
_TITLES = re.compile(r"^\s*(?:(?:herrn?|frau|hr|fr|mrs?|ms|dr|prof)\b\.?\s+){1,3}", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"^\s*(?:bei|beim|mit|für|fuer|zu|zum|zur|an|von|vom|wegen|to|with|for|at|on|about|from|of)\s+(?=\S)", re.IGNORECASE
)
_PHONE = re.compile(r"[+0][\d\s()/.-]{5,40}")


@dataclass(frozen=True, slots=True)
class Named:
    """A record, and the words that followed its name."""

    record: Contactable
    rest: str


def named(ask: Asking, text: str | None = None, *, create: bool = False) -> Named:
    """The person, company or deal that the first words of `text` (by default of the request) name.

    Raises Ambiguous with the whole command for each candidate, NotFound with what is near; with `create` a new lead
    is offered too.
    """
    records, rest = candidates(ask, text, create=create)
    return Named(the_only(ask, records, rest), rest)


def candidates(ask: Asking, text: str | None = None, *, create: bool = False) -> tuple[list[Contactable], str]:
    """Everybody whom the first words may mean, and the words after them. Raises NotFound, as `named` does."""
    text = ask.rest if text is None else text
    if not text.strip():
        raise RequestFault(t("Whom or what do you mean? Give a number, a name, a mail address or a phone number."))
    if (bare := _PREPOSITION.sub("", text)) != text and not _called(ask, _words(text))[0]:
        text = bare
    ref, rest = _split(text)
    if ref is not None and (number := number_of(ask, ref)) is not None:
        record = about(ask, number)
        if record is None:
            raise NotFound(t("There is no person, company or deal {number}.", number=Verbatim(ref)))
        return [record], rest
    found = _contacts(ask, ref) if ref is not None else None
    if ref is not None and found == []:
        raise _unknown(ref, create=create)
    if found:
        return found, rest
    return _by_name(ask, text if ref is None else ref, rest if ref is not None else None, create=create)


def the_only(ask: Asking, records: Sequence[Contactable], rest: str) -> Contactable:
    """The one record there is. Raises Ambiguous with the whole command for each where there are several."""
    if len(records) == 1:
        return records[0]
    views = [view(ask.session, record, ask.process) for record in records[:MOST_OFFERED]]
    raise choice(ask, views, lambda record: _command(ask, record.number, rest))


def named_deal(ask: Asking, text: str | None = None) -> tuple[Deal, str]:
    """As `named`, but a deal: a person or company stands for the one deal that is furthest from its end."""
    records, rest = candidates(ask, text)
    deals = _likeliest([deal for record in records for deal in deals_of(ask.session, record)])
    if not deals:
        number = records[0].number
        raise NotFound(
            t("{name} has no deal yet.", name=Verbatim(records[0].name)),
            (Action(t("Open a lead"), f"lead #{number}"),),
        )
    deal = the_only(ask, deals, rest)
    assert isinstance(deal, Deal)
    return deal, rest


def exactly_named(ask: Asking, text: str) -> Contactable | None:
    """The record that `text` as a whole names beyond doubt, without looking for anything similar."""
    ref, rest = _split(text)
    if ref is not None and rest:
        return None
    if ref is not None and (number := number_of(ask, ref)) is not None:
        return about(ask, number)
    found = _contacts(ask, ref) if ref is not None else None
    if found is None:
        words = text.split()
        found, used = _called(ask, words) if words else ([], 0)
        found = _without_own_deals(found) if used == len(words) else []
    return found[0] if len(found) == 1 else None


def is_place(text: str) -> bool:
    """Whether a request begins with a place of the last answer instead of a name or number."""
    match = _NUMBER.match(text.strip())
    return match is not None and not match[0].startswith("#") and int(match[1]) < FIRST_NUMBER


def number_of(ask: Asking, ref: str) -> int | None:
    """The record number that `#1042`, `1042` or a place of the last answer stands for; None for other words."""
    match = _NUMBER.fullmatch(ref.strip())
    if match is None:
        return None
    number = int(match[1])
    if number >= FIRST_NUMBER or ref.startswith("#"):
        return number if number <= _HIGHEST else 0
    if 1 <= number <= len(ask.places):
        return ask.places[number - 1]
    if not ask.places:
        raise NotFound(
            t("“{place}” is a place in the last answer, and there is none yet in this conversation.", place=number)
        )
    raise NotFound(
        tn(
            "The last answer has {n} place, there is no “{place}”.", "The last answer has {n} places, there is no “{place}”.",
            len(ask.places), place=number,
        )
    )  # fmt: skip


def about(ask: Asking, number: int) -> Contactable | None:
    """The person, company or deal of that number; of a follow-up, activity or offer, the one it is about."""
    match record_type(ask.session, number):
        case "followup":
            followup = ask.session.get(Followup, number)
            return by_number(ask.session, followup.record_number) if followup and followup.record_number else None
        case "activity":
            activity = ask.session.get(Activity, number)
            place = activity and (activity.deal_number or activity.person_number or activity.company_number)
            return by_number(ask.session, place) if place else None
        case "offer":
            offer = ask.session.get(Offer, number)
            return by_number(ask.session, offer.deal_number) if offer else None
        case "appointment":
            planned = ask.session.get(Appointment, number)
            return by_number(ask.session, planned.record_number) if planned and planned.record_number else None
        case None:
            return None
        case _:
            found = by_number(ask.session, number)
            if ask.unit is None:  # what is meant is asked before it is shown, and the session itself forgets
                ask.session.info.setdefault(_MEANT, []).append(found)
            return found


def _called(ask: Asking, words: list[str]) -> tuple[list[Contactable], int]:
    """As `longest_name`; looked up once in a request that only reads: what is meant is asked before it is shown."""
    if ask.unit is not None:
        return longest_name(ask.session, words)
    known: dict[tuple[str, ...], tuple[list[Contactable], int]] = ask.session.info.setdefault(_CALLED, {})
    key = tuple(words)
    if key not in known:
        known[key] = longest_name(ask.session, words)
    return known[key]


def choice(
    ask: Asking, records: Iterable[Record], command: Callable[[Record], str], question: Text | None = None
) -> Ambiguous:
    """The question which one is meant, with the whole command for each."""
    offered = tuple(records)[:MOST_OFFERED]
    fault = Ambiguous(question or t("Which one do you mean?"), offered)
    fault.actions = tuple(Action(label(ask, record), command(record)) for record in offered)
    return fault


def label(ask: Asking, record: Record) -> Text:
    """A record in one line, with what tells it from others of its name."""
    name, number = Verbatim(record.name), record.number
    if record.type == "followup":
        what, due = Verbatim(record.text) if record.text else t("Get in touch"), record.due
        return t("{text}, due {due} (#{number})", text=what, due=due and Moment(due, day_only=True), number=number)
    if record.type == "deal":
        stage = ask.stage_name(record.stage or "")
        return t("{name}, {stage} (#{number})", name=name, stage=stage, number=number)
    if record.company:
        return t("{name}, {company} (#{number})", name=name, company=Verbatim(record.company), number=number)
    if record.emails:
        return t("{name}, {email} (#{number})", name=name, email=Verbatim(record.emails[0]), number=number)
    return t("{name}, {type} (#{number})", name=name, type=TYPES[record.type], number=number)


def _command(ask: Asking, number: int, rest: str) -> str:
    return f"{ask.verb} #{number} {rest}".strip()


def _split(text: str) -> tuple[str | None, str]:
    """What is beyond doubt the whole reference, and the words after it; None where a name may go on."""
    ref, rest = split_reference(text)
    whole = text.strip()[:1] in _QUOTES or "@" in ref or _NUMBER.fullmatch(ref) or _PHONE.fullmatch(ref)
    return (ref, rest.strip()) if ref and whole else (None, text.strip())


def _contacts(ask: Asking, ref: str) -> list[Contactable] | None:
    """Who has this mail address or phone number; None when it is neither."""
    if "@" in ref:
        return [*by_email(ask.session, ref.strip("<>"))]
    phones = find_phones(ref, ask.settings.region)
    if not phones:
        return None
    return list({one.number: one for phone in phones for one in by_phone(ask.session, phone.number)}.values())


def _by_name(ask: Asking, text: str, rest: str | None, *, create: bool) -> tuple[list[Contactable], str]:
    """Looks the first words up as a name; `rest` is what follows where the name was set off, by quotes for example."""
    words = _words(text)
    found, used = _called(ask, words)
    if not found and (bare := _TITLES.sub("", text)) and bare != text:
        text, words = bare, _words(bare)
        found, used = _called(ask, words)
    if not found:
        found, used = longest_name_part(ask.session, words)
        found = [] if all(may_go_on(one, words, used) for one in _without_own_deals(found)) else found
    if found:
        return _without_own_deals(found), _after(text, used) if rest is None else rest
    near, used = nearest_names(words, names_like(ask.session, " ".join(words)))
    if near:
        following = _after(text, used) if rest is None else rest
        views = [view(ask.session, record, ask.process) for record in near]
        raise choice(
            ask,
            views,
            lambda record: _command(ask, record.number, following),
            t("I am not sure whom you mean by “{name}”. Is it one of these?", name=Verbatim(" ".join(words[:used]))),
        )
    raise _unknown(text, create=create)


def _words(text: str) -> list[str]:
    """The words among which a name may stand."""
    return [word.strip(",;:–—")[:_LONGEST_WORD] for word in text.split(maxsplit=MOST_WORDS)[:MOST_WORDS]]


def _after(text: str, used: int) -> str:
    """What follows the first `used` words, without the comma or colon that sets the name off."""
    parts = text.split(maxsplit=used)
    return parts[used].lstrip(",;:–— ") if len(parts) > used else ""


def _unknown(text: str, *, create: bool) -> NotFound:
    shown = _likely_name(text.split())
    actions = [Action(t("Search"), f"find {shown}")]
    if create:
        actions.append(Action(t("Open a lead"), f"lead {shown}"))
    return NotFound(t("I find nobody and nothing called “{name}”.", name=Verbatim(shown[:80])), tuple(actions))


def _likely_name(words: list[str]) -> str:
    """The words in capitals at the beginning, at most four; the first word at any rate."""
    capitals = takewhile(lambda word: word[:1].isupper() or word[:1] in "&+", words[1:4])
    return " ".join([words[0], *capitals]).strip(",;:")


def _without_own_deals(found: list[Contactable]) -> list[Contactable]:
    """A deal called like its person or company is no second meaning; nor is the company a person is called after."""
    people = {record.number for record in found if isinstance(record, (Person, Company))}
    return [
        record
        for record in found
        if not (isinstance(record, Deal) and (record.person_number in people or record.company_number in people))
    ]


def _likeliest(deals: list[Deal]) -> list[Deal]:
    """The open ones; if there are none the won ones, else the lost."""
    unique = list({deal.number: deal for deal in deals}.values())
    for state in ("open", "won", "lost"):
        if fitting := [deal for deal in unique if deal.state == state]:
            return fitting
    return []
