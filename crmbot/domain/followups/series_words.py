"""A series in words: “every first Monday of the month at 09:00, until 30 Jun 2027”."""

from __future__ import annotations

from datetime import date, datetime

from crmbot.domain.followups.series import Series
from crmbot.shapes import Text, Value, t, tn

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAYS = (t("Monday"), t("Tuesday"), t("Wednesday"), t("Thursday"), t("Friday"), t("Saturday"), t("Sunday"))
_MONTHS = (
    t("January"), t("February"), t("March"), t("April"), t("May"), t("June"), t("July"), t("August"), t("September"),
    t("October"), t("November"), t("December"),
)  # fmt: skip
_NTH = {1: t("first"), 2: t("second"), 3: t("third"), 4: t("fourth"), 5: t("fifth"), -1: t("last")}
_WORKWEEK = "MO,TU,WE,TH,FR"


def series_words(series: Series, *, regardless: bool = False) -> Text:
    """What was understood of a rule; the hour, the end, and how it treats free days and what is not done."""
    rule = dict(part.partition("=")[::2] for part in series.rule.split(";"))
    words = _often(rule, series.start)
    if series.clock is not None:
        words = t("{words} at {clock}", words=words, clock=f"{series.clock:%H:%M}")
    if "UNTIL" in rule:
        last = datetime.strptime(rule["UNTIL"][:8], "%Y%m%d").date()  # noqa: DTZ007
        words = t("{words} until {last}", words=words, last=last)
    if "COUNT" in rule:
        words = t("{words}, {times}", words=words, times=tn("{n} time", "{n} times", int(rule["COUNT"])))
    if series.workdays:
        words = t("{words}, on the next working day", words=words)
    return t("{words}, whether done or not", words=words) if regardless else words


def _often(rule: dict[str, str], start: date) -> Text:
    interval = int(rule.get("INTERVAL", "1"))
    match rule.get("FREQ"):
        case "DAILY":
            return tn("every day", "every {n} days", interval)
        case "WEEKLY":
            return _weekly(rule, interval, start)
        case "MONTHLY":
            return _monthly(rule, interval)
        case _:
            return _yearly(rule, interval)


def _weekly(rule: dict[str, str], interval: int, start: date) -> Text:
    said = rule.get("BYDAY", _CODES[start.weekday()])
    if said == _WORKWEEK and interval == 1:
        return t("every weekday")
    days = _listed([_DAYS[_CODES.index(code)] for code in said.split(",")])
    if interval == 1:
        return t("every {days}", days=days)
    return tn("every week on {days}", "every {n} weeks on {days}", interval, days=days)


def _monthly(rule: dict[str, str], interval: int) -> Text:
    day = _day_of_month(rule)
    if interval == 1:
        return t("every {day} of the month", day=day)
    return tn("every month on the {day}", "every {n} months on the {day}", interval, day=day)


def _day_of_month(rule: dict[str, str]) -> Text:
    if rule.get("BYDAY") == _WORKWEEK:
        return t("{nth} weekday", nth=_NTH.get(int(rule.get("BYSETPOS", "1")), t("first")))
    if "BYDAY" in rule:
        return _listed([_nth_day(code) for code in rule["BYDAY"].split(",")])
    days = [int(day) for day in rule.get("BYMONTHDAY", "1").split(",")]
    days = days[-1:] if "BYSETPOS" in rule else days
    return _listed([t("last day") if day == -1 else t("{day}.", day=day) for day in days])


def _nth_day(code: str) -> Text:
    nth, day = int(code[:-2] or "1"), _DAYS[_CODES.index(code[-2:])]
    return t("{nth} {day}", nth=_NTH.get(nth, _NTH[1]), day=day)


def _yearly(rule: dict[str, str], interval: int) -> Text:
    month = _MONTHS[int(rule.get("BYMONTH", "1")) - 1]
    day = t("{day} {month}", day=_day_of_month(rule), month=month)
    if "BYDAY" in rule:
        day = t("the {day} in {month}", day=_day_of_month(rule), month=month)
    return tn("every year on {day}", "every {n} years on {day}", interval, day=day)


def _listed(words: list[Text]) -> Text:
    found: Value = words[0]
    for word in words[1:-1]:
        found = t("{left}, {right}", left=found, right=word)
    if len(words) > 1:
        found = t("{left} and {right}", left=found, right=words[-1])
    assert isinstance(found, Text)
    return found
