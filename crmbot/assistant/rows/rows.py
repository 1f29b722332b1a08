"""Follow-ups, deals and entries of the history as single lines of a reply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crmbot.assistant.asking import Asking
from crmbot.assistant.words import joined
from crmbot.domain.deals.many_views import read_ahead
from crmbot.domain.followups.actions import followup_actions
from crmbot.domain.followups.continuing import series_of
from crmbot.domain.followups.news import named
from crmbot.domain.followups.series_words import series_words
from crmbot.domain.records import Activity, Deal, Followup
from crmbot.domain.search.lookup import Contactable, by_numbers
from crmbot.shapes import Action, Moment, Money, Row, Text, Value, Verbatim, t

_LONGEST = 240  # characters of a text in a line


def followup_row(ask: Asking, followup: Followup, about: Value = None) -> Row:
    """A follow-up with its buttons; `about` names the record where the reply does not."""
    others = None if followup.owner == ask.member.key else ask.member_name(followup.owner)
    series = series_of(followup)
    snoozed = t("snoozed {n}x", n=followup.snoozed) if followup.snoozed else None
    return Row(
        t("#{number} {text}", number=followup.number, text=followup_text(followup)),
        joined([about, due_words(ask, followup), series_words(series) if series else None, snoozed, others]),
        followup_actions(followup, compact=True),
    )


def followup_rows(ask: Asking, followups: Sequence[Followup]) -> tuple[Row, ...]:
    """Follow-ups of any records, each with whom it is about."""
    names = {number: called(record) for number, record in subjects(ask, followups).items()}
    return tuple(followup_row(ask, one, names.get(one.record_number or 0)) for one in followups)


def subjects(ask: Asking, followups: Iterable[Followup]) -> dict[int, Contactable]:
    """What follow-ups are about, by number: read together, with the persons and companies behind it."""
    about = by_numbers(ask.session, {one.record_number for one in followups if one.record_number})
    read_ahead(ask.session, list(about.values()))
    return about


def called(record: Contactable) -> Text:
    """A record in a sentence: its name, of a deal also whose it is, and its number."""
    name = Verbatim(record.name)
    holder = record.person or record.company if isinstance(record, Deal) else None
    if holder is None or holder.name == record.name:
        return t("{name} (#{number})", name=name, number=record.number)
    return t("{person}: {name} (#{number})", person=Verbatim(holder.name), name=name, number=record.number)


def followup_text(followup: Followup) -> Value:
    """What is to be done."""
    return Verbatim(excerpt(followup.text)) if followup.text else named(followup)


def due_words(ask: Asking, followup: Followup) -> Text:
    """When it is due, said plainly when that is over."""
    due = Moment(followup.due_at, day_only=followup.day_only)
    if is_overdue(ask, followup):
        return t("overdue since {due}", due=due)
    return t("due {due}", due=due)


def is_overdue(ask: Asking, followup: Followup) -> bool:
    """Whether its hour has passed; what is due by day only has the whole local day."""
    if followup.day_only:
        return followup.due_at.astimezone(ask.zone).date() < ask.now.date()
    return followup.due_at < ask.now


def deal_row(ask: Asking, deal: Deal) -> Row:
    """A deal: stage, amount, owner."""
    amount = Money(deal.amount, deal.currency) if deal.amount is not None else None
    return Row(
        t("#{number} {name}", number=deal.number, name=Verbatim(deal.name)),
        joined([ask.stage_name(deal.stage), amount, ask.member_name(deal.owner)]),
    )


def activity_row(ask: Asking, activity: Activity) -> Row:
    """An entry of the history: what was said, then kind, why and where, time and author; below a forward, the forwarder's words.

    One that waits to be resolved has the button for it.
    """
    if activity.private:
        return Row(t("There was contact (private)"), joined([Moment(activity.at), _author(ask, activity)]))
    said: str | Text | None = excerpt(activity.text) or activity.subject
    kind = ask.kind_name(activity.kind)
    minutes = t("{n} min", n=activity.minutes) if activity.minutes else None
    subject = Verbatim(activity.subject) if activity.subject and activity.text else None
    note = t("“{note}”", note=Verbatim(excerpt(activity.note))) if activity.note else None
    around: list[Value] = [t("reason: {reason}", reason=Verbatim(activity.reason)) if activity.reason else None]
    around += [Verbatim(words) for words in (activity.touchpoint, (activity.details or {}).get("network")) if words]
    step = _stage_change(ask, activity)
    said, step = (said, step) if said else (step, None)
    told = [kind, step, _direction(activity), subject, minutes, *around, Moment(activity.at), _author(ask, activity)]
    return Row(
        Verbatim(said) if isinstance(said, str) else said or kind,
        joined([*told, *_state(ask, activity), note]),
        _entry_actions(ask, activity),
    )


def _stage_change(ask: Asking, activity: Activity) -> Text | None:
    """Of an entry that a decision made: from which stage to which the deal went."""
    details = activity.details or {}
    if "stage_to" not in details:
        return None
    before, stage = ask.stage_name(str(details.get("stage_from"))), ask.stage_name(str(details["stage_to"]))
    return t("From “{before}” to “{stage}”", before=before, stage=stage)


def _direction(activity: Activity) -> Text | None:
    """Of a call, who rang whom; of a mail the sender says it."""
    return t("incoming") if activity.kind in {"call", "letter"} and activity.direction == "in" else None


def _state(ask: Asking, activity: Activity) -> list[Value]:
    if not ask.settings.kinds[activity.kind].stays_open:
        return []
    if activity.resolved_at is not None:
        return [t("resolved {at}", at=Moment(activity.resolved_at, day_only=True))]
    return [t("open, in charge: {owner}", owner=ask.member_name(activity.owner))]


def _entry_actions(ask: Asking, activity: Activity) -> tuple[Action, ...]:
    if ask.settings.kinds[activity.kind].stays_open and activity.resolved_at is None:
        return (Action(t("Resolved"), f"resolve #{activity.number}", "primary"),)
    return ()


def _author(ask: Asking, activity: Activity) -> Value:
    """Who did or recorded it; of a customer's mail, who passed it on."""
    if activity.author is None:
        return None
    name = ask.member_name(activity.author)
    return t("passed on by {name}", name=name) if activity.kind == "mail" and activity.direction == "in" else name


def excerpt(text: str) -> str:
    """The beginning of a text in one line."""
    line = " ".join(text[: _LONGEST * 4].split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
