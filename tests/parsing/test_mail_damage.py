"""Whatever happens to a mail on its way, reading it never fails and what comes out can be stored."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbot.parsing import mail
from crmbot.parsing.mail import parse_mail
from crmbot.parsing.output import to_json
from tests.parsing.mails import raw_mail

SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "data" / "mail").glob("*.eml"))]
SETTINGS: dict[str, Any] = {"own_domains": ["regalwerk.example"], "capture_addresses": ["crm@regalwerk.example"]}
PIECES = [
    b"\x00",
    b"\r",
    b"\n\n",
    b"\xed\xa0\x80",
    b"=?utf-8?q?=ED=A0=80?=",
    b"=?x?b?",
    b"--aussen",
    b"BEGIN:VCARD\n",
    b"From: ",
    b"> ",
    b"#lead\n",
    b"-- \n",
    b"\xff\xfe",
]

damage = st.tuples(
    st.sampled_from(["cut", "insert", "double", "drop", "replace", "splice"]),
    st.integers(0, 4000),
    st.integers(0, 300),
    st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)),
)


def damaged(raw: bytes, harm: list[tuple[str, int, int, bytes]]) -> bytes:
    for kind, place, length, piece in harm:
        at = place % (len(raw) + 1)
        raw = {
            "cut": raw[:at],
            "insert": raw[:at] + piece + raw[at:],
            "double": raw[:at] + raw[max(0, at - length) :],
            "drop": raw[:at] + raw[at + length :],
            "replace": raw[:at] + piece + raw[at + len(piece) :],
            "splice": raw[:at] + SAMPLES[length % len(SAMPLES)][at:],
        }[kind]
    return raw


def stored(raw: bytes, **settings: Any) -> str:
    text = json.dumps(to_json(parse_mail(raw, **settings), file="a.eml"), ensure_ascii=False)
    text.encode("utf-8")  # fails on a lone surrogate
    assert "\\u0000" not in text
    return text


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SAMPLES), st.lists(damage, min_size=1, max_size=6))
def test_a_damaged_mail_is_read_and_can_be_stored(raw, harm):
    assert "could not be read" not in stored(damaged(raw, harm), **SETTINGS)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_and_can_be_stored(raw):
    assert stored(raw)


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"\x00", b"From:", b"\xff" * 100, b"Content-Type: multipart/mixed; boundary=\n\n--\n"]
)
def test_what_is_hardly_a_mail_is_read(raw):
    assert stored(raw, **SETTINGS)


@pytest.mark.parametrize(
    "reader", ["read_message", "read_form", "read_contact", "find_budget", "read_signals", "find_passed_on"]
)
def test_a_reader_that_fails_costs_only_its_own_answer(monkeypatch, reader):
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise ValueError("broken reader")

    monkeypatch.setattr(mail, reader, fail)
    parsed = parse_mail(raw_mail("Guten Tag,\n\nName: x\nE-Mail: a@b.example\n", subject="Anfrage"))
    assert any("could not be read (ValueError)" in defect for defect in parsed.defects)
    assert reader == "read_message" or parsed.header.subject == "Anfrage"


@pytest.mark.parametrize(
    "piece",
    [
        "Name: x\n",
        "E-Mail: a@b.example\nName: x\n",
        "Name\nx\n",
        "a\tb\n",
        "#lead\n",
        "bis 1.1. ",
        "wenden Sie sich an ",
        "please contact ",
        "550 ",
        "x@",
        "Was?\n",
        "Auto: ",
    ],
)
def test_a_long_mail_of_one_thing_takes_no_time(piece):
    raw = raw_mail(piece * (200_000 // len(piece)), subject="Abwesenheitsnotiz: Anfrage", return_path="<>")
    started = time.perf_counter()
    parse_mail(raw)
    assert time.perf_counter() - started < 3


def test_messages_inside_messages_are_followed_to_a_bound_only():
    raw = raw_mail("innen")
    for number in range(200):
        raw = f"From: a{number}@b.example\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n".encode() + raw
    depth, link = 0, parse_mail(raw).forwarded
    while link is not None:
        depth, link = depth + 1, link.forwarded
    assert 1 <= depth <= 20
