"""Somebody whom nobody knows: he is told how to become known, and a code links him to the member he is."""

from __future__ import annotations

import re

from crmbot.assistant import faults
from crmbot.domain.announcing.linking import ALPHABET, CODE_LENGTH, redeem
from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.followups.chat_zones import adopt_zones
from crmbot.domain.records import Member
from crmbot.errors import RequestFault
from crmbot.shapes import Action, ChatMessage, Reply, Verbatim, t
from crmbot.storage.store import Store

_HALF = f"[{ALPHABET}]{{{CODE_LENGTH // 2}}}"
_VERBS = r"(?:link|code|verbinde|verbinden|verknüpfe)(?: (?:me|mich|with|mit))?(?: code)?[ :]{1,3}"
_CODE = re.compile(rf"(?:{_VERBS})?({_HALF}[ -]?{_HALF}) ?[.!]?", re.IGNORECASE)
_WANTS = re.compile(rf"{_VERBS}.{{1,60}}", re.IGNORECASE)


def answer(store: Store, message: ChatMessage, team: TeamSchedule) -> tuple[Member | None, Reply]:
    """What somebody gets who is no member as far as we know; the member too, once a code has shown who he is. He has the
    zone of his clock there from then on, unless he has one of his own.
    """
    words = " ".join(message.text[:200].split())
    found = _CODE.fullmatch(words)
    if message.channel != "slack" or (found is None and not _WANTS.fullmatch(words)):
        return None, faults.refused()
    try:
        with store.write(message.at, channel=message.channel, action="link") as work:
            member = redeem(work, found[1] if found else "", message.user)
            if member is not None and message.zone is not None:
                adopt_zones(work.session, team, {message.user: message.zone})
    except RequestFault as fault:
        return None, faults.fault_reply(fault, None, "en")
    if member is None:
        return None, _wrong()
    return member, _linked(member)


def _wrong() -> Reply:
    title = t("That is no code that works: it may be mistyped, used, or older than a day.")
    return Reply("error", title, lines=(t("Please ask your administrator for a new one."),), ok=False)


def _linked(member: Member) -> Reply:
    return Reply(
        "done",
        t("You are linked: I know you as {name}.", name=Verbatim(member.name)),
        lines=(t("A first direct message is on its way."),),
        actions=(Action(t("My day"), "home", "primary"), Action(t("Help"), "help")),
    )
