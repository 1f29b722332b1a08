"""Which field of which record a request is about: `phone of Julia to …`, `Julia phone …`, `#1042 industry …`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.field_words import fields_of, unknown_field
from crmbot.assistant.nearest import nearest
from crmbot.assistant.references import candidates, exactly_named, named_deal, the_only
from crmbot.domain.people.contact_fields import POINTS, ContactField, FieldRecord, Fields
from crmbot.domain.records import Company, Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import RequestFault
from crmbot.parsing.chat.assignments import (
    Mode,
    around_prepositions,
    assignments,
    operation,
    operation_on_value,
    value_of_assignment,
    without_article,
    without_preposition,
)
from crmbot.parsing.contact.phones import find_phones
from crmbot.shapes import Action, Verbatim, t

_PHONE = re.compile(r"[+0(][\d\s()/.-]{5,40}")
_LONGEST_NAME = 80  # characters
_NAME_WORDS = 5
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?(?=\s)")
_GLUED = re.compile(r"^(primary|main|haupt|primär)-?(?=[a-zäöü])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One field of one record; `word` is the name that was used for it, `value` what follows, `mode` what to do with it."""

    record: Contactable
    field: ContactField
    word: str
    value: str
    mode: Mode = "set"


def wanted(ask: Asking, text: str) -> list[Wanted]:
    """What is to be changed. Raises RequestFault for no field, and as `named` for the record."""
    fields = fields_of(ask)
    found = _field_first(ask, fields, text) or _point_first(ask, fields, text)
    if found is not None:
        return [found]
    reference = without_preposition(without_article(text)) or text
    records, rest = _records(ask, reference)
    if rest and (point := _bare_point(ask, fields, records, rest)) is not None:
        return [point]
    return _assignments(ask, records, fields, rest)


def _field_first(ask: Asking, fields: Fields, text: str) -> Wanted | None:
    """`phone of Julia Brandt to 0711 …`, `mail x@y.example to Julia Brandt`."""
    said = operation(_GLUED.sub(r"\1 ", without_article(text)))
    for found, rest in fields.at_start(said.rest):
        word = said.rest[: len(said.rest) - len(rest)].strip()
        reference = without_preposition(rest)
        if reference is not None:
            records, value = _records(ask, reference)
            return _fit(ask, records, found, Wanted(records[0], found[0], word, value_of_assignment(value), said.mode))
        if (start := _exact_start(ask, rest)) is not None:
            return _fit(
                ask, [start[0]], found, Wanted(start[0], found[0], word, value_of_assignment(start[1]), said.mode)
            )
        for value, reference in around_prepositions(rest):
            record = exactly_named(ask, reference)
            if record is not None:
                return _fit(ask, [record], found, Wanted(record, found[0], word, value_of_assignment(value), said.mode))
    return None


def _exact_start(ask: Asking, text: str) -> tuple[Contactable, str] | None:
    """The record that the first words name exactly, and the value behind it: `Julia Brandt: 0711 …`."""
    words = text.split(maxsplit=_NAME_WORDS)
    for count in range(min(len(words) - 1, _NAME_WORDS), 0, -1):
        head = " ".join(words[:count]).rstrip(":=,")
        record = exactly_named(ask, head) if not head.isdigit() else None
        if record is not None:
            return record, text.split(maxsplit=count)[count]
    return None


def _point_first(ask: Asking, fields: Fields, text: str) -> Wanted | None:
    """`x@y.example to Julia Brandt`."""
    for value, reference in around_prepositions(text):
        kind = _point_kind(ask, value)
        record = exactly_named(ask, reference) if kind else None
        if kind and record is not None:
            found = fields.named(kind)
            return _fit(ask, [record], found, Wanted(record, found[0], kind, value))
    return None


def _bare_point(ask: Asking, fields: Fields, records: list[Contactable], text: str) -> Wanted | None:
    """`Julia Brandt x@y.example`: a mail address or number says by itself what it is."""
    kind = _point_kind(ask, text)
    if kind is None:
        return None
    found = fields.named(kind)
    return _fit(ask, records, found, Wanted(records[0], found[0], kind, text.strip()))


def _point_kind(ask: Asking, value: str) -> str | None:
    if "@" in value:
        return "email" if " " not in value.strip() else None
    return "phone" if _PHONE.fullmatch(value.strip()) and find_phones(value, ask.settings.region) else None


def _records(ask: Asking, reference: str) -> tuple[list[Contactable], str]:
    """Whom the first words name, a possessive one too where a field follows it: `Julia Brandt's phone`."""
    match = _POSSESSIVE.search(reference[:_LONGEST_NAME])
    if match and next(fields_of(ask).at_start(operation(reference[match.end() :]).rest), None) is not None:
        reference = reference[: match.start()] + reference[match.end() :]
    return candidates(ask, reference)


def _assignments(ask: Asking, records: list[Contactable], fields: Fields, text: str) -> list[Wanted]:
    """One assignment, or several of which each begins with a field and a colon, or stands behind a semicolon."""
    parts = assignments(text, lambda piece: _begins_with_field(fields, piece))
    return [_assignment(ask, records, fields, part) for part in parts or [text]]


def _begins_with_field(fields: Fields, piece: str) -> bool:
    """Unmistakably: with a colon or an equals sign behind the name."""
    head = re.match(r"([^:=\n]{2,40}?)\s?[:=]", piece)
    return head is not None and bool(fields.named(operation(head[1].strip()).rest))


def _assignment(ask: Asking, records: list[Contactable], fields: Fields, text: str) -> Wanted:
    said = operation(_GLUED.sub(r"\1 ", text.strip().lstrip(",:–- ")))
    for found, rest in fields.at_start(said.rest):
        word = said.rest[: len(said.rest) - len(rest)].strip().rstrip(":=")
        after = operation_on_value(rest) if rest and found[0].kind in POINTS else None
        mode = after.mode if after and after.mode != "set" else said.mode
        value = after.rest if after and after.mode != "set" else rest
        return _fit(ask, records, found, Wanted(records[0], found[0], word, value_of_assignment(value), mode))
    for record in records:  # `Nordlicht B2B`: a word that only one field can mean
        for field in fields.of(kind_of(record)):
            if field.kind == "choice" and not field.open and field.choice(said.rest) is not None:
                return Wanted(record, field, field.key, said.rest)
    raise unknown_field(text, _near(ask, records, fields, text))


def _near(ask: Asking, records: list[Contactable], fields: Fields, text: str) -> tuple[Action, ...]:
    first, _, value = text.strip().partition(" ")
    near = nearest(first, fields.words, limit=2) if first else []
    number = records[0].number
    return tuple(
        Action(
            t("{command}", command=Verbatim(f"{ask.verb} #{number} {name}")),
            f"{ask.verb} #{number} {name} {value}".strip(),
        )
        for name in near
    )


def _fit(ask: Asking, records: list[Contactable], found: Iterable[ContactField], draft: Wanted) -> Wanted:
    """The record that has such a field: the one named, else who stands behind it, else the deal of who is named."""
    by_record: dict[FieldRecord, ContactField] = {field.record: field for field in found}
    own = [record for record in records if kind_of(record) in by_record]
    words = f"{draft.word} {draft.value}".strip()
    if own:
        record = the_only(ask, own, words)
        return replace(draft, record=record, field=by_record[kind_of(record)])
    record = the_only(ask, records, words)
    for behind in _behind(record):
        if behind is not None and kind_of(behind) in by_record:
            return replace(draft, record=behind, field=by_record[kind_of(behind)])
    if "deal" in by_record:
        deal, _ = named_deal(ask, f"#{record.number}")
        return replace(draft, record=deal, field=by_record["deal"])
    (field,) = list(by_record.values())[:1]
    raise RequestFault(
        t(
            "{name} has no {field}: that belongs to a {type}.",
            name=Verbatim(record.name),
            field=field.label,
            type=_TYPES[field.record],
        )
    )


def _behind(record: Contactable) -> tuple[Contactable | None, ...]:
    if isinstance(record, Deal):
        return (record.person, record.company, record.person.company if record.person else None)
    return (record.company,) if isinstance(record, Person) else ()


def kind_of(record: Contactable) -> FieldRecord:
    """Which fields a record has."""
    if isinstance(record, Deal):
        return "deal"
    return "company" if isinstance(record, Company) else "person"


_TYPES = {"person": t("person"), "company": t("company"), "deal": t("deal")}
