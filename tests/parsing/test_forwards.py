"""Forwarded messages in running text: who wrote to whom and when, the text, and the note above it."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.forwarding.forwards import FoundForward, find_forward
from crmbot.parsing.mime.html import html_to_text
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
    assert (
        find_forward("Danke, passt!\n\n" + BLOCKS["outlook"] + BODY, subject="AW: Anfrage Regale", is_reply=True)
        is None
    )


def test_a_subject_that_says_forward_overrules_in_reply_to() -> None:
    assert find_forward(BLOCKS["outlook"] + BODY, subject="WG: Anfrage Regale", is_reply=True) is not None


def test_a_chain_is_read_to_its_end() -> None:
    inner = "Schau mal.\n\n" + BLOCKS["gmail"] + BODY
    outer = BLOCKS["outlook on the web"].replace(
        "Petra Lindner <p.lindner@moebelhaus.example>", "Vera Okoro <vera@firma.example>"
    )
    first = forward("Kommt von Vera.\n\n" + outer + inner).forwarded
    assert first.from_ == VERA
    assert first.new_text == "Schau mal."
    assert first.forwarded is not None
    assert first.forwarded.from_ == PETRA
    assert first.forwarded.text == BODY


def test_ordinary_text_with_colons_is_no_forward() -> None:
    text = "Hallo,\n\nvon: Berlin\nnach: Köln\nDatum: 3.12.2026, 9:00 Uhr\n\nViele Grüße\nVera"
    assert find_forward(text) is None


def test_chains_with_quoted_links_are_read() -> None:
    inner = "Bitte ansehen.\n\n" + BLOCKS["thunderbird"] + BODY
    apple = APPLE.replace("Petra Lindner <p.lindner@moebelhaus.example>", "Vera Okoro <vera@firma.example>")
    outer = forward("Von Vera.\n\n" + apple + quoted(inner)).forwarded
    assert outer.forwarded is not None
    assert (outer.from_, outer.forwarded.from_, outer.forwarded.text) == (VERA, PETRA, BODY)


def test_a_chain_has_a_bottom() -> None:
    text = (BLOCKS["gmail"] + "Weiter.\n\n") * 40 + "Ende."
    links, link = 0, forward(text).forwarded
    while link.forwarded is not None:
        links, link = links + 1, link.forwarded
    assert 10 < links < 30


def test_the_signature_inside_is_that_of_the_forwarded_sender() -> None:
    message = forward(
        BLOCKS["gmail"]
        + "Guten Tag,\n\nbitte ein Angebot.\n\n-- \nPetra Lindner\nMöbelhaus Lindner GmbH\nTel. 0711 5550"
    ).forwarded
    assert message.signature is not None
    assert "Möbelhaus Lindner GmbH" in message.signature
    assert "bitte ein Angebot." in message.new_text


@pytest.mark.parametrize(
    "subject",
    [
        None,
        "",
        "Bitte übernehmen",
        "RE: FW: Anfrage Regale",
        "[EXTERNAL] FW: Anfrage Regale",
        "[Ticket 17] WG: Anfrage Regale",
    ],
)
def test_the_subject_may_be_missing_edited_or_tagged(mail: str, subject: str | None) -> None:
    found = forward("Zur Kenntnis.\n\n" + mail, subject=subject)
    assert (found.forwarded.from_, found.forwarded.subject, found.note) == (PETRA, "Anfrage Regale", "Zur Kenntnis.")


def wrapped(text: str, width: int = 78) -> str:
    lines = (
        textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [line]
        for line in text.split("\n")
    )
    return "\n".join(line for pieces in lines for line in pieces)


def test_lines_wrapped_on_the_way_are_joined(mail: str) -> None:
    more = ", ".join(f"Person {n} <person{n}@firma.example>" for n in range(9))
    longer = mail.replace("<jonas.falk@firma.example>", f"<jonas.falk@firma.example>, {more}", 1)
    message = forward(wrapped(longer)).forwarded
    assert len(message.to) == 10
    assert message.to[-1] == Address("Person 8", "person8@firma.example")
    assert message.cc == (VERA,)
    assert message.subject == "Anfrage Regale"


def test_no_break_spaces_and_direction_marks_do_not_hide_labels(mail: str) -> None:
    assert forward(re.sub(r"(?m): ", ":\u200f\u00a0", mail, count=4)).forwarded.from_ == PETRA


DISCLAIMER = "________________________________\nDiese Nachricht ist vertraulich und nur für den Empfänger bestimmt.\n________________________________"


def test_a_framed_disclaimer_belongs_to_the_note(mail: str) -> None:
    note = f"Bitte übernehmen.\n\n{DISCLAIMER}"
    assert forward(f"{note}\n\n{mail}").note == note


def test_a_disclaimer_below_belongs_to_the_forwarded_text() -> None:
    assert forward(BLOCKS["outlook"] + BODY + "\n\n" + DISCLAIMER).forwarded.text == BODY + "\n\n" + DISCLAIMER


def test_kmails_closing_dashes_are_no_text() -> None:
    block = BLOCKS["thunderbird"].replace("Nachricht --------\n", "Nachricht --------\n\n")
    assert forward(f"{block}{BODY}\n----------------------------------------------").forwarded.text == BODY


def test_the_client_may_quote_the_text_and_not_the_block() -> None:
    assert forward(BLOCKS["gmail"] + quoted(BODY)).forwarded.text == BODY


def test_a_mail_that_goes_to_the_person_it_quotes_is_an_answer() -> None:
    text = "Danke, passt.\n\n" + BLOCKS["outlook"] + BODY
    assert find_forward(text, subject="Regale, zweiter Versuch", recipients=(PETRA,)) is None
    assert find_forward(text, subject="Regale, zweiter Versuch", recipients=(VERA,)) is not None


def test_a_forward_quoted_in_an_answer_is_not_forwarded_again() -> None:
    text = "Danke!\n\nAm 18.11.2026 um 10:00 schrieb Jonas Falk <jonas.falk@firma.example>:\n\n" + quoted(
        BLOCKS["outlook"] + BODY
    )
    assert find_forward(text, subject="AW: Anfrage", is_reply=True) is None


def test_a_web_form_with_sender_and_date_is_no_forward() -> None:
    text = "Neue Anfrage über das Formular\n\nVon: Petra Lindner <p.lindner@moebelhaus.example>\nDatum: 17.11.2026 09:31\nBetreff: Regale\n\nNachricht: Bitte melden."
    assert find_forward(text, subject="Neue Anfrage") is None


def test_a_returned_raw_header_is_no_forward() -> None:
    text = (
        "Your message could not be delivered.\n\nReceived: by mx.firma.example; Tue, 17 Nov 2026 09:31:00 +0100\n"
        "From: Petra Lindner <p.lindner@moebelhaus.example>\nTo: jonas.falk@firma.example\nDate: Tue, 17 Nov 2026 09:31:00 +0100\n"
        "Message-ID: <1@moebelhaus.example>\nSubject: Anfrage Regale\n\nText"
    )
    assert find_forward(text) is None


HTML = {
    "gmail": (
        '<div dir="ltr">Bitte übernehmen.<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>'
        'Von: <strong class="gmail_sendername">Petra Lindner</strong> <span>&lt;<a href="mailto:p.lindner@moebelhaus.example">p.lindner@moebelhaus.example</a>&gt;'
        "</span><br>Date: Di., 17. Nov. 2026 um 09:31 Uhr<br>Subject: Anfrage Regale<br>To: &lt;jonas.falk@firma.example&gt;<br></div><br>{body}</div></div>"
    ),
    "outlook": (
        "<p class=MsoNormal>Bitte übernehmen.</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>Von:</b> Petra Lindner"
        " &lt;p.lindner@moebelhaus.example&gt;<br><b>Gesendet:</b> Dienstag, 17. November 2026 09:31<br><b>An:</b> jonas.falk@firma.example<br>"
        "<b>Betreff:</b> Anfrage Regale</p></div></div>{body}"
    ),
    "apple": (
        'Bitte übernehmen.<br><blockquote type="cite"><div>Anfang der weitergeleiteten Nachricht:</div><br><div><b>Von: </b>Petra Lindner '
        "&lt;p.lindner@moebelhaus.example&gt;<br></div><div><b>Betreff: </b><b>Anfrage Regale</b><br></div><div><b>Datum: </b>17. November 2026 um 09:31 MEZ</div>"
        "<div><b>An: </b>jonas.falk@firma.example<br></div><br>{body}</blockquote>"
    ),
    "thunderbird": (
        '<p>Bitte übernehmen.</p><div class="moz-forward-container">-------- Weitergeleitete Nachricht --------<table class="moz-email-headers-table">'
        "<tr><th>Betreff: </th><td>Anfrage Regale</td></tr><tr><th>Datum: </th><td>Tue, 17 Nov 2026 09:31:00 +0100</td></tr><tr><th>Von: </th>"
        "<td>Petra Lindner &lt;p.lindner@moebelhaus.example&gt;</td></tr><tr><th>An: </th><td>jonas.falk@firma.example</td></tr></table><br>{body}</div>"
    ),
}


@pytest.mark.parametrize("client", HTML)
def test_forwards_that_are_markup_alone_are_read(client: str) -> None:
    page = HTML[client].replace("{body}", "<div>Guten Tag,</div><div>bitte ein Angebot.</div>")
    found = forward(html_to_text(page), html=page)
    message = found.forwarded
    assert (message.from_, message.subject, found.note) == (PETRA, "Anfrage Regale", "Bitte übernehmen.")
    assert message.text == "Guten Tag,\nbitte ein Angebot."


def test_markup_of_a_client_speaks_for_a_block_of_names_without_a_date() -> None:
    text = "Bitte übernehmen.\n\nVon: Petra Lindner <p.lindner@moebelhaus.example>\nBetreff: Anfrage Regale\n\nText"
    assert find_forward(text) is None
    assert find_forward(text, html='<div id="divRplyFwdMsg">') is not None


WORDS = st.text(alphabet="abc ÄÖß.,!?\n", max_size=200)


@given(WORDS, WORDS, st.sampled_from(sorted(BLOCKS)))
def test_whatever_stands_around_the_block_comes_back(note: str, body: str, client: str) -> None:
    found = forward(f"{note}\n\n{BLOCKS[client]}Hallo\n{body}")
    assert found.note == (note.strip() or None)
    assert found.forwarded.text == f"Hallo\n{body}".strip()


@given(st.text(max_size=400), st.text(max_size=40) | st.none(), st.booleans())
def test_any_text_is_searched_without_an_exception(text: str, subject: str | None, is_reply: bool) -> None:
    find_forward(text, subject=subject, is_reply=is_reply)


PIECES = st.sampled_from(
    [
        "From:",
        "Von: ",
        "An:",
        "> ",
        "\n",
        "a@b.example",
        "Date: 5.3.2026 09:31",
        "Subject: x",
        "--------",
        " Forwarded message ",
        ",",
        "<",
        '"',
        "wrote:",
        "\ufeff",
    ]
)


@given(st.lists(PIECES, max_size=60))
def test_scraps_of_headers_in_any_order_never_raise(pieces: list[str]) -> None:
    found = find_forward("".join(pieces))
    assert found is None or found.forwarded.from_ is not None


@pytest.mark.parametrize(
    "text",
    [
        "Hallo\n\n--- Jane Roe ---\nTel: 0711/55-5012\nMail: jane@firma.example\nWeb: www.firma.example\n",
        "-------- Neue Anfrage --------\nName: Jane Roe\nE-Mail: jane@firma.example\nDatum: 5.3.2026 09:31\nBetreff: Regale\nNachricht: Hallo",
        "-------- Öffnungszeiten --------\nVon: Mo-Fr 8:00\nDatum: 5.3.2026\nE-Mail: laden@firma.example\nFax: 0711/555",
        "From: John\nTo: Mary\nDate: March 3, 2026\nSubject: Minutes\n\nWe met and agreed.",
        "Abfahrt\nVon: Berlin Hbf\nAn: Köln Hbf\nDatum: 5.3.2026 09:31\n\nGute Reise!",
    ],
)
def test_signatures_forms_and_memos_are_no_forwards(text: str) -> None:
    assert find_forward(text) is None
