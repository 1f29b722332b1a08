from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbot.parsing.chat.requests import (
    Filters,
    LeadWords,
    Request,
    Verb,
    Vocabulary,
    find_followup_phrase,
    read_duration,
    read_filters,
    read_lead,
    read_request,
    split_reference,
)
from crmbot.parsing.parsed import Amount

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # a Wednesday
VOCABULARY = Vocabulary(
    verbs=(
        Verb("pipeline", ("pipeline", "deals"), writes=False),
        Verb("show", ("show", "zeige"), writes=False),
        Verb("find", ("find", "suche"), writes=False),
        Verb("lead", ("lead",), writes=True),
        Verb("note", ("note", "notiz"), writes=True),
        Verb("call", ("call", "anruf"), writes=True),
        Verb("followup", ("followup", "wiedervorlage", "follow up"), writes=True),
        Verb("snooze", ("snooze", "später"), writes=True),
        Verb("merge", ("merge", "zusammenführen"), writes=True),
        Verb("won", ("won", "gewonnen"), writes=True),
        Verb("help", ("help", "hilfe"), writes=False),
    ),
    stages={"offer": "offer", "angebot": "offer", "negotiation": "negotiation", "angebot verschickt": "sent"},
    members={"anna": "anna", "anna vogel": "anna", "anna@firma.example": "anna", "ben": "ben"},
    roles=("contact", "lead", "prospect", "customer", "debtor"),
    sources=("messe", "website"),
    grades=("A", "B", "C"),
)


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("pipeline", "pipeline", ""),
        ("Pipeline owner:me", "pipeline", "owner:me"),
        ("<@U0123ABC> zeige #1042", "show", "#1042"),
        ("Guten Morgen, zeige #1042", "show", "#1042"),
        ("hallo zeige Kolb", "show", "Kolb"),
        ("/crm show Kolb", "show", "Kolb"),
        ("ZEIGE kolb", "show", "kolb"),
        ("spaeter 3 morgen", "snooze", "3 morgen"),
        ("Später 3 morgen", "snooze", "3 morgen"),
        ("zusammenfuehren 1 into 2", "merge", "1 into 2"),
        ("follow up #1042 friday", "followup", "#1042 friday"),
        ("note: 1042 text\nsecond line", "note", "1042 text\nsecond line"),
        ("#1042 note call back", "note", "#1042 call back"),
        ("Bitte zeige 1042", "show", "1042"),
        ("note <mailto:a@kolb.example|a@kolb.example> hi", "note", "a@kolb.example hi"),
    ],
)
def test_a_verb_is_known_in_both_languages_however_it_is_addressed(text: str, verb: str, rest: str) -> None:
    assert read_request(text, VOCABULARY) == Request(verb, rest=rest)


@pytest.mark.parametrize(
    ("text", "verb", "typed"),
    [
        ("pipline", "pipeline", "pipline"),
        ("shwo 1", "show", "shwo"),
        ("ntoe 1 x", "note", "ntoe"),
        ("wiedervorlag 1", "followup", "wiedervorlag"),
    ],
)
def test_a_typo_finds_the_nearest_verb_and_says_so(text: str, verb: str, typed: str) -> None:
    request = read_request(text, VOCABULARY)
    assert (request.verb, request.guessed_from, request.certain) == (verb, typed, False)


@pytest.mark.parametrize(
    "text", ["who owns #1042?", "was ist diese Woche fällig", "xyzzy", "#1042", "wie viele Angebote sind offen?"]
)
def test_what_begins_with_no_verb_is_left_whole(text: str) -> None:
    request = read_request(text, VOCABULARY)
    assert (request.verb, request.rest, request.unknown) == (None, text, text.split(maxsplit=1)[0])


def test_an_unknown_word_gets_verbs_that_resemble_it() -> None:
    assert read_request("pipelyner x", VOCABULARY).suggestions[:1] in {("pipeline",), ()}
    assert "pipeline" in read_request("piplinxx", VOCABULARY).suggestions


def test_an_empty_request_has_neither_verb_nor_unknown_word() -> None:
    assert read_request("  ", VOCABULARY) == Request(None, certain=False)


FILTERS: list[tuple[str, dict[str, Any]]] = [
    (
        "owner:me stage:offer >10k closing this month",
        {
            "owner": "me",
            "stage": "offer",
            "amount_min": 10000,
            "closing_from": date(2026, 11, 1),
            "closing_to": date(2026, 11, 30),
        },
    ),
    (
        "meine Angebote über 10k diesen Monat",
        {
            "owner": "me",
            "stage": "offer",
            "amount_min": 10000,
            "closing_from": date(2026, 11, 1),
            "closing_to": date(2026, 11, 30),
        },
    ),
    ("my open offers over 10k", {"owner": "me", "stage": "offer", "amount_min": 10000}),
    ("Annas deals", {"owner": "anna"}),
    ("owner:anna@firma.example", {"owner": "anna"}),
    ("idle:14", {"idle_days": 14}),
    ("idle for 2 weeks", {"idle_days": 14}),
    ("seit 14 Tagen ruhend", {"idle_days": 14}),
    ("page 2", {"page": 2}),
    ("Seite 3", {"page": 3}),
    ("closing before 31.12.", {"closing_to": date(2026, 12, 31)}),
    ("Abschluss im Dezember", {"closing_from": date(2026, 12, 1), "closing_to": date(2026, 12, 31)}),
    ("closing next week", {"closing_from": date(2026, 11, 23), "closing_to": date(2026, 11, 29)}),
    ("Q1", {"closing_from": date(2027, 1, 1), "closing_to": date(2027, 3, 31)}),
    ("zwischen 5 und 10k", {"amount_min": 5000, "amount_max": 10000}),
    ("<5k", {"amount_max": 5000}),
    (">= 12.500 €", {"amount_min": 12500}),
    ("Kunden von Ben", {"role": "customer", "owner": "ben"}),
    ("A-Leads", {"grade": "A", "role": "lead"}),
    ("source:messe", {"source": "messe"}),
    ("tag:vip product:regale", {"tag": "vip", "product": "regale"}),
    ("Angebot verschickt", {"stage": "sent"}),
]


@pytest.mark.parametrize(("text", "wanted"), FILTERS)
def test_filters_are_read_as_pairs_and_in_words(text: str, wanted: dict[str, Any]) -> None:
    money = {key: Decimal(value) for key, value in wanted.items() if key.startswith("amount")}
    assert read_filters(text, now=NOW, vocabulary=VOCABULARY) == (Filters(**{**wanted, **money}), ())


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("stage:foo", ("stage:foo",)),
        ("owner:me quux", ("quux",)),
        ("kolb regalbau", ("kolb", "regalbau")),
        ("owner:zoe", ("owner:zoe",)),
    ],
)
def test_words_that_mean_nothing_come_back(text: str, unknown: tuple[str, ...]) -> None:
    filters, left = read_filters(text, now=NOW, vocabulary=VOCABULARY)
    assert (left, filters.text) == (unknown, " ".join(unknown))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("#1042 text here", ("#1042", "text here")),
        ("1042 text", ("1042", "text")),
        ("#1042: text", ("#1042", "text")),
        ('"Kolb GmbH" ruft an', ("Kolb GmbH", "ruft an")),
        ("„Kolb GmbH“ ruft an", ("Kolb GmbH", "ruft an")),
        ("s.kolb@kolb.example, hello", ("s.kolb@kolb.example", "hello")),
        ("+49 711 123456 ruft an", ("+49 711 123456", "ruft an")),
        ("Kolb Regalbau text", ("Kolb", "Regalbau text")),
        ("1 morgen", ("1", "morgen")),
        ("", ("", "")),
    ],
)
def test_a_reference_stands_at_the_start(text: str, wanted: tuple[str, str]) -> None:
    assert split_reference(text) == wanted


@pytest.mark.parametrize(
    ("text", "minutes", "rest"),
    [
        ("12min wants shelves", 12, "wants shelves"),
        ("1h", 60, ""),
        ("1 Std mit Anna", 60, "mit Anna"),
        ("1,5 Std. lang", 90, "lang"),
        ("1h30 x", 90, "x"),
        ("eine halbe Stunde über Regale", 30, "über Regale"),
        ("half an hour on prices", 30, "on prices"),
        ("zwei Stunden", 120, ""),
        ("1 h 20 min x", 80, "x"),
        ("12 Regale bestellt", None, "12 Regale bestellt"),
        ("2 Stück", None, "2 Stück"),
        ("hello", None, "hello"),
        ("9999 h x", None, "9999 h x"),
    ],
)
def test_a_duration_is_read_from_the_start_of_a_call(text: str, minutes: int | None, rest: str) -> None:
    assert read_duration(text) == (minutes, rest)


def lead(text: str) -> LeadWords:
    return read_lead(text, currency="EUR", now=NOW)


def test_a_full_line_makes_a_full_lead() -> None:
    assert lead("Sabine Kolb, Kolb Regalbau GmbH, S.Kolb@kolb.example, 20k, source messe, braucht Regale") == LeadWords(
        "Sabine Kolb",
        "Kolb Regalbau GmbH",
        "s.kolb@kolb.example",
        None,
        Amount(Decimal(20000), "EUR"),
        "messe",
        "braucht Regale",
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("s.kolb@kolb.example, Sabine Kolb, 20.000 €", ("Sabine Kolb", None)),
        ("Kolb Regalbau GmbH, Frau Kolb, +49 711 123456", ("Frau Kolb", "Kolb Regalbau GmbH")),
        ("Tom Reed, Reed & Sons Ltd, tom@reed.example, $5,000", ("Tom Reed", "Reed & Sons Ltd")),
        ("Sabine Kolb s.kolb@kolb.example", ("Sabine Kolb", None)),
        ("Sabine Kolb Kolb Regalbau GmbH s@kolb.example 20k braucht Regale", ("Sabine Kolb", "Kolb Regalbau GmbH")),
        ("Blau & Söhne KG, info@blau.example", (None, "Blau & Söhne KG")),
        ("Dr. Sabine von der Kolb, kolb@kolb.example", ("Dr. Sabine von der Kolb", None)),
        ("Name: Sabine Kolb; Firma: Kolb; Betrag: 5000", ("Sabine Kolb", "Kolb")),
        ("Kolb, 50 Lizenzen, k@kolb.example", ("Kolb", None)),
        ("Firma Beispiel", (None, "Beispiel")),
        ("die Firma Beispiel, 5k", (None, "Beispiel")),
        ("company Foo & Bar, Tom Reed", ("Tom Reed", "Foo & Bar")),
        ("Tom Reed, company Foo", ("Tom Reed", "Foo")),
        ("Firma Beispiel info@beispiel.example", (None, "Beispiel")),
        ("Company of Heroes", ("Company of Heroes", None)),
        ("kolb gmbh, sabine kolb", ("sabine kolb", "kolb gmbh")),
    ],
)
def test_name_and_company_are_told_apart_in_any_order(text: str, wanted: tuple[str | None, str | None]) -> None:
    found = lead(text)
    assert (found.name, found.company) == wanted


def test_a_phone_number_is_kept_as_written_and_a_date_is_none() -> None:
    assert lead("Sabine Kolb, Kolb Regalbau, 0711 / 12 34 56").phone == "0711 / 12 34 56"
    assert lead("Sabine Kolb, s@kolb.example, braucht Regale bis 01.12.2026").phone is None


@pytest.mark.parametrize("about", ["ca. 4000 Euro", "etwa 4.000 €", "about 4k", "~ 4k", "rund 4k", "circa 4k"])
def test_a_round_amount_leaves_nothing_behind(about: str) -> None:
    found = lead(f"Klaus Herbst, klaus@herbst.example, {about}, will Prospekt")
    assert found.amount is not None
    assert (found.name, found.amount.amount, found.text) == ("Klaus Herbst", Decimal(4000), "will Prospekt")


@pytest.mark.parametrize(
    "text", ["Firma Beispiel sucht Regale", "Firma Beispiel, sucht Regale", "Beispiel GmbH, sucht Regale"]
)
def test_what_a_company_wants_is_nobodys_name(text: str) -> None:
    found = lead(text)
    assert (found.name, (found.company or "").split()[0], found.text) == (None, "Beispiel", "sucht Regale")


def test_what_cannot_be_told_apart_stays_text() -> None:
    assert (
        lead("Sabine Kolb, s@kolb.example, will ein Angebot, aber erst im Januar").text
        == "will ein Angebot, aber erst im Januar"
    )


@pytest.mark.parametrize(
    ("text", "day", "about", "cleaned"),
    [
        ("Likes it. Follow up friday 10:00 send offer", date(2026, 11, 20), "send offer", "Likes it."),
        ("Gespräch gut. Wiedervorlage nächsten Dienstag", date(2026, 11, 24), "", "Gespräch gut."),
        (
            "Interesse, wiedervorlage am 3.12. Angebot senden. Mag Blau.",
            date(2026, 12, 3),
            "Angebot senden",
            "Interesse. Mag Blau.",
        ),
        ("Interested, follow up with her on friday", date(2026, 11, 20), "with her", "Interested"),
        ("WV in 3 Tagen: anrufen", date(2026, 11, 21), "anrufen", ""),
    ],
)
def test_a_follow_up_is_found_inside_a_note(text: str, day: date, about: str, cleaned: str) -> None:
    phrase = find_followup_phrase(text, now=NOW)
    assert phrase is not None
    assert (phrase.when.at.date(), phrase.text, phrase.cleaned) == (day, about, cleaned)


@pytest.mark.parametrize(
    "text",
    [
        "keine Wiedervorlage nötig bis Freitag",
        "no follow up until friday",
        "please follow up",
        "call on friday",
        "follow up from yesterday",
    ],
)
def test_a_note_without_a_dated_follow_up_has_none(text: str) -> None:
    assert find_followup_phrase(text, now=NOW) is None


_CHAT = st.lists(
    st.sampled_from(
        [
            "note",
            "zeige",
            "#1042",
            "owner:me",
            "stage:offer",
            ">10k",
            "<5k",
            "idle:14",
            "closing",
            "this",
            "month",
            "page",
            "2",
            "between",
            "zwischen",
            "5",
            "und",
            "10k",
            ",",
            ";",
            ":",
            '"',
            "„",
            "“",
            "Sabine",
            "Kolb",
            "GmbH",
            "a@kolb.example",
            "+49711123456",
            "20k",
            "source",
            "messe",
            "follow",
            "up",
            "friday",
            "12min",
            "1h30",
            "<@U123>",
            "/crm",
            "A-Leads",
            "Q1",
        ]
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.text() | _CHAT)
def test_no_text_makes_the_grammar_fail(text: str) -> None:
    request = read_request(text, VOCABULARY)
    assert request.verb is None or request.verb in {verb.key for verb in VOCABULARY.verbs}
    filters, unknown = read_filters(text, now=NOW, vocabulary=VOCABULARY)
    assert filters.page >= 1
    assert all(word in text for word in unknown)
    reference, rest = split_reference(text)
    assert reference in text
    assert rest in text
    minutes, _ = read_duration(text)
    assert minutes is None or 0 < minutes <= 1440
    lead(text)
    find_followup_phrase(text, now=NOW)


@pytest.mark.parametrize("unit", ["follow up ", "a@", "<", ",", '"', "owner:", ">1", "1h", "source ", "(", "Kolb "])
def test_long_hostile_requests_are_read_quickly(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    read_request(text, VOCABULARY)
    read_filters(text, now=NOW, vocabulary=VOCABULARY)
    split_reference(text)
    read_duration(text)
    lead(text)
    find_followup_phrase(text, now=NOW)
