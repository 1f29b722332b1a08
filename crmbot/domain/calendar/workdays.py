"""Which days are worked: weekdays, regional public holidays, and what the company says of single days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """`days` are weekday names (mon … sun); `region` is an ISO 3166 country with subdivision (`DE-BY`), empty for none.

    On `free` days nobody works, on `extra` days everybody does, whatever weekday or holiday they are.
    """

    days: tuple[str, ...] = WEEKDAYS[:5]
    region: str = ""
    free: frozenset[date] = frozenset()
    extra: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Whether people work on that day."""
        if day in self.extra:
            return True
        return WEEKDAYS[day.weekday()] in self.days and day not in self.free and not self.is_holiday(day)

    def after(self, day: date, count: int) -> date:
        """The day that is `count` working days after `day`; the next working day for 0, if `day` is none."""
        if not self.days:
            return day + timedelta(days=count)
        found = day
        while not self.works_on(found) if count == 0 else count > 0:
            found += timedelta(days=1)
            if count and self.works_on(found):
                count -= 1
        return found

    def holiday_name(self, day: date) -> str | None:
        """What the public holiday on that day is called; None where there is none."""
        return str(_holidays(self.region, day.year)[day]) if self.is_holiday(day) else None

    def is_holiday(self, day: date) -> bool:
        """Whether that day is a public holiday of the region."""
        return bool(self.region) and day in _holidays(self.region, day.year)


def known_region(region: str) -> bool:
    """Whether public holidays of that region are known."""
    try:
        _holidays(region, 2026)
    except (NotImplementedError, KeyError):
        return False
    return True


@lru_cache(maxsize=64)
def _holidays(region: str, year: int) -> Any:
    import holidays

    country, _, subdivision = region.partition("-")
    return holidays.country_holidays(country, subdiv=subdivision or None, years=year)
