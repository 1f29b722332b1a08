"""`follow` and `unfollow`: get the news of a record."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.deals.views import view
from crmbot.domain.members.watching import FOLLOWER, tie, untie
from crmbot.shapes import Action, Reply, t


def follow(ask: Asking) -> Reply:
    """The acting member gets a message for each mail, note or step from now on."""
    record = named(ask).record
    tie(ask.work, record, ask.member.key, FOLLOWER)
    title = t("You follow {record}: I tell you when there is news.", record=called(record))
    undo = Action(t("Unfollow"), f"unfollow #{record.number}")
    return Reply("done", title, records=(view(ask.session, record, ask.process),), actions=(undo,))


def unfollow(ask: Asking) -> Reply:
    """No more messages."""
    record = named(ask).record
    untie(ask.work, record, ask.member.key, FOLLOWER)
    title = t("You no longer follow {record}.", record=called(record))
    return Reply("done", title, records=(view(ask.session, record, ask.process),))


FOLLOW = Command(
    key="follow",
    topic="deals",
    names={"en": ("follow", "watch", "subscribe"), "de": ("folgen", "folge", "beobachten", "beobachte", "abonnieren")},
    usage=t("follow RECORD"),
    summary=t("be told of every mail, note and step of a record"),
    examples={"en": ("follow #1042",), "de": ("folge #1042",)},
    writes=True,
    right="read",
    handler=follow,
)
UNFOLLOW = Command(
    key="unfollow",
    topic="deals",
    names={"en": ("unfollow", "unwatch", "unsubscribe"), "de": ("entfolgen", "nicht mehr folgen", "abbestellen")},
    usage=t("unfollow RECORD"),
    summary=t("no more news of a record"),
    examples={"en": ("unfollow #1042",), "de": ("entfolgen #1042",)},
    writes=True,
    right="read",
    handler=unfollow,
)
