"""Reports on people: what members did, how fast they answered, what they have not done; contacts by role and field; groups."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.field_words import fields_of, value_words
from crmbot.assistant.references import named
from crmbot.assistant.reports.activity import read_done
from crmbot.assistant.reports.deals import amounts
from crmbot.assistant.reports.wanted import owner_of, read_wanted
from crmbot.assistant.rows.rows import called, followup_rows
from crmbot.assistant.words import ROLES, word
from crmbot.domain.deals.role_queries import role_counts
from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.followups import start_of_day
from crmbot.domain.members.access import visible
from crmbot.domain.people.contact_fields import ContactField
from crmbot.domain.records import Company, Deal, Followup, Person
from crmbot.domain.reports.activity import MemberActivity, median_of
from crmbot.domain.reports.contacts import CompanyResults, contacts_by_field, group_results
from crmbot.domain.reports.overdue import overdue_by_owner
from crmbot.errors import RequestFault
from crmbot.shapes import Action, Column, Reply, Section, Table, Text, Value, Verbatim, t, tn

_SHOWN = ("call", "mail_in", "mail_out", "meeting", "note")
_MOST = 50


def activity_report(ask: Asking, words: str) -> Reply:
    """Calls, mails, meetings and notes of each member, and the median time of answers."""
    done = read_done(ask, words)
    members = dict(done.members)
    columns = (
        Column(t("Member")), Column(t("Calls"), numeric=True), Column(t("Mails in"), numeric=True),
        Column(t("Mails out"), numeric=True), Column(t("Meetings"), numeric=True), Column(t("Notes"), numeric=True),
        Column(t("All"), numeric=True), Column(t("Answer time"), numeric=True),
    )  # fmt: skip
    rows = tuple(
        (ask.member_name(key), *(one.kinds[kind] for kind in _SHOWN), one.total, span_words(one.median_wait))
        for key, one in members.items()
    )
    waits = [wait for one in members.values() for wait in one.waits]
    over_all = median_of(waits)
    return Reply(
        "list", t("Activity by member") if rows else t("There was no activity."), understood=done.said,
        lines=(t("Median time until an answer: {time}", time=span_words(over_all)),) if over_all is not None else (),
        table=Table(columns, rows) if rows else None,
        totals={
            "count": sum(one.total for one in members.values()), "answers": len(waits), "median_answer_minutes": _minutes(over_all),
            "members": [_member_json(key, one) for key, one in members.items()],
        },
    )  # fmt: skip


def _member_json(key: str, one: MemberActivity) -> dict[str, Any]:
    kinds = {kind: count for kind, count in sorted(one.kinds.items()) if count}
    return {
        "member": key, "calls": one.kinds["call"], "mails": one.kinds["mail"], "mails_in": one.kinds["mail_in"],
        "mails_out": one.kinds["mail_out"], "meetings": one.kinds["meeting"], "notes": one.kinds["note"], "total": one.total,
        "kinds": kinds, "answers": len(one.waits), "median_answer_minutes": _minutes(one.median_wait),
    }  # fmt: skip


def _minutes(span: timedelta | None) -> int | None:
    return round(span.total_seconds() / 60) if span is not None else None


def span_words(span: timedelta | None) -> Value:
    """A span as people say it: minutes below two hours, hours below two days."""
    if span is None:
        return None
    minutes = round(span.total_seconds() / 60)
    if minutes < 120:
        return tn("{n} minute", "{n} minutes", minutes)
    if minutes < 2 * 24 * 60:
        return tn("{n} hour", "{n} hours", round(minutes / 60))
    return tn("{n} day", "{n} days", round(minutes / (24 * 60)))


def overdue_report(ask: Asking, words: str) -> Reply:
    """Follow-ups that were not done in time, by member."""
    wanted = read_wanted(ask, words)
    seen = list(visible(ask.access, Followup))
    today = start_of_day(ask.now, ask.zone)
    found = overdue_by_owner(ask.session, ask.now, today, seen, owner=owner_of(ask, wanted))
    every = [followup for one in found.values() for followup in one]
    sections = tuple(
        Section(
            t("{name}: {count}", name=ask.member_name(owner), count=len(followups)),
            followup_rows(ask, followups[:_MOST]),
        )
        for owner, followups in found.items()
    )
    return Reply(
        "list", tn("{n} overdue follow-up", "{n} overdue follow-ups", len(every)) if every else t("Nothing is overdue."),
        understood=wanted.said, sections=sections, records=tuple(followup_view(one) for one in every[:_MOST]),
        totals={"count": len(every), "owners": [{"owner": owner, "count": len(one)} for owner, one in found.items()]},
    )  # fmt: skip


def roles_report(ask: Asking, words: str) -> Reply:
    """How many contacts hold each role; who holds several is one contact of all."""
    read_wanted(ask, words)
    counts = role_counts(ask.session, ask.process, ask.access)
    rows = tuple((word(ROLES, role), count) for role, count in counts.items() if role != "all")
    return Reply(
        "list", tn("{n} contact with a role", "{n} contacts with a role", counts["all"]),
        table=Table((Column(t("Role")), Column(t("Contacts"), numeric=True)), rows),
        lines=(t("Whoever holds several roles is counted once in the total."),),
        totals={"count": counts["all"], "roles": {role: count for role, count in counts.items() if role != "all"}},
    )  # fmt: skip


def contacts_report(ask: Asking, words: str) -> Reply:
    """How many persons or companies have which value of a field."""
    named_fields = next((found for found, _ in fields_of(ask).at_start(_bare(words))), ())
    one = next((field for field in named_fields if field.record != "deal"), None)
    if one is None:
        examples = ("industry", "business", "employees", "age group", "source")
        actions = tuple(
            Action(t("By {field}", field=Verbatim(name)), f"report contacts by {name}") for name in examples
        )
        raise RequestFault(t("By which field? For example by industry or age group."), actions)
    model: Any = Person if one.record == "person" else Company
    found = contacts_by_field(ask.session, one, list(visible(ask.access, model)))
    count = sum(number for _, number in found)
    rows = tuple((_value(ask, one, value), number) for value, number in found[:_MOST])
    title = (
        tn("{n} person", "{n} persons", count) if one.record == "person" else tn("{n} company", "{n} companies", count)
    )
    return Reply(
        "list", title, understood=t("by {field}", field=one.label),
        table=Table((Column(one.label), Column(t("Contacts"), numeric=True)), rows),
        totals={"count": count, "field": one.key, "values": [{"value": value, "count": number} for value, number in found]},
    )  # fmt: skip


def _bare(words: str) -> str:
    return " ".join(
        one for one in words.split() if one.lower() not in ("by", "nach", "per", "je", "pro", "field", "feld")
    )


def _value(ask: Asking, one: ContactField, value: Any) -> Value:
    if value is None or value == "":
        return t("none")
    return value_words(ask, None, one, value) or Verbatim(f"#{value}")


def group_report(ask: Asking, words: str) -> Reply:
    """The deals of a company with all its daughters, each and together."""
    if not words.strip():
        raise RequestFault(t("Of which company?"))
    record = named(ask, words).record
    company = record if isinstance(record, Company) else record.company
    if company is None:
        raise RequestFault(t("{name} belongs to no company.", name=Verbatim(record.name)))
    found = group_results(ask.session, company, list(visible(ask.access, Deal)))
    whole = CompanyResults(company)
    for one in found:
        whole.open, whole.won = whole.open + one.open, whole.won + one.won
        for mine, theirs in ((whole.open_amounts, one.open_amounts), (whole.won_amounts, one.won_amounts)):
            for currency, amount in theirs.items():
                mine[currency] += amount
    columns = (
        Column(t("Company")), Column(t("Open"), numeric=True), Column(t("Open amount"), numeric=True), Column(t("Won"), numeric=True),
        Column(t("Amount won"), numeric=True),
    )  # fmt: skip
    rows = (*(_company_row(called(one.company), one) for one in found), _company_row(t("Together"), whole))
    return Reply(
        "list", tn("Group of {name}: {n} company", "Group of {name}: {n} companies", len(found), name=Verbatim(company.name)),
        table=Table(columns, rows), totals={**_company_json(whole), "companies": [_company_json(one) for one in found]},
    )  # fmt: skip


def _company_row(name: Text, one: CompanyResults) -> tuple[Value, ...]:
    return (name, one.open, amounts(one.open_amounts), one.won, amounts(one.won_amounts))


def _company_json(one: CompanyResults) -> dict[str, Any]:
    return {
        "number": one.company.number, "name": one.company.name, "count": one.open + one.won, "open": one.open, "won": one.won,
        "open_amounts": dict(sorted(one.open_amounts.items())), "won_amounts": dict(sorted(one.won_amounts.items())),
    }  # fmt: skip
