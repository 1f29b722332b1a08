"""What a reader sees of a mail is its text, everything else a file."""

from __future__ import annotations

import pytest

from crmbot.parsing.mime.bodies import body_html, body_text, find_bodies
from crmbot.parsing.mime.flowed import unflow
from crmbot.parsing.mime.message import read_message
from crmbot.parsing.mime.parts import split_message


def multi(kind: str, *parts: bytes) -> bytes:
    boundary = b"b%d" % len(b"".join(parts))
    inside = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        f"Content-Type: multipart/{kind}; boundary={boundary.decode()}\r\n\r\n".encode()
        + inside
        + b"--"
        + boundary
        + b"--\r\n"
    )


def part(content_type: str, body: bytes, **fields: str) -> bytes:
    more = "".join(f"Content-{name.title()}: {value}\r\n" for name, value in fields.items())
    return f"Content-Type: {content_type}\r\n{more}\r\n".encode() + body


def read(raw: bytes) -> tuple[str, str | None, list[str | None]]:
    found = find_bodies(split_message(raw)[0])
    return body_text(found.pieces).strip(), body_html(found.pieces), [file.filename for file in found.files]


PLAIN = part("text/plain; charset=utf-8", "Grüße".encode())
HTML = part("text/html; charset=utf-8", "<p>Grüße</p>".encode())
PICTURE = part("image/png; name=logo.png", b"png", disposition="inline")


def test_of_alternatives_the_plain_text_is_read_and_the_page_kept():
    assert read(multi("alternative", PLAIN, HTML)) == ("Grüße", "<p>Grüße</p>", [])


def test_an_empty_plain_alternative_yields_to_the_page():
    assert read(multi("alternative", part("text/plain", b" \r\n"), HTML))[0] == "Grüße"


def test_a_page_alone_becomes_text():
    assert read(HTML) == ("Grüße", "<p>Grüße</p>", [])


def test_several_text_parts_are_read_in_order():
    raw = multi("mixed", part("text/plain", b"Eins"), PICTURE, part("text/plain", b"Zwei"))
    assert read(raw) == ("Eins\n\nZwei", None, ["logo.png"])


def test_text_around_a_file_within_an_alternative_is_read_whole():
    apple = multi(
        "mixed",
        part("text/html", b"<p>Eins</p>"),
        part("application/pdf; name=a.pdf", b"x"),
        part("text/html", b"<p>Zwei</p>"),
    )
    assert read(multi("alternative", part("text/plain", b"Eins Zwei"), apple)) == (
        "Eins Zwei",
        "<p>Eins</p>\n<p>Zwei</p>",
        ["a.pdf"],
    )


def test_the_same_text_as_plain_and_page_side_by_side_stands_once():
    assert read(multi("mixed", PLAIN, HTML))[0] == "Grüße"


def test_of_a_plain_text_and_a_longer_page_side_by_side_the_page_is_read():
    raw = multi(
        "mixed",
        part("text/plain", b"Guten Tag, anbei der Plan."),
        part("text/html", b"<p>Guten Tag, anbei der Plan.</p><p>Ina Vogt</p>"),
    )
    assert read(raw)[0] == "Guten Tag, anbei der Plan.\n\nIna Vogt"


def test_pictures_beside_a_page_are_files():
    assert read(multi("related", HTML, PICTURE)) == ("Grüße", "<p>Grüße</p>", ["logo.png"])


@pytest.mark.parametrize("disposition", ["attachment", "attachment; filename=b.txt", "inline; filename=b.txt"])
def test_text_that_is_sent_as_a_file_is_no_body(disposition: str):
    text, _, files = read(multi("mixed", PLAIN, part("text/plain", b"Protokoll", disposition=disposition)))
    assert (text, len(files)) == ("Grüße", 1)


def test_a_named_text_shown_inline_is_read_where_there_is_nothing_else():
    raw = multi("mixed", part("text/plain", b"Gedicht", disposition="inline; filename=gedicht.txt"))
    assert read(raw) == ("Gedicht", None, ["gedicht.txt"])


def test_a_named_first_part_without_disposition_is_the_body():
    assert read(multi("mixed", part("text/plain; name=body.txt", b"Text"), PICTURE))[0] == "Text"


def test_a_uuencoded_file_is_taken_out_of_the_text():
    raw = part("text/plain", b"Anbei\n\nbegin 644 a.txt\n'2&%L;&\\A\"@\n`\nend\n")
    found = find_bodies(split_message(raw)[0])
    assert body_text(found.pieces).strip() == "Anbei"
    assert found.uuencoded == [(b"a.txt", b"Hallo!\n")]


def test_flowed_text_is_joined():
    assert (
        read(part("text/plain; format=flowed", b"Eine lange \r\nZeile.\r\nNeue Zeile."))[0]
        == "Eine lange Zeile.\nNeue Zeile."
    )


def test_flowed_text_with_deleted_spaces_is_joined_without_them():
    assert unflow("Donau \ndampf", delete_space=True) == "Donaudampf"


def test_quotes_of_different_depth_are_not_joined():
    assert unflow("> Frage \n> lang?\nAntwort", delete_space=False) == "> Frage lang?\nAntwort"
    assert unflow("> a \n>> b", delete_space=False) == "> a\n>> b"


def test_the_mark_of_a_signature_does_not_flow():
    assert unflow("Gruß \n-- \nIna", delete_space=False) == "Gruß \n-- \nIna"


def test_a_stuffed_blank_is_taken_off():
    assert unflow(" From here", delete_space=False) == "From here"


def test_enriched_text_loses_its_marks():
    assert read(part("text/enriched", b"<bold>Wichtig</bold>: << 3"))[0] == "Wichtig: < 3"


def test_a_page_that_calls_itself_plain_text_is_a_page():
    assert read(part("text/plain", b"<!DOCTYPE html><html><body><p>Hallo</p></body></html>"))[0] == "Hallo"


def test_an_alternative_with_the_boundary_of_its_parent_is_still_one():
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nSchlicht\r\n--b\r\nContent-Type: text/html\r\n\r\n<b>Bunt</b>\r\n--b--\r\n"
    )
    assert read(raw)[:2] == ("Schlicht", "<b>Bunt</b>")


def test_a_multipart_without_parts_has_no_boundary_in_its_text():
    raw = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=B\n\nHallo\n--B--\nEnde\n"
    assert read_message(raw).text == "Hallo\nEnde\n"
