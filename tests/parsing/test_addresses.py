"""Mailboxes are read as people and programs write them, and no decoded word becomes an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime.addresses import parse_addresses
from crmbot.parsing.parsed import Address


def read(value: str) -> list[tuple[str | None, str | None]]:
    return [(address.name, address.address) for address in parse_addresses(value)]


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        ("ina@firma.example", None, "ina@firma.example"),
        ("Ina.Vogt@Firma.Example", None, "ina.vogt@firma.example"),
        ("<ina@firma.example>", None, "ina@firma.example"),
        ("Ina Vogt <ina@firma.example>", "Ina Vogt", "ina@firma.example"),
        ('"Vogt, Ina" <ina@firma.example>', "Vogt, Ina", "ina@firma.example"),
        ("'Ina Vogt' <ina@firma.example>", "Ina Vogt", "ina@firma.example"),
        ('"Ina \\"die Chefin\\" Vogt" <ina@firma.example>', 'Ina "die Chefin" Vogt', "ina@firma.example"),
        ("ina@firma.example (Ina Vogt)", "Ina Vogt", "ina@firma.example"),
        ("Ina (Einkauf) Vogt <ina@firma.example>", "Ina Vogt", "ina@firma.example"),
        ("Ina Vogt <ina(privat)@firma.example(Büro)>", "Ina Vogt", "ina@firma.example"),
        ("Vogt, Ina <ina@firma.example>", "Vogt, Ina", "ina@firma.example"),
        ("Ina Vogt ina@firma.example", "Ina Vogt", "ina@firma.example"),
        ("Ina Vogt [mailto:ina@firma.example]", "Ina Vogt", "ina@firma.example"),
        ("Ina Vogt <mailto:ina@firma.example>", "Ina Vogt", "ina@firma.example"),
        ("Ina Vogt <ina@firma.example", "Ina Vogt", "ina@firma.example"),
        ("Ina Vogt < ina @ firma . example >", "Ina Vogt", "ina@firma.example"),
        ("Info: Firma <ina@firma.example>", "Info: Firma", "ina@firma.example"),
        ("<@a.example,@b.example:ina@firma.example>", None, "ina@firma.example"),
        ('"ina vogt"@firma.example', None, '"ina vogt"@firma.example'),
        ("ina@[192.0.2.1]", None, "ina@[192.0.2.1]"),
        ("Jürgen <jürgen@türen.example>", "Jürgen", "jürgen@türen.example"),
        ("j@xn--tren-0ra.example", None, "j@türen.example"),
        ("j@xn--e1afmkfd.xn--p1ai", None, "j@пример.рф"),
        ("j@xn--pple-43d.example", None, "j@xn--pple-43d.example"),
        ("j@xn--\x7f.example", None, "j@xn--\x7f.example"),
        ("=?utf-8?Q?J=C3=BCrgen?= <j@firma.example>", "Jürgen", "j@firma.example"),
        ("=?utf-8?Q?B=C3=BCrger,_Jan?= <j@firma.example>", "Bürger, Jan", "j@firma.example"),
        ("no reply <x y@firma.example>", "no reply", "y@firma.example"),
    ],
)
def test_one_mailbox(value: str, name: str | None, address: str):
    assert read(value) == [(name, address)]


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ("a@firma.example, b@firma.example", ["a@firma.example", "b@firma.example"]),
        ("a@firma.example; B <b@firma.example>;", ["a@firma.example", "b@firma.example"]),
        ("A <a@firma.example>B <b@firma.example>", ["a@firma.example", "b@firma.example"]),
        ("a@firma.example b@firma.example", ["a@firma.example", "b@firma.example"]),
        (
            "Team: a@firma.example, B <b@firma.example>;, c@firma.example",
            ["a@firma.example", "b@firma.example", "c@firma.example"],
        ),
        (",, a@firma.example,", ["a@firma.example"]),
        ("undisclosed-recipients:;", []),
        ("undisclosed recipients: ;", []),
        ("", []),
        ("<>", []),
    ],
)
def test_several_mailboxes(value: str, addresses: list[str]):
    assert [address for _, address in read(value)] == addresses


def test_what_is_no_address_is_kept_as_a_name():
    assert read("Buchhaltung") == [("Buchhaltung", None)]
    assert read("a@b@firma.example") == [("a@b@firma.example", None)]
    assert read("Ina <niemand>") == [("Ina <niemand>", None)]


@pytest.mark.parametrize(
    "value",
    [
        "=?utf-8?Q?chef=40boese.example?= <ina@firma.example>",
        "=?utf-8?Q?chef=40boese.example=3E,?= <ina@firma.example>",
        "=?utf-8?Q?Chef_=3Cchef=40boese.example=3E?= <ina@firma.example>",
        '"chef@boese.example" <ina@firma.example>',
        '"<chef@boese.example>" <ina@firma.example>',
        '"chef@boese.example," <ina@firma.example>',
    ],
)
def test_an_address_within_a_name_is_not_the_sender(value: str):
    assert [address for _, address in read(value)] == ["ina@firma.example"]


@pytest.mark.parametrize(
    "value",
    [
        "=?utf-8?Q?chef=40boese.example?=",
        "=?utf-8?B?Q2hlZiA8Y2hlZkBib2VzZS5leGFtcGxlPg==?=",
        "Chef <=?utf-8?Q?chef=40boese.example?=>",
    ],
)
def test_an_encoded_word_alone_is_no_address(value: str):
    assert [address.address for address in parse_addresses(value)] == [None]


def test_names_are_one_line_without_double_blanks():
    assert parse_addresses("=?utf-8?Q?Ina=0A_Vogt?=  <ina@firma.example>") == (
        Address("Ina Vogt", "ina@firma.example"),
    )


@given(st.text(alphabet="ab.@<>()\",;:\\ =?'[]ä\t", max_size=60))
def test_any_value_is_read(value: str):
    for address in parse_addresses(value):
        assert address.name or address.address
        assert address.address is None or "@" in address.address


@given(
    st.lists(
        st.tuples(
            st.text(alphabet="abcÄ ,.'(\"<@", max_size=12),
            st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True),
        ),
        max_size=8,
    )
)
def test_every_well_formed_mailbox_is_found(people: list[tuple[str, str]]):
    value = ", ".join('"' + name.replace('"', '\\"') + f'" <{address}>' for name, address in people)
    assert [address for _, address in read(value)] == [address for _, address in people]


@given(
    st.text("Aäß .-_9", max_size=12),
    st.from_regex(r"[a-zA-Z0-9'][a-z.+'-]{0,6}@[a-zA-Z0-9-]{1,4}(?:\.[a-z-]{1,4}\.?){0,2}", fullmatch=True),
)
def test_a_simple_mailbox_is_read_as_in_a_list(name: str, mailbox: str) -> None:
    assert parse_addresses(f"{name} <{mailbox}>") == parse_addresses(f"{name} <{mailbox}>,")
