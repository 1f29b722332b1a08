"""Logging what happened: an entry of the history, filed where it belongs, with the follow-up that was spoken of."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.ahead import rather_planned
from crmbot.assistant.followups.next_step import next_actions, next_question
from crmbot.assistant.followups.planning import add_planned, change_actions, planned_words
from crmbot.assistant.followups.words import put_series
from crmbot.assistant.forms.entry import asked_entry, directed
from crmbot.assistant.mentions import mentioned, tell_mentioned
from crmbot.assistant.private_entries import log_private
from crmbot.assistant.project_offer import project_offer
from crmbot.assistant.role_files import said_role
from crmbot.assistant.rows.rows import called, deal_row
from crmbot.domain.catalogue.activity_kinds import ActivityKind
from crmbot.domain.deals.role_files import ROLE
from crmbot.domain.deals.roles import STANDING
from crmbot.domain.deals.views import activity_view, followup_view, view
from crmbot.domain.filing.filing import Filing
from crmbot.domain.history.complaints import in_charge
from crmbot.domain.history.history import Circumstances, NewFile, log_activity
from crmbot.domain.records import Activity, Followup
from crmbot.parsing.chat.deeds import leading_past
from crmbot.parsing.chat.entry import EntryWords, read_entry
from crmbot.parsing.chat.followup import FollowupPhrase, find_followup_phrase
from crmbot.parsing.chat.private import is_private
from crmbot.parsing.chat.requests import absurd_duration, read_duration
from crmbot.parsing.mime.attachments import clean_filename
from crmbot.parsing.phrases.dates import When
from crmbot.shapes import Action, ChatFile, Reply, Section, Text, Value, Verbatim, t

_LONGEST_LINK = 1000  # characters
_REPEATED = 500  # characters of a text, where it was written down


def log_entry(
    ask: Asking, filing: Filing, text: str, kind: ActivityKind, *, minutes: int | None = None, at: datetime | None = None,
    as_typed: bool = False,
) -> Reply:  # fmt: skip
    """File an entry; a phrase such as `follow up on Friday` in it makes the follow-up too, `@Ben` tells him.

    Of a private one only that there was contact is kept. Words like `reason: …` are read as such, of a note the text stays `as_typed` all the same.
    """
    step: When | None = None
    if ask.values or not (text.strip() or minutes is not None or at is not None or ask.files or ask.link):
        given = asked_entry(ask, filing, kind)
        text, minutes, step, kind = given.text, given.minutes, given.next_step, directed(kind, given)
    if is_private(text):
        return log_private(ask, filing, text, kind, minutes, at)
    phrase = find_followup_phrase(text, now=ask.now)
    said = (phrase.cleaned.strip() if phrase else text.strip()) or text.strip()
    role, said = said_role(said)
    filing = filing if role not in STANDING else Filing(replace(filing.place, deal=None))
    words = read_entry(said)
    words = replace(words, text=said) if as_typed or not words.text else words
    activity = _logged(ask, filing, words, kind, minutes, at)
    if role is not None:
        activity.details = {**(activity.details or {}), ROLE: role}
    planned = _planned(ask, filing, phrase, words, step)
    told = tell_mentioned(ask, activity, filing.record, mentioned(ask, words.mentions))
    return _reply(ask, filing, activity, planned, told)


def log_timed(ask: Asking, filing: Filing, words: str, kind: ActivityKind) -> Reply:
    """The same for an entry that may begin with when it was and how long it took; of a length that cannot be it is said that it is text, and
    what lies ahead is not logged.
    """
    minutes, text = read_duration(words)
    if (planned := rather_planned(ask, filing, text, kind)) is not None:
        return planned
    at, text = leading_past(text, now=ask.now)
    if at is not None and minutes is None:
        minutes, text = read_duration(text)
    reply = log_entry(ask, filing, text, kind, minutes=minutes, at=at)
    if (absurd := absurd_duration(words)) is None or not reply.ok:
        return reply
    said = t("“{words}” stays text: nothing lasts longer than 24 hours, or no time at all.", words=Verbatim(absurd))
    return replace(reply, lines=(said, *reply.lines))


def _planned(
    ask: Asking, filing: Filing, phrase: FollowupPhrase | None, words: EntryWords, step: When | None
) -> Followup | None:
    """The follow-up that was spoken of, or whose time the form says."""
    if step is not None:
        return add_planned(ask, filing, step, words.text)
    if phrase is None:
        return None
    planned = add_planned(ask, filing, phrase.when, phrase.text or words.text)
    if phrase.again is not None:
        put_series(ask, planned, phrase.again)
    return planned


def _logged(
    ask: Asking, filing: Filing, words: EntryWords, kind: ActivityKind, minutes: int | None, at: datetime | None
) -> Activity:
    around = Circumstances(
        words.reason, words.touchpoint, words.link or _link(ask), {"network": words.network} if words.network else None
    )
    return log_activity(
        ask.work, filing.place, kind=kind.key, medium=words.medium or kind.medium, text=words.text,
        direction=words.direction or kind.direction, at=at, author=ask.member.key, minutes=minutes, circumstances=around,
        owner=in_charge(filing.place, ask.member.key) if kind.stays_open else None,
        files=kept_files(ask),
    )  # fmt: skip


def _link(ask: Asking) -> str | None:
    """To the message that was talked about."""
    return ask.link[:_LONGEST_LINK] if ask.link else None


def kept_files(ask: Asking) -> tuple[NewFile, ...]:
    """What came along with the request, named as harmlessly as what comes by mail."""
    return tuple(_kept(file) for file in ask.files)


def _kept(file: ChatFile) -> NewFile:
    name = clean_filename(file.filename) or "file"
    return NewFile(name, file.content_type[:150], file.content, hashlib.sha256(file.content).hexdigest())


def _reply(ask: Asking, filing: Filing, activity: Activity, planned: Followup | None, told: tuple[Text, ...]) -> Reply:
    place, kind = filing.record, ask.settings.kinds[activity.kind]
    records = [activity_view(activity), view(ask.session, place, ask.process)]
    if planned is not None:
        records.insert(1, followup_view(planned))
    lines: list[Value] = [t("It was on {day}.", day=activity.at)] if activity.at < ask.now else []
    lines += [Verbatim(_repeated(activity.text))] if activity.text else []
    lines += [t("File: {name}", name=Verbatim(file.filename)) for file in activity.files]
    return Reply(
        "done",
        _title(ask, activity, called(place)),
        understood=planned_words(planned) if planned is not None else None,
        lines=(*lines, *told, *(next_question(ask, place, kind) if planned is None else ())),
        sections=_elsewhere(ask, filing),
        records=tuple(records),
        actions=(
            *_moves(filing, activity),
            *project_offer(ask, filing, kind),
            *(change_actions(planned) if planned is not None else next_actions(place, kind)),
        ),
    )


def _repeated(text: str) -> str:
    """What was written down; of a long text its beginning: whoever wrote it knows the rest."""
    return text if len(text) <= _REPEATED else f"{text[: _REPEATED - 1].rstrip()}…"


def _title(ask: Asking, activity: Activity, place: Text) -> Text:
    if activity.kind == "call" and activity.minutes is not None:
        return t("Call of {n} min logged at {place}.", n=activity.minutes, place=place)
    if activity.kind == "call":
        return t("Call logged at {place}.", place=place)
    if activity.kind == "note":
        return t("Note filed at {place}.", place=place)
    kind = ask.kind_name(activity.kind)
    if activity.owner is not None:
        return t("{kind} #{number} filed at {place}; {owner} is in charge.", kind=kind, number=activity.number, place=place, owner=ask.member_name(activity.owner))  # fmt: skip
    return t("{kind} filed at {place}.", kind=kind, place=place)


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
