"""The process file: read, and refused with the place of every fault."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.domain.process import BUILTIN, builtin_process, builtin_text, read_process
from crmbot.errors import ProcessFault
from crmbot.folding import fold

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


@pytest.mark.parametrize(
    ("addition", "words"),
    [
        ('required = ["shoe_size"]', "unknown field 'shoe_size'"),
        ('dialog = "amount"', "dialog must be a list of words"),
        ("takes_mail = 1", "takes_mail must be true or false"),
        ("stale_after = 0", "stale_after must be a whole number from 1"),
        ('moves = ["nowhere"]', "moves names 'nowhere', which is no stage here; known are a, b, c"),
        ("name = 3", 'write name = { de = "…", en = "…" }'),
        ('steps = [{ key = "x" }, { key = "x" }]', "the step 'x' stands twice"),
        ("steps = [3]", "step 1: must be a table"),
        ('followups = [{ text = "Ask" }]', "after is missing"),
        ('followups = [{ after = 3, text = "Ask", once_done = "y" }]', "once_done names the follow-up 'y'"),
        ('suggestions = [{ text = "Call", command = "call {name}" }]', "command may hold {number} only"),
        ('suggestions = [{ text = "Call", role = "boss" }]', "unknown role 'boss'"),
        (
            "[[fields]]\nkey = 'hall'\nkind = 'colour'",
            "kind must be text, number, money, date, choice or flag, not 'colour'",
        ),
        ("[[fields]]\nkey = 'hall'\nchoices = ['a']", 'choices belong to kind = "choice"'),
        ("[departments]\nsales = 3", "departments: sales must be words by language"),
        ("[[rules]]\nwhen = 3", "rule"),
    ],
)
def test_each_new_part_is_checked_with_its_mend(addition: str, words: str) -> None:
    with pytest.raises(ProcessFault) as fault:
        read_process(GOOD + addition, origin="x")
    assert words in str(fault.value)


def test_all_faults_come_at_once_each_with_place_and_line() -> None:
    with pytest.raises(ProcessFault) as fault:
        read_process(
            GOOD.replace('state = "won"', "state = 7\nprobability = -1") + 'colour = 1\nmoves = ["z"]', origin="my.toml"
        )
    assert len(fault.value.faults) == 5
    assert all(line.startswith("my.toml: ") for line in fault.value.faults)
    assert any("stage 2 'b' (line 6)" in line for line in fault.value.faults)


def test_the_stages_of_a_further_process_carry_its_key() -> None:
    process = read_process(GOOD.replace("[[stages]]", 'key = "firma"\n[[stages]]', 1) + 'moves = ["a"]', origin="x")
    assert [(stage.key, stage.short_key) for stage in process.stages] == [
        ("firma.a", "a"),
        ("firma.b", "b"),
        ("firma.c", "c"),
    ]
    assert process.stages[2].moves == ("firma.a",)
    assert read_process(process.text, origin="x", bare="firma").first.key == "a"


@pytest.mark.parametrize("key", BUILTIN)
def test_what_is_built_in_speaks_both_languages(key: str) -> None:
    process = builtin_process(key)
    for stage in process.stages:
        assert {"de", "en"} <= set(stage.names)
        texts = (*(one.texts for one in stage.suggestions), *(one.texts for one in stage.followups))
        for words in (*(step.names for step in stage.steps), *texts):
            assert {"de", "en"} <= set(words)
        assert stage.department in process.departments


@given(st.data())
def test_a_damaged_process_is_refused_with_its_faults_and_never_otherwise(data: st.DataObject) -> None:
    text = builtin_text("insurance")
    start = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(0, 60))
    garbage = data.draw(st.text("[]{}=\"'\n#,abc019.-_ é", max_size=12))
    faults: list[str] = []
    try:
        assert read_process(text[:start] + garbage + text[start + length :], origin="x").stages
    except ProcessFault as fault:
        faults = fault.faults
    assert all(line.startswith("x") for line in faults)
