"""Which addresses are ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.parsed import Address
from crmbot.parsing.team import Team, domain_of, make_team, without_subaddress

TEAM = make_team(["Regalwerk.example", "@zweitfirma.example"], ["Ben.Privat@mail.example"], ["crm@capture.example"])


@pytest.mark.parametrize(
    "mailbox",
    [
        "ben@regalwerk.example",
        "BEN@REGALWERK.EXAMPLE",
        "x@mail.regalwerk.example",
        "y@zweitfirma.example",
        "ben.privat@mail.example",
        "crm+token+3d@capture.example",
    ],
)
def test_own_mailboxes_are_known(mailbox):
    assert TEAM.owns_mailbox(mailbox)


@pytest.mark.parametrize(
    "mailbox",
    [
        "ben@notregalwerk.example",
        "ben@regalwerk.example.evil.test",
        "anna@mail.example",
        "crmx@capture.example",
        "",
        None,
    ],
)
def test_other_mailboxes_are_not_ours(mailbox):
    assert not TEAM.owns_mailbox(mailbox)


def test_an_address_that_could_not_be_read_is_nobodys():
    assert not TEAM.owns(Address("ben@regalwerk", None))
    assert not TEAM.owns(None)


def test_nothing_configured_means_nobody_is_known():
    assert not Team().known
    assert not make_team(capture_addresses=["crm@capture.example"]).known
    assert TEAM.known


def test_a_sub_address_is_taken_off():
    assert without_subaddress("CRM+abc+3d@Capture.example") == "crm@capture.example"


@given(st.text())
def test_any_text_is_asked_about(text):
    TEAM.owns_mailbox(text)
    domain_of(text)
