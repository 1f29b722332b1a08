"""Mail passed on by machines: whoever wrote it is found in the header."""

from __future__ import annotations

import pytest

from crmbot.parsing.mail import parse_mail
from crmbot.parsing.parsed import Address, ParsedMail
from tests.parsing.mails import raw_mail

RITA = Address("Rita Sommer", "rita@sommer-bau.example")
VIA = "'Rita Sommer' via Vertrieb <vertrieb@regalwerk.example>"


def read(fields: dict[str, str], own_domains: tuple[str, ...] = ("regalwerk.example",)) -> ParsedMail:
    return parse_mail(raw_mail("Guten Tag,\n\nbitte ein Angebot.\n\nRita Sommer\n", **fields), own_domains=own_domains)


REDIRECTS: dict[str, dict[str, str]] = {
    "resent": {"resent_from": "Ben <ben@regalwerk.example>", "resent_to": "crm@regalwerk.example"},
    "gmail's forwarding": {
        "x_forwarded_to": "crm@regalwerk.example",
        "x_forwarded_for": "ben@mail.example crm@regalwerk.example",
    },
    "gmail's return path": {"return_path": "<ben+caf_=crm=regalwerk.example@mail.example>"},
    "sieve": {"x_sieve_redirected_from": "ben@regalwerk.example"},
    "outlook rule": {"x_ms_exchange_inbox_rules_loop": "ben@regalwerk.example"},
    "auto-forwarded": {"auto_submitted": "auto-forwarded"},
    "own list": {"list_id": "Vertrieb <vertrieb.regalwerk.example>"},
    "google group": {
        "from_": VIA,
        "x_original_sender": "rita@sommer-bau.example",
        "list_id": "<vertrieb.regalwerk.example>",
    },
    "google group, name kept": {
        "from_": VIA,
        "x_original_from": "Rita Sommer <rita@sommer-bau.example>",
        "list_id": "<vertrieb.regalwerk.example>",
    },
    "mailman, answer to the writer": {
        "from_": VIA.replace("'", ""),
        "reply_to": "Rita Sommer <rita@sommer-bau.example>",
    },
    "mailman, writer in cc": {
        "from_": "Rita Sommer via Vertrieb <vertrieb@lists.regalwerk.example>",
        "reply_to": "vertrieb@lists.regalwerk.example",
        "cc": "Rita Sommer <rita@sommer-bau.example>",
        "list_id": "<vertrieb.lists.regalwerk.example>",
    },
    "german list server": {
        "from_": "Rita Sommer über Vertrieb <vertrieb@regalwerk.example>",
        "x_original_sender": "rita@sommer-bau.example",
    },
}


@pytest.mark.parametrize("name", REDIRECTS)
def test_the_writer_of_a_redirected_mail_is_found(name):
    parsed = read(REDIRECTS[name])
    assert (parsed.kind, parsed.how_forwarded, parsed.note) == ("forward", "redirect", None)
    assert parsed.forwarded is not None
    assert parsed.forwarded.from_ == RITA
    assert parsed.forwarded.subject == "Anfrage"
    assert parsed.forwarded.text == parsed.text
    assert parsed.contact.email == "rita@sommer-bau.example"


@pytest.mark.parametrize("name", [name for name in REDIRECTS if name != "own list"])
def test_the_writer_is_found_without_a_configuration_too(name):
    parsed = read(REDIRECTS[name], own_domains=())
    assert parsed.how_forwarded == "redirect"
    assert parsed.forwarded is not None
    assert parsed.forwarded.from_ == RITA
    assert parsed.contact.email == "rita@sommer-bau.example"


def test_a_list_of_others_stays_a_list():
    parsed = read({"list_id": "Lagertechnik <lagertechnik.forum.example>"})
    assert (parsed.kind, parsed.how_forwarded) == ("list", None)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"from_": "Rita via Ferrata <rita@sommer-bau.example>"},
        {"x_forwarded_for": "192.0.2.7"},
        {"x_ms_exchange_generated_message_source": "Journal Agent"},
        {"reply_to": "Büro <office@sommer-bau.example>"},
    ],
)
def test_an_ordinary_mail_is_no_redirect(fields):
    assert read(fields).how_forwarded is None


def test_a_forward_by_a_member_that_a_rule_sent_on_is_read_as_his_forward():
    text = "Bitte ansehen.\n\nVon: Rita Sommer <rita@sommer-bau.example>\nGesendet: Freitag, 20. November 2026 09:00\nAn: ben@regalwerk.example\nBetreff: Anfrage\n\nGuten Tag.\n"
    raw = raw_mail(
        text, from_="Ben Ott <ben@regalwerk.example>", subject="WG: Anfrage", resent_from="anna@regalwerk.example"
    )
    parsed = parse_mail(raw, own_domains=["regalwerk.example"])
    assert (parsed.how_forwarded, parsed.note) == ("inline", "Bitte ansehen.")
    assert parsed.contact.email == "rita@sommer-bau.example"
