"""Carrying out a change of a field, and saying what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.changing import Wanted
from crmbot.assistant.contact_edits import edit_point
from crmbot.assistant.field_words import read_value, value_words
from crmbot.assistant.leads.grades import chance_words
from crmbot.assistant.moves import moved
from crmbot.assistant.references import about, number_of
from crmbot.assistant.rows.rows import called
from crmbot.domain.catalogue.sources import source_name
from crmbot.domain.deals.views import view
from crmbot.domain.members.guard import unguarded
from crmbot.domain.people.companies import make_daughter
from crmbot.domain.people.contact_fields import POINTS
from crmbot.domain.people.contacts import company_by_name, find_or_add_company
from crmbot.domain.people.field_values import value_of, write_value
from crmbot.domain.people.value_sources import by_member, forget_source, note_source
from crmbot.domain.records import Company, Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import NotFound, RequestFault
from crmbot.folding import fold
from crmbot.parsing.chat.assignments import empties
from crmbot.shapes import Action, Field, Money, Reply, Text, Value, Verbatim, t

_BY_RULE = frozenset(
    {"auto", "automatic", "automatically", "automatisch", "by rule", "rules", "regel", "regeln", "stage", "phase"}
)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one wish."""

    field: Field | None = None
    title: Text | None = None
    actions: tuple[Action, ...] = ()


def change(ask: Asking, wish: Wanted) -> Done:
    """Write one value, whoever's and of whatever kind."""
    if wish.field.kind in POINTS:
        if not wish.value and wish.mode != "remove":
            raise RequestFault(t("Which {field}? There is no value.", field=wish.field.label))
        if empties(wish.value):
            wish = replace(wish, mode="remove", value="")
        title, actions = edit_point(ask, wish)
        return Done(title=title, actions=actions)
    if not wish.value and wish.mode != "remove":
        raise RequestFault(t("To what? There is no value."))
    before = _shown(ask, wish)
    if wish.mode == "remove" or empties(wish.value) or _given_back(wish):
        _empty(ask, wish)
    else:
        _write(ask, wish)
    return Done(Field(wish.field.label, _with_old(before, _shown(ask, wish))))


def _given_back(wish: Wanted) -> bool:
    """Whether a value set by hand is left to the rules again: `probability auto`."""
    return wish.field.key == "probability" and fold(wish.value).strip(" .!") in _BY_RULE


def _with_old(before: Value, now: Value) -> Value:
    if before is None or before == now:
        return now
    return t("{now} (was {before})", now=now if now is not None else "–", before=before)


def _shown(ask: Asking, wish: Wanted) -> Value:
    record, field = wish.record, wish.field
    if field.key == "source":
        return source_name(record.source)
    if field.key == "probability" and isinstance(record, Deal):
        return chance_words(ask, record)
    return value_words(ask, record, field, value_of(record, field))


def _empty(ask: Asking, wish: Wanted) -> None:
    record, field = wish.record, wish.field
    if field.kind in ("name", "stage") or (field.kind == "member" and isinstance(record, Deal)):
        raise RequestFault(t("{field} cannot be empty.", field=field.label))
    if field.kind == "member":
        record.owner = None
    elif field.kind == "company":
        _put_company(ask, record, field.key, None)
    else:
        write_value(record, field, 0 if field.kind == "stars" else None, by_member(ask.member.key, ask.now))


def _write(ask: Asking, wish: Wanted) -> None:
    record, field = wish.record, wish.field
    if field.kind in ("member", "stage"):
        raise RequestFault(
            t(
                "Please say that by itself: {example}.",
                example=Verbatim(f"set #{record.number} {wish.word} {wish.value}"),
            )
        )
    if field.kind == "company":
        _put_company(ask, record, field.key, company_named(ask, wish.value))
        return
    value: Any = read_value(ask, field, wish.value)
    if isinstance(value, Money):
        assert isinstance(record, Deal)
        record.currency, value = value.currency, value.amount
    write_value(record, field, value, by_member(ask.member.key, ask.now))


def company_named(ask: Asking, words: str) -> Company:
    """The company that is named by number or name; a new one where there is none of that name."""
    number = number_of(ask, words) if words[:1] == "#" or words.isdigit() else None
    if number is None:
        name = " ".join(words.split())
        ask.session.flush()  # under the guard, before it is lifted: no company is made twice, seen or not
        with unguarded(ask.session):
            known = company_by_name(ask.session, name)
        if known is None:
            known = find_or_add_company(ask.work, name, source="manual")
            ask.session.flush()  # it has to be there before another record names it
        return known
    found = about(ask, number)
    if not isinstance(found, Company):
        raise NotFound(t("#{number} is no company.", number=number))
    return found


def _put_company(ask: Asking, record: Contactable, key: str, company: Company | None) -> None:
    source = by_member(ask.member.key, ask.now)
    if isinstance(record, Company):
        make_daughter(ask.session, record, company)
    else:
        assert isinstance(record, Person)
        record.company, record.company_number = company, company.number if company else None
    if company is None:
        forget_source(record, key)
    else:
        note_source(record, key, source)


def changed(ask: Asking, done: list[Done], records: Iterable[Contactable]) -> Reply:
    """The answer: what stands where now, and what stood there before."""
    ask.session.flush()
    unique = list({record.number: record for record in records}.values())
    titles = [one.title for one in done if one.title is not None]
    fields = tuple(one.field for one in done if one.field is not None)
    title = titles[0] if titles and not fields else t("Changed: {record}", record=called(unique[0]))
    lines = tuple(titles if fields else titles[1:])
    actions = tuple(action for one in done for action in one.actions)
    if len(unique) == 1 and isinstance(unique[0], Deal):
        shown = moved(ask, unique[0], title, actions=actions)
        return replace(shown, lines=(*lines, *shown.lines), fields=(*shown.fields[:1], *fields))
    views = tuple(view(ask.session, record, ask.process) for record in unique)
    return Reply("done", title, lines=lines, fields=fields, records=views, actions=actions)
