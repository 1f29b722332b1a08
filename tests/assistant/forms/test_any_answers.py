"""Whatever is entered into a form, the answer is words: nothing is raised, and what is wrong stands at a question."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbot.storage.store import Store
from tests.assistant.talk import Talk
from tests.conftest import add_team

COMMANDS = (
    "call", "call #1006", "note #1006", "meeting #1006", "complaint #1006", "log letter #1006", "stage #1006", "stage #1006 close",
    "won #1006 …", "lost #1006", "disqualify #1006", "convert #1006 …", "offer #1006 …", "assign #1006", "edit #1004",
    "edit #1005", "edit #1006", "merge #1004", "merge #1004 into #1007 …", "lead", "person", "company", "qualify #1006",
    "set #1006 amount", "followup #1006",
)  # fmt: skip
WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", " ", "?", "…", "0", "-1", "1e999", "12.500,50 €", "99999999999999999999", "31.2.2026", "tomorrow",
                     "#1006", "#0", "1", "ben", "Sabine Kolb", "x@y.example", "+49 711 123456", "\x00", "\ud800", "yes", "^57"]),
)  # fmt: skip


KEYS = [
    "text",
    "minutes",
    "direction",
    "next",
    "who",
    "stage",
    "amount",
    "expected_close",
    "reason",
    "other",
    "note",
    "company",
    "into",
    "likely",
    "offer",
    "valid",
    "code",
    "draft",
    "products",
    "owner",
    "name",
    "email",
    "phone",
    "birthday",
    "need",
    "budget",
    "probability",
    "priority",
    "language",
    "department",
    "employees",
    "business",
    "domain",
    "parent",
    "source",
    "process",
    "title",
    "website",
    "address",
    "day",
    "time",
    "when",
    "repeat",
]


@pytest.fixture
def talk_of_two(sqlite_store: Store, now) -> Talk:
    add_team(sqlite_store, now)
    talk = Talk(sqlite_store, now)
    talk.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, +49 711 123456, 20k")
    talk.say("person Eva Lang, Lang Holz GmbH, eva@lang.example")
    return talk


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(command=st.sampled_from(COMMANDS), values=st.dictionaries(st.sampled_from(KEYS), WORDS, max_size=8))
def test_any_values_are_answered_in_words(talk_of_two, command, values):
    asked = talk_of_two.say(command)
    reply = talk_of_two.say(asked.form.command if asked.form is not None else command, **values)
    assert "wrong on our side" not in talk_of_two.words(reply)
    assert reply.form is None or set(reply.errors) <= {one.key for one in reply.form.fields}
