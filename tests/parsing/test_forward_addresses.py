"""Mailboxes in the forms that header blocks of forwards have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.forwarding.addresses import parse_forward_addresses
from crmbot.parsing.parsed import Address

JANE = Address("Jane Roe", "jane@firma.example")
BARE = Address(None, "jane@firma.example")
TOM = Address("Tom Berg", "tom@kunde.example")

ONE = [
    ("Jane Roe <jane@firma.example>", JANE),
    ('"Jane Roe" <Jane@Firma.example>', JANE),
    ("« Jane Roe » <jane@firma.example>", JANE),
    ("Jane Roe [mailto:jane@firma.example]", JANE),
    ("Jane Roe (jane@firma.example)", JANE),
    ("Jane Roe <jane@firma.example<mailto:jane@firma.example>>", JANE),
    ("Jane Roe<mailto:jane@firma.example> <jane@firma.example<mailto:jane@firma.example>>", JANE),
    ("Jane Roe <jane@firma.example>;", JANE),
    ("\u200fJane Roe\u00a0<jane@firma.example>", JANE),
    ("Jane Roe [SMTP:jane@firma.example]", JANE),
    ("jane@firma.example (Jane Roe)", JANE),
    ("jane@firma.example", BARE),
    ("<jane@firma.example>", BARE),
    ("jane@firma.example <jane@firma.example>", BARE),
    ('"jane@firma.example" <jane@firma.example>', BARE),
    ("'jane@firma.example' <jane@firma.example>", BARE),
    ("jane@firma.example<mailto:jane@firma.example>", BARE),
    ("jane@firma.example [jane@firma.example]", BARE),
    ('"Roe, Jane" <jane@firma.example>', Address("Roe, Jane", "jane@firma.example")),
    ("Roe, Jane [mailto:jane@firma.example]", Address("Roe, Jane", "jane@firma.example")),
    ("Jane Roe", Address("Jane Roe", None)),
    ("Roe, Jane E (Legal)", Address("Roe, Jane E (Legal)", None)),
    ("Jane Roe/HH/ACME@ACME", Address("Jane Roe/HH/ACME@ACME", None)),
]


@pytest.mark.parametrize(("written", "meant"), ONE)
def test_a_mailbox_is_read_in_every_clients_form(written: str, meant: Address) -> None:
    assert parse_forward_addresses(written) == (meant,)


@pytest.mark.parametrize("separator", [", ", "; ", ";", ",", ";\t"])
def test_lists_are_parted_at_commas_and_semicolons(separator: str) -> None:
    assert parse_forward_addresses(f"Jane Roe <jane@firma.example>{separator}Tom Berg <tom@kunde.example>") == (
        JANE,
        TOM,
    )


def test_names_with_commas_stay_whole_in_a_list() -> None:
    found = parse_forward_addresses("'Roe, Jane' <jane@firma.example>, \"Berg, Tom\" <tom@kunde.example>")
    assert [person.name for person in found] == ["Roe, Jane", "Berg, Tom"]


def test_exchange_lists_people_by_name_alone() -> None:
    assert [person.name for person in parse_forward_addresses("Roe, Jane; Berg, Tom; tom@kunde.example")] == [
        "Roe, Jane",
        "Berg, Tom",
        None,
    ]


def test_two_full_names_are_two_people() -> None:
    assert [person.name for person in parse_forward_addresses("Jane Roe, Tom Berg")] == ["Jane Roe", "Tom Berg"]


def test_who_wrote_on_behalf_comes_second() -> None:
    found = parse_forward_addresses(
        "Jane Roe <jane@firma.example> on behalf of tickets@firma.example<mailto:tickets@firma.example>"
    )
    assert found[0] == JANE
    assert found[1].address == "tickets@firma.example"


def test_an_exchange_route_is_no_second_person() -> None:
    assert (
        parse_forward_addresses('"Roe, Jane" <jane@firma.example>@ACME [mailto:IMCEANOTES-+22Roe@ACME.example]')[
            0
        ].address
        == "jane@firma.example"
    )


@given(st.text(alphabet=st.sampled_from("ab@.<>()[]\",;: \t'«mailto:"), max_size=200))
def test_any_text_yields_addresses_with_both_parts(text: str) -> None:
    for person in parse_forward_addresses(text):
        assert person.name or person.address
        if person.address:
            local, _, domain = person.address.rpartition("@")
            assert local
            assert domain
            assert person.address == person.address.lower()
