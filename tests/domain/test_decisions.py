"""The order of the rules: what may not be kept is never held, for what is held keeps its bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crmbot.domain.filing.decisions import decide
from crmbot.domain.filing.mail_facts import MailFacts

ORDINARY = MailFacts("incoming", "direct", sender="jan@kolb.example", customer="Jan Kolb")
HELD: dict[str, dict[str, Any]] = {
    "unproven": {"claimed": "anna"},
    "unknown colleague": {"claimed": "?"},
    "suspicious": {"suspicious": "spam"},
    "nobody": {"customer": None},
}
NOT_KEPT: dict[str, dict[str, Any]] = {
    "internal": {"shape": "internal"},
    "never logged": {"never_log": "jan@kolb.example"},
    "erased": {"erased": True},
}


@pytest.mark.parametrize("why", HELD)
def test_a_person_has_to_look_at_it(why: str) -> None:
    assert decide(replace(ORDINARY, **HELD[why])).act == "hold"


@pytest.mark.parametrize("why", HELD)
@pytest.mark.parametrize("what", NOT_KEPT)
def test_what_may_not_be_kept_is_not_held_whoever_sent_it(what: str, why: str) -> None:
    assert decide(replace(ORDINARY, **HELD[why], **NOT_KEPT[what])).act == "ignore"


def test_what_a_proven_member_marks_private_is_not_held_for_want_of_a_person() -> None:
    private = replace(ORDINARY, shape="memo", customer=None, claimed="anna", proven_by="by the address", private=True)
    assert decide(private).act == "ignore"
