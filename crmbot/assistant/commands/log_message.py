"""`log message`: something that was written in the chat becomes an entry of the history, with author, time and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.entries import kept_files, log_entry
from crmbot.assistant.forms.questions import check, choice, prose, words
from crmbot.assistant.forms.sheet import Sheet, answers, wrong
from crmbot.assistant.forms.who import beside
from crmbot.assistant.placing import named_place
from crmbot.assistant.references import label
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.assistant.suggestions import suggested
from crmbot.domain.deals.views import activity_view, view
from crmbot.domain.filing.filing import Filing
from crmbot.domain.history.history import Circumstances, log_activity
from crmbot.domain.history.logged_messages import logged_before, remember_logged
from crmbot.domain.members.members import identify
from crmbot.domain.records import Activity, Member
from crmbot.domain.search.lookup import by_number
from crmbot.errors import RequestFault
from crmbot.shapes import Action, Moment, Option, Reply, Text, Value, Verbatim, t

_MEDIUM = "chat"
_LONGEST = 100_000  # characters
_LINK = 1000


def handle(ask: Asking) -> Reply:
    """Without answers yet the form is asked; the words after the verb are then the message, and say who may be meant.

    Of a message that only was typed, the first words say where it belongs.
    """
    if ask.link is None:
        filing, said = named_place(ask)
        kind = replace(ask.settings.kinds["note"], medium=_MEDIUM)
        return log_entry(ask, filing, said, kind, as_typed=True)
    _refuse_twice(ask, ask.link, None)
    if not ask.values:
        raise _sheet(ask, ask.rest).unanswered()
    sheet = _sheet(ask, ask.values.get("said", ""))
    found = answers(ask, sheet)
    try:
        filing, _ = named_place(replace(ask, rest=found["other"] or found["who"]))
    except RequestFault as fault:
        raise wrong(ask, sheet, {"other": beside(ask, fault)}) from fault
    _refuse_twice(ask, ask.link, filing)
    entry = _logged(ask, filing, found)
    remember_logged(ask.work, ask.link, entry)
    return _reply(ask, filing, entry)


def _sheet(ask: Asking, text: str) -> Sheet:
    likely = suggested(ask, text)
    offered = [Option(f"#{one.number}", label(ask, view(ask.session, one, ask.process))) for one in likely]
    known = [choice("who", t("To whom does it belong?"), offered, initial=offered[0].value)] if offered else []
    kinds = [
        Option(one.key, ask.kind_name(one.key)) for one in ask.settings.kinds.kinds if one.key not in ("offer", "form")
    ]
    hint = t("a number, a name, a mail address or a phone number")
    other = t("Or to somebody else") if offered else t("To whom does it belong?")
    questions = (
        *known,
        words("other", other, required=not offered, hint=hint),
        choice("kind", t("As what?"), kinds, required=True, initial="note"),
        check("thread", t("With the whole thread")),
        check("files", t("With its files"), initial=True),
        prose("remark", t("Your remark")),
    )
    return Sheet(
        t("Log this message"), t("Log"), "log message", questions, typed=t("log message WHO TEXT"), check=_somebody
    )


def _somebody(found: dict[str, Any]) -> dict[str, Text]:
    if found.get("who") or found["other"]:
        return {}
    return {"other": t("Whom or what do you mean? Give a number, a name, a mail address or a phone number.")}


def _refuse_twice(ask: Asking, link: str, filing: Filing | None) -> None:
    entry = logged_before(ask.session, link[:_LINK], filing.place if filing else None)
    if entry is None:
        return
    number = entry.deal_number or entry.person_number or entry.company_number
    record = by_number(ask.session, number) if number else None
    if record is None:
        raise RequestFault(t("This message is already logged as #{number}.", number=entry.number))
    show = Action(t("Show it"), f"show #{record.number}")
    raise RequestFault(
        t("This message is already logged as #{number} at {place}.", number=entry.number, place=called(record)), (show,)
    )


def _logged(ask: Asking, filing: Filing, found: dict[str, Any]) -> Activity:
    author, said = _author(ask), ask.values.get("said", "").strip()[:_LONGEST]
    by = ask.values.get("by", "").strip()
    kind = ask.settings.kinds[found["kind"]]
    details = {"speaker": by[:200], "logged_by": ask.member.key} if by else {"logged_by": ask.member.key}
    return log_activity(
        ask.work, filing.place, kind=kind.key, medium=_MEDIUM,
        text=said if author or not by or ask.values.get("speakers") else f"{by}: {said}",
        direction=kind.direction if author else "in", at=_at(ask), author=author.key if author else None,
        note=found["remark"], files=kept_files(ask),
        circumstances=Circumstances(link=(ask.link or "")[:_LINK], details=details),
    )  # fmt: skip


def _author(ask: Asking) -> Member | None:
    """The member who wrote the message; None for somebody from outside."""
    user, email = ask.values.get("by_user", ""), ask.values.get("by_email") or None
    return identify(ask.session, user, email) if user or email else None


def _at(ask: Asking) -> datetime:
    """When it was written; never later than now."""
    try:
        at = datetime.fromisoformat(ask.values.get("at", ""))
    except ValueError:
        return ask.now
    return min(at.astimezone(UTC), ask.now) if at.tzinfo else ask.now


def _reply(ask: Asking, filing: Filing, entry: Activity) -> Reply:
    files = [Verbatim(file.filename) for file in entry.files]
    lines: list[Value] = [t("{name}, {at}", name=_speaker(ask, entry), at=Moment(entry.at)), Verbatim(entry.text[:500])]
    lines += [t("File: {name}", name=name) for name in files]
    if ask.values.get("left_out"):
        lines.append(t("Not everything could be fetched: {what}", what=Verbatim(ask.values["left_out"][:500])))
    record = filing.record
    return Reply(
        "done",
        t("Logged as #{number} at {place}.", number=entry.number, place=called(record)),
        lines=tuple(lines),
        records=(activity_view(entry), view(ask.session, record, ask.process)),
        actions=(Action(t("Show it"), f"show #{record.number}"), Action(t("Follow up tomorrow"), f"followup #{record.number} tomorrow")),
    )  # fmt: skip


def _speaker(ask: Asking, entry: Activity) -> Value:
    if entry.author:
        return ask.member_name(entry.author)
    return Verbatim((entry.details or {}).get("speaker") or "?")


COMMAND = Command(
    key="log_message",
    topic="log",
    names={"en": ("log message", "log this message"), "de": ("nachricht erfassen", "nachricht ablegen")},
    usage=t("log message WHO TEXT"),
    summary=t("keep something that was written in the chat; in Slack by the shortcut “Log this message”"),
    examples={
        "en": ("log message #1042 asked in the channel for oak shelves",),
        "de": ("nachricht erfassen #1042 fragt im Kanal nach Regalen in Eiche",),
    },
    writes=True,
    handler=handle,
)
