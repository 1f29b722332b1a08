"""Who the customer is, and one contact out of several sources."""

from __future__ import annotations

import pytest

from crmbot.parsing.contact.merge import find_customer, matching_cards, merge_contacts, with_header
from crmbot.parsing.parsed import Address, Contact, Forwarded, Header, Phone
from crmbot.parsing.team import Team, make_team

BEN = Address("Ben Ott", "ben@regalwerk.example")
ANNA = Address("Anna Vogt", "anna@regalwerk.example")
CAPTURE = Address(None, "crm@regalwerk.example")
RITA = Address("Rita Sommer", "rita@sommer-bau.example")
LAURA = Address("Laura Fields", "laura@lakeside.example")
TEAM = make_team(own_domains=["regalwerk.example"], capture_addresses=["crm@regalwerk.example"])
NOBODY = Team()


def customer(
    header: Header, forwarded: Forwarded | None, team: Team = TEAM, *, redirected: bool = False
) -> Address | None:
    return find_customer(header, forwarded, team, new_text="x", signature=None, redirected=redirected).address


def link(sender: Address, *, to: tuple[Address, ...] = (), inner: Forwarded | None = None) -> Forwarded:
    return Forwarded(sender, to=to, forwarded=inner)


FORWARD = Header(from_=BEN, to=(CAPTURE,))


@pytest.mark.parametrize("team", [TEAM, NOBODY])
def test_the_customer_of_a_forward_is_its_sender(team):
    assert customer(FORWARD, link(RITA, to=(BEN,)), team) == RITA


@pytest.mark.parametrize("team", [TEAM, NOBODY])
def test_a_colleague_in_the_chain_is_passed_over(team):
    assert customer(FORWARD, link(ANNA, to=(BEN,), inner=link(RITA, to=(ANNA,))), team) == RITA


def test_the_outermost_sender_from_outside_counts():
    assert customer(FORWARD, link(RITA, inner=link(LAURA))) == RITA


def test_a_sent_mail_that_is_forwarded_is_about_whom_it_was_written_to():
    assert customer(FORWARD, link(BEN, to=(ANNA, RITA))) == RITA


def test_an_outgoing_mail_is_about_its_first_outside_recipient():
    assert customer(Header(from_=BEN, to=(ANNA, CAPTURE), cc=(RITA, LAURA)), None) == RITA


def test_an_internal_mail_has_no_customer():
    assert customer(Header(from_=BEN, to=(ANNA, CAPTURE)), None) is None


def test_a_mail_from_outside_is_about_its_sender():
    assert customer(Header(from_=RITA, to=(CAPTURE,)), None) == RITA


def test_an_outsider_who_forwards_something_is_himself_the_customer():
    assert customer(Header(from_=LAURA, to=(CAPTURE,)), link(RITA)) == LAURA


def test_without_configuration_the_forwarder_is_not_the_customer_even_from_the_same_domain():
    assert customer(Header(from_=RITA), link(Address("Max", "max@sommer-bau.example")), NOBODY) == Address(
        "Max", "max@sommer-bau.example"
    )


def test_a_free_mail_domain_makes_nobody_a_colleague():
    forwarder, friend = Address(None, "ben.ott@gmail.com"), Address(None, "rita.sommer@gmail.com")
    assert customer(Header(from_=forwarder), link(friend), NOBODY) == friend


@pytest.mark.parametrize("team", [TEAM, NOBODY])
def test_a_redirect_with_its_sender_untouched_is_about_its_sender(team):
    assert customer(Header(from_=RITA, to=(BEN,)), link(RITA), team, redirected=True) == RITA


def test_an_unreadable_sender_is_completed_by_reply_to():
    assert (
        customer(Header(from_=Address("Rita Sommer", None), reply_to=(Address(None, "rita@sommer-bau.example"),)), None)
        == RITA
    )


def test_the_first_source_wins_and_the_others_fill_the_gaps():
    card = Contact(name="Rita Sommer", company="Sommer Bau GmbH", sources={"name": "vcard", "company": "vcard"})
    signed = Contact(
        name="R. Sommer",
        company="Sommer",
        job_title="Leiterin",
        phones=(Phone("+497111"),),
        sources={"job_title": "signature", "phones": "signature"},
    )
    merged = merge_contacts((card, signed))
    assert (merged.name, merged.company, merged.job_title, merged.phones) == (
        "Rita Sommer",
        "Sommer Bau GmbH",
        "Leiterin",
        (Phone("+497111"),),
    )
    assert merged.sources == {"name": "vcard", "company": "vcard", "job_title": "signature", "phones": "signature"}


def test_the_given_name_of_somebody_else_is_not_mixed_in():
    merged = merge_contacts(
        (Contact(name="Rita Sommer"), Contact(name="Max Winter", given_name="Max", family_name="Winter"))
    )
    assert (merged.given_name, merged.family_name) == (None, None)


def test_a_number_that_two_sources_name_stands_once():
    merged = merge_contacts(
        (Contact(phones=(Phone("+4971122"),)), Contact(phones=(Phone("+4971122", "mobile"), Phone("+4971133"))))
    )
    assert merged.phones == (Phone("+4971122"), Phone("+4971133"))


def test_the_header_fills_what_nothing_else_says():
    assert with_header(Contact(), RITA).sources == {"email": "header", "name": "header"}


def test_only_cards_that_describe_the_customer_are_used():
    his, ours, other = (
        Contact(email="rita@sommer-bau.example"),
        Contact(email="ben@regalwerk.example"),
        Contact(email="laura@lakeside.example"),
    )
    assert matching_cards((ours, other, his), RITA, TEAM) == (his,)
