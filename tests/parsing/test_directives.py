"""Commands on top of the note, in the capture address and in the subject."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.directives import (
    CaptureAddress,
    is_tag,
    read_directives,
    split_capture_address,
    subject_tags,
    tag_directives,
)
from crmbot.parsing.parsed import Directive

CAPTURE = ["crm@regalwerk.example"]


@pytest.mark.parametrize(
    ("line", "name", "text"),
    [
        ("#followup friday 10:00 call back", "followup", "friday 10:00 call back"),
        ("#wiedervorlage nächsten Dienstag", "followup", "nächsten Dienstag"),
        ("#WV: morgen", "followup", "morgen"),
        ("#owner ben", "owner", "ben"),
        ("#value 12k", "value", "12k"),
        ("  #quelle Messe Stuttgart", "source", "Messe Stuttgart"),
        ("#private", "private", ""),
        ("#note", "note", ""),
        ("#lead", "lead", ""),
        ("#1042", "deal", "1042"),
    ],
)
def test_a_command_line_on_top_is_read(line, name, text):
    assert read_directives(f"{line}\nBitte kümmern.") == ((Directive(name, text),), "Bitte kümmern.")


def test_several_commands_may_stand_under_each_other_with_blank_lines_between():
    directives, rest = read_directives("\n#lead\n\n#owner anna\n\nHallo")
    assert [one.name for one in directives] == ["lead", "owner"]
    assert rest == "Hallo"


def test_commands_may_share_a_line():
    directives, rest = read_directives("#followup in 2 Wochen nachhaken #value 5k #private\nHallo")
    assert directives == (
        Directive("followup", "in 2 Wochen nachhaken"),
        Directive("value", "5k"),
        Directive("private", ""),
    )
    assert rest == "Hallo"


def test_a_sign_within_the_words_of_a_command_begins_no_other_one():
    assert read_directives("#note siehe #12 und C#value")[0] == (Directive("note", "siehe #12 und C#value"),)
    assert read_directives("#note siehe #owner")[0] == (Directive("note", "siehe #owner"),)


def test_blanks_of_html_mails_are_blanks():
    assert read_directives("\u00a0#followup\u00a0friday")[0] == (Directive("followup", "friday"),)


def test_a_command_below_the_first_words_is_text():
    assert read_directives("Hallo\n#owner ben") == ((), "Hallo\n#owner ben")


@pytest.mark.parametrize("line", ["#hashtag des Tages", "# Überschrift", "#owner", "# 1042 Stück", "#1 in der Branche"])
def test_what_is_no_known_command_stays_in_the_note(line):
    assert read_directives(f"{line}\nText") == ((), f"{line}\nText")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("crm@regalwerk.example", CaptureAddress("crm@regalwerk.example")),
        ("CRM+3d@Regalwerk.example", CaptureAddress("crm@regalwerk.example", None, ("3d",))),
        ("crm+d1042@regalwerk.example", CaptureAddress("crm@regalwerk.example", None, ("d1042",))),
        ("crm+k7x2m9q4w8@regalwerk.example", CaptureAddress("crm@regalwerk.example", "k7x2m9q4w8")),
        (
            "crm+k7x2m9q4w8+2w+note@regalwerk.example",
            CaptureAddress("crm@regalwerk.example", "k7x2m9q4w8", ("2w", "note")),
        ),
        ("crm+24dez+private@regalwerk.example", CaptureAddress("crm@regalwerk.example", None, ("24dez", "private"))),
    ],
)
def test_a_capture_address_is_taken_apart(address, expected):
    assert split_capture_address(address, CAPTURE) == expected


@pytest.mark.parametrize("address", ["info@regalwerk.example", "crm@kunde.example", "crm", "", "crm+3d"])
def test_another_address_is_no_capture_address(address):
    assert split_capture_address(address, CAPTURE) is None


@pytest.mark.parametrize(
    "tag", ["d1042", "3d", "2w", "friday", "freitag", "24dez", "note", "lead", "private", "morgen", "fri10am"]
)
def test_tags_of_the_grammar_are_known(tag):
    assert is_tag(tag)


@pytest.mark.parametrize("token", ["k7x2m9q4w8", "fridaynight", "d1042x", "notes", "33dd", "leadership", "anna"])
def test_a_token_never_looks_like_a_tag(token):
    assert not is_tag(token)


def test_tags_become_directives():
    assert tag_directives(("d1042", "3d", "private", "lead")) == (
        Directive("deal", "1042"),
        Directive("followup", "3d"),
        Directive("private", ""),
        Directive("lead", ""),
    )


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ("AW: Angebot #1042", (1042,)),
        ("[#1042] und #1043, noch einmal #1042", (1042, 1043)),
        ("Platz #1 von 5", ()),
        ("Farbe #112233aa", ()),
        ("https://a.example/#1042", ()),
        (None, ()),
    ],
)
def test_record_numbers_are_read_from_the_subject(subject, numbers):
    assert subject_tags(subject) == numbers


@given(st.text())
def test_any_note_is_read_without_losing_text(note):
    directives, rest = read_directives(note)
    assert note.endswith(rest)
    assert directives or rest == note


@given(st.text(max_size=60))
def test_any_address_is_taken_apart_or_refused(local):
    found = split_capture_address(f"crm+{local}@regalwerk.example", CAPTURE)
    assert found is None or found.base == "crm@regalwerk.example"
