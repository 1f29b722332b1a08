"""`assign`: somebody else takes care of it."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.owners import asked_owner
from crmbot.assistant.lessons import Lesson, learn_owner
from crmbot.assistant.nearest import nearest
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.assistant.senders import first_mail
from crmbot.domain.deals.owners import give_to
from crmbot.domain.deals.views import view
from crmbot.domain.filing.sender_rules import sender_of
from crmbot.domain.members.members import all_members, require_member
from crmbot.domain.records import Deal, Member
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Action, Reply, Text, Verbatim, t, tn

_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^>]{0,80})?>")
_PREPOSITIONS = {"to", "an", "für", "for"}
_ME = {"me", "mir", "mich"}


def handle(ask: Asking) -> Reply:
    """Hand over the record, its open deals and the follow-ups of who had it."""
    found = named(ask)
    if ask.values or not found.rest.strip():
        member = asked_owner(ask, found.record)
    else:
        member = _member(ask, found.rest, found.record.number)
    deals, followups = give_to(ask.session, found.record, member, ask.settings.team)
    record = found.record
    lesson = _lesson(ask, record, member)
    lines: list[Text] = []
    if not isinstance(record, Deal) and deals:
        lines.append(tn("With it goes {n} open deal.", "With it go {n} open deals.", deals))
    if followups:
        lines.append(tn("With it goes {n} open follow-up.", "With it go {n} open follow-ups.", followups))
    return Reply(
        "done",
        t("{owner} now takes care of {record}.", owner=Verbatim(member.name), record=called(record)),
        lines=(*lines, *lesson.lines),
        records=(view(ask.session, record, ask.process),),
        actions=lesson.actions,
    )


def _lesson(ask: Asking, record: Contactable, member: Member) -> Lesson:
    """An enquiry that came by mail and on which nobody has worked yet went to the wrong one: the next goes to the right."""
    if not isinstance(record, Deal) or record.stage != ask.process.of(record.process).first.key:
        return Lesson()
    mail = first_mail(ask, record)
    address = sender_of(ask.session, mail) if mail is not None else None
    return learn_owner(ask, address, member) if address is not None else Lesson()


def _member(ask: Asking, text: str, number: int) -> Member:
    words = _MENTION.sub(r"\1", text).strip().lstrip("@").split()
    if words and words[0].lower() in _PREPOSITIONS:
        words = words[1:]
    key = " ".join(words).lstrip("@").rstrip(".!")
    if not key:
        raise RequestFault(t("Who is to take care of it? Give the key or the name of a member."))
    if key.lower() in _ME:
        return require_member(ask.session, ask.member.key)
    try:
        return require_member(ask.session, key)
    except NotFound as fault:
        raise NotFound(fault.text, _likely(ask, key, number)) from fault


def _likely(ask: Asking, key: str, number: int) -> tuple[Action, ...]:
    team = {member.key: member for member in all_members(ask.session, active_only=True)}
    names = {name: member.key for member in team.values() for name in (member.key, member.name)}
    near = dict.fromkeys(names[name] for name in nearest(key, names)) or dict.fromkeys(list(team)[:5])
    return tuple(Action(t("To {name}", name=Verbatim(team[one].name)), f"assign #{number} {one}") for one in near)


COMMAND = Command(
    key="assign",
    topic="deals",
    names={"en": ("assign", "hand over"), "de": ("zuweisen", "zuteilen", "übergeben", "übergib")},
    usage=t("assign WHO MEMBER"),
    summary=t("hand a deal or contact over to a member, with its follow-ups"),
    examples={
        "en": ("assign #1042 ben", "assign Julia Brandt to me"),
        "de": ("zuweisen #1042 ben", "zuweisen Julia Brandt an mich"),
    },
    writes=True,
    handler=handle,
)
