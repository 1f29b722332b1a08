"""Exports of other CRMs and address books are taken over with their links, stages and owners (rows J12, S0.13)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crmbot.storage.store import Store
from tests.domain.test_undo import everything
from tests.imports import programs
from tests.imports.looking import companies, deals, persons, stages, tags, texts
from tests.imports.reading import load

HUBSPOT = (programs.HUBSPOT_COMPANIES, programs.HUBSPOT_CONTACTS, programs.HUBSPOT_DEALS)
PIPEDRIVE = (
    programs.PIPEDRIVE_ORGANIZATIONS,
    programs.PIPEDRIVE_PEOPLE,
    programs.PIPEDRIVE_DEALS,
    programs.PIPEDRIVE_LEADS,
)
SALESFORCE = (
    programs.SALESFORCE_ACCOUNTS, programs.SALESFORCE_CONTACTS, programs.SALESFORCE_OPPORTUNITIES, programs.SALESFORCE_LEADS,
    programs.SALESFORCE_MEMBERS,
)  # fmt: skip
BOOKS = (programs.HIGHRISE, programs.OUTLOOK, programs.OUTLOOK_GERMAN, programs.GOOGLE)
OTHERS = (programs.PRODUCTS, programs.GERMAN_DEALS)


def test_j12_hubspot_companies_contacts_and_deals_are_linked_by_their_ids(each_db: Store, tmp_path: Path) -> None:
    kinds = [load(each_db, tmp_path, text) for text in HUBSPOT]
    assert [(one.what, one.system) for one in kinds] == [
        ("company", "hubspot"),
        ("person", "hubspot"),
        ("deal", "hubspot"),
    ]
    julia, peter = persons(each_db)
    found = deals(each_db)
    assert (julia.company.name if julia.company else None, julia.owner, peter.owner) == (
        "Lagerbau Nord GmbH",
        "anna",
        None,
    )
    assert [phone.kind for phone in julia.phones] == ["work", "mobile"]
    assert (found["Hallenregale"].person_number, found["Hallenregale"].company_number) == (
        julia.number,
        julia.company_number,
    )
    assert found["Büromöbel"].company_number == peter.company_number
    assert kinds[1].owners == {"Unknown Person": 1}


def test_j12_stages_of_hubspot_become_the_nearest_of_ours_and_unknown_ones_are_named(db: Store, tmp_path: Path) -> None:
    report = [load(db, tmp_path, text) for text in HUBSPOT][-1]
    found = deals(db)
    assert {name: (deal.stage, deal.state) for name, deal in found.items()} == {
        "Hallenregale": ("offer", "open"), "Büromöbel": ("order", "won"), "Tresor": ("lost", "lost"), "Lift": ("qualify", "open"),
    }  # fmt: skip
    assert dict(report.unmapped) == {"Legal review": 1}
    assert (found["Tresor"].lost_reason, found["Tresor"].currency, found["Büromöbel"].owner) == (
        "too expensive",
        "USD",
        "ben",
    )
    assert stages(db, found["Büromöbel"]) == [("qualify", "2026-04-02"), ("order", "2026-05-10")]


def test_j12_pipedrive_people_organizations_deals_and_leads(db: Store, tmp_path: Path) -> None:
    reports = [load(db, tmp_path, text) for text in PIPEDRIVE]
    assert {one.system for one in reports} == {"pipedrive"}
    assert all(not one.unknown for one in reports), [one.unknown for one in reports]
    sabine, timo = persons(db)
    assert ([row.email for row in sabine.emails], [row.kind for row in sabine.phones]) == (
        ["s.kolb@kolb.example", "sabine@privat.example"], ["work", "mobile"],
    )  # fmt: skip
    found = deals(db)
    assert (found["Küchen Neubau"].amount, found["Stühle"].amount) == (Decimal(35_000), Decimal("1250.75"))
    assert [found[name].state for name in ("Küchen Neubau", "Stühle", "Lampen")] == ["open", "won", "lost"]
    assert {deal.person_number for deal in found.values()} == {sabine.number, timo.number}
    assert (found["Teppiche Anfrage"].person_number, found["Teppiche Anfrage"].owner) == (timo.number, "ben")
    assert tags(db, sabine.number) == ["VIP", "Warm lead"]


def test_s0_13_salesforce_leads_accounts_opportunities_and_campaign_members(db: Store, tmp_path: Path) -> None:
    reports = [load(db, tmp_path, text) for text in SALESFORCE]
    assert [one.what for one in reports] == ["company", "person", "deal", "deal", "member"]
    holding, technik = companies(db)[:2]
    assert (technik.parent_number, [row.kind for row in technik.addresses]) == (holding.number, ["billing", "delivery"])
    klaus = next(one for one in persons(db) if one.family_name == "Huber")
    assert (klaus.title, klaus.job_title, klaus.birthday) == ("Dr.", "Einkaufsleiter", date(1975, 3, 12))
    found = deals(db)
    assert (found["Presse"].stage, found["Presse"].person_number) == ("close", klaus.number)
    assert [found[name].state for name in ("Presse", "Ersatzteile", "Wartung")] == ["open", "won", "lost"]
    maria = next(one for one in persons(db) if one.family_name == "Lindner")
    assert (found["Lindner Bäckerei"].person_number, found["Lindner Bäckerei"].need) == (maria.number, "Needs an oven")
    assert "Alt OHG" not in found  # converted there: an opportunity of its own
    assert [(number, text, way) for number, text, way in texts(db) if number] == [
        (maria.number, "Messe 2026: Responded", "in"), (klaus.number, "Messe 2026: Sent", "out"),
    ]  # fmt: skip
    assert tags(db, maria.number) == ["Messe 2026"]


@pytest.mark.parametrize("text", BOOKS, ids=["highrise", "outlook", "outlook-german", "google"])
def test_j12_address_books_lose_no_column(db: Store, tmp_path: Path, text: str) -> None:
    report = load(db, tmp_path, text)
    (person,) = persons(db)
    assert set(report.unknown) <= {"Nickname"}
    assert not report.skipped
    assert person.company is not None
    assert (bool(person.emails), bool(person.phones), bool(person.addresses)) == (True, True, True)


def test_j12_a_german_outlook_row_is_read_in_full(db: Store, tmp_path: Path) -> None:
    load(db, tmp_path, programs.OUTLOOK_GERMAN)
    (rosa,) = persons(db)
    assert {(row.number, row.kind) for row in rosa.phones} == {
        ("+4992815550", "work"), ("+4992815551", "fax"), ("+4992817770", "home"), ("+491754443332", "mobile"),
    }  # fmt: skip
    assert (rosa.department, rosa.job_title, rosa.birthday, rosa.title) == (
        "Vertrieb",
        "Leiterin",
        date(1980, 4, 3),
        None,
    )
    assert [text for _, text, _ in texts(db)] == ["mag Kaffee"]


def test_amounts_and_dates_are_read_in_both_habits(db: Store, tmp_path: Path) -> None:
    load(db, tmp_path, programs.GERMAN_DEALS)
    rows = 'Deal name,Company,Amount,Close date\nPump,Pump Ltd,"1,234,567.89",12/31/2026\nValve,Pump Ltd,"12,500",02/13/2026\n'
    load(db, tmp_path, rows)
    found = deals(db)
    assert found["Halle 7"].amount == found["Pump"].amount == Decimal("1234567.89")
    assert found["Halle 8"].amount == found["Valve"].amount == Decimal(12_500)
    assert (found["Halle 7"].expected_close, found["Valve"].expected_close) == (date(2026, 12, 31), date(2026, 2, 13))
    assert found["Halle 8"].owner == "ben"


@pytest.mark.parametrize(
    "texts", [HUBSPOT, PIPEDRIVE, SALESFORCE, BOOKS, OTHERS], ids=["hubspot", "pipedrive", "salesforce", "books", "own"]
)
def test_a_file_read_twice_changes_nothing_the_second_time(db: Store, tmp_path: Path, texts: tuple[str, ...]) -> None:
    for text in texts:
        load(db, tmp_path, text)
    before = everything(db)
    reports = [load(db, tmp_path, text) for text in texts]
    assert everything(db) == before
    assert all(one.counts["created"] == one.counts["updated"] == 0 and one.change_set is None for one in reports)


def test_deals_that_come_before_their_contacts_say_what_is_missing(db: Store, tmp_path: Path) -> None:
    report = load(db, tmp_path, programs.HUBSPOT_DEALS)
    assert any("person 101 is not known here" in line for line in report.skipped)
    for text in HUBSPOT:
        load(db, tmp_path, text)
    assert deals(db)["Hallenregale"].person_number == persons(db)[0].number


def test_products_come_with_price_currency_and_unit(db: Store, tmp_path: Path) -> None:
    report = load(db, tmp_path, programs.PRODUCTS)
    assert (report.what, report.counts["created"]) == ("product", 2)
    dearer = load(db, tmp_path, programs.PRODUCTS.replace("1.249,90", "1.349,90"))
    assert [(row.result, row.changes) for row in dearer.rows if row.result == "updated"] == [
        ("updated", [("price", Decimal("1249.90"), Decimal("1349.90"))])
    ]
