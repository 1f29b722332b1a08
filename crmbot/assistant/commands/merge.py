"""`merge`: one record of two, and `duplicates`: which may be one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crmbot.assistant.asking import Asking
from crmbot.assistant.field_words import may_see, value_words
from crmbot.assistant.forms.merging import difference_sheet, partner_sheet, refuse_merge, taken
from crmbot.assistant.forms.sheet import answers, wrong
from crmbot.assistant.forms.who import beside
from crmbot.assistant.references import candidates, choice, exactly_named, named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.changes.merge import Difference, merge
from crmbot.domain.deals.views import view
from crmbot.domain.members.access import require
from crmbot.domain.members.guard import unguarded
from crmbot.domain.people.contact_fields import ContactField
from crmbot.domain.people.field_values import FieldHolder
from crmbot.domain.records import Company, Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.domain.search.similar import Pair, similar_pairs, similar_to
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Action, Reply, Row, Section, Value, Verbatim, t, tn

_BETWEEN = re.compile(r"\s+(?P<word>into|in|to|zu|with|mit|and|und|&|->|→)\s+", re.IGNORECASE)
_EITHER = frozenset({"with", "mit", "and", "und", "&"})  # words that do not say which of the two is kept
_TAKING = re.compile(
    r"[,;]?\s+(?:taking|take|keeping|übernimm|uebernimm|nimm|dabei)\s+(?P<fields>.{1,200})$", re.IGNORECASE
)
_ASKS = ("…", "...")  # at the end: ask which values are kept
_MOST = 10
_WHY = {"phone": t("the same phone number"), "name": t("the same name")}


def handle(ask: Asking) -> Reply:
    """The first becomes part of the second; of two joined by `and` the one that was there first is kept."""
    taking = _TAKING.search(ask.rest)
    text = ask.rest[: taking.start()] if taking else ask.rest
    asks = text.rstrip().endswith(_ASKS)
    other, kept = _pair(ask, text.rstrip(" .…"))
    keys = (
        [field.key for field in _wanted(ask, taking["fields"], kept)]
        if taking
        else _chosen(ask, other, kept, asks=asks)
    )
    name = called(other)
    for record in (other, kept):
        require(ask.session, ask.access, "write", record)
    with unguarded(ask.session):  # also what the member may not see has to go along
        differences = merge(ask.work, other, kept, ask.settings.fields, taking=keys)
    rows = tuple(_difference_row(ask, kept, difference) for difference in differences if may_see(ask, difference.field))
    return Reply(
        "done",
        t("{other} is part of {kept} now.", other=name, kept=called(kept)),
        lines=(t("Its old number leads here too."),),
        sections=(Section(t("Both had a value; this one was kept:"), rows),) if rows else (),
        records=(view(ask.session, kept, ask.process),),
    )


def _pair(ask: Asking, text: str) -> tuple[FieldHolder, FieldHolder]:
    """Both records. Where one alone is named, the form asks for the other one, and what of both is to be kept."""
    alone = exactly_named(ask, text) if text.strip() else None
    if alone is None:
        return _both(ask, text)
    sheet = partner_sheet(ask, alone)
    found = answers(ask, sheet, t("Whom with whom? For example: merge #1001 into #1002."))
    try:
        other, kept = _both(ask, f"#{alone.number} into {found['into'] or found['likely']}")
        refuse_merge(other, kept)
    except RequestFault as fault:
        raise wrong(ask, sheet, {"into": beside(ask, fault)}) from fault
    differences = difference_sheet(ask, other, kept)
    if differences.questions:
        raise differences.unanswered()
    return other, kept


def _chosen(ask: Asking, other: FieldHolder, kept: FieldHolder, *, asks: bool) -> list[str]:
    """Fields whose value is taken from the other one, by the form."""
    sheet = difference_sheet(ask, other, kept)
    given = any(question.key in ask.values for question in sheet.questions)
    return taken(sheet, ask) if given or (asks and sheet.questions and not ask.values) else []


def _both(ask: Asking, text: str) -> tuple[FieldHolder, FieldHolder]:
    """Who is merged, and who is kept. Raises Ambiguous with the whole command for each candidate, NotFound for nobody."""
    fault: RequestFault | None = None
    for left, word, right in _ways(text):
        try:
            first, behind = candidates(ask, left)
        except NotFound as unknown:
            fault = fault or unknown
            continue
        if not behind.strip():
            return _in_order(ask, _settled(ask, first, f"{word} {right}"), word, right)
    raise fault or RequestFault(t("Whom with whom? For example: merge #1001 into #1002."))


def _ways(text: str) -> Iterator[tuple[str, str, str]]:
    """Where the one name may end and the other begin, words that say the direction first; names may have `and` in them."""
    found = sorted(_BETWEEN.finditer(text), key=lambda match: match["word"].lower() in _EITHER)
    yield from ((text[: match.start()], match["word"].lower(), text[match.end() :]) for match in found)
    first, _, rest = text.strip().partition(" ")
    if not found and rest.strip():
        yield first, "into", rest


def _in_order(ask: Asking, one: Contactable, word: str, right: str) -> tuple[FieldHolder, FieldHolder]:
    two = _partner(ask, one, right)
    return (two, one) if word in _EITHER and one.number < two.number else (one, two)


def _settled(ask: Asking, records: list[Contactable], rest: str) -> Contactable:
    if len(records) == 1:
        return records[0]
    views = [view(ask.session, record, ask.process) for record in records]
    raise choice(ask, views, lambda record: f"merge #{record.number} {rest}")


def _partner(ask: Asking, one: Contactable, text: str) -> Contactable:
    """Of several that a name may mean, those of the same kind as the first one."""
    records, _ = candidates(ask, text)
    alike = [record for record in records if type(record) is type(one) and record.number != one.number] or records
    if len(alike) == 1:
        return alike[0]
    views = [view(ask.session, record, ask.process) for record in alike]
    raise choice(ask, views, lambda record: f"merge #{one.number} into #{record.number}")


def _wanted(ask: Asking, words: str, kept: FieldHolder) -> list[ContactField]:
    kind = "deal" if isinstance(kept, Deal) else "person" if isinstance(kept, Person) else "company"
    found = []
    for word in re.split(r"\s*(?:,|;|\band\b|\bund\b)\s*", words.strip(" .")):
        fields = [field for field in ask.settings.fields.named(word) if field.record == kind]
        if not fields:
            raise RequestFault(t("There is no field “{name}”.", name=Verbatim(word[:60])))
        found += fields
    return found


def _difference_row(ask: Asking, kept: FieldHolder, difference: Difference) -> Row:
    field = difference.field
    mine, theirs = (value_words(ask, kept, field, value) for value in (difference.kept, difference.other))
    return Row(
        t("{field}: {value}", field=field.label, value=mine),
        t("the other one: {value}", value=theirs),
        (Action(t("Take the other one"), f"set #{kept.number} {field.words()[0]} {difference.other}"),),
    )


def handle_duplicates(ask: Asking) -> Reply:
    """Pairs that may be one, with the button that makes them one."""
    if ask.rest.strip():
        record = named(ask).record
        holder = record.person or record.company if isinstance(record, Deal) else record
        pairs = similar_to(ask.session, holder) if holder is not None else []
    else:
        pairs = similar_pairs(ask.session, limit=_MOST)
    if not pairs:
        return Reply("list", t("I see no duplicates."), totals={"count": 0})
    records = list({record.number: record for pair in pairs for record in (pair.kept, pair.other)}.values())
    return Reply(
        "list",
        tn("{n} pair may be the same", "{n} pairs may be the same", len(pairs)),
        sections=(Section(None, tuple(_pair_row(pair) for pair in pairs)),),
        records=tuple(view(ask.session, record, ask.process) for record in records),
        totals={"count": len(pairs)},
    )


def _pair_row(pair: Pair) -> Row:
    return Row(
        t("{one} and {two}", one=_with_company(pair.kept), two=_with_company(pair.other)),
        _WHY[pair.why],
        (Action(t("Merge"), f"merge #{pair.other.number} into #{pair.kept.number}", "primary"),),
    )


def _with_company(record: Person | Company) -> Value:
    company = record.company if isinstance(record, Person) else None
    if company is None:
        return called(record)
    return t(
        "{name}, {company} (#{number})",
        name=Verbatim(record.name),
        company=Verbatim(company.name),
        number=record.number,
    )


MERGE = Command(
    key="merge",
    topic="more",
    names={"en": ("merge",), "de": ("zusammenführen", "verschmelzen")},
    usage=t("merge WHO into WHO [taking FIELD, FIELD]"),
    summary=t("make one of two persons, companies or deals; nothing is lost, and undo makes two again"),
    examples={"en": ("merge #1070 into #1040",), "de": ("zusammenführen #1070 in #1040",)},
    writes=True,
    handler=handle,
)
DUPLICATES = Command(
    key="duplicates",
    topic="ask",
    names={"en": ("duplicates", "doubles"), "de": ("dubletten", "doppelte")},
    usage=t("duplicates [WHO]"),
    summary=t("persons and companies that may be the same, with a merge button"),
    examples={"en": ("duplicates",), "de": ("dubletten",)},
    writes=False,
    handler=handle_duplicates,
)
