"""The Received field of our own port."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import replace
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.channels.smtp.auth import hash_password
from crmbot.channels.smtp.server import SmtpSettings
from crmbot.channels.smtp.trace import Passage, received_field
from tests.channels.certificate import self_signed
from tests.channels.servers import NOW, MailStore, running_smtp
from tests.channels.smtp_client import CAPTURE, MAIL, SENDER, connect, plain, say

PASSAGE = Passage("mx.kunde.example", "192.0.2.7", "crm.firma.example")


def test_it_says_from_whom_by_whom_how_and_when():
    field = received_field(PASSAGE, NOW).decode()
    assert field == (
        "Received: from mx.kunde.example ([192.0.2.7])\r\n"
        "\tby crm.firma.example (crmbot) with ESMTP;\r\n"
        "\tWed, 18 Nov 2026 08:12:00 +0000\r\n"
    )


def test_it_does_not_tell_the_secret_address_of_a_member():
    store = MailStore()
    with running_smtp(store) as address, connect(address) as client:
        client.sendmail(SENDER, ["crm+k7secret@firma.example"], MAIL)
    assert b"k7secret" not in store.mails[0].trace


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        (PASSAGE, "ESMTP"),
        (replace(PASSAGE, extended=False), "SMTP"),
        (replace(PASSAGE, encrypted=True), "ESMTPS"),
        (replace(PASSAGE, encrypted=True, authenticated=True), "ESMTPSA"),
        (replace(PASSAGE, utf8=True), "UTF8SMTP"),
        (replace(PASSAGE, lmtp=True), "LMTP"),
        (replace(PASSAGE, lmtp=True, encrypted=True, authenticated=True), "LMTPSA"),
    ],
)
def test_the_protocol_has_its_registered_name(passage, name):
    assert passage.protocol == name


@given(helo=st.text(max_size=400), peer=st.sampled_from(["192.0.2.1", "2001:db8::1", "local"]))
def test_whatever_the_client_calls_itself_it_is_one_field(helo, peer):
    field = received_field(replace(PASSAGE, helo=helo, peer=peer), NOW)
    parsed = message_from_bytes(field + MAIL)
    assert parsed.keys() == ["Received", "From", "Subject"]
    assert "crm.firma.example" in parsed["Received"]


def test_a_login_over_tls_is_told_in_it(tmp_path):
    certificate, key = self_signed(tmp_path)
    store = MailStore()
    settings = SmtpSettings(tls_certificate=certificate, tls_key=key, users={"anna": hash_password("geheim")})
    with running_smtp(store, settings) as address, smtplib.SMTP(*address) as client:
        client.starttls(context=ssl.create_default_context(cafile=certificate))
        client.ehlo()
        assert client.docmd("AUTH", f"PLAIN {plain('anna', 'geheim')}")[0] == 235
        client.sendmail(SENDER, [CAPTURE], MAIL)
    assert b"with ESMTPSA;" in store.mails[0].trace
    assert store.mails[0].content == MAIL


def test_an_old_client_that_says_helo_came_by_smtp():
    store = MailStore()
    with running_smtp(store) as address:
        say(
            address,
            b"HELO old\r\n",
            b"MAIL FROM:<a@kunde.example>\r\n",
            b"RCPT TO:<crm@firma.example>\r\n",
            b"DATA\r\n",
            MAIL + b".\r\n",
        )
    assert b"from old ([127.0.0.1])" in store.mails[0].trace
    assert b"with SMTP;" in store.mails[0].trace
