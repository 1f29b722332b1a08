"""Forwarded messages in running text: who wrote to whom and when, the text, and the note above it."""

from __future__ import annotations

import pytest

from crmbot.parsing.forwards import FoundForward, find_forward
from crmbot.parsing.parsed import Address

BODY = "Guten Tag,\n\nbitte senden Sie uns ein Angebot über 40 Regale.\n\nMit freundlichen Grüßen\nPetra Lindner"
PETRA = Address("Petra Lindner", "p.lindner@moebelhaus.example")
JONAS = Address("Jonas Falk", "jonas.falk@firma.example")
VERA = Address("Vera Okoro", "vera@firma.example")

BLOCKS = {
    "gmail": (
        "---------- Forwarded message ---------\nVon: Petra Lindner <p.lindner@moebelhaus.example>\n"
        "Date: Di., 17. Nov. 2026 um 09:31 Uhr\nSubject: Anfrage Regale\n"
        "To: Jonas Falk <jonas.falk@firma.example>\nCc: Vera Okoro <vera@firma.example>\n\n\n"
    ),
    "outlook": (
        "Von: Petra Lindner <p.lindner@moebelhaus.example>\nGesendet: Dienstag, 17. November 2026 09:31\n"
        "An: Jonas Falk <jonas.falk@firma.example>\nCc: Vera Okoro <vera@firma.example>\nBetreff: Anfrage Regale\n\n"
    ),
    "outlook on the web": (
        "________________________________\nFrom: Petra Lindner <p.lindner@moebelhaus.example>\n"
        "Sent: Tuesday, November 17, 2026 9:31 AM\nTo: Jonas Falk <jonas.falk@firma.example>\n"
        "Cc: Vera Okoro <vera@firma.example>\nSubject: Anfrage Regale\n \n"
    ),
    "thunderbird": (
        "-------- Weitergeleitete Nachricht --------\nBetreff: \tAnfrage Regale\n"
        "Datum: \tTue, 17 Nov 2026 09:31:00 +0100\nVon: \tPetra Lindner <p.lindner@moebelhaus.example>\n"
        "An: \tJonas Falk <jonas.falk@firma.example>\nKopie (CC): \tVera Okoro <vera@firma.example>\n\n\n\n"
    ),
    "in bold": (
        "*Von:* Petra Lindner <p.lindner@moebelhaus.example<mailto:p.lindner@moebelhaus.example>>\n"
        "*Gesendet:* Dienstag, 17. November 2026 09:31\n*An:* Jonas Falk <jonas.falk@firma.example>\n"
        "*Cc:* Vera Okoro <vera@firma.example>\n*Betreff:* Anfrage Regale\n\n"
    ),
}
APPLE = (
    "> Anfang der weitergeleiteten Nachricht:\n>\n> Von: Petra Lindner <p.lindner@moebelhaus.example>\n"
    "> Betreff: Anfrage Regale\n> Datum: 17. November 2026 um 09:31:08 MEZ\n"
    "> An: Jonas Falk <jonas.falk@firma.example>\n> Kopie: Vera Okoro <vera@firma.example>\n>\n"
)


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def forward(text: str, **hints: object) -> FoundForward:
    found = find_forward(text, **hints)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.fixture(params=[*BLOCKS, "apple"])
def mail(request: pytest.FixtureRequest) -> str:
    return APPLE + quoted(BODY) if request.param == "apple" else BLOCKS[request.param] + BODY


def test_the_sender_is_read_from_every_clients_block(mail: str) -> None:
    assert forward(mail).forwarded.from_ == PETRA


def test_recipients_and_copies_are_read(mail: str) -> None:
    message = forward(mail).forwarded
    assert (message.to, message.cc) == ((JONAS,), (VERA,))


def test_the_subject_is_read(mail: str) -> None:
    assert forward(mail).forwarded.subject == "Anfrage Regale"


def test_the_text_is_what_stands_below_the_block(mail: str) -> None:
    assert forward(mail).forwarded.text == BODY


def test_a_bare_forward_has_no_note(mail: str) -> None:
    assert forward(mail).note is None


def test_the_note_is_everything_above_with_the_signature(mail: str) -> None:
    note = "Bitte übernehmen.\n\nGruß\nJonas\n\n-- \nJonas Falk\nFirma GmbH, Tel. 0711 5550"
    assert forward(f"{note}\n\n{mail}").note == note


def test_the_start_points_at_the_separator() -> None:
    text = "Zur Kenntnis.\n\n" + BLOCKS["gmail"] + BODY
    assert text[forward(text).start :].startswith("---------- Forwarded message")


def test_an_answer_in_outlook_is_no_forward() -> None:
    assert find_forward("Danke, passt!\n\n" + BLOCKS["outlook"] + BODY, subject="AW: Anfrage Regale", is_reply=True) is None


def test_a_subject_that_says_forward_overrules_in_reply_to() -> None:
    assert find_forward(BLOCKS["outlook"] + BODY, subject="WG: Anfrage Regale", is_reply=True) is not None


def test_a_chain_is_read_to_its_end() -> None:
    inner = "Schau mal.\n\n" + BLOCKS["gmail"] + BODY
    outer = BLOCKS["outlook on the web"].replace("Petra Lindner <p.lindner@moebelhaus.example>", "Vera Okoro <vera@firma.example>")
    first = forward("Kommt von Vera.\n\n" + outer + inner).forwarded
    assert first.from_ == VERA
    assert first.new_text == "Schau mal."
    assert first.forwarded is not None
    assert first.forwarded.from_ == PETRA
    assert first.forwarded.text == BODY


def test_ordinary_text_with_colons_is_no_forward() -> None:
    text = "Hallo,\n\nvon: Berlin\nnach: Köln\nDatum: 3.12.2026, 9:00 Uhr\n\nViele Grüße\nVera"
    assert find_forward(text) is None
