"""`release`, `refuse`, `always refuse`: what becomes of a mail that waits because nothing proves its sender."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.domain.filing.held_mail import inbox_item, refuse, release, require_decider
from crmbot.domain.records import InboxItem
from crmbot.errors import RequestFault
from crmbot.shapes import Action, Field, Reply, Text, Verbatim, t

_NUMBER = re.compile(r"(?:mail|inbox|item|nr\.?|#)?\s{0,3}#?(\d{1,9})\b[\s.,:!]{0,3}", re.IGNORECASE)
_ALWAYS = frozenset({"always", "immer", "forever", "dauerhaft", "permanently", "stets"})


def _release(ask: Asking) -> Reply:
    """Vouch for the mail: it is handled as if its sender were proven."""
    inbox_id, _ = _named(ask)
    item = release(ask.work, inbox_id, ask.member.key)
    return Reply("done", t("Released: mail {id} is being filed.", id=inbox_id), fields=_what(item))


def _refuse(ask: Asking) -> Reply:
    """Put the mail away; with `always` whatever comes like it."""
    inbox_id, rest = _named(ask)
    return _put_away(ask, inbox_id, always=rest.strip(" .,!").lower() in _ALWAYS)


def _refuse_always(ask: Asking) -> Reply:
    """Put the mail away, and whatever comes like it."""
    return _put_away(ask, _named(ask)[0], always=True)


def _put_away(ask: Asking, inbox_id: int, *, always: bool) -> Reply:
    item = refuse(ask.work, inbox_id, ask.member.key, always=always)
    if not always:
        actions = (Action(t("Always refuse"), f"always refuse {inbox_id}", "danger"),) if item.from_address else ()
        return Reply(
            "done",
            t("Refused: mail {id} is put away, nothing was written.", id=inbox_id),
            fields=_what(item),
            actions=actions,
        )
    title = t(
        "Refused for good: what comes from {address} without proof is put away unasked.",
        address=Verbatim(item.from_address or "?"),
    )
    return Reply("done", title, fields=_what(item))


def _named(ask: Asking) -> tuple[int, str]:
    """The number of the mail and the words after it; the member has to have a say in it."""
    found = _NUMBER.match(ask.rest.strip())
    if found is None:
        raise RequestFault(t("Which mail? Give the number that stands in the question."))
    item = inbox_item(ask.session, int(found[1]))
    require_decider(ask.session, item, ask.member)
    return item.id, ask.rest.strip()[found.end() :]


def _what(item: InboxItem) -> tuple[Field, ...]:
    fields: list[tuple[Text, str | None]] = [(t("From"), item.from_address), (t("Subject"), item.subject)]
    return tuple(Field(label, Verbatim(value)) for label, value in fields if value)


RELEASE = Command(
    key="release",
    topic="more",
    names={"en": ("release",), "de": ("freigeben", "freigabe", "gib frei")},
    usage=t("release MAIL"),
    summary=t("vouch for a mail that waits because nothing proves its sender"),
    examples={"en": ("release 12",), "de": ("freigeben 12",)},
    writes=True,
    handler=_release,
    keeps_places=True,
)
REFUSE = Command(
    key="refuse",
    topic="more",
    names={"en": ("refuse",), "de": ("ablehnen", "abweisen", "lehne ab")},
    usage=t("refuse MAIL [always]"),
    summary=t("put a mail away that waits and is not yours"),
    examples={"en": ("refuse 12", "refuse 12 always"), "de": ("ablehnen 12", "ablehnen 12 immer")},
    writes=True,
    handler=_refuse,
    keeps_places=True,
)
ALWAYS_REFUSE = Command(
    key="always refuse",
    topic="more",
    names={"en": ("always refuse", "refuse always"), "de": ("immer ablehnen", "immer abweisen")},
    usage=t("always refuse MAIL"),
    summary=t("put a mail away, and unasked whatever comes like it without proof"),
    examples={"en": ("always refuse 12",), "de": ("immer ablehnen 12",)},
    writes=True,
    handler=_refuse_always,
    keeps_places=True,
)
