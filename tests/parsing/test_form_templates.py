"""Templates of form mails, made from one sample."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.kinds.form_templates import FormTemplate, make_template

SAMPLE = """Rita Sommer hat den Konfigurator ausgefüllt.

Wer plant: Rita Sommer (rita@sommer-bau.example)
Erreichbar unter: 0711 12345
Traglast / Ebenen: 500 kg / 4
Kundennummer: keine

Was noch wichtig ist
Die Halle ist 8 m hoch.
Bitte vor März liefern.

Konfigurator von Regalwerk, Version 3
"""
MARKS = {
    "name": "Rita Sommer",
    "email": "rita@sommer-bau.example",
    "phone": "0711 12345",
    "load": "500 kg",
    "levels": "4",
    "message": "Die Halle ist 8 m hoch.\nBitte vor März liefern.",
}
OTHER = """Jan Vogt hat den Konfigurator ausgefüllt.

Wer plant: Jan Vogt (jan@vogt-lager.example)
Erreichbar unter: +49 30 777
Traglast / Ebenen: 1.200 kg / 6
Kundennummer: 4711

Was noch wichtig ist
Wir haben zwei Tore.

Geht auch Samstag?

Konfigurator von Regalwerk, Version 3
"""


def test_the_sample_itself_is_read_back():
    assert make_template(SAMPLE, MARKS).read(SAMPLE) == MARKS


def test_another_mail_of_the_kind_is_read():
    assert make_template(SAMPLE, MARKS).read(OTHER) == {
        "name": "Jan Vogt",
        "email": "jan@vogt-lager.example",
        "phone": "+49 30 777",
        "load": "1.200 kg",
        "levels": "6",
        "message": "Wir haben zwei Tore.\n\nGeht auch Samstag?",
    }


@pytest.mark.parametrize("missing", ["Erreichbar unter", "Traglast", "Wer plant"])
def test_a_missing_line_leaves_the_other_fields_as_they_are(missing):
    shorter = "".join(line for line in OTHER.splitlines(keepends=True) if not line.startswith(missing))
    whole = make_template(SAMPLE, MARKS).read(OTHER)
    read = make_template(SAMPLE, MARKS).read(shorter)
    assert read is not None
    assert whole is not None
    assert read == {name: value for name, value in whole.items() if name in read}
    assert read["message"] == "Wir haben zwei Tore.\n\nGeht auch Samstag?"


def test_an_empty_value_is_left_out():
    read = make_template(SAMPLE, MARKS).read(OTHER.replace("+49 30 777", ""))
    assert read is not None
    assert "phone" not in read
    assert read["name"] == "Jan Vogt"


def test_line_ends_blanks_and_capitals_of_the_labels_do_not_matter():
    other = OTHER.replace("Wer plant: ", "WER  plant:\u00a0").replace("\n", "\r\n")
    read = make_template(SAMPLE, MARKS).read(other)
    assert read is not None
    assert read["name"] == "Jan Vogt"


@pytest.mark.parametrize("text", ["", "Guten Tag,\n\nwir brauchen Regale.\n", "Erreichbar unter: 0711\n", "\n" * 5000])
def test_another_kind_of_mail_is_not_read(text):
    assert make_template(SAMPLE, MARKS).read(text) is None


def test_labels_on_a_line_of_their_own_and_tables_are_kinds_too():
    sample = "Who\nRita Sommer\n\nWhere\nStuttgart\n\nHeight\t8 m\n"
    template = make_template(sample, {"name": "Rita Sommer", "city": "Stuttgart", "height": "8 m"})
    assert template.read("Who\nJan Vogt\n\nWhere\n\nHeight \t 12 m\n") == {"name": "Jan Vogt", "height": "12 m"}


def test_lines_without_any_label_follow_each_other():
    sample = "Anschrift:\nRita Sommer\nTorstraße 1\n70173 Stuttgart\n"
    marks = {"name": "Rita Sommer", "street": "Torstraße 1", "city": "70173 Stuttgart"}
    other = "Anschrift:\nJan Vogt\nAm Kai 5\n20457 Hamburg\n"
    assert make_template(sample, marks).read(other) == {
        "name": "Jan Vogt",
        "street": "Am Kai 5",
        "city": "20457 Hamburg",
    }


def test_letters_that_change_their_length_in_lower_case_do_not_shift_a_value():
    template = make_template("İsim: Ayşe Straße km\nTel: 1\n", {"name": "Ayşe", "road": "Straße", "phone": "1"})
    assert template.read("İsim: Can İİ km\nTel: 22\n") == {"name": "Can", "road": "İİ", "phone": "22"}


def test_a_line_that_repeats_a_value_is_no_fixed_line():
    assert not any("rita" in stop for stop in make_template(SAMPLE, MARKS).stops)


def test_what_is_missing_of_a_form_that_does_not_fit_is_named():
    found = make_template(SAMPLE, MARKS).match("Wer plant: Rita Sommer\nHello\n")
    assert not found.fits
    assert found.values["name"].startswith("Rita Sommer")
    assert {"phone", "load", "levels", "message"} <= set(found.missing)


def test_a_template_goes_through_json_and_back():
    template = make_template(SAMPLE, MARKS)
    assert FormTemplate.from_json(json.loads(json.dumps(template.as_json()))) == template


@pytest.mark.parametrize("marks", [{}, {"name": "Somebody Else"}, {"name": ""}])
def test_marks_that_the_sample_does_not_hold_are_refused(marks):
    with pytest.raises(ValueError, match=r"marked|does not hold"):
        make_template(SAMPLE, marks)


@given(st.text(max_size=400))
def test_any_text_can_be_read(text):
    values = make_template(SAMPLE, MARKS).read(text)
    assert values is None or values


@given(
    st.dictionaries(
        st.sampled_from(["name", "phone", "load"]), st.from_regex(r"[A-Za-z0-9]{3,12}", fullmatch=True), min_size=3
    )
)
def test_whatever_the_values_are_they_are_read(values):
    text = SAMPLE
    for name, value in values.items():
        text = text.replace(f": {MARKS[name]}", f": {value}")
    read = make_template(SAMPLE, MARKS).read(text)
    assert read is not None
    assert {name: read[name] for name in values} == values
