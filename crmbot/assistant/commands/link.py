"""`link` and `unlink`: two records that belong together."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands.link_me import leave_alone
from crmbot.assistant.references import named, number_of
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called, excerpt
from crmbot.domain.deals.views import activity_view, followup_view, view
from crmbot.domain.people.links import RELATED, Linkable, link, linkable, unlink
from crmbot.domain.records import Activity, Followup
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Action, Record, Reply, Text, Verbatim, t

_WITH = re.compile(r"^(?:[,;&+]|and|with|to|from|und|mit|zu|an|von)\s+", re.IGNORECASE)
_AS = re.compile(r"^(?:as|als|[:=,–-])\s*", re.IGNORECASE)


def handle(ask: Asking) -> Reply:
    """Tie the two that are named together; further words say as what."""
    one, rest = _end(ask, ask.rest)
    other, words = _end(ask, _WITH.sub("", rest.strip()))
    if one.number == other.number:
        raise RequestFault(t("That is one and the same record."))
    kind = " ".join(_AS.sub("", words.strip()).split()) or RELATED
    if not link(ask.work, one, other, kind):
        raise RequestFault(t("{one} and {other} are linked already.", one=_called(one), other=_called(other)))
    title = t("{one} and {other} are linked: each card shows the other.", one=_called(one), other=_called(other))
    return _reply(ask, title, one, other)


def handle_unlink(ask: Asking) -> Reply:
    """Take the link between two records away. Without any record the member unlinks himself from direct messages."""
    if not ask.rest.strip():
        return leave_alone(ask)
    one, rest = _end(ask, ask.rest)
    other, _ = _end(ask, _WITH.sub("", rest.strip()))
    if not unlink(ask.work, one, other):
        raise NotFound(t("{one} and {other} are not linked.", one=_called(one), other=_called(other)))
    return _reply(ask, t("{one} and {other} are no longer linked.", one=_called(one), other=_called(other)), one, other)


def _end(ask: Asking, text: str) -> tuple[Linkable, str]:
    """One end: an entry of the history and a follow-up are meant themselves, not what they are about."""
    if not text.strip():
        raise RequestFault(t("Which two belong together? Name both."))
    first, _, rest = text.strip().partition(" ")
    number = number_of(ask, first.rstrip(",;")) if first else None
    if number is not None:
        found = linkable(ask.session, number)
        if found is None:
            raise NotFound(t("There is no record {number}.", number=Verbatim(first)))
        return found, rest
    reference = named(ask, text)
    return reference.record, reference.rest


def _called(record: Linkable) -> Text:
    if isinstance(record, (Activity, Followup)):
        said = record.text or (record.subject if isinstance(record, Activity) else "") or f"#{record.number}"
        return t("{name} (#{number})", name=Verbatim(excerpt(said or "")[:80]), number=record.number)
    return called(record)


def _reply(ask: Asking, title: Text, one: Linkable, other: Linkable) -> Reply:
    records = tuple(_view(ask, record) for record in (one, other))
    cards = [record for record in (one, other) if not isinstance(record, (Activity, Followup))]
    actions = tuple(Action(t("Show #{number}", number=record.number), f"show #{record.number}") for record in cards)
    return Reply("done", title, records=records, actions=actions)


def _view(ask: Asking, record: Linkable) -> Record:
    if isinstance(record, Activity):
        return activity_view(record)
    if isinstance(record, Followup):
        return followup_view(record)
    contact: Contactable = record
    return view(ask.session, contact, ask.process)


LINK = Command(
    key="link",
    topic="contacts",
    names={"en": ("link", "connect"), "de": ("verknüpfe", "verknüpfen", "verlinke", "verbinde")},
    usage=t("link WHO with WHO [as WHAT]"),
    summary=t("two records belong together: each card shows the other"),
    examples={
        "en": ("link #1042 with Nordlicht GmbH", "link Julia Brandt and #1042 as architect"),
        "de": ("verknüpfe #1042 mit Nordlicht GmbH", "verknüpfe Julia Brandt und #1042 als Architektin"),
    },
    writes=True,
    handler=handle,
)
UNLINK = Command(
    key="unlink",
    topic="contacts",
    names={"en": ("unlink",), "de": ("trenne", "verknüpfung lösen", "entknüpfe")},
    usage=t("unlink WHO from WHO"),
    summary=t("two records do not belong together any more"),
    examples={"en": ("unlink #1042 from Julia Brandt",), "de": ("trenne #1042 von Julia Brandt",)},
    writes=True,
    handler=handle_unlink,
)
