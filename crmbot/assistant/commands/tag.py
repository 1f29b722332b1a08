"""`tag` and `untag`: words on a record, for all or for oneself alone."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.assistant.words import joined
from crmbot.domain.deals.views import view
from crmbot.domain.people.tags import LONGEST_TAG, add_tag, remove_tag, tags_of
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Action, Reply, Text, Value, Verbatim, t

_WITH = re.compile(r"^(?:as|with|with tag|als|mit|=|:)\s+", re.IGNORECASE)
_PRIVATE = re.compile(
    r"\b(?:private(?:ly)?|privat|only (?:for )?me|just me|for me|nur (?:für )?mich|nur ich|heimlich)\b[:,]?",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[,;\n]\s*")
_MOST = 10  # tags in one request


def handle(ask: Asking) -> Reply:
    """Put the words on the record; with `private` among them only the member himself sees them."""
    found = named(ask)
    names, private = _names(found.rest)
    owner = ask.member.key if private else None
    for name in names:
        add_tag(ask.work, found.record.number, name, owner=owner)
    return _reply(ask, found.record, t("{record} is tagged.", record=called(found.record)))


def handle_untag(ask: Asking) -> Reply:
    """Take words off again."""
    found = named(ask)
    names, _ = _names(found.rest)
    for name in names:
        if not remove_tag(ask.work, found.record.number, name, ask.member.key):
            raise NotFound(t("{record} has no tag “{name}”.", record=called(found.record), name=Verbatim(name)))
    return _reply(ask, found.record, t("{record} is no longer tagged so.", record=called(found.record)))


def _names(text: str) -> tuple[list[str], bool]:
    words = _WITH.sub("", text.strip())
    private = _PRIVATE.search(words) is not None
    words = _PRIVATE.sub(" ", words)
    pieces = [piece.strip(' #()"“”„.!:') for part in _SEPARATOR.split(words) for piece in re.split(r"\s(?=#)", part)]
    names = list(dict.fromkeys(" ".join(piece.split())[:LONGEST_TAG] for piece in pieces if piece))
    if not names:
        raise RequestFault(t("Which tag? There is no word."))
    return names[:_MOST], private


def shown_tags(ask: Asking, number: int) -> Text | None:
    """The tags of a record in one line, private ones marked."""
    shown: list[Value] = [
        t("{tag} (only for you)", tag=Verbatim(tag.name)) if tag.owner else Verbatim(tag.name)
        for tag in tags_of(ask.session, number, ask.member.key)
    ]
    return joined(shown)


def _reply(ask: Asking, record: Contactable, title: Text) -> Reply:
    ask.session.flush()
    shown = shown_tags(ask, record.number)
    return Reply(
        "done",
        title,
        lines=(t("Tags: {tags}", tags=shown),) if shown is not None else (),
        records=(view(ask.session, record, ask.process),),
        actions=(Action(t("Card"), f"show #{record.number}"),),
    )


TAG = Command(
    key="tag",
    topic="contacts",
    names={"en": ("tag", "label"), "de": ("tag", "markiere", "schlagwort", "etikett")},
    usage=t("tag WHO [private] WORD[, WORD]"),
    summary=t("put words on a record, for all or for yourself alone"),
    examples={
        "en": ("tag Julia Brandt fair 2026", "tag #1042 private hot"),
        "de": ("tag Julia Brandt Messe 2026", "markiere #1042 privat heiß"),
    },
    writes=True,
    handler=handle,
)
UNTAG = Command(
    key="untag",
    topic="contacts",
    names={"en": ("untag",), "de": ("untag", "entmarkiere", "schlagwort entfernen")},
    usage=t("untag WHO WORD"),
    summary=t("take a tag off again"),
    examples={"en": ("untag Julia Brandt regular",), "de": ("entmarkiere Julia Brandt Stammkunde",)},
    writes=True,
    handler=handle_untag,
)
