"""`settings`: what a member wants for himself: hour of the digest, default hour, working time, zone, language, holidays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from zoneinfo import available_timezones

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.questions import words
from crmbot.assistant.forms.sheet import Question, Sheet, answers, wrong
from crmbot.assistant.registry import Command
from crmbot.domain.calendar.schedule import DIGEST_WISH, OFF, Schedule
from crmbot.domain.calendar.workdays import known_region
from crmbot.domain.followups.followups import follow_owner
from crmbot.domain.members.members import require_member
from crmbot.domain.records import Member
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.parsing.chat import setting_words as w
from crmbot.shapes import Action, Field, FormField, Option, Reply, Text, Value, Verbatim, t, tn

_LABELS: dict[str, Text] = {
    w.DIGEST: t("Digest at"), w.DEFAULT: t("Follow-ups without an hour at"), w.DAYS: t("Working days"),
    w.HOURS: t("Working hours"), w.ZONE: t("Time zone"), w.LANGUAGE: t("Language"), w.HOLIDAYS: t("Public holidays"),
    w.EMPTY: t("Digest when nothing is due"),
}  # fmt: skip
_HINTS: dict[str, Text] = {
    w.DIGEST: t("for example 08:00, or off"), w.DEFAULT: t("for example 09:00"), w.DAYS: t("for example mon-thu"),
    w.HOURS: t("for example 9-17"), w.ZONE: t("for example Europe/Vienna"), w.LANGUAGE: t("de or en"),
    w.HOLIDAYS: t("country and region, for example DE-BY, AT-9, CH-ZH; or off"), w.EMPTY: t("yes or no"),
}  # fmt: skip
_NAMES = {
    w.DIGEST: "digest time", w.DEFAULT: "default time", w.DAYS: "working days", w.HOURS: "working hours", w.ZONE: "zone",
    w.LANGUAGE: "language", w.HOLIDAYS: "holidays", w.EMPTY: "digest when empty",
}  # fmt: skip
_DAY_NAMES = {
    "mon": t("Mon"), "tue": t("Tue"), "wed": t("Wed"), "thu": t("Thu"), "fri": t("Fri"), "sat": t("Sat"), "sun": t("Sun"),
}  # fmt: skip


def handle(ask: Asking) -> Reply:
    """Change one, or by the form several; without words show them all."""
    member = require_member(ask.session, ask.member.key)
    if ask.values or ask.rest.strip() in {"?", "edit", "ändern", "…"}:
        return _by_form(ask, member)
    if not ask.rest.strip():
        return _shown(ask, member, t("Your settings"))
    key, said = w.named_setting(ask.rest)
    if key is None:
        known = ", ".join(_NAMES.values())
        raise RequestFault(t("Which setting? I know {names}.", names=Verbatim(known)))
    value = _read(key, said)
    lines = _changed(ask, member, {key: value})
    return _shown(ask, member, t("Noted: {setting}", setting=_LABELS[key]), lines)


def _by_form(ask: Asking, member: Member) -> Reply:
    sheet = _sheet(member)
    answers(ask, sheet)
    values: dict[str, str] = {}
    errors: dict[str, Text] = {}
    for key in _LABELS:
        said = ask.values.get(key, "").strip()
        try:
            values[key] = _read(key, said) if said else ""
        except RequestFault as fault:
            errors[key] = fault.text
    if errors:
        raise wrong(ask, sheet, errors)
    return _shown(ask, member, t("Your settings are changed."), _changed(ask, member, values))


def _read(key: str, said: str) -> str:
    """The value to keep, empty for the team's. Raises RequestFault with what it may be."""
    value = w.read_setting(key, said)
    if value and key == w.ZONE:
        value = next((zone for zone in available_timezones() if fold(zone) == fold(value.replace(" ", "_"))), None)
    if value and key == w.HOLIDAYS and value != "none" and not known_region(value):
        value = None
    if value is None:
        raise RequestFault(t("“{words}” will not do: {hint}.", words=Verbatim(said[:80]), hint=_HINTS[key]))
    return value


def _changed(ask: Asking, member: Member, values: dict[str, str]) -> tuple[Text, ...]:
    """Write them; what is due by day only moves to the new hour."""
    before = ask.settings.team.of(member)
    wishes = dict(member.preferences or {})
    if w.DIGEST in values:
        wishes.pop(DIGEST_WISH, None)
    for key, value in values.items():
        if key == w.ZONE:
            member.timezone = value or None
        elif key == w.LANGUAGE:
            member.language = value or None
        elif key == w.DIGEST and value in OFF:
            wishes[DIGEST_WISH] = "off"
        elif value:
            wishes[key] = "" if value == "none" else value
        else:
            wishes.pop(key, None)
    if wishes != (member.preferences or {}):
        member.preferences = wishes or None
    ask.session.flush()
    after = ask.settings.team.of(member)
    moved = follow_owner(ask.session, member.key, before, after)
    if not moved:
        return ()
    return (tn("{n} follow-up without an hour moved with it.", "{n} follow-ups without an hour moved with it.", moved),)


def _shown(ask: Asking, member: Member, title: Text, lines: tuple[Text, ...] = ()) -> Reply:
    schedule = ask.settings.team.of(member)
    fields = tuple(Field(_LABELS[key], value) for key, value in _values(ask, member, schedule))
    kind: Literal["card", "done"] = "done" if ask.rest.strip() or ask.values else "card"
    return Reply(kind, title, lines=lines, fields=fields, actions=(Action(t("Change …"), "settings ?", dialog=True),))


def _values(ask: Asking, member: Member, schedule: Schedule) -> Iterator[tuple[str, Value]]:
    digest: Value = f"{schedule.digest_time:%H:%M}" if schedule.digest_wanted else t("none")
    yield w.DIGEST, digest
    yield w.DEFAULT, f"{schedule.default_time:%H:%M}"
    yield w.DAYS, _days(schedule.calendar.days)
    yield w.HOURS, f"{schedule.hours[0]:%H:%M}-{schedule.hours[1]:%H:%M}"
    yield w.ZONE, Verbatim(str(schedule.zone))
    yield w.LANGUAGE, Verbatim(member.language or ask.settings.language)
    yield w.HOLIDAYS, Verbatim(schedule.calendar.region) if schedule.calendar.region else t("none")
    yield w.EMPTY, t("yes") if schedule.digest_when_empty else t("no")


def _days(days: tuple[str, ...]) -> Value:
    found: Value = _DAY_NAMES[days[0]] if days else t("none")
    for day in days[1:]:
        found = t("{left}, {right}", left=found, right=_DAY_NAMES[day])
    return found


def _sheet(member: Member) -> Sheet:
    kept = {**(member.preferences or {}), w.ZONE: member.timezone or "", w.LANGUAGE: member.language or ""}
    if DIGEST_WISH in kept:
        kept[w.DIGEST] = "off"
    if kept.get(w.HOLIDAYS) == "":
        kept[w.HOLIDAYS] = "none"
    asked = tuple(_question(key, kept.get(key)) for key in _LABELS)
    lines = (t("What is left empty is as for the whole team."),)
    return Sheet(t("Your settings"), t("Save"), "settings", asked, lines, t("settings SETTING VALUE"))


def _question(key: str, initial: str | None) -> Question:
    if key in (w.LANGUAGE, w.EMPTY):
        options = (Option("de", t("German")), Option("en", t("English")))
        options = options if key == w.LANGUAGE else (Option("yes", t("yes")), Option("no", t("no")))
        return Question(
            FormField(key, _LABELS[key], "choice", False, initial or None, None, options), lambda _, said: said
        )
    return words(key, _LABELS[key], initial=initial or None, hint=_HINTS[key])


COMMAND = Command(
    key="settings",
    topic="plan",
    names={
        "en": ("settings", "my settings", "preferences"),
        "de": ("einstellungen", "einstellung", "meine einstellungen"),
    },
    usage=t("settings [SETTING VALUE]"),
    summary=t("your own digest time, default hour, working time, time zone, language and public holidays"),
    examples={
        "en": ("settings default time 09:00", "settings working days mon-thu", "settings"),
        "de": ("einstellung Standardzeit 9 Uhr", "einstellung Arbeitstage Mo-Do", "einstellungen"),
    },
    writes=True,
    right="read",
    handler=handle,
    personal=True,
)
