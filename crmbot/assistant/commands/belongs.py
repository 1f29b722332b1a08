"""`belongs`: whose the mail of an address is, from now on, and for the older ones too."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.lessons import Lesson, learn_owner, learn_place, movable, others_mails
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.assistant.senders import named_sender
from crmbot.domain.deals.owners import give_to
from crmbot.domain.deals.views import view
from crmbot.domain.filing.sender_rules import refile
from crmbot.domain.history.history import place_of
from crmbot.domain.members.members import require_member
from crmbot.domain.records import Company, Member
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Reply, Text, Verbatim, t, tn

_OLDER = re.compile(
    r"[,;]?\s{1,3}(?:and\s|und\s)?(?:the\s|die\s)?(?:older|all|alle|ältere|aeltere|älteren|bisherige[n]?|früheren?)"
    r"(?:\s(?:mails?|ones|too|auch|mit))?[.!]?$",
    re.IGNORECASE,
)
_TO = re.compile(r"(?:(?:belongs?|goes|gehört|geht)\s{1,3})?(?:to|at|zu|zum|zur|an|bei|with)\s{1,3}", re.IGNORECASE)
_ME = frozenset({"me", "mir", "mich"})


def handle(ask: Asking) -> Reply:
    """Remember whose it is; with `older` what came before goes there as well, as one action."""
    sender = named_sender(ask)
    older = _OLDER.search(f" {sender.rest}")
    words = (f" {sender.rest}"[: older.start()] if older else sender.rest).strip()
    words = _TO.sub("", words, count=1) if _TO.match(words) else words
    if not words:
        raise RequestFault(t("Whose is it? Name a member, a deal or a contact."))
    member = _member(ask, words)
    if member is not None:
        return _of_member(ask, sender.address, member, older=older is not None)
    target = named(ask, words).record
    if isinstance(target, Company):
        raise RequestFault(t("Mail goes to a deal or to a person: name one of them."))
    return _of_record(ask, sender.address, target, older=older is not None)


def _member(ask: Asking, words: str) -> Member | None:
    try:
        return require_member(ask.session, ask.member.key if words.lower() in _ME else words.lstrip("@"))
    except NotFound:
        return None


def _of_record(ask: Asking, address: str, target: Contactable, *, older: bool) -> Reply:
    moved = movable(ask, address, place_of(target)) if older else []
    for activity in moved:
        refile(ask.work, activity, place_of(target))
    lesson = learn_place(ask, address, target)
    title = t("Mail of {address} belongs to {place}.", address=Verbatim(address), place=called(target))
    if older:
        title = tn(
            "{n} older mail of {address} now stands at {place}.",
            "{n} older mails of {address} now stand at {place}.",
            len(moved), address=Verbatim(address), place=called(target),
        )  # fmt: skip
    return _reply(ask, title, lesson, (target,), len(moved))


def _of_member(ask: Asking, address: str, member: Member, *, older: bool) -> Reply:
    title = t("{address} belongs to {name}.", address=Verbatim(address), name=Verbatim(member.name))
    handed: tuple[Contactable, ...] = ()
    mails = 0
    if older:
        theirs = others_mails(ask, address, member.key)
        handed, mails = tuple(theirs), sum(map(len, theirs.values()))
        for record in handed:
            give_to(ask.session, record, member, ask.settings.team)
        title = tn(
            "{n} older mail of {address} is with {name} now.", "{n} older mails of {address} are with {name} now.",
            mails, address=Verbatim(address), name=Verbatim(member.name),
        )  # fmt: skip
    return _reply(ask, title, learn_owner(ask, address, member), handed, mails)


def _reply(ask: Asking, title: Text, lesson: Lesson, records: tuple[Contactable, ...], moved: int) -> Reply:
    shown = tuple(view(ask.session, record, ask.process) for record in records)
    totals = {"moved": moved, "older": lesson.older}
    return Reply("done", title, lines=lesson.lines, records=shown, totals=totals, actions=lesson.actions)


COMMAND = Command(
    key="belongs",
    topic="more",
    names={"en": ("belongs", "mail of"), "de": ("gehört", "mails von")},
    usage=t("belongs ADDRESS to WHOM [older]"),
    summary=t("remember to which deal, contact or member the mail of an address belongs"),
    examples={
        "en": ("belongs einkauf@nordlicht.example to #1042", "belongs einkauf@nordlicht.example anna older"),
        "de": ("gehört einkauf@nordlicht.example zu #1042",),
    },
    writes=True,
    handler=handle,
)
