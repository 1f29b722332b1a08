"""Who gets new leads."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from crmbot.domain.catalogue.sales_settings import AssignmentRule, SalesSettings
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.leads.assignment import Bringer, NewLead, assign, in_postcodes
from crmbot.domain.members.members import add_member, require_member
from crmbot.domain.process import Process
from crmbot.domain.records import Member
from crmbot.domain.records.work import Work
from crmbot.shapes import Reader, t
from crmbot.storage.store import Store
from crmbot.texts import render

TODAY = date(2026, 11, 18)
ALL = ("anna", "ben", "clara")


def given(rule: AssignmentRule, default: str = "anna") -> SalesSettings:
    return SalesSettings(assignment=(rule,), default_owner=default)


BY_MAIL = NewLead("mail")


def give(work: Work, process: Process, settings: SalesSettings, lead: NewLead = BY_MAIL, *, name: str = "x") -> str:
    """A lead that is assigned and opened; its owner."""
    found = assign(work.session, settings, lead, TODAY)
    deal = open_lead(work, process, name=name, owner=found.owner)
    deal.assigned_by = found.rule
    work.session.flush()
    return found.owner


def words(value: object) -> str:
    return render(value, Reader("en", "Europe/Berlin"))  # type: ignore[arg-type]


def test_c7_nine_leads_go_round_to_three_people_three_each(
    store: Store, team: dict[str, Member], now: datetime, process: Process
) -> None:
    with store.write(now) as work:
        rule = given(AssignmentRule("round", members=ALL))
        owners = [give(work, process, rule) for _ in range(9)]
    assert owners == [*ALL, *ALL, *ALL]


def test_c7_who_is_absent_or_takes_no_leads_is_passed_over_and_the_reason_says_so(
    sqlite_store: Store, now: datetime, process: Process
) -> None:
    with sqlite_store.write(now) as work:
        for key in ALL:
            add_member(work, key, key.title(), [f"{key}@firma.example"])
        ben = require_member(work.session, "ben")
        ben.absent_from, ben.absent_until = date(2026, 11, 16), TODAY
        require_member(work.session, "clara").takes_leads = False
        rule = given(AssignmentRule("round", members=("ben", "clara", "anna")))
        assert Counter(give(work, process, rule) for _ in range(4)) == {"anna": 4}
        reason = words(assign(work.session, rule, NewLead("mail"), TODAY).reason)
        assert reason == "rule “round”: whose turn it is; Ben is away; Clara takes no leads"
        later = assign(work.session, rule, NewLead("mail"), date(2026, 11, 19))
        assert later.owner == "ben"


def test_c7_the_least_busy_gets_it_and_a_full_desk_gets_none(
    sqlite_store: Store, now: datetime, process: Process
) -> None:
    with sqlite_store.write(now) as work:
        for key in ALL:
            add_member(work, key, key.title(), [f"{key}@firma.example"])
        for owner, count in (("anna", 3), ("ben", 1), ("clara", 2)):
            for _ in range(count):
                open_lead(work, process, name="x", owner=owner)
        busy = given(AssignmentRule("busy", members=ALL, how="least_busy"))
        assert [give(work, process, busy) for _ in range(3)] == ["ben", "clara", "ben"]
        full = SalesSettings(
            assignment=(AssignmentRule("full", members=("ben", "clara"), capacity=3),), default_owner="anna"
        )
        found = assign(work.session, full, NewLead("mail"), TODAY)
        assert (found.owner, found.rule) == ("anna", None)
        assert "Clara has 3 open leads already" in words(found.reason)


@pytest.mark.parametrize(
    ("rule", "lead", "fits"),
    [
        (AssignmentRule("r", sources=("fair",)), NewLead("chat", source="Messe"), True),
        (AssignmentRule("r", sources=("fair",)), NewLead("chat", source="website"), False),
        (AssignmentRule("r", postcodes=("70-72", "8")), NewLead("mail", postcode="71032"), True),
        (AssignmentRule("r", postcodes=("70-72", "8")), NewLead("mail", postcode="73000"), False),
        (AssignmentRule("r", postcodes=("7",)), NewLead("mail"), False),
        (AssignmentRule("r", countries=("AT",)), NewLead("mail", country="AT"), True),
        (AssignmentRule("r", countries=("AT",)), NewLead("mail", country="DE"), False),
        (AssignmentRule("r", value_from=Decimal(10_000)), NewLead("mail", value=Decimal(10_000)), True),
        (AssignmentRule("r", value_from=Decimal(10_000)), NewLead("mail"), False),
        (AssignmentRule("r", value_to=Decimal(10_000)), NewLead("mail", value=Decimal(10_001)), False),
        (AssignmentRule("r", languages=("en",)), NewLead("mail", language="en-GB"), True),
        (AssignmentRule("r", came_by=("form",)), NewLead("mail"), False),
        (AssignmentRule("r"), NewLead("mail"), True),
    ],
)
def test_a_rule_fits_by_source_region_value_language_and_way(
    sqlite_store: Store, now: datetime, rule: AssignmentRule, lead: NewLead, fits: bool
) -> None:
    with sqlite_store.write(now) as work:
        for key in ("anna", "ben"):
            add_member(work, key, key.title(), [f"{key}@firma.example"])
        found = assign(work.session, given(replace(rule, members=("ben",))), lead, TODAY)
    assert found.owner == ("ben" if fits else "anna")


def test_a_department_stands_for_its_members(sqlite_store: Store, now: datetime) -> None:
    with sqlite_store.write(now) as work:
        for key, department in (("anna", "marketing"), ("ben", "Sales")):
            add_member(work, key, key.title(), [f"{key}@firma.example"]).department = department
        assert (
            assign(work.session, given(AssignmentRule("r", department="sales")), NewLead("mail"), TODAY).owner == "ben"
        )


def test_without_a_rule_it_is_who_brought_it_then_the_default_owner_or_who_stands_in_for_him(
    sqlite_store: Store, now: datetime
) -> None:
    with sqlite_store.write(now) as work:
        assert assign(work.session, SalesSettings(), NewLead("mail"), TODAY).owner == ""
        members = {key: add_member(work, key, key.title(), [f"{key}@firma.example"]) for key in ALL}
        settings = SalesSettings(default_owner="clara")
        brought = [Bringer("nobody", t("x")), Bringer("ben", t("passed it on"))]
        assert assign(work.session, settings, NewLead("mail"), TODAY, brought).owner == "ben"
        members["ben"].takes_leads = False
        found = assign(work.session, settings, NewLead("mail"), TODAY, brought)
        assert (found.owner, words(found.reason)) == (
            "clara", "is the default owner, no rule gives it to somebody else; Ben takes no leads",
        )  # fmt: skip
        members["clara"].absent_from, members["clara"].substitute = TODAY, "anna"
        assert assign(work.session, settings, NewLead("mail"), TODAY).owner == "anna"
        assert assign(work.session, SalesSettings(), NewLead("mail"), TODAY).owner == "anna"


@pytest.mark.parametrize(
    ("postcode", "wanted", "inside"),
    [("70173", "70", True), ("70173", "7", True), ("70173", "69-70", True), ("71000", "70-70", False), (None, "7", False),
     ("1010", "10-12", True), ("80331", "80331", True), ("8033", "80331", False)],
)  # fmt: skip
def test_postcodes_are_beginnings_or_ranges(postcode: str | None, wanted: str, inside: bool) -> None:
    assert in_postcodes(postcode, wanted) is inside
