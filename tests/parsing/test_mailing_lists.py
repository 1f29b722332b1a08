"""Lists, newsletters and senders that take no answer, and persons whose mail only looks a little like it."""

from __future__ import annotations

import pytest

from crmbot.parsing.kinds.mailing_lists import find_list, is_own_list, list_id, takes_no_answer
from crmbot.parsing.team import make_team
from tests.parsing.mails import message

TEAM = make_team(own_domains=["regalwerk.example"])
FOOTER = "Neues aus der Lagertechnik.\n\nSie möchten sich abmelden? Hier klicken."


@pytest.mark.parametrize(
    "fields",
    [
        {"list_id": "Lagertechnik <lager.forum.example>"},
        {"list_post": "<mailto:lager@forum.example>"},
        {"x_beenthere": "lager@forum.example", "x_mailman_version": "2.1.39", "precedence": "bulk"},
        {"list_unsubscribe": "<mailto:ab@forum.example>", "precedence": "bulk"},
        {"list_unsubscribe": "<https://forum.example/ab>", "list_unsubscribe_post": "List-Unsubscribe=One-Click"},
        {"list_unsubscribe": "<https://forum.example/ab>", "from_": "newsletter@forum.example"},
        {"list_unsubscribe": "<https://forum.example/ab>"},
        {"from_": "Shop <noreply@shop.example>"},
        {"from_": "Shop <no-reply+bestellung@shop.example>"},
        {"from_": "Bank <nicht-antworten@bank.example>"},
        {"from_": "Rundbrief <newsletter@forum.example>"},
    ],
)
def test_mail_to_many_is_a_list(fields):
    assert find_list(message(FOOTER, **fields), TEAM)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"list_unsubscribe": "<mailto:x@vertriebstool.example>"},
        {"precedence": "bulk"},
        {"from_": "Nora Eply <n.eply@shop.example>"},
        {"from_": "Formular <noreply@hosting.example>", "reply_to": "rita@sommer-bau.example"},
        {"from_": "Shop <noreply@shop.example>", "subject": "Bestellbestätigung 4711"},
        {"list_id": "Vertrieb <vertrieb.regalwerk.example>"},
    ],
)
def test_mail_by_a_person_is_none(fields):
    assert find_list(message("Guten Tag, passt Dienstag um zehn?", **fields), TEAM) == ()


def test_the_identifier_is_read_without_its_description():
    assert list_id(message(list_id='"Die Liste" <Lager.Forum.example>')) == "lager.forum.example"
    assert list_id(message(list_id="lager.forum.example")) == "lager.forum.example"
    assert list_id(message()) is None


def test_a_list_of_our_own_is_known_below_our_domain_only():
    assert is_own_list(message(list_id="<vertrieb.lists.regalwerk.example>"), TEAM)
    assert not is_own_list(message(list_id="<regalwerk.example.forum.example>"), TEAM)


@pytest.mark.parametrize(
    "mailbox",
    [
        "noreply@a.example",
        "no-reply@a.example",
        "shop-noreply@a.example",
        "do_not_reply@a.example",
        "donotreply@a.example",
        "keine-antwort@a.example",
    ],
)
def test_senders_that_take_no_answer_say_so(mailbox):
    assert takes_no_answer(mailbox)


@pytest.mark.parametrize(
    "mailbox", ["nora@a.example", "reply@a.example", "antwort@a.example", "norepla@a.example", None]
)
def test_other_senders_take_answers(mailbox):
    assert not takes_no_answer(mailbox)
