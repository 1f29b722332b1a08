"""Logging what happened: an entry of the history, filed where it belongs, with the follow-up that was spoken of."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.planning import add_planned, change_actions, planned_words
from crmbot.assistant.rows import called, deal_row
from crmbot.domain.filing import Filing
from crmbot.domain.history import log_activity
from crmbot.domain.records import Activity, Followup
from crmbot.domain.views import activity_view, followup_view, view
from crmbot.errors import RequestFault
from crmbot.parsing.chat.requests import find_followup_phrase
from crmbot.shapes import Action, Reply, Section, Text, Verbatim, t


def log_entry(
    ask: Asking, filing: Filing, text: str, *, kind: str, medium: str, direction: str, minutes: int | None = None
) -> Reply:
    """File a note or call; a phrase such as `follow up on Friday` in it makes the follow-up too."""
    if not text.strip() and minutes is None:
        raise RequestFault(t("What is to be noted? There is no text."))
    phrase = find_followup_phrase(text, now=ask.now)
    said = (phrase.cleaned.strip() if phrase else text.strip()) or text.strip()
    activity = log_activity(
        ask.work, filing.place, kind=kind, medium=medium, text=said, direction=direction, author=ask.member.key,
        minutes=minutes,
    )  # fmt: skip
    planned = add_planned(ask, filing, phrase.when, phrase.text or said) if phrase else None
    return _reply(ask, filing, activity, planned)


def _reply(ask: Asking, filing: Filing, activity: Activity, planned: Followup | None) -> Reply:
    place = filing.record
    records = [activity_view(activity), view(ask.session, place, ask.process)]
    if planned is not None:
        records.insert(1, followup_view(planned))
    return Reply(
        "done",
        _title(activity, called(place)),
        understood=planned_words(planned) if planned is not None else None,
        lines=(Verbatim(activity.text),) if activity.text else (),
        sections=_elsewhere(ask, filing),
        records=tuple(records),
        actions=(*_moves(filing, activity), *(change_actions(planned) if planned is not None else ())),
    )


def _title(activity: Activity, place: Text) -> Text:
    if activity.kind == "call" and activity.minutes is not None:
        return t("Call of {n} min logged at {place}.", n=activity.minutes, place=place)
    if activity.kind == "call":
        return t("Call logged at {place}.", place=place)
    return t("Note filed at {place}.", place=place)


def _elsewhere(ask: Asking, filing: Filing) -> tuple[Section, ...]:
    if not filing.choices:
        return ()
    heading = t("There are several open deals, so it is filed at the contact. Does it belong to one of them?")
    return (Section(heading, tuple(deal_row(ask, deal) for deal in filing.choices)),)


def _moves(filing: Filing, activity: Activity) -> tuple[Action, ...]:
    return tuple(
        Action(t("To #{number} {name}", number=deal.number, name=Verbatim(deal.name)), f"move #{activity.number} #{deal.number}")
        for deal in filing.choices[:5]
    )  # fmt: skip
