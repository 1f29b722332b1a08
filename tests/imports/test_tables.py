"""Tables in any encoding and delimiter, headings of any kind, amounts and dates in both habits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.domain.people.contact_fields import BUILT_IN_FIELDS
from crmbot.errors import RequestFault
from crmbot.imports.habits import Habit, habit_of, read_amount, read_date
from crmbot.imports.headings import Meaning, meaning_of
from crmbot.imports.layout import layout_of
from crmbot.imports.tables import read_table
from crmbot.imports.values import cleaned, read_emails

ROWS = [
    ["Name", "Firma", "E-Mail"],
    ["Jörg Müller", "Büro & Söhne", "joerg@buero.example"],
    ['Eva "Evi" Lang', "A;B,C", "eva@lang.example"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    quoted = [
        ['"' + cell.replace('"', '""') + '"' if set(cell) & set('";,\t|') else cell for cell in row] for row in ROWS
    ]
    file = tmp_path / "a.csv"
    file.write_bytes("\r\n".join(delimiter.join(row) for row in quoted).encode(encoding))
    table = read_table(str(file))
    assert [list(table.headings), *(cells for _, cells, _ in table.rows())] == ROWS


def test_the_line_that_tells_excel_the_delimiter_is_no_heading(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\nName;E-Mail\nEva, Lang;eva@lang.example\n")
    table = read_table(str(tmp_path / "a.csv"))
    assert (table.headings, [cells for _, cells, _ in table.rows()]) == (
        ("Name", "E-Mail"),
        [["Eva, Lang", "eva@lang.example"]],
    )


def test_cells_of_several_lines_and_empty_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('Name,Notes\n"Eva","one\ntwo"\n,\n\nTom,x\n')
    rows = [(number, cells) for number, cells, _ in read_table(str(tmp_path / "a.csv")).rows()]
    assert [cells for _, cells in rows] == [["Eva", "one\ntwo"], ["Tom", "x"]]


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
            min_size=2,
            max_size=4,
        ),
        max_size=5,
    )
)
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    file = tmp_path_factory.mktemp("t") / "a.csv"
    file.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8", newline="")
    try:
        table = read_table(str(file))
        layout_of(table, BUILT_IN_FIELDS, about=None, mapped={})
        list(table.rows())
    except RequestFault:
        pass


@pytest.mark.parametrize(("heading", "about", "meaning"), [
    ("E-mail 1 - Value", "person", Meaning("person", "email")),
    ("E-mail 2 Address", "person", Meaning("person", "email", "", "2")),
    ("Telefon geschäftlich", "person", Meaning("person", "phone", "work")),
    ("Business Fax", "person", Meaning("person", "phone", "fax")),
    ("Handy", "person", Meaning("person", "phone", "mobile")),
    ("MailingPostalCode", "person", Meaning("person", "postcode", "work")),
    ("Straße privat", "person", Meaning("person", "street", "home")),
    ("Rechnungsadresse", "company", Meaning("company", "address", "billing")),
    ("Geburtstag", "person", Meaning("person", "birthday")),
    ("Branche", "person", Meaning("company", "industry")),
    ("Person - Organization", "person", Meaning("company", "name")),
    ("Deal - Deal created", "deal", Meaning("deal", "created")),
    ("Associated Contact IDs", "deal", Meaning("person", "id")),
    ("Abschlusswahrscheinlichkeit", "deal", Meaning("deal", "probability")),
    ("company.name", "person", Meaning("company", "name")),
    ("shoe size", "person", None),
])  # fmt: skip
def test_headings_are_understood(heading: str, about: str, meaning: Meaning | None) -> None:
    assert meaning_of(heading, about, BUILT_IN_FIELDS) == meaning  # type: ignore[arg-type]


@pytest.mark.parametrize(("cells", "amounts"), [
    (["1.234,50", "12.500"], ["1234.50", "12500"]),
    (["1,234.50", "12,500"], ["1234.50", "12500"]),
    (["1234.5", "12.500"], ["1234.5", "12.500"]),
    (["12.500", "1.000"], ["12500", "1000"]),
    (["1'234.50", "€ 5"], ["1234.50", "5"]),
    (["-3,5", "(4,00)"], ["-3.5", "-4.00"]),
])  # fmt: skip
def test_a_column_shows_how_it_writes_amounts(cells: list[str], amounts: list[str]) -> None:
    habit = habit_of(cells)
    assert [found[0] for cell in cells if (found := read_amount(cell, habit))] == [
        Decimal(amount) for amount in amounts
    ]


@pytest.mark.parametrize(("cells", "days"), [
    (["24.12.2026", "3.4.2026"], [date(2026, 12, 24), date(2026, 4, 3)]),
    (["12/24/2026", "3/4/2026"], [date(2026, 12, 24), date(2026, 3, 4)]),
    (["24/12/2026", "3/4/2026"], [date(2026, 12, 24), date(2026, 4, 3)]),
    (["2026-12-24T10:00:00Z", "2026-04-03 09:00"], [date(2026, 12, 24), date(2026, 4, 3)]),
    (["24 Dec 2026", "März 3, 2026"], [date(2026, 12, 24), date(2026, 3, 3)]),
])  # fmt: skip
def test_a_column_shows_how_it_writes_dates(cells: list[str], days: list[date]) -> None:
    habit = habit_of(cells)
    assert [read_date(cell, habit) for cell in cells] == days


@given(st.text(max_size=60))
def test_no_cell_is_too_strange(text: str) -> None:
    read_amount(text, habit_of([text]))
    read_date(text, Habit())
    read_emails(text)
    assert cleaned(text) == cleaned(cleaned(text)) or text.strip().startswith("'")


def test_the_currency_beside_an_amount_counts() -> None:
    assert read_amount("CHF 12'500.00", Habit()) == (Decimal(12_500), "CHF")
    assert read_amount("1.200 €", Habit()) == (Decimal(1_200), "EUR")
