"""Dates over forwarded messages, in the languages of mail clients: right, or none."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from babel import Locale
from babel.dates import format_date, format_time
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.forwarding.dates import parse_forward_date, read_forward_date


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


MORNING = at("2026-03-05T09:31")
EVENING = at("2026-03-05T21:31")
LOCALES = [
    "de",
    "en",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "da",
    "nb",
    "sv",
    "fi",
    "cs",
    "sk",
    "pl",
    "hu",
    "ro",
    "hr",
    "ru",
    "uk",
    "bg",
    "el",
    "tr",
    "et",
    "lv",
    "lt",
    "sl",
    "sr",
    "ca",
    "is",
    "id",
    "vi",
    "th",
    "ja",
    "zh",
    "he",
    "ar",
]

LINES = {
    "de": [
        "Donnerstag, 5. März 2026 09:31",
        "Do., 5. März 2026 um 09:31 Uhr",
        "05.03.2026 09:31",
        "Do 05.03.2026 09:31",
        "05.03.26 09:31",
    ],
    "en": [
        "Thursday, March 5, 2026 9:31 AM",
        "Thu, Mar 5, 2026 at 9:31 AM",
        "5 March 2026 at 09:31",
        "On Thursday, March 5th, 2026 at 9:31 AM",
    ],
    "fr": ["jeu. 5 mars 2026 à 09:31", "jeudi 5 mars 2026 09:31", "5 mars 2026 09h31"],
    "es": ["jue, 5 mar 2026 a las 9:31", "jueves, 5 de marzo de 2026 9:31", "jue, 5 mar 2026 a la(s) 9:31 a. m."],
    "it": ["gio 5 mar 2026 alle ore 09:31", "giovedì 5 marzo 2026 09:31"],
    "pt": ["qui., 5 de mar. de 2026 às 09:31", "quinta-feira, 5 de março de 2026 09:31", "5/3/2026, à(s) 09:31"],
    "nl": ["do 5 mrt 2026 om 09:31", "donderdag 5 maart 2026 09:31", "05-03-2026 09:31"],
    "da": ["tor. 5. mar. 2026 kl. 09.31", "5. marts 2026 kl. 09.31", "05.03.2026 09.31"],
    "sv": ["tors 5 mars 2026 kl 09:31", "den 5 mars 2026 09:31", "2026-03-05 09:31"],
    "fi": ["to 5. maalisk. 2026 klo 9.31", "torstai 5. maaliskuuta 2026 9.31"],
    "cs": ["čt 5. 3. 2026 v 9:31", "čtvrtek 5. března 2026 9:31"],
    "pl": ["czw., 5 mar 2026 o 09:31", "czwartek, 5 marca 2026 09:31"],
    "hu": ["2026. márc. 5., Cs, 9:31", "2026. március 5., csütörtök 9:31"],
    "hr": ["čet, 5. ožu 2026. u 09:31", "četvrtak, 5. ožujka 2026. 09:31"],
    "ru": ["чт, 5 мар. 2026 г. в 09:31", "5 марта 2026 г. 9:31"],
    "uk": ["чт, 5 бер. 2026 р. о 09:31", "четвер, 5 березня 2026 р. 09:31"],
    "bg": ["5.03.2026 г., 9:31", "четвъртък, 5 март 2026 г. 9:31"],
    "el": ["Πέμ, 5 Μαρ 2026 στις 9:31 π.μ.", "Πέμπτη, 5 Μαρτίου 2026 9:31 πμ"],
    "tr": ["5 Mar 2026 Per, 09:31", "5 Mart 2026 Perşembe 09:31"],
    "lt": ["2026-03-05, kt, 09:31", "2026 m. kovo 5 d., ketvirtadienis 09:31"],
    "lv": ["ceturtd., 2026. g. 5. marts, plkst. 9:31"],
    "ca": ["dj., 5 de març 2026 a les 9:31"],
    "vi": ["Th 5, 5 thg 3, 2026 lúc 09:31", "Thứ Năm, 5 tháng 3, 2026 9:31 SA"],
    "th": ["พฤ. 5 มี.ค. 2026 เวลา 09:31", "5 มีนาคม 2569 09:31"],
    "ja": ["2026年3月5日(木) 9:31", "2026/03/05 9:31"],
    "zh": ["2026年3月5日(星期四) 上午9:31", "2026年3月5日 9:31"],
    "ko": ["2026년 3월 5일 (목) 오전 9:31", "2026. 3. 5. 오전 9:31"],
    "he": ["יום ה׳, 5 במרץ 2026 ב-9:31"],
    "ar": ["الخميس، 5 مارس 2026 في 9:31 ص", "٥ مارس ٢٠٢٦ ٩:٣١ ص"],
}
CASES = [(language, line) for language, lines in LINES.items() for line in lines]

ZONES = [
    ("Thu, 5 Mar 2026 09:31:08 +0100", 60), ("Thu, 5 Mar 2026 09:31:08 +0100 (CET)", 60), ("5 March 2026 at 09:31:08 EST", -300),
    ("5. März 2026 um 09:31:08 MEZ", 60), ("5. März 2026 um 09:31:08 OESZ", 180), ("5. března 2026 9:31:08 SEČ", 60),
    ("5 mars 2026 à 09:31:08 UTC+3", 180), ("2026-03-05 (목) 09:31:08 (GMT+09:00)", 540), ("5 Mart 2026 09:31:08 GMT+3", 180),
    ("2026-03-05T09:31:08Z", 0), ("Thu, Mar 5, 2026, 9:31:08 AM GMT+5:30", 330), ("5.03.2026 г., 09:31:08 ч. Гринуич+2", 120),
]  # fmt: skip

UNCERTAIN = [
    ("en", "03/04/2026 09:31"), ("en", "3/4/2026 9:31 pm"), (None, "4-3-2026 09:31"), ("de", "31.04.2026 09:31"), ("de", "5. März 2026 24:31"),
    ("en", "5 March 2026"), ("en", "9:31"), ("en", "tomorrow at 9:31"), ("de", "letzten Dienstag um 9:31"), (None, "5. lis 2026 9:31"), ("en", ""),
    ("en", "5 March 2026 9:31 room 7"), ("en", "13:31 PM 5 March 26 2026"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "line"), CASES)
def test_a_clients_date_line_is_read(language: str, line: str) -> None:
    assert parse_forward_date(line, language) == MORNING


@pytest.mark.parametrize(("line", "minutes"), ZONES)
def test_a_zone_makes_the_instant_aware(line: str, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    found = parse_forward_date(line, None)
    assert found == MORNING.replace(second=8, tzinfo=zone)


@pytest.mark.parametrize(("language", "line"), UNCERTAIN)
def test_what_is_uncertain_is_none(language: str | None, line: str) -> None:
    assert parse_forward_date(line, language) is None


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Mar 5, 2026, 9:31 PM"),
        ("el", "5 Μαρ 2026 στις 9:31 μ.μ."),
        ("zh", "2026年3月5日 下午9:31"),
        ("ko", "2026년 3월 5일 오후 9:31"),
        ("tr", "5 Mart 2026 ÖS 9:31"),
    ],
)
def test_the_second_half_of_the_day_is_known_in_every_language(language: str, line: str) -> None:
    assert parse_forward_date(line, language) == EVENING


def test_a_saturday_is_no_vietnamese_morning() -> None:
    assert parse_forward_date("Sa, 7. März 2026, 12:31", "de") == at("2026-03-07T12:31")


def test_the_language_decides_which_month_listopad_is() -> None:
    assert parse_forward_date("5. listopada 2026. 9:31", "hr") == at("2026-10-05T09:31")
    assert parse_forward_date("5 listopada 2026 9:31", "pl") == at("2026-11-05T09:31")


def test_the_weekday_decides_where_the_language_is_unknown() -> None:
    assert parse_forward_date("pon, 5. lis 2026. u 09:31", None) == at("2026-10-05T09:31")


def test_the_weekday_decides_between_day_and_month_first() -> None:
    assert parse_forward_date("Tue 03/11/2026 09:31", "en") == at("2026-11-03T09:31")
    assert parse_forward_date("Wed 03/11/2026 09:31", "en") == at("2026-03-11T09:31")


def test_american_times_come_with_the_month_first() -> None:
    assert parse_forward_date("03/04/2026 4:52 PM EST", "en") == datetime(
        2026, 3, 4, 16, 52, tzinfo=timezone(timedelta(hours=-5))
    )


def test_languages_that_never_put_the_month_first_need_no_weekday() -> None:
    assert parse_forward_date("03/04/2026 16:52", "fr") == at("2026-04-03T16:52")


def test_several_possible_languages_may_be_given() -> None:
    assert read_forward_date("5. listopada 2026. 9:31", {"hr", "bs"}) == at("2026-10-05T09:31")


@given(
    st.sampled_from(LOCALES),
    st.datetimes(at("1995-01-01T00:00"), at("2059-12-31T00:00")),
    st.sampled_from(["full", "long", "medium"]),
)
def test_what_a_locale_writes_is_read_back(language: str, moment: datetime, width: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    locale = Locale.parse(language)
    line = f"{format_date(moment.date(), width, locale=locale)} {format_time(moment.time(), 'short', locale=locale)}"
    assert parse_forward_date(line, language) == moment


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    found = parse_forward_date(text, None)
    assert found is None or 1980 <= found.year < 2100


@given(st.text(alphabet="0123456789:./- +年月日時分aApPmM,GT()", max_size=60))
def test_figures_in_any_order_never_raise(text: str) -> None:
    found = parse_forward_date(text, "en")
    assert found is None or 1980 <= found.year < 2100
