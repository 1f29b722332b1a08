"""`notify`: of what a member hears how: at once, collected once a day, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.domain.announcing.notifying import CHOOSABLE, WAYS, Way, choose, way_of
from crmbot.domain.members.members import member_by_key
from crmbot.domain.records import Member
from crmbot.errors import RequestFault
from crmbot.parsing.chat.telling_words import ALL, Wish, read_wish
from crmbot.shapes import Action, Column, Reply, Table, Text, Value, Verbatim, t

WHAT: Mapping[str, Text] = MappingProxyType(
    {
        "receipts": t("Receipts: what became of a mail"),
        "news": t("News of what you follow"),
        "mentions": t("Mentions of you"),
        "announcements": t("Announcements"),
        "digest": t("Morning digest"),
        "reminders": t("Reminders"),
        "questions": t("Questions to you, and what failed"),
        "handovers": t("What is handed to you"),
    }
)
HOW: Mapping[str, Text] = MappingProxyType(
    {"direct": t("At once"), "digest": t("Collected, once a day"), "off": t("Off")}
)
_ALWAYS = ("reminders", "questions", "handovers")
_MARK = "x"


def handle(ask: Asking) -> Reply:
    """The table, or one line of it changed."""
    wish = read_wish(ask.rest)
    member = member_by_key(ask.session, ask.member.key)
    assert member is not None
    if not ask.rest.strip():
        return _table(ask, member, t("How I tell you"))
    _check(wish)
    for category in CHOOSABLE if wish.what == ALL else (wish.what or "",):
        if category == "digest":
            choose(member, category, "off" if wish.how == "off" else None)
        else:
            choose(member, category, next((way for way in WAYS if way == wish.how), None))
    ask.session.flush()
    return _table(ask, member, _title(wish))


def _check(wish: Wish) -> None:
    """Raises RequestFault for what cannot be chosen, and where what or how is missing."""
    if wish.what in _ALWAYS:
        what = WHAT[wish.what]
        raise RequestFault(t("{what}: that always comes at once, so that nothing is missed.", what=what))
    if wish.what is None or wish.how is None or wish.unknown:
        known = Verbatim(", ".join((*CHOOSABLE, "digest")))
        raise RequestFault(
            t(
                "Write what and how, for example: notify receipts off. What: {what}. How: direct, digest or off.",
                what=known,
            )
        )
    if wish.what == "digest" and wish.how == "digest":
        raise RequestFault(t("The digest comes once a day as it is; it can be direct or off."))


def _title(wish: Wish) -> Text:
    what = t("Everything that can be chosen") if wish.what == ALL else WHAT[wish.what or ""]
    if wish.how == "team":
        return t("{what}: as is usual in the team", what=what)
    return t("{what}: {how}", what=what, how=HOW[wish.how or "direct"])


def _table(ask: Asking, member: Member, title: Text) -> Reply:
    ways = {category: way_of(member, category, ask.settings.ways) for category in CHOOSABLE}
    digest: Way = "digest" if ask.settings.team.of(member).digest_wanted else "off"
    shown: dict[str, Way] = {**ways, "digest": digest, **dict.fromkeys(_ALWAYS, "direct")}
    columns = (Column(t("What")), *(Column(HOW[way]) for way in WAYS))
    rows = tuple((WHAT[key], *_marks(way)) for key, way in shown.items())
    always = t("Reminders, questions and what is handed to you always come at once.")
    return Reply(
        "list", title, table=Table(columns, rows), lines=(always,), actions=_others(ways),
        totals={key: str(way) for key, way in shown.items()},
    )  # fmt: skip


def _marks(way: Way) -> tuple[Value, ...]:
    return tuple(Verbatim(_MARK if one == way else "") for one in WAYS)


def _others(ways: Mapping[str, Way]) -> tuple[Action, ...]:
    """What could be chosen instead."""
    short = {
        "receipts": t("Receipts"),
        "news": t("News"),
        "mentions": t("Mentions"),
        "announcements": t("Announcements"),
    }
    return tuple(
        Action(t("{what}: {how}", what=short[category], how=HOW[other]), f"notify {category} {other}")
        for category, way in ways.items()
        for other in WAYS
        if other != way
    )


COMMAND = Command(
    key="notify",
    topic="more",
    names={
        "en": ("notify", "notifications", "my notifications"),
        "de": ("benachrichtigungen", "benachrichtigung", "benachrichtige", "meine benachrichtigungen"),
    },
    usage=t("notify [WHAT direct|digest|off]"),
    summary=t("of what you hear at once, once a day, or not at all"),
    examples={
        "en": ("notify", "notify receipts off", "notify news digest"),
        "de": ("benachrichtigungen", "benachrichtigungen quittungen aus", "benachrichtigungen neuigkeiten gesammelt"),
    },
    writes=True,
    right="read",
    handler=handle,
)
