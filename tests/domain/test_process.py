"""The process file: read, and refused with the place of every fault."""

from __future__ import annotations

import pytest

from crmbot.domain.process import builtin_process, read_process
from crmbot.errors import ProcessFault

GOOD = """
[[stages]]
key = "a"
name = { en = "A", de = "Ä" }
roles = ["lead"]
[[stages]]
key = "b"
state = "won"
[[stages]]
key = "c"
state = "lost"
"""


def test_the_builtin_process_travels_from_enquiry_to_aftercare() -> None:
    process = builtin_process()
    keys = [stage.key for stage in process.stages]
    assert keys == [
        "qualify",
        "develop",
        "offer",
        "close",
        "order",
        "delivery",
        "quality",
        "invoice",
        "aftercare",
        "lost",
    ]
    assert (process.first.roles, process.won.key, process.lost.key) == (("lead",), "order", "lost")


def test_won_deals_take_mail_until_delivery() -> None:
    assert [stage.key for stage in builtin_process().stages if stage.takes_mail] == [
        "qualify",
        "develop",
        "offer",
        "close",
        "order",
    ]


@pytest.mark.parametrize("word", ["offer", "Propose", "ANGEBOT", "proposal", "anbieten"])
def test_a_stage_answers_to_key_name_and_alias_in_both_languages(word: str) -> None:
    from crmbot.folding import fold

    assert builtin_process().words()[fold(word)] == "offer"


def test_a_missing_language_falls_back_to_english() -> None:
    stage = read_process(GOOD, origin="x").stages[0]
    assert (stage.name("de"), stage.name("de-AT"), stage.name("fr")) == ("Ä", "Ä", "A")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["no [[stages]]"]),
        ("stages = 3", ["no [[stages]]"]),
        ("[[stages]", ["x:"]),
        (GOOD.replace('"a"', '"a b"'), ["stage 1", "one word"]),
        (GOOD.replace('state = "won"', 'state = "wonn"'), ["stage 2", "'wonn'", "no stage with state 'won'"]),
        (GOOD.replace('["lead"]', '["boss"]'), ["stage 1", "unknown role 'boss'"]),
        (GOOD.replace('key = "c"', 'key = "a"'), ["'a' stands twice"]),
        (GOOD + "probability = 120", ["stage 3", "0 to 100"]),
        (GOOD + "colour = 1", ["stage 3", "unknown name 'colour'"]),
        (
            GOOD.replace('[[stages]]\nkey = "a"', '[[stages]]\nstate = "lost"\nkey = "a"', 1),
            ["first stage must be open"],
        ),
    ],
)
def test_every_fault_is_named_with_its_place(text: str, words: list[str]) -> None:
    with pytest.raises(ProcessFault) as fault:
        read_process(text, origin="x")
    assert all(word in str(fault.value) for word in words)
