"""Conditions over facts, and the rules of qualification that are made of them."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.domain.process import builtin_process, read_process
from crmbot.domain.process.conditions import DEEPEST, Condition, Facts, deciding, holds, read_condition, turns
from crmbot.domain.process.deal_facts import FIELDS, LABELS
from crmbot.domain.process.qualification import graded, read_rules, rules_of
from crmbot.errors import ProcessFault
from crmbot.shapes import Reader
from crmbot.texts import render

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
FACTS: Facts = {
    "budget": Decimal(20_000), "amount": Decimal(5_000), "product_sum": Decimal(15_000), "need": "Palettenregale für Halle 2",
    "source": "fair", "tags": ("vip", "halle"), "last_activity": NOW - timedelta(days=20), "known_customer": False,
    "priority": 0, "custom.floor": "400 m2",
}  # fmt: skip


def condition(toml: str) -> Condition:
    faults: list[str] = []
    read = read_condition(tomllib.loads(f"when = {toml}")["when"], FIELDS, "rule 1", faults)
    assert not faults
    return read


@pytest.mark.parametrize(
    ("toml", "met"),
    [
        ('{ field = "budget", at_least = 20000 }', True), ('{ field = "budget", more_than = 20000 }', False),
        ('{ field = "budget", at_most = 20000.0 }', True), ('{ field = "budget", less_than = 100 }', False),
        ('{ field = "budget", at_least = "product_sum" }', True), ('{ field = "amount", at_least = "product_sum" }', False),
        ('{ field = "amount", at_least = "employees" }', False), ('{ field = "budget", at_least = 1, at_most = 10 }', False),
        ('{ field = "need", contains = "PALETTENREGAL" }', True), ('{ field = "need", contains = ["x", "halle"] }', True),
        ('{ field = "tags", contains = "vip" }', True), ('{ field = "tags", is = "vi" }', False), ('{ field = "tags", is = "VIP" }', True),
        ('{ field = "source", is = "Fair" }', True), ('{ field = "source", in = ["website", "fair"] }', True),
        ('{ field = "source", is_not = "fair" }', False), ('{ field = "priority", is = 0 }', True),
        ('{ field = "known_customer", is = false }', True), ('{ field = "offer_made", is = false }', False),
        ('{ field = "need", known = true }', True), ('{ field = "employees", known = false }', True), ('{ field = "employees", at_least = 1 }', False),
        ('{ field = "last_activity", since = "20d" }', True), ('{ field = "last_activity", since = "3w" }', False),
        ('{ field = "last_activity", within = "3w" }', True), ('{ field = "last_in", since = 1 }', False), ('{ field = "last_in", within = "1d" }', False),
        ('{ field = "custom.floor", contains = "400" }', True), ("{ all = [] }", True), ("{ any = [] }", False),
        ('{ not = { field = "source", is = "fair" } }', False),
        ('{ any = [{ field = "source", is = "x" }, { all = [{ field = "priority", is = 0 }, { field = "budget", known = true }] }] }', True),
    ],
)  # fmt: skip
def test_a_condition_is_met_or_not(toml: str, met: bool) -> None:
    assert holds(condition(toml), FACTS, NOW) is met


def test_the_deciding_fields_are_those_that_made_it_true() -> None:
    read = condition('{ any = [{ field = "source", is = "x" }, { field = "budget", at_least = 1 }] }')
    assert deciding(read, FACTS, NOW) == ("budget",)


def test_time_alone_turns_a_condition_at_one_moment_and_not_before() -> None:
    read = condition('{ field = "last_activity", since = "30d" }')
    moment = turns(read, FACTS, NOW)
    assert moment == NOW + timedelta(days=10)
    assert moment is not None
    assert not holds(read, FACTS, moment - timedelta(seconds=1))
    assert holds(read, FACTS, moment)
    assert turns(read, FACTS, moment) is None


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ('{ field = "colour", is = "red" }', "unknown field 'colour'"), ('{ field = "budget" }', "no comparison"),
        ('{ field = "budget", contains = "x" }', "does not fit budget"), ('{ field = "budget", at_least = "much" }', "is no value"),
        ('{ field = "known_customer", is = "yes" }', "is no value"), ('{ field = "last_activity", since = "soon" }', "is no value"),
        ('{ field = "source", in = "fair" }', "is no value"), ("{ all = [], any = [] }", "stands alone"), ("5", "a condition is a table"),
        ('{ field = "budget", at_least = true }', "is no value"),
    ],
)  # fmt: skip
def test_what_is_no_condition_is_told_with_its_place(toml: str, says: str) -> None:
    faults: list[str] = []
    read_condition(tomllib.loads(f"when = {toml}")["when"], FIELDS, "rule 7: when", faults)
    assert len(faults) == 1
    assert says in faults[0]
    assert faults[0].startswith("rule 7: when")


def test_conditions_too_deep_are_refused() -> None:
    data: Any = {"field": "budget", "known": True}
    for _ in range(DEEPEST + 2):
        data = {"not": data}
    faults: list[str] = []
    read_condition(data, FIELDS, "x", faults)
    assert faults


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.sampled_from(sorted(FIELDS)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["all", "any", "not", "field", "is", "in", "since", "at_least", "contains", "known"]), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@given(_VALUES)
def test_whatever_is_written_is_a_condition_or_a_fault_and_never_an_error(data: Any) -> None:
    faults: list[str] = []
    read = read_condition(data, FIELDS, "x", faults)
    if not faults:
        assert holds(read, FACTS, NOW) in (True, False)
        deciding(read, FACTS, NOW)
        turns(read, FACTS, NOW)


def test_every_field_has_a_name_for_people() -> None:
    assert set(FIELDS) - set(LABELS) <= {"currency"}


RULES = """
[[rules]]
key = "a"
name = { en = "Rule A", de = "Regel A" }
grade = "hot"
probability = 10
when = { field = "budget", at_least = 10000 }
advice = "Do it"
command = "offer #{number} {sum}"

[[rules]]
key = "b"
grade = "warm"
probability = -30

[[rules]]
key = "c"
name = "Silent"
grade = "cold"
when = { field = "last_activity", since = "30d" }
"""


def _graded(**facts: Any) -> Any:
    rules = list(read_rules(tomllib.loads(RULES)["rules"], "x", []))
    return graded(rules, {**FACTS, **facts}, 25, "EUR", NOW)


def test_the_first_rule_that_is_met_gives_the_grade_and_all_of_them_move_the_chance() -> None:
    hot, warm = _graded(), _graded(budget=None)
    assert (hot.grade, hot.chance, warm.grade, warm.chance) == ("hot", 5, "warm", 1)
    assert [moved for _, moved in hot.points] == [10, -30]
    why = render(hot.why, Reader("de"))
    assert why.startswith("Regel A (")
    assert "20.000" in why
    assert hot.until == NOW + timedelta(days=10)
    assert [one.command for one in hot.advice] == ["offer #{number} {sum}"]


def test_the_chance_stays_between_one_and_ninety_nine_where_rules_move_it() -> None:
    rules = list(read_rules([{"key": "x", "probability": 100}], "x", []))
    assert graded(rules, FACTS, 50, "EUR", NOW).chance == 99
    assert graded([], FACTS, 0, "EUR", NOW).chance == 0


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('grade = "lukewarm"', "grade must be hot, warm or cold"), ("probability = 1000", "probability must be"),
        ('colour = "red"', "unknown name 'colour'"), ('command = "offer"', "command needs advice"), ("name = 5", "write words as"),
        ('stages = "qualify"', "stages must be a list"), ('when = { field = "x", is = 1 }', "unknown field"),
    ],
)  # fmt: skip
def test_faults_of_rules_stop_a_process_with_their_place(row: str, says: str) -> None:
    text = builtin_process().text.partition("[[rules]]")[0] + f'\n[[rules]]\nkey = "x"\n{row}\n'
    with pytest.raises(ProcessFault) as fault:
        read_process(text, origin="mine.toml")
    assert any(says in line and "mine.toml" in line and "rule 1" in line for line in fault.value.faults)


def test_the_built_in_processes_have_rules_with_a_last_word() -> None:
    for key in ("sales", "insurance"):
        assert graded(list(rules_of(builtin_process(key))), {}, 10, "EUR", NOW).grade == "cold"
