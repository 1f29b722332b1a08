"""`learned`: what corrections taught about senders; `unlearn` forgets it."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.lessons import rule_words
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.registry import Command
from crmbot.assistant.senders import named_sender
from crmbot.domain.filing.sender_rules import NEVER_LOG, all_rules, unlearn
from crmbot.domain.records import SenderRule
from crmbot.errors import NotFound
from crmbot.shapes import Action, Moment, Reply, Row, Section, Verbatim, t, tn

PER_PAGE = 20


def _list(ask: Asking) -> Reply:
    """Every rule with who said it when, and a button to forget it."""
    page, wanted = asked_page(ask.rest.lower())
    rules = [rule for rule in all_rules(ask.session) if wanted in rule.address]
    if not rules:
        return Reply("list", t("Nothing was taught about any sender yet."), totals={"count": 0})
    page, pages = turned(page, len(rules), PER_PAGE)
    rows = tuple(_row(ask, rule) for rule in rules[(page - 1) * PER_PAGE : page * PER_PAGE])
    title = tn("{n} rule about senders", "{n} rules about senders", len(rules))
    return Reply(
        "list", paged_title(title, page, pages), sections=(Section(None, rows),), totals={"count": len(rules)},
        actions=page_buttons("learned", wanted, page, pages),
    )  # fmt: skip


def _row(ask: Asking, rule: SenderRule) -> Row:
    note = t("said by {name}, {at}", name=ask.member_name(rule.created_by), at=Moment(rule.created_at))
    return Row(rule_words(ask, rule), note, (Action(t("Forget"), f"unlearn {_shown(rule.address)}"),))


def _shown(address: str) -> str:
    return address if "@" in address else f"@{address}"


def _forget(ask: Asking) -> Reply:
    """Of one address or domain all rules."""
    sender = named_sender(ask)
    shown = Verbatim(_shown(sender.address))
    said = [rule for rule in all_rules(ask.session) if rule.address == sender.address]
    if not said:
        raise NotFound(t("Nothing was taught about {address}.", address=shown))
    hushed = any(rule.what == NEVER_LOG for rule in said)
    unlearn(ask.work, sender.address)
    lines = (
        (t("Its next mail is logged again."),) if hushed else (t("Its next mail is decided upon by the usual rules."),)
    )
    return Reply("done", t("Forgotten: {address}", address=shown), lines=lines)


LEARNED = Command(
    key="learned",
    topic="more",
    names={"en": ("learned", "sender rules"), "de": ("gelernt", "absenderregeln")},
    usage=t("learned [ADDRESS]"),
    summary=t("what corrections have taught about the mail of senders"),
    examples={"en": ("learned",), "de": ("gelernt",)},
    writes=False,
    handler=_list,
)
UNLEARN = Command(
    key="unlearn",
    topic="more",
    names={"en": ("unlearn", "forget rule"), "de": ("verlernen", "verlerne", "regel vergessen")},
    usage=t("unlearn ADDRESS"),
    summary=t("forget what was taught about an address or domain"),
    examples={"en": ("unlearn einkauf@altona.example",), "de": ("verlernen einkauf@altona.example",)},
    writes=True,
    handler=_forget,
)
