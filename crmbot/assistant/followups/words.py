"""What is said of a follow-up: when, how often, how long before, for whom, and what is to be done."""

from __future__ import annotations

from dataclasses import dataclass

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.people import FollowupPeople, take_people
from crmbot.assistant.followups.planning import read_when, schedule_of
from crmbot.domain.calendar.schedule import Schedule
from crmbot.domain.followups.continuing import begin_series
from crmbot.domain.followups.making import remind_before
from crmbot.domain.followups.parts import share
from crmbot.domain.followups.series import Series
from crmbot.domain.followups.series_words import series_words
from crmbot.domain.records import Followup
from crmbot.parsing.chat.followup_leads import find_leads
from crmbot.parsing.chat.recurrence import Recurrence, find_recurrence
from crmbot.parsing.phrases.dates import When
from crmbot.shapes import Moment, Text, t


@dataclass(frozen=True, slots=True)
class FollowupWords:
    """`when` is the date of one that comes once, `recurrence` the rule of a series, `leads` minutes before the hour."""

    when: When | None
    recurrence: Recurrence | None
    leads: tuple[int, ...]
    people: FollowupPeople
    text: str


def read_followup(ask: Asking, words: str) -> FollowupWords:
    """Take the words apart. Neither date nor recurrence: there is none in them."""
    leads = find_leads(words)
    words = leads.rest if leads is not None else words
    people = take_people(ask, words)
    recurrence = find_recurrence(people.rest, now=ask.now)
    when, text = (None, recurrence.rest) if recurrence is not None else read_when(ask, people.rest)
    text = text.strip(" ,;:–-")
    if not people.anybody:
        people = take_people(ask, text)
        text = people.rest
    return FollowupWords(when, recurrence, leads.minutes if leads else (), people, text)


def series_of_words(ask: Asking, said: Recurrence) -> Series:
    """The rule, as it is kept."""
    return Series(said.rule, said.start, said.clock, ask.reader.timezone, said.workdays)


def first_due(ask: Asking, said: Recurrence, schedule: Schedule) -> When | None:
    """When a series falls due first; None where its days are over before they begin."""
    first = series_of_words(ask, said).first()
    if first is None:
        return None
    return When(first.due(schedule.calendar, schedule.zone, schedule.default_time), said.clock is None, "")


def put_series(ask: Asking, followup: Followup, said: Recurrence) -> None:
    """Let a follow-up come again from now on."""
    begin_series(followup, series_of_words(ask, said), schedule_of(ask, followup.owner), regardless=said.regardless)


def put_more(ask: Asking, followup: Followup, words: FollowupWords) -> None:
    """Lead times and people."""
    if words.leads:
        remind_before(followup, words.leads)
    if words.people.responsible or words.people.told:
        share(ask.work, followup, words.people.responsible, words.people.told)


def how_often(followup: Followup, series: Series) -> Text:
    """“every first Monday of the month, next on Mon 7 Dec”."""
    due = Moment(followup.due_at, day_only=followup.day_only)
    return t("{rule}, next on {due}", rule=series_words(series, regardless=followup.regardless), due=due)
