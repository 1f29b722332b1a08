"""Form mails read by templates: the person in the form is the contact, and what nearly fits is an ordinary mail."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.kinds.form_templates import make_template
from crmbot.parsing.kinds.learned_forms import LearnedForm, learned_forms, read_learned
from crmbot.parsing.mail import parse_mail
from crmbot.parsing.parsed import Header, ParsedMail
from crmbot.parsing.team import make_team

SAMPLE = """Neue Anfrage 4711

Wer plant: Rita Sommer (rita@sommer-bau.example)
Erreichbar unter: 0711 12345
Betrieb: Sommer Bau GmbH
Traglast / Ebenen: 500 kg / 4

Was noch wichtig ist
Die Halle ist 8 m hoch.

Konfigurator von Regalwerk
"""
MARKS = {
    "name": "Rita Sommer",
    "E-Mail": "rita@sommer-bau.example",
    "Telefon": "0711 12345",
    "company": "Sommer Bau GmbH",
    "Traglast": "500 kg",
    "Ebenen": "4",
    "Nachricht": "Die Halle ist 8 m hoch.",
}
OTHER = SAMPLE.replace("Rita Sommer", "Jan Vogt").replace("rita@sommer-bau", "jan@vogt").replace("500 kg", "1.200 kg")
PLANNER = LearnedForm("Planner", make_template(SAMPLE, MARKS), ("form@planer.example",))
ANYBODY = LearnedForm("Anybody", make_template(SAMPLE, MARKS))
TEAM = make_team(["regalwerk.example"], (), ["crm@regalwerk.example"])


def read(text: str, *forms: LearnedForm, sender: str = "form@planer.example", head: str = "") -> ParsedMail:
    raw = f"From: {sender}\nTo: crm@regalwerk.example\nSubject: Planer\n{head}Content-Type: text/plain; charset=utf-8\n\n{text}"
    return parse_mail(
        raw.encode(), own_domains=["regalwerk.example"], capture_addresses=["crm@regalwerk.example"], forms=forms
    )


def test_the_person_in_the_form_is_the_contact_and_every_other_field_is_kept():
    parsed = read(OTHER, PLANNER)
    contact = parsed.contact
    assert (parsed.kind, parsed.kind_reasons, parsed.form_missed) == ("form", ("the form 'Planner'",), None)
    assert (contact.name, contact.email, contact.company) == ("Jan Vogt", "jan@vogt.example", "Sommer Bau GmbH")
    assert [phone.number for phone in contact.phones] == ["+4971112345"]
    assert parsed.fields["Traglast"] == "1.200 kg"
    assert parsed.fields["Ebenen"] == "4"
    assert parsed.new_text == "Die Halle ist 8 m hoch."


def test_without_the_template_it_is_an_ordinary_mail():
    assert read(OTHER).kind != "form" or read(OTHER).contact.email != "jan@vogt.example"


def test_an_html_mail_is_read_as_its_text():
    rows = "".join(f"<p>{line}</p>" for line in OTHER.splitlines())
    raw = f"From: form@planer.example\nTo: crm@regalwerk.example\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n<html><body>{rows}</body></html>"
    parsed = parse_mail(raw.encode(), own_domains=["regalwerk.example"], forms=[PLANNER])
    assert (parsed.kind, parsed.contact.email) == ("form", "jan@vogt.example")


def test_a_form_that_a_member_forwards_is_read_too():
    block = f"-----Original Message-----\nFrom: form@planer.example\nSent: Tuesday, November 17, 2026 9:12 AM\nTo: info@regalwerk.example\nSubject: Planer\n\n{OTHER}"
    parsed = read(block, PLANNER, sender="ben@regalwerk.example", head="X-Test: 1\n")
    assert (parsed.kind, parsed.contact.email) == ("forward", "jan@vogt.example")
    assert "the form 'Planner'" in parsed.kind_reasons


def test_another_sender_is_left_alone():
    parsed = read(OTHER, PLANNER, sender="someone@elsewhere.example")
    assert "the form 'Planner'" not in parsed.kind_reasons
    assert parsed.form_missed is None


def test_a_domain_stands_for_all_its_senders():
    form = LearnedForm("Planner", PLANNER.template, ("planer.example",))
    assert read(OTHER, form, sender="web7@mail.planer.example").kind_reasons == ("the form 'Planner'",)
    assert read(OTHER, form, sender="web7@my-planer.example").kind_reasons != ("the form 'Planner'",)


def test_what_nearly_fits_is_an_ordinary_mail_with_the_reason():
    parsed = read("Wer plant: Rita Sommer\nMehr folgt morgen.", PLANNER)
    assert parsed.kind == "direct"
    assert "Mehr folgt morgen." in parsed.new_text
    assert parsed.form_missed is not None
    assert parsed.form_missed.startswith("nearly the form 'Planner': 1 of 7 fields found, missing: E-Mail")
    assert parsed.form_missed in parsed.kind_reasons


def test_a_form_without_a_way_to_answer_is_an_ordinary_mail_with_the_reason():
    unreachable = OTHER.replace("jan@vogt.example", "-").replace("0711 12345", "-")
    parsed = read(unreachable, PLANNER)
    assert parsed.kind == "direct"
    assert parsed.form_missed is not None


def test_reply_to_is_a_way_to_answer():
    unreachable = OTHER.replace("jan@vogt.example", "-").replace("0711 12345", "-")
    parsed = read(unreachable, PLANNER, head="Reply-To: jan@vogt.example\n")
    assert (parsed.kind, parsed.contact.email) == ("form", "jan@vogt.example")


def test_an_ordinary_mail_misses_no_form_that_is_for_any_sender():
    parsed = read("Hallo Ben,\n\nBetrieb: am Montag geschlossen.\n\nGruß\nRita", ANYBODY, sender="rita@sommer.example")
    assert (parsed.kind, parsed.form_missed) == ("direct", None)


def test_the_first_form_that_fits_reads_the_mail():
    second = LearnedForm("Second", make_template("Ring: 0711 1\nFrom: Rita\n", {"phone": "0711 1", "name": "Rita"}))
    assert read("Ring: 030 23125101\nFrom: Jan Vogt\n", PLANNER, second).kind_reasons == ("the form 'Second'",)
    assert read(OTHER, PLANNER, second).kind_reasons == ("the form 'Planner'",)


def test_forms_come_from_the_settings_as_they_went():
    entry = {"name": "Planner", "senders": ["form@planer.example"], **PLANNER.template.as_json()}
    assert learned_forms([entry]) == (PLANNER,)


@given(st.text(alphabet="Wer plant:Erichbau\n\t@.(0471)/", max_size=400))
def test_any_text_is_read_without_a_fault(text: str):
    found = read_learned([PLANNER, ANYBODY], text, Header(), TEAM)
    assert found.form is None or found.missed is None
