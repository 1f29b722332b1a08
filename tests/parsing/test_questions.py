from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbot.domain.catalogue.sources import known_sources
from crmbot.domain.deals.roles import LEADING_ORDER
from crmbot.domain.process import builtin_process
from crmbot.folding import fold
from crmbot.parsing.chat.question_spelling import MOST_WORDS
from crmbot.parsing.chat.questions import LONGEST, looks_like_a_question, names_in, near, read_question
from crmbot.parsing.chat.requests import Vocabulary, read_filters
from tests.conftest import BERLIN

NOW = datetime(2026, 11, 18, 10, tzinfo=BERLIN)
VOCABULARY = Vocabulary(
    stages=builtin_process().words(), roles=LEADING_ORDER, grades=("hot", "warm", "cold"),
    members={"anna": "anna", "ben": "ben", "clara": "clara", "ben bauer": "ben"},
    sources=tuple(word for source in known_sources() for word in source.words),
)  # fmt: skip
FILES = Path(__file__).parents[1] / "data" / "questions"
QUESTIONS: list[tuple[str, str, str]] = [
    tuple(one) for name in ("en", "de") for part in ("learned", "held", "blind", "later", "learned_later")
    for one in tomllib.loads((FILES / f"{name}.toml").read_text(encoding="utf-8")).get(part, ())
]  # fmt: skip

UNSEEN: list[tuple[str, str, str]] = [
    tuple(one) for name in ("en", "de") for one in tomllib.loads((FILES / f"{name}.toml").read_text(encoding="utf-8"))["unseen"]
]  # fmt: skip


def _meaning(command: str) -> tuple[Any, ...]:
    """What a command comes to: its verb, and the filters behind it or its words."""
    verb, _, rest = command.partition(" ")
    if verb in {"pipeline", "leads", "due", "offers", "appointments"}:
        return verb, *read_filters(rest, now=NOW, vocabulary=VOCABULARY)
    if verb in {"report", "history", "list"}:
        head, _, tail = rest.partition(" ")
        return verb, head, *read_filters(tail, now=NOW, vocabulary=VOCABULARY)
    return verb, fold(rest)


def _right(text: str, command: str, asks: str) -> bool:
    found = read_question(text, now=NOW, vocabulary=VOCABULARY)
    if found is None or found.unknown:
        return command == "?"
    return command != "?" and _meaning(found.text) == _meaning(command) and found.asks == asks


def test_there_are_enough_questions_in_both_languages():
    assert len(QUESTIONS) >= 900


@pytest.mark.parametrize(("text", "command", "asks"), QUESTIONS, ids=[one[0] for one in QUESTIONS])
def test_a_question_becomes_the_command_that_answers_it(text, command, asks):
    assert _right(text, command, asks), read_question(text, now=NOW, vocabulary=VOCABULARY)


def test_of_questions_that_nothing_was_learned_from_nine_in_ten_are_right_and_none_is_wrong():
    right = [one for one in UNSEEN if _right(*one)]
    answered = [
        one for one in UNSEEN if (found := read_question(one[0], now=NOW, vocabulary=VOCABULARY)) and not found.unknown
    ]
    assert len(right) >= 0.9 * len(UNSEEN)
    assert [one for one in answered if one not in right] == []


@pytest.mark.parametrize(
    "text",
    [
        "which deals are not in stage offer?", "welche Deals sind nicht von Ben?", "which deals close this month and not next month?",
        "how many deals does the competition have?", "was kostet die Welt und wer zahlt das?",
    ],
)  # fmt: skip
def test_what_is_not_understood_to_the_last_word_is_not_answered(text):
    found = read_question(text, now=NOW, vocabulary=VOCABULARY)
    assert found is None or found.unknown or found.command in {"products", "show"}


def test_a_member_is_no_record_whose_card_is_shown():
    found = read_question("how many deals does Ben Bauer have?", now=NOW, vocabulary=VOCABULARY)
    assert found is not None
    assert found.text == "pipeline owner:ben"


def test_words_with_capitals_that_are_no_filter_are_the_name_of_a_customer():
    found = read_question("how many deals do we have with Kolb Regalbau?", now=NOW, vocabulary=VOCABULARY)
    assert found is not None
    assert found.text == 'pipeline name:"Kolb Regalbau"'


def test_a_month_of_what_was_won_is_the_last_one_of_that_name():
    found = read_question("what did we win in December?", now=NOW, vocabulary=VOCABULARY)
    assert found is not None
    assert "closing:2025-12-01..2025-12-31" in found.words


def test_small_talk_is_no_question_of_ours():
    assert read_question("good morning", now=NOW, vocabulary=VOCABULARY) is None
    assert not looks_like_a_question("good morning")


def test_a_text_longer_than_any_question_is_none():
    assert read_question("how many deals " * LONGEST, now=NOW, vocabulary=VOCABULARY) is None


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=500)
    | st.lists(st.sampled_from(" ".join(one[0] for one in QUESTIONS).split()), max_size=60).map(" ".join)
)
def test_no_text_at_all_makes_reading_fail(text):
    found = read_question(text, now=NOW, vocabulary=VOCABULARY)
    assert found is None or (found.command and found.asks)
    assert looks_like_a_question(f"{text[:100]} ?")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("wie viele Wiedervolagen hat Ben offen?", "due owner:ben"),
        ("wie hoch ist unsere Angebotssumme?", "pipeline stage:offer"),
        ("what've we got closing in december?", "pipeline closing december"),
        ("wieviele auftraege haben wir im maerz gewonnen", "pipeline state:won closing:2026-03-01..2026-03-31"),
        ("offene Angebote über 50 tausend", "pipeline state:open stage:offer >=50000"),
        ("deals of 20k or more", "pipeline >=20000"),
        ("welche deals sind seit länger als einem Monat nicht angefasst worden", "pipeline idle:30"),
        ("orders won over the last six months", "pipeline state:won closing:2026-05-18.."),
        ("Deals, die bis Jahresende schließen", "pipeline closing:..2026-12-31"),
    ],
)  # fmt: skip
def test_slips_compounds_and_what_is_written_short_are_understood(text, command):
    found = read_question(text, now=NOW, vocabulary=VOCABULARY)
    assert found is not None
    assert _meaning(found.text) == _meaning(command)


@pytest.mark.parametrize(
    "text",
    [
        "deals of Ben and Anna", "welche Deals haben wir gewonnen und welche verloren?", "deals closing in May and closing in June",
        "schreib Julia Brandt eine Mail", "wie viel ist in Verhandlung und in Angeboten?", "welche Vorgänge stehen auf der Kippe?",
    ],
)  # fmt: skip
def test_two_wishes_at_once_and_wishes_for_deeds_are_not_answered_by_half(text):
    found = read_question(text, now=NOW, vocabulary=VOCABULARY)
    assert found is None or found.unknown


@pytest.mark.parametrize("name", ["Fischer", "Brandner", "Kunder", "Lehder"])
def test_the_name_of_a_person_is_not_mended_into_a_word(name):
    found = read_question(f"what is the phone number of {name}?", now=NOW, vocabulary=VOCABULARY)
    assert found is not None
    assert found.text == f"show {name}"


def test_long_words_made_of_known_parts_are_read_in_no_time():
    begin = perf_counter()
    for text in ("kundenanfragenangebots" * 18, "wiedervorlagen" * 28, "deals " * 40, "angebotssummen-" * 26):
        read_question(text, now=NOW, vocabulary=VOCABULARY)
    assert perf_counter() - begin < 2


@pytest.mark.parametrize(
    ("text", "command", "passed"),
    [
        ("bin im Stress, was muss ich heute erledigen?", "today", ("bin im Stress",)),
        ("I've got ten minutes, which of my follow-ups are late?", "due overdue owner:me", ("I've got ten minutes",)),
    ],
)
def test_a_clause_that_asks_for_nothing_is_passed_over_and_told(text, command, passed):
    found = read_question(text, now=NOW, vocabulary=VOCABULARY, known=lambda _: False)
    assert found is not None
    assert (found.text, found.passed) == (command, passed)


@pytest.mark.parametrize(
    "text",
    [
        "which deals close this month, and I need those of Ben and Anna",
        "how many deals did we lose to price?", "deals lost because we were too expensive",
    ],
)  # fmt: skip
def test_no_part_that_narrows_the_question_is_passed_over(text):
    found = read_question(text, now=NOW, vocabulary=VOCABULARY, known=lambda _: False)
    assert found is None or found.unknown


def test_what_was_understood_of_a_question_is_near_it():
    found = near("deals lost because we were too expensive", now=NOW, vocabulary=VOCABULARY)
    assert "pipeline state:lost" in [one.text for one in found]
    assert len(found) <= 3


def test_what_is_near_never_leaves_out_a_not():
    assert near("welche Deals sind nicht von Ben und warum?", now=NOW, vocabulary=VOCABULARY) == []
    found = near("which open deals have no owner because of the weather?", now=NOW, vocabulary=VOCABULARY)
    assert found
    assert all("without:owner" in one.words for one in found)


def test_nothing_is_near_a_text_that_names_nothing_of_ours():
    assert near("Kann Nordlicht bis Freitag liefern", now=NOW, vocabulary=VOCABULARY) == []
    assert near("deals " * LONGEST, now=NOW, vocabulary=VOCABULARY) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("what changed on #1042 yesterday?", ["#1042"]), ("who sent us Julia Brandt's number", ["Julia Brandt"]),
        ("was ist mit Meyer & Söhne los?", ["Meyer & Söhne"]), ("welche Deals sind offen?", []),
    ],
)  # fmt: skip
def test_names_in_a_text_are_numbers_and_words_with_capitals_that_mean_nothing_else(text, names):
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("does Ben have more than ten open leads?", "leads owner:ben"),
        ("which deals were opened on 3 March?", "pipeline created:2026-03-03..2026-03-03 state:all"),
        ("deals expected to close between 1 June and 15 June", "pipeline closing:2027-06-01..2027-06-15"),
        ("leads between 10 November and 3 December", "leads all created:2026-11-10..2026-12-03"),
        ("wer hat mich von 0711 12345 angerufen?", "find 0711 12345"),
        ("wer interessiert sich für das Palettenregal?", "pipeline product:Palettenregal"),
        ("leads we've contacted but not yet qualified", "leads contacted"),
        ("what should be done by Friday?", "due ..2026-11-20"),
        ("how many contacts do we have per role?", "report roles"),
    ],
)  # fmt: skip
def test_numbers_days_phones_and_products_are_told_apart(text, command):
    found = read_question(text, now=NOW, vocabulary=VOCABULARY, known=lambda _: False)
    assert found is not None
    assert _meaning(found.text) == _meaning(command)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=500)
    | st.lists(st.sampled_from(" ".join(one[0] for one in QUESTIONS).split()), max_size=60).map(" ".join)
)
def test_what_is_near_any_text_at_all_is_found_soon(text):
    before = perf_counter()
    assert len(near(text, now=NOW, vocabulary=VOCABULARY)) <= 3
    assert perf_counter() - before < 2
    assert names_in(text) is not None


def test_who_did_not_complain_is_not_answered_by_who_did():
    found = read_question("which customers did not complain?", now=NOW, vocabulary=VOCABULARY)
    assert found is None or found.unknown


def test_what_is_near_never_leaves_out_an_exception():
    assert near("leads except those from the fair", now=NOW, vocabulary=VOCABULARY) == []


@pytest.mark.parametrize(
    "text",
    [
        "welche Deals gehören nicht Ben?", "which deals are not owned by Ben?", "welche Angebote sind nicht offen?",
        "which offers are not open?", "was ist nicht fällig?", "deals not closing this month",
        "welche Deals schließen nicht diesen Monat?", "which deals were not won this year?", "which deals were not won?",
        "welche Deals sind nicht gewonnen?",
    ],
)  # fmt: skip
def test_what_is_denied_is_never_answered_by_its_opposite(text):
    found = read_question(text, now=NOW, vocabulary=VOCABULARY)
    assert found is None or found.unknown, found


ANSWERED = [one for one in QUESTIONS if one[1] not in {"?", "help"}]
CONTENT = (
    "kariert",
    "purple",
    "Zebrastreifen",
    "waterproof",
    "morgens",
    "evening",
    "important",
    "dringende",
    "cheapest",
    "kleinste",
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ANSWERED), st.sampled_from(CONTENT), st.integers(0, MOST_WORDS))
def test_a_word_of_content_that_is_put_into_a_question_is_never_passed_over_in_silence(asked, word, place):
    words = asked[0].split()
    text = " ".join([*words[:place], word, *words[place:]])
    found = read_question(text, now=NOW, vocabulary=VOCABULARY, known=lambda name: fold(word) not in fold(name))
    told = found is None or found.unknown or [one for one in (found.words, *found.passed) if fold(word) in fold(one)]
    assert told, found


@pytest.mark.parametrize(
    "text",
    [
        "appointments in the afternoon", "termine nachmittags", "what is due tomorrow evening?", "was ist morgen frueh faellig?",
        "certain customers", "bestimmte Kunden", "big deals", "kleine Deals", "urgent follow-ups", "andere Leads",
        "leads from the fair or the website", "deals over 50k or under 10k", "calls per day", "Anrufe pro Tag", "neue Deals",
        "who has fewer deals than Ben?", "wer hat die wenigsten Deals?", "alle bis auf Ben", "all deals apart from Ben's",
        "deals created 3 months ago", "deals die vor 3 Monaten angelegt wurden", "appointments over 20k", "what is due at 10?",
        "what is due after 4pm?", "hat Ben mehr als 100k in der Pipeline?", "alle Deals meiner Kollegen", "höchstens 3 Deals",
        "open offers from last month", "monthly revenue by rep", "who left Sandbau?", "B-Kunden", "average deal size by month",
        "everyone but Ben", "did I win more than Ben?", "warum hat Sandbau zugesagt?", "why did we lose to Sandbau?",
    ],
)  # fmt: skip
def test_what_narrows_a_question_in_a_way_that_no_list_knows_is_asked_back(text):
    found = read_question(text, now=NOW, vocabulary=VOCABULARY, known=lambda name: name in {"Sandbau", "Ben"})
    assert found is None or found.unknown, found


def test_the_word_that_was_not_understood_is_named_and_the_rest_kept():
    found = read_question("what is due tomorrow morning?", now=NOW, vocabulary=VOCABULARY)
    assert found is not None
    assert (found.text, found.unknown) == ("due 2026-11-19..2026-11-19", ("morning",))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Kunden ohne Telefonnummer", "list customers phone:none"), ("people with no email", "list people email:none"),
        ("how many contacts have no address?", "list contacts address:none"), ("große Deals über 50k", "pipeline >=50000"),
        ("deals between 1,000 and 5000", "pipeline >=1000 <=5000"), ("deals over 1042 euros", "pipeline >=1042"),
        ("leads that came in on Friday", "leads all created:2026-11-13..2026-11-13"),
        ("leads von vor 2 Tagen", "leads all created:2026-11-16..2026-11-16"),
        ("leads created two days ago", "leads all created:2026-11-16..2026-11-16"),
    ],
)  # fmt: skip
def test_what_contacts_lack_and_numbers_that_are_no_record(text, command):
    found = read_question(text, now=NOW, vocabulary=VOCABULARY)
    assert found is not None
    assert found.text == command


def test_a_bare_number_is_a_record_only_where_there_is_one():
    nobody = read_question("who owns 1042?", now=NOW, vocabulary=VOCABULARY, known=lambda _: False)
    assert nobody is None or nobody.unknown
    found = read_question("who owns 1042?", now=NOW, vocabulary=VOCABULARY, known=lambda name: name == "#1042")
    assert found is not None
    assert (found.text, found.asks) == ("show #1042", "owner")
