"""`delegate`, `confirm` and `return`: somebody else does it, and who gave it away has the last word."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.references import leading_followup, named_followup
from crmbot.assistant.forms.followup import delegate_sheet
from crmbot.assistant.forms.sheet import answers
from crmbot.assistant.people import colleague
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import followup_text
from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.delegation import confirm, delegate, hand_back
from crmbot.domain.members.guard import unguarded
from crmbot.domain.records import Followup, Member
from crmbot.errors import NotAllowed, NotFound
from crmbot.shapes import Action, Reply, Text, t

_NOTE = re.compile(r"\s*[:,;–]\s*")
_WHO = t("Who is to do it? Give the name of a colleague.")


def handle(ask: Asking) -> Reply:
    """Hand the follow-up to a colleague; the form asks to whom."""
    followup, rest = named_followup(ask)
    member, note = _to(ask, followup, rest)
    delegate(ask.work, followup, member.key, ask.settings.team, note)
    ask.session.flush()
    title = t(
        "#{number} {text}: {name} has it now.",
        number=followup.number,
        text=followup_text(followup),
        name=ask.member_name(member.key),
    )
    lines: tuple[Text, ...] = ()
    if followup.delegated_by is not None:
        asked = t("When it is done, {name} is asked to confirm.", name=ask.member_name(followup.delegated_by))
        lines = (t("Both of you were told."), asked) if member.key != ask.member.key else (asked,)
    return Reply("done", title, lines=lines, records=(followup_view(followup),))


def _to(ask: Asking, followup: Followup, rest: str) -> tuple[Member, str]:
    if ask.values or not rest:
        found = answers(ask, delegate_sheet(ask, followup), _WHO)
        return found["to"], found["note"] or ""
    name, *note = _NOTE.split(rest, maxsplit=1)
    return colleague(ask, name, _WHO), note[0] if note else ""


def confirmed(ask: Asking) -> Reply:
    """It is done as it should be."""
    followup, _ = _given(ask)
    with unguarded(ask.session):  # it is another's follow-up, and the giver's word
        confirm(ask.work, followup)
    title = t("Confirmed: #{number} {text}", number=followup.number, text=followup_text(followup))
    return Reply("done", title, records=(followup_view(followup),))


def returned(ask: Asking) -> Reply:
    """Back to who did it, or to who handed it on."""
    followup, note = _given(ask, taker=True)
    note = ask.values.get("note", note)
    with unguarded(ask.session):
        hand_back(ask.work, followup, ask.settings.team, note)
    owner = ask.member_name(followup.owner)
    title = t("#{number} {text}: back with {name}.", number=followup.number, text=followup_text(followup), name=owner)
    return Reply("done", title, records=(followup_view(followup),), actions=_again(followup))


def _again(followup: Followup) -> tuple[Action, ...]:
    return (Action(t("Show"), f"show #{followup.record_number}"),) if followup.record_number else ()


def _given(ask: Asking, *, taker: bool = False) -> tuple[Followup, str]:
    """A follow-up that the member handed on; with `taker`, or one that he was handed. Raises NotFound, NotAllowed."""
    followup, rest = leading_followup(ask)
    if followup is None:
        with unguarded(ask.session):
            followup, rest = leading_followup(ask)
        if followup is None or ask.member.key not in (followup.delegated_by, followup.owner):
            raise NotFound(t("Which follow-up? Give its number, or its place in the last answer."))
    mine = ask.member.key == followup.delegated_by or (
        taker and ask.member.key == followup.owner and followup.done_at is None
    )
    if followup.delegated_by is not None and not mine and not ask.access.may("admin"):
        giver = ask.member_name(followup.delegated_by)
        raise NotAllowed(t("That is for {name} to say, who handed it on.", name=giver))
    return followup, rest.strip(" :,")


DELEGATE = Command(
    key="delegate",
    topic="plan",
    names={"en": ("delegate", "hand on"), "de": ("delegieren", "delegiere", "weitergeben")},
    usage=t("delegate FOLLOW-UP to MEMBER[: NOTE]"),
    summary=t("a colleague does it; both are told, and when it is done you are asked whether it is all right"),
    examples={"en": ("delegate #1050 to ben", "delegate 1 to ben: you know them"), "de": ("delegieren #1050 an ben",)},
    writes=True,
    handler=handle,
    keeps_places=True,
)
CONFIRM = Command(
    key="confirm",
    topic="plan",
    names={"en": ("confirm", "sign off"), "de": ("bestätigen", "bestätige", "abnehmen")},
    usage=t("confirm FOLLOW-UP"),
    summary=t("what you handed on is done as it should be"),
    examples={"en": ("confirm #1050",), "de": ("bestätigen #1050",)},
    writes=True,
    handler=confirmed,
    keeps_places=True,
)
RETURN = Command(
    key="return",
    topic="plan",
    names={"en": ("return", "hand back", "decline"), "de": ("zurückgeben", "gib zurück", "zurückweisen")},
    usage=t("return FOLLOW-UP [NOTE]"),
    summary=t("give a follow-up back: what was not done well, or what you were handed and will not do"),
    examples={"en": ("return #1050 the price is missing",), "de": ("zurückgeben #1050 der Preis fehlt",)},
    writes=True,
    handler=returned,
    keeps_places=True,
)
