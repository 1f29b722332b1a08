"""Colleagues named in an entry by `@name` are told of it, if they may read it."""

from __future__ import annotations

from collections.abc import Iterable

from crmbot.assistant.asking import Asking
from crmbot.assistant.rows.rows import called, excerpt
from crmbot.domain.members.access import access_of, sees
from crmbot.domain.members.members import all_members
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Activity, Member
from crmbot.domain.search.lookup import Contactable
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Text, Verbatim, t


def mentioned(ask: Asking, words: Iterable[str]) -> list[Member]:
    """The active members that words behind an `@` name by key, first name, or the beginning of their address."""
    wanted = {fold(word) for word in words}
    if not wanted:
        return []
    return [member for member in all_members(ask.session, active_only=True) if wanted & _called(member)]


def _called(member: Member) -> set[str]:
    return {fold(member.key), fold(member.name.split(" ")[0]), *(one.email.partition("@")[0] for one in member.emails)}


def tell_mentioned(ask: Asking, entry: Activity, record: Contactable, members: list[Member]) -> tuple[Text, ...]:
    """One message to each, with the text and the way to the record; what the author is to know of it."""
    told = []
    for member in members:
        name = Verbatim(member.name)
        if member.key == ask.member.key:
            continue
        if not sees(ask.session, access_of(ask.session, member), record):
            told.append(t("{name} was not told: he may not read this.", name=name))
            continue
        content = Reply(
            "done",
            t("{author} mentions you at {record}", author=Verbatim(ask.member.name), record=called(record)),
            lines=(Verbatim(excerpt(entry.text)),),
            actions=(Action(t("Show"), f"show #{record.number}", "primary"),),
        )
        enqueue(
            ask.work, key=f"mention:{entry.number}:{member.key}", kind="mention", recipient=member.key, content=content
        )
        told.append(t("{name} is told.", name=name))
    return tuple(told)
