from __future__ import annotations

import pytest

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands import REGISTRY
from crmbot.assistant.settings import AssistantSettings
from crmbot.assistant.understanding import Understood, understand
from crmbot.domain.members.members import require_member
from crmbot.domain.process import builtin_process
from tests.assistant.talk import Talk


@pytest.fixture
def tagged(talk: Talk) -> Talk:
    """Julia Brandt is tagged “vip”."""
    talk.say("lead Julia Brandt, Nordlicht GmbH, julia@nordlicht.example, +49 711 12345, 12k, source website")
    talk.say("tag Julia Brandt vip")
    return talk


def _understood(talk: Talk, text: str) -> Understood:
    with talk.store.read() as session:
        ask = Asking(
            session=session, process=builtin_process(), settings=AssistantSettings(), commands=REGISTRY,
            member=require_member(session, "anna"), reader=talk.reader, now=talk.now, verb="", rest="",
        )  # fmt: skip
        return understand(ask, REGISTRY, text)


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("contacts with vip", "list", "contacts tag:vip"), ("VIP Kunden", "list", "customers tag:VIP"),
        ("who is tagged vip", "list", "contacts tag:vip"), ("vip deals", "pipeline", "tag:vip"),
        ("Kontakte mit vip", "list", "contacts tag:vip"),
        ("vip-kunden in stuttgart", "list", "customers tag:vip city:stuttgart"),
    ],
)  # fmt: skip
def test_a_tag_that_somebody_has_is_a_filter_also_where_nothing_calls_it_one(tagged, text, command, rest):
    found = _understood(tagged, text)
    assert found.command is not None
    assert (found.command.key, found.rest) == (command, rest)


@pytest.mark.parametrize("text", ["contacts with xyz", "kunden mit eigener halle", "customers with red hair"])
def test_what_narrows_a_list_and_is_not_known_is_asked_back_instead_of_searched_for(tagged, text):
    assert not tagged.say(text).ok


@pytest.mark.parametrize("text", ["supliers from berlin", "Lieferantn aus berlin", "suppliersn aus berlin"])
def test_the_city_behind_a_misspelt_role_stays_a_city(tagged, text):
    found = _understood(tagged, text)
    assert found.rest == "suppliers in berlin"


def test_mails_of_somebody_are_looked_up_where_no_address_is_said(tagged):
    found = _understood(tagged, "Mails von Brandt diese Woche")
    assert found.command is not None
    assert found.command.key == "history"
