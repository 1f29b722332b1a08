"""Removing what has been kept long enough: by the clock once an hour, or by `crmbot retention`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from crmbot.config import Settings
from crmbot.domain.changes.erasure import erase
from crmbot.domain.changes.retention import RetentionRules, expired, inactive_persons, remove_some
from crmbot.domain.filing.processing import note_processing, processing_log
from crmbot.domain.records import Person
from crmbot.shapes import Reader, t
from crmbot.storage.locks import one_at_a_time
from crmbot.storage.scrub import scrub
from crmbot.storage.store import Store
from crmbot.texts import render

_PEOPLE_AT_ONCE = 50  # in one run; the next one goes on
_LATELY = timedelta(hours=2)


def rules_of(settings: Settings) -> RetentionRules:
    """The section `[retention]`."""
    return RetentionRules(**settings.retention.model_dump(exclude={"erased_senders"}))


def what_expired(store: Store, settings: Settings, now: datetime) -> Mapping[str, int]:
    """How much of each kind a run would remove. Raises StorageAway."""
    with store.read() as session:
        return {name: count for name, count in expired(session, rules_of(settings), now).items() if count}


def retain(store: Store, settings: Settings, now: datetime) -> Mapping[str, int]:
    """Remove what is over its time; how much of each kind. Raises StorageAway.

    Several processes may do so at once: what one has removed another does not find.
    """
    rules, removed = rules_of(settings), Counter[str]()
    while some := _remove_some(store, rules, now):
        removed.update(some)
        store.give_way()
    if people := _erase_inactive(store, settings, rules, now):
        removed["inactive_persons"] = people
    if removed:
        with store.write(now, channel="clock", action="retention") as work:
            note_processing(work, "retention", details=dict(removed))
    if removed or _erased_lately(store, now):
        with store.translated():
            scrub(store.engine)
    return dict(removed)


def _erased_lately(store: Store, now: datetime) -> bool:
    """Whether somebody was erased from the chat, which leaves the last traces in the file to us."""
    with store.read() as session:
        last = processing_log(session, action="erase", limit=1)
    return bool(last) and last[0].at > now - _LATELY


def _remove_some(store: Store, rules: RetentionRules, now: datetime) -> Mapping[str, int]:
    with store.write(now, channel="clock", action="retention") as work:
        one_at_a_time(work.session, ["retention"])
        return remove_some(work, rules, now)


def _erase_inactive(store: Store, settings: Settings, rules: RetentionRules, now: datetime) -> int:
    """One by one: each is a unit of work of its own, and is looked at again in it."""
    with store.read() as session:
        numbers = inactive_persons(session, rules, now, limit=_PEOPLE_AT_ONCE)
    done = 0
    for number in numbers:
        with store.write(now, channel="clock", action="retention") as work:
            one_at_a_time(work.session, ["retention"])
            person = work.session.get(Person, number)
            if person is None or person.erased_at is not None:
                continue
            name = render(t("erased person #{number}", number=number), _reader(settings))
            refuse = settings.retention.erased_senders == "refuse"
            erase(work, person, placeholder=name, by=None, refuse_again=refuse, action="retention")
            done += 1
    return done


def _reader(settings: Settings) -> Reader:
    return Reader(settings.locale.language, settings.locale.timezone, settings.locale.currency)
