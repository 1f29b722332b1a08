"""Lists of words looked for cheaply: the short cut never differs from the pattern it saves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.contact import lines, person_names, phones, positions, postal, region, registers
from crmbot.parsing.kinds import bounces, form_fields, form_labels
from crmbot.parsing.phrases import budget
from crmbot.parsing.phrases.money_words import SPENDING_AFTER, SPENDING_BEFORE
from crmbot.parsing.quoting import disclaimers, footers, notes_heads, reply_attributions, reply_lines, signature_lines
from crmbot.parsing.wordlists import first_runs, first_word, runs

_PIECES = (
    "GmbH", "GmbH & Co. KG", "gmbh", "KG", "e.K.", "& Söhne", "Söhne", "Metallbau", "metallbau", "Haus", "Bank", "Leiterin", "leiter", "Vertriebsleiter", "CEO", "Head of",
    "HRB", "HRB12", "Ust-IdNr.", "Geschäftsführer:", "Sitz:", "Grüße", "VIELE GRÜSSE", "MfG", "Kind regards", "Danke", "schönen Abend", "Bonne journée", "met vriendelijke groet",
    "Gesendet von", "Sent from my", "gesendet", "iPhone", "Von meinem", "sent via Foo", "Budget", "Projektbudget", "deal value", "deal valü", "zur Verfügung", "can spend",
    "A-1010", "Wien", "CH-8000", "Zürich", "1234 AB Delft", "London", "SW1A 1AA", "Paris", "01 23 45 67 89", "Milano", "NIP", "00-950 W", "NY 10001", "555 555-1234", "USA",
    "E-Mail", "Ihr Name", "Name", "(required)", "Telefon", "a", "x", "1", "_", "-", ".", ",", ":", "(", ")", "/", "ß", "İ", "é",
)  # fmt: skip
_LINES = st.builds(
    lambda pieces, gaps: "".join(a + b for a, b in zip(pieces, gaps, strict=True)),
    st.lists(st.sampled_from(_PIECES), min_size=6, max_size=6),
    st.lists(st.sampled_from(("", " ", "  ", "\t", "-", ",")), min_size=6, max_size=6),
)


def test_runs_are_words_and_ampersands_in_lower_case() -> None:
    assert runs("Ott & Söhne, 20457") == ("ott", "&", "söhne", "20457")


def test_a_phrase_begins_with_its_words_joined_or_not() -> None:
    assert first_runs(["UG haftungsbeschränkt", "& Co."]) == {"ug", "ughaftungsbeschränkt", "&"}


@pytest.mark.parametrize(("text", "word"), [("  *Name:*", "name"), ("_x", "x"), ("--", ""), ("", "")])
def test_the_first_word_stands_behind_any_signs(text: str, word: str) -> None:
    assert first_word(text) == word


@given(_LINES)
def test_companies_are_found_as_by_the_bare_pattern(text: str) -> None:
    assert person_names.is_company(text) == bool(person_names._COMPANY.search(text))


@given(_LINES)
def test_register_lines_are_found_as_by_the_bare_pattern(text: str) -> None:
    assert registers.is_register(text) == bool(registers._REGISTER.search(text))


@given(_LINES)
def test_positions_and_trades_are_found_as_by_the_bare_patterns(text: str) -> None:
    assert bool(positions.find_job(text)) == bool(positions._JOB.search(text))
    assert lines._names_trade(text) == bool(lines._TRADE.search(text))


@given(_LINES)
def test_closings_are_found_as_by_the_bare_pattern(text: str) -> None:
    found, bare = signature_lines._match_closing(text), signature_lines._CLOSING.match(text)
    assert (found and found[0]) == (bare and bare[0])


@given(_LINES)
def test_ends_of_footers_are_found_as_by_the_bare_pattern(text: str) -> None:
    assert footers._ends_footer(text) == bool(footers._FOOTER_END.search(text))


@given(_LINES)
def test_countries_are_found_as_by_the_bare_patterns(text: str) -> None:
    fitting = [hint.region for hint in region._HINTS if hint.pattern.search(text)]
    assert [hint.region for hint in region._HINTS if hint.fits(text, text.lower())] == fitting


@given(_LINES)
def test_labels_of_forms_are_known_as_by_the_whole_table(text: str) -> None:
    assert form_labels.role_of(text) == form_labels.ROLES.get(form_labels.normalise(text))


@given(_LINES)
def test_words_for_a_budget_are_found_as_by_the_bare_pattern(text: str) -> None:
    assert [one.span() for one in budget._labels(text)] == [one.span() for one in budget._LABEL.finditer(text)]


@pytest.mark.parametrize("phrase", [*SPENDING_AFTER, *SPENDING_BEFORE])
def test_each_phrase_of_spending_holds_what_the_short_cut_looks_for(phrase: str) -> None:
    pieces = budget._AFTER_PIECES if phrase in SPENDING_AFTER else budget._BEFORE_PIECES
    written = phrase.replace("ue", "ü").replace("ae", "ä").replace("oe", "ö")
    assert budget._may_hold(f"wir {written} heute", pieces)
    assert budget._may_hold(f"wir {phrase} heute", pieces)


@given(_LINES)
def test_figures_stand_wherever_a_number_or_an_american_place_does(text: str) -> None:
    assert phones.may_hold_phones(text) or not phones._CANDIDATE.search(text)
    assert postal._US_ZIP.search(text) or not postal._US_PLACE.search(text)


_MARKS = st.sampled_from((
    ">", "> ", "＞", "jan> ", "|", ": ", "--", "---", "____", "*", " ", "  ", "\t", "To", "An", "To:", "From:", "Von: ", "Betreff: x", "x", ":", "：", "wrote",
    "Original Message", "Ursprüngliche Nachricht", "Forwarded by Jan", "<jan@ott.example>", "3/5/2026 9:12 AM", "Jan Ott", "jo", "subject",
))  # fmt: skip


@given(st.lists(_MARKS, min_size=1, max_size=6).map("".join))
def test_whatever_marks_quoted_text_may_mark_it(line: str) -> None:
    lines = [line, "Subject: x", "From: a@b.example"]
    marks = (
        reply_lines.is_quoted(lines, 0),
        reply_lines.separator_at(lines, 0),
        reply_lines.label_kind(line) is not None,
        reply_attributions.frames_writer(line),
        notes_heads.notes_table_at([*_HEAD, line, "Subject"], 2) > 0,
        notes_heads.column_head_at([*_HEAD, line, "Subject"], 2) is not None,
    )
    assert reply_lines.may_mark(line) or not any(marks)


_HEAD = ("Jan Ott/Berlin/OTT", "03/05/2026 09:12 AM")


@given(st.lists(st.lists(_MARKS, max_size=3).map("".join), max_size=7))
def test_quotes_follow_at_every_line_as_when_asked_one_by_one(lines: list[str]) -> None:
    one_by_one = [reply_lines.quote_follows(lines, j) for j in range(len(lines) + 1)]
    assert list(map(bool, reply_lines.quotes_follow(lines))) == one_by_one


@given(_LINES)
def test_a_text_with_a_telling_field_may_be_a_form(text: str) -> None:
    telling = any(one.role in form_labels._TELLING for one in form_fields.read_fields(text).fields)
    assert form_fields.may_be_form(text) or not telling


@pytest.mark.parametrize(
    "name", ["Mail Delivery Subsystem", "Systemadministrator", "MAILER-DAEMON", "Microsoft Outlook"]
)
def test_names_of_mail_systems_hold_what_the_short_cut_looks_for(name: str) -> None:
    assert bounces._DAEMON_NAME.search(name)
    assert any(mark in name.lower() for mark in bounces._DAEMON_MARKS)


@pytest.mark.parametrize("rule", ["---", "  ____ ", "* * *", "-*-", "--", "", "-- -"])
def test_rules_around_small_print_are_three_signs_or_more(rule: str) -> None:
    assert disclaimers._is_rule(rule) == (rule.strip() in {"---", "____", "-*-"})
