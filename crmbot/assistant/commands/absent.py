"""`absent`: say when you are away and who stands in."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.people import colleague
from crmbot.assistant.registry import Command
from crmbot.domain.deals.views import member_view
from crmbot.domain.members.absence import absence_words, set_absence
from crmbot.domain.members.members import member_by_key, require_member
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Member
from crmbot.errors import RequestFault
from crmbot.parsing.chat.absence import read_absence
from crmbot.shapes import Action, Reply, Text, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Note the absence, end it, or without words say what is noted."""
    member = require_member(ask.session, ask.member.key)
    words = read_absence(ask.rest, now=ask.now)
    if words.unread:
        raise RequestFault(t("From when until when? I find no days in “{words}”.", words=Verbatim(words.unread[:80])))
    substitute = colleague(ask, words.substitute, _WHO) if words.substitute else None
    if words.back:
        set_absence(member, None, None, substitute)
        ask.session.flush()
        return Reply("done", t("Welcome back: your work comes to you again."), records=(member_view(member),))
    if words.first is None and substitute is None:
        return _noted(ask, member)
    first, last = (words.first, words.last) if words.first else (member.absent_from, member.absent_until)
    if last is not None and last < ask.now.date():
        raise RequestFault(t("{last} is already over.", last=last))
    set_absence(member, first, last, substitute)
    ask.session.flush()
    if first is not None and (other := member_by_key(ask.session, member.substitute or "")) is not None:
        _tell(ask, member, other)
    return _reply(ask, member, t("Noted: {absence}.", absence=_words(ask, member)))


_WHO = t("Who stands in for you? Give the name of a colleague.")


def _noted(ask: Asking, member: Member) -> Reply:
    if member.absent_from is None:
        raise RequestFault(
            t("From when until when are you away? For example: absent from 24 Dec until 2 Jan, substitute ben")
        )
    return _reply(ask, member, t("Noted: {absence}.", absence=_words(ask, member)))


def _words(ask: Asking, member: Member) -> Text:
    substitute = member_by_key(ask.session, member.substitute) if member.substitute else None
    if member.absent_from is None:
        return t("{name} stands in when you are away", name=ask.member_name(member.substitute))
    return absence_words(member, substitute) or t("you are there")


def _reply(ask: Asking, member: Member, title: Text) -> Reply:
    actions = (Action(t("I am back"), "absent off"),) if member.absent_from is not None else ()
    hands_over = t(
        "Your digest, reminders and new leads go to {name} meanwhile.", name=ask.member_name(member.substitute)
    )
    nobody = t("Nobody stands in: name somebody with “absent substitute …”.")
    lines = () if member.absent_from is None else (hands_over if member.substitute else nobody,)
    return Reply("done", title, lines=lines, records=(member_view(member),), actions=actions)


def _tell(ask: Asking, member: Member, substitute: Member) -> None:
    title = t("You stand in for {name}.", name=Verbatim(member.name))
    content = Reply("done", title, lines=(absence_words(member, None) or title,))
    key = f"absence:{member.key}:{member.absent_from}:{member.absent_until}:{substitute.key}"
    enqueue(ask.work, key=key, kind="news", recipient=substitute.key, content=content)


COMMAND = Command(
    key="absent",
    topic="plan",
    names={
        "en": ("absent", "away", "out of office", "on holiday", "on vacation"),
        "de": ("abwesend", "abwesenheit", "urlaub", "im urlaub"),
    },
    usage=t("absent from WHEN until WHEN, substitute MEMBER"),
    summary=t("say when you are away and who stands in; “absent off” when you are back"),
    examples={
        "en": ("absent from 24 Dec until 2 Jan, substitute ben", "absent off"),
        "de": ("abwesend vom 24.12. bis 2.1., Vertretung ben", "abwesend zurück"),
    },
    writes=True,
    right="read",
    handler=handle,
)
