"""Words for values: translation, plurals, numbers, days and what outsiders wrote."""

from __future__ import annotations

import gettext
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot import texts
from crmbot.shapes import Moment, Money, Reader, Text, Verbatim, Worded, t, tn
from crmbot.texts import brief, render

GERMAN = Reader("de", "Europe/Berlin")
ENGLISH = Reader("en", "Europe/Berlin")
TEN_O_CLOCK = Moment(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
AMOUNT = "12.500\u00a0€"


def test_a_message_is_shown_in_the_readers_language():
    message = t("I understood: {request}", request=Verbatim("pipeline"))
    assert (render(message, GERMAN), render(message, ENGLISH)) == ("Verstanden: pipeline", "I understood: pipeline")


def test_a_regional_language_uses_the_catalogue_of_its_language():
    assert render(t("I understood: {request}", request=1), Reader("de-AT")) == "Verstanden: 1"


@pytest.mark.parametrize(
    ("words", "language", "shown"),
    [
        ({"en": "Fair", "de": "Messe"}, "de-AT", "Messe"), ({"en": "Fair", "de": "Messe"}, "fr", "Fair"),
        ({"de": "Messe"}, "en", "Messe"), ({}, "en", ""),
    ],
)  # fmt: skip
def test_words_in_several_languages_are_shown_in_the_readers_else_in_english_else_in_any(words, language, shown):
    assert render(t("{what}", what=Worded(words)), Reader(language)) == shown


def test_words_of_an_administrator_are_escaped_as_those_of_outsiders():
    assert (
        render(Worded({"en": "<!channel>"}), ENGLISH, escape=lambda text: text.replace("<", "&lt;")) == "&lt;!channel>"
    )


def test_a_message_without_translation_is_shown_in_english():
    assert render(t("No such message {name}", name=Verbatim("Anna")), GERMAN) == "No such message Anna"


@pytest.mark.parametrize("language", ["xx", "", "../../etc", "de/../..", "tlh", "zh-Hant-TW"])
def test_an_unknown_language_reads_english(language):
    assert render(t("Done"), Reader(language)) == "Done"


def test_an_empty_message_is_empty_and_not_the_catalogues_header():
    assert render(t(""), GERMAN) == ""


@pytest.mark.parametrize(("n", "shown"), [(0, "0 deals"), (1, "1 deal"), (2, "2 deals")])
def test_a_plural_follows_its_number(n, shown):
    assert render(tn("{n} deal", "{n} deals", n), ENGLISH) == shown


def test_plurals_use_the_forms_of_the_catalogue(monkeypatch):
    class Polish(gettext.NullTranslations):
        def ngettext(self, msgid1, msgid2, n):
            return f"{msgid2} ({n % 10})"

    monkeypatch.setattr(texts, "_catalogue", lambda _language: Polish())
    assert render(tn("{n} deal", "{n} deals", 22), Reader("pl")) == "22 deals (2)"


def test_arguments_are_rendered_for_the_reader_too():
    message = t("{what}: {amount}, due {due}", what=t("Parcel"), amount=Money(Decimal(12500)), due=TEN_O_CLOCK)
    assert render(message, GERMAN) == f"Parcel: {AMOUNT}, due Fr., 27. Nov. 2026, 10:00"


def test_braces_in_an_argument_stay_as_written():
    assert render(t("{a} {b}", a=Verbatim("{b}"), b=Verbatim("x")), GERMAN) == "{b} x"


def test_a_placeholder_without_argument_stays_as_written():
    assert render(t("{missing} and {0} and {a.b}", a=1), GERMAN) == "{missing} and {0} and {a.b}"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Fri 27 Nov 2026, 10:00"),
        ("de", "Fr., 27. Nov. 2026, 10:00"),
        ("de-AT", "Fr., 27. Nov. 2026, 10:00"),
        ("en-US", "Fri, Nov 27, 2026, 10:00\u202fAM"),
    ],
)
def test_a_moment_names_weekday_day_and_hour_in_the_readers_zone(language, shown):
    assert render(TEN_O_CLOCK, Reader(language, "Europe/Berlin")) == shown


def test_a_moment_by_day_is_the_day_of_the_readers_zone():
    late = Moment(datetime(2026, 11, 27, 23, 30, tzinfo=UTC), day_only=True)
    assert render(late, ENGLISH) == "Sat 28 Nov 2026"


def test_a_date_names_its_weekday():
    assert render(date(2026, 12, 24), GERMAN) == "Do., 24. Dez. 2026"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("de", ["27.11.26 10:00", "27.11.26", "24.12.26", "x"]),
        ("en", ["27 Nov 26 10:00", "27 Nov 26", "24 Dec 26", "x"]),
    ],
)
def test_in_tables_days_are_short(language, shown):
    values = (TEN_O_CLOCK, Moment(TEN_O_CLOCK.at, day_only=True), date(2026, 12, 24), Verbatim("x"))
    assert [brief(value, Reader(language)) for value in values] == shown


@pytest.mark.parametrize("name", ["Europe", "Nowhere/Atall", "", "../etc/passwd", "\x00"])
def test_an_unknown_zone_shows_utc(name):
    assert render(TEN_O_CLOCK, Reader("en", name)) == "Fri 27 Nov 2026, 09:00"


@pytest.mark.parametrize(
    ("language", "amount", "currency", "shown"),
    [
        ("de", "12500", "EUR", "12.500\u00a0€"),
        ("de", "12500.00", "EUR", "12.500\u00a0€"),
        ("de", "12500.5", "EUR", "12.500,50\u00a0€"),
        ("en", "3000", "CHF", "CHF3,000"),
        ("en", "-3000", "EUR", "-€3,000"),
        ("de-CH", "1250.5", "CHF", "CHF\u00a01’250.50"),
        ("en", "100.00", "JPY", "¥100"),
        ("de", "0", "EUR", "0\u00a0€"),
    ],
)
def test_money_is_shown_as_the_country_writes_it(language, amount, currency, shown):
    assert render(Money(Decimal(amount), currency), Reader(language)).replace(" ", "\u00a0") == shown.replace(
        " ", "\u00a0"
    )


@pytest.mark.parametrize("amount", ["1E+999999", "1E-999999", "NaN", "Infinity", "145257472030897373500669952.5"])
def test_an_amount_beyond_writing_is_shown_as_it_is(amount):
    assert render(Money(Decimal(amount)), GERMAN) == f"{Decimal(amount)} EUR"
    assert render(Decimal(amount), GERMAN) == str(Decimal(amount))


@given(st.decimals(), st.sampled_from(["de", "en", "de-CH", "xx"]))
def test_every_amount_can_be_shown(amount, language):
    assert render(Money(amount), Reader(language))
    assert render(amount, Reader(language))


def test_a_number_that_names_something_is_not_grouped():
    assert render(t("#{number}", number=1042), GERMAN) == "#1042"


def test_a_decimal_is_written_as_the_country_does():
    assert render(Decimal("1234.5"), GERMAN) == "1.234,5"


def test_nothing_is_the_empty_string():
    assert render(None, GERMAN) == ""


def test_outside_values_are_escaped_exactly_once_and_our_own_words_never():
    message = t("<{a}> {b} {c} {d}", a=Verbatim("x&y"), b="&", c=t("& {e}", e=Verbatim("&")), d=7)
    assert render(message, ENGLISH, escape=lambda s: s.replace("&", "&amp;")) == "<x&amp;y> &amp; & &amp; 7"


def test_control_characters_and_lone_surrogates_are_not_shown():
    assert render(Verbatim("a\x00b\x1b[31mc\ud800d\r\ne\rf\tg\x9bh"), GERMAN) == "ab[31mc\ufffdd\ne\nf\tgh"


@given(st.text())
def test_any_text_from_outside_can_be_shown_and_encoded(text):
    assert "\x1b" not in render(t("{a}", a=Verbatim(text)), GERMAN).encode("utf-8").decode("utf-8")


@given(st.text(), st.dictionaries(st.text(), st.integers() | st.text()))
def test_no_message_makes_rendering_fail(message, args):
    assert isinstance(render(Text(message, args, message), ENGLISH), str)
