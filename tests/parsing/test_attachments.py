"""Files have safe, distinct names and are told from the pictures of a signature."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime.attachments import clean_filename, distinct, is_dangerous, plain_attachment
from crmbot.parsing.mime.message import read_message
from crmbot.parsing.parsed import Attachment

HEAD = b"From: a@firma.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"


def files(*parts: bytes, head: bytes = HEAD) -> tuple[Attachment, ...]:
    return read_message(head + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n").attachments


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Plan.pdf", "Plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Daten\\Plan.pdf", "Plan.pdf"),
        ("/tmp/Plan.pdf/", "Plan.pdf"),
        ("Pla\x00n\r\n.pdf", "Plan .pdf"),
        ("Rechnung\u202efdp.exe", "Rechnung fdp.exe"),
        ("Gru\u0308\u00dfe.txt", "Grüße.txt"),
        (" . Plan.pdf. ", "Plan.pdf"),
        ("..", None),
        ("", None),
        ("\x01", None),
    ],
)
def test_names_are_safe(name: str, expected: str | None):
    assert clean_filename(name) == expected


def test_a_long_name_keeps_its_ending():
    name = clean_filename("x" * 500 + ".pdf")
    assert name is not None
    assert (len(name), name[-5:]) == (200, "x.pdf")


@given(st.text(max_size=60))
def test_no_name_leads_anywhere(name: str):
    cleaned = clean_filename(name)
    assert cleaned is None or (not set(cleaned) & set("/\\\0\r\n") and cleaned not in {".", ".."})


def test_repeated_names_are_numbered():
    same = [
        plain_attachment(name, "image/png", b"")
        for name in ("a.png", "A.png", "a.png", "a (2).png", "LIESMICH", "LIESMICH")
    ]
    assert [file.filename for file in distinct(same)] == [
        "a.png",
        "A (2).png",
        "a (3).png",
        "a (2) (2).png",
        "LIESMICH",
        "LIESMICH (2)",
    ]


def test_size_and_hash_are_those_of_the_decoded_bytes():
    (file,) = files(
        b"Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\nAP8NCg=="
    )
    assert (file.content, file.size, file.sha256) == (b"\0\xff\r\n", 4, hashlib.sha256(b"\0\xff\r\n").hexdigest())


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (b"Content-Type: application/pdf; name=a.pdf\r\n\r\nx", "a.pdf"),
        (b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx", "a.pdf"),
        (b"Content-Type: application/pdf\r\nContent-Disposition: attachment; name=a.pdf\r\n\r\nx", "a.pdf"),
        (b"Content-Type: application/pdf; file=a.pdf\r\n\r\nx", "a.pdf"),
        (b"Content-Type: application/pdf\r\nContent-Location: a.pdf\r\n\r\nx", "a.pdf"),
        (b"Content-Type: application/pdf\r\nContent-Location: https://firma.example/?id=1\r\n\r\nx", None),
        (b'Content-Type: application/pdf; name="=?iso-8859-1?Q?Pl=E4ne.pdf?="\r\n\r\nx', "Pläne.pdf"),
        ('Content-Type: application/pdf; name="Pläne.pdf"\r\n\r\nx'.encode("latin-1"), "Pläne.pdf"),
        (b"Content-Type: application/pdf\r\n\r\nx", None),
    ],
)
def test_a_name_is_found_wherever_it_stands(part: bytes, name: str | None):
    assert [file.filename for file in files(part)] == [name]


def test_a_content_type_in_capitals_is_lower_case():
    assert files(b"Content-Type: Image/PNG; name=a.png\r\n\r\nx")[0].content_type == "image/png"


def test_a_picture_within_the_page_is_inline_and_a_photo_is_not():
    page = b'Content-Type: text/html\r\n\r\n<img src="cid:logo@x">'
    logo = b"Content-Type: image/png; name=logo.png\r\nContent-ID: <logo@x>\r\nContent-Disposition: attachment\r\n\r\nx"
    photo = b"Content-Type: image/jpeg; name=foto.jpg\r\nContent-Disposition: attachment\r\nContent-ID: <f_1>\r\n\r\nx"
    assert [(file.filename, file.inline) for file in files(page, logo, photo)] == [
        ("logo.png", True),
        ("foto.jpg", False),
    ]


@pytest.mark.parametrize(("size", "inline"), [(4_000, True), (90_000, False)])
def test_of_pictures_that_a_telephone_calls_inline_the_big_ones_are_files(size: int, inline: bool):
    part = b"Content-Type: image/jpeg; name=IMG_1.jpg\r\nContent-Disposition: inline\r\n\r\n" + b"x" * size
    assert [file.inline for file in files(b"Content-Type: text/plain\r\n\r\nAnbei", part)] == [inline]


def test_pictures_beside_a_page_are_inline():
    related = HEAD.replace(b"mixed", b"related")
    assert files(
        b"Content-Type: text/html\r\n\r\n<p>x</p>", b"Content-Type: image/gif; name=a.gif\r\n\r\nx", head=related
    )[0].inline


@pytest.mark.parametrize(
    "part",
    [
        b"Content-Type: message/rfc822\r\n\r\nSubject: Innen\r\n\r\nText",
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogSW5uZW4NCg0KVGV4dA==",
        b"Content-Type: application/octet-stream; name=Innen.eml\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogSW5uZW4NCg0KVGV4dA==",
        b"Content-Type: text/plain; name=Innen.eml\r\nContent-Disposition: attachment\r\n\r\nSubject: Innen\r\n\r\nText",
        b"Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: Innen\r\n\r\nText\r\n--d--",
    ],
)
def test_an_attached_message_is_there_as_bytes_and_as_file(part: bytes):
    message = read_message(HEAD + b"--b\r\n" + part + b"\r\n--b--\r\n")
    assert message.attached_messages == (b"Subject: Innen\r\n\r\nText",)
    assert [(file.filename, file.content) for file in message.attachments] == [
        ("Innen.eml", b"Subject: Innen\r\n\r\nText")
    ]


@pytest.mark.parametrize(
    ("name", "dangerous"), [("a.exe", True), ("a.pdf.JS", True), ("a.pdf", False), ("exe", False), (None, False)]
)
def test_what_may_run_is_dangerous(name: str | None, dangerous: bool):
    assert is_dangerous(name) is dangerous
