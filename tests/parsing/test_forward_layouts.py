"""Layouts that hide a header block: set right to one label a line."""

from __future__ import annotations

import re
import time

import pytest

from crmbot.parsing.forwarding.forwards import find_forward
from crmbot.parsing.forwarding.layouts import straighten
from crmbot.parsing.parsed import Address

YAHOO = (
    '   ----- Weitergeleitete Nachricht ----- Von: Jane Roe <jane@firma.example>An: "tom@kunde.example" <tom@kunde.example>'
    "CC: Eva Lind <eva@kunde.example>; b@kunde.example <b@kunde.example>Gesendet: Donnerstag, 5. März 2026, 09:31:08 MEZBetreff: Regale\n"
)
NOTES = "---------------------- Forwarded by Tom Berg/ACME on 03/06/2000 09:20 AM ----------------------\n\n\n"


def test_yahoos_block_in_one_line_is_taken_apart() -> None:
    found = find_forward("Bitte ansehen.\n\n" + YAHOO + " Guten Tag,\nText")
    assert found is not None
    message = found.forwarded
    assert message.from_ == Address("Jane Roe", "jane@firma.example")
    assert message.to == (Address(None, "tom@kunde.example"),)
    assert [person.address for person in message.cc] == ["eva@kunde.example", "b@kunde.example"]
    assert (message.subject, message.text, found.note) == ("Regale", "Guten Tag,\nText", "Bitte ansehen.")


def test_the_start_of_a_straightened_forward_is_its_place_in_the_text() -> None:
    text = "Bitte ansehen.\n\n" + YAHOO + " Guten Tag,\nText"
    found = find_forward(text)
    assert found is not None
    assert text[found.start :] == YAHOO + " Guten Tag,\nText"


@pytest.mark.parametrize(
    "head",
    [
        '"Jane Roe" on 03/05/2000 05:21:33 PM\n',
        "Jane Roe\n03/05/2000 05:21 PM\n",
        "\tJane Roe\n\t03/05/2000 05:21 PM\n\t\n",
        "From:  Jane Roe                           03/05/2000 05:21 PM\n\n\n",
        "Jane Roe am 05.03.2000 17:21\n",
    ],
)
def test_notes_heads_get_their_labels(head: str) -> None:
    found = find_forward(NOTES + head + "To: Tom Berg/ACME@ACME\ncc:  \nSubject: Regale\n\nText")
    assert found is not None
    assert found.forwarded.from_ is not None
    assert (found.forwarded.from_.name or "").strip('"') == "Jane Roe"
    assert found.forwarded.date_text is not None
    assert (found.forwarded.subject, found.forwarded.text) == ("Regale", "Text")


def test_bold_labels_in_one_line_are_taken_apart() -> None:
    bold = re.sub(r"(Von|An|CC|Gesendet|Betreff):", r"*\1:*", YAHOO)
    found = find_forward(bold + " Text")
    assert found is not None
    assert found.forwarded.from_ == Address("Jane Roe", "jane@firma.example")
    assert (found.forwarded.subject, found.forwarded.text) == ("Regale", "Text")


def test_an_appointment_is_no_notes_head() -> None:
    text = "Wir sehen uns\n05.03.2026 17:21\n\nAnbei der Plan.\n"
    assert straighten(text) == text


def test_ordinary_text_stays_as_it_is() -> None:
    text = "Guten Tag,\n\n-- \nJane Roe -- Firma GmbH -- Von: hier\n"
    assert straighten(text) == text


NOTES_TABLE = (
    "----- Weitergeleitet von Jan Ott/ULM am 03.05.2026 15:04 -----\n\nPetra Kern <p.kern@firma.example>\n03.05.2026 14:04\n{reply}\n"
    "{to}\n\tJan Ott <j.ott@kunde.example>\n\tEva Lind <e.lind@kunde.example>\n{cc}\n\n{subject}\n\tAnfrage Regale\n\nWas kosten zehn?\n"
)


@pytest.mark.parametrize(
    ("to", "cc", "subject", "reply"),
    [
        ("An", "Kopie", "Thema", ""),
        ("To", "cc", "Subject", "Please respond to\np.kern@firma.example\n"),
        ("To", "cc", "Subject", ""),
    ],
)
def test_the_table_of_notes_is_a_header_block(to, cc, subject, reply):
    found = find_forward(NOTES_TABLE.format(to=to, cc=cc, subject=subject, reply=reply), subject="WG: Anfrage")
    assert found is not None
    assert found.forwarded.from_ == Address("Petra Kern", "p.kern@firma.example")
    assert [one.address for one in found.forwarded.to] == ["j.ott@kunde.example", "e.lind@kunde.example"]
    assert found.forwarded.subject == "Anfrage Regale"
    assert found.forwarded.text == "Was kosten zehn?"


def test_the_name_stands_on_top_of_the_letterhead_of_notes():
    text = (
        "FYI\n---------------------- Forwarded by Jan Ott/ULM/FIRMA on 05/02/2026 03:04 PM ---------------------------\n\n\n"
        "Petra Kern\nFirma North Corp.\n12 Main Street\n05/02/2026 02:04 PM\nTo: Jan Ott/ULM/FIRMA@FIRMA\ncc:\nSubject: Shelves\n\nHow many?\n"
    )
    found = find_forward(text, subject="Shelves")
    assert found is not None
    assert found.forwarded.from_ == Address("Petra Kern", None)
    assert found.note == "FYI"
    assert found.forwarded.text == "How many?"


@pytest.mark.parametrize("unit", ["To\n", "An\nThema\n", "1/1/2026 1:11\nTo\n\nSubject\n"])
def test_many_tables_take_less_than_two_seconds(unit):
    began = time.process_time()
    find_forward(unit * (900_000 // len(unit)), subject="FW: x")
    assert time.process_time() - began < 2.0
