"""`segment`: lists that are kept under a name, and are always as of now."""

from __future__ import annotations

import re
from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands.lists import listed
from crmbot.assistant.nearest import nearest
from crmbot.assistant.registry import Command
from crmbot.assistant.words import joined
from crmbot.domain.leads.segments import all_segments, save_segment, segment_named
from crmbot.domain.records import Segment
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Action, Reply, Row, Section, Verbatim, t, tn

_QUOTED = re.compile(r"\s*[\"“„«](.{1,100}?)[\"”“»]\s*(?:=|:|as|als)?\s*(.*)", re.DOTALL)
_SET_OFF = re.compile(r"\s*([^=:]{1,100}?)\s*(?:=|:(?=\s)|\b(?:as|als)\b)\s*(.+)", re.DOTALL)
_ONE_WORD = re.compile(r"\s*(\S{1,100})\s*(.*)", re.DOTALL)


def handle(ask: Asking) -> Reply:
    """The list that is kept under a name; without one, all names."""
    name = ask.rest.strip(' "“”„')
    if not name:
        return _all(ask)
    segment = _segment(ask, name)
    reply = listed(ask, segment.words)
    title = t("{name}: {title}", name=Verbatim(segment.name), title=reply.title)
    return replace(
        reply, title=title, understood=joined([t("{words}", words=Verbatim(segment.words)), reply.understood])
    )


def handle_save(ask: Asking) -> Reply:
    """Keep a list under a name. What means nothing is refused now and not when the list is wanted."""
    match = _QUOTED.fullmatch(ask.rest) or _SET_OFF.fullmatch(ask.rest) or _ONE_WORD.fullmatch(ask.rest)
    if match is None or not match[2].strip():
        raise RequestFault(
            t("How shall the segment be called, and what belongs to it? For example: {example}", example=_EXAMPLE)
        )
    name, words = match[1].strip(), match[2].strip()
    found = listed(ask, words)
    _segment_saved, replaced = save_segment(ask.work, name, words)
    kept = (
        t("“{name}” is saved anew.", name=Verbatim(name)) if replaced else t("“{name}” is saved.", name=Verbatim(name))
    )
    count = found.totals.get("count", 0)
    return Reply(
        "done", kept, understood=found.understood, lines=(tn("{n} record at the moment", "{n} records at the moment", count),),
        totals=found.totals, actions=(Action(t("Show the list"), f"segment {name}"),),
    )  # fmt: skip


_EXAMPLE = Verbatim("segment save North customers city:Hamburg")


def handle_delete(ask: Asking) -> Reply:
    """Forget a name; the contacts stay."""
    segment = _segment(ask, ask.rest.strip(' "“”„'))
    ask.session.delete(segment)
    return Reply("done", t("The segment “{name}” is deleted; its contacts stay.", name=Verbatim(segment.name)))


def _segment(ask: Asking, name: str) -> Segment:
    """Raises NotFound with the names that are like it."""
    if segment := segment_named(ask.session, name):
        return segment
    known = [one.name for one in all_segments(ask.session)]
    near = nearest(name, known, limit=3) if name else known[:3]
    actions = tuple(Action(t("{name}", name=Verbatim(one)), f"segment {one}") for one in near)
    raise NotFound(t("There is no segment “{name}”.", name=Verbatim(name[:60])), actions)


def _all(ask: Asking) -> Reply:
    segments = all_segments(ask.session)
    if not segments:
        return Reply(
            "list", t("No segment is saved yet. For example: {example}", example=_EXAMPLE), totals={"count": 0}
        )
    rows = tuple(
        Row(Verbatim(one.name), Verbatim(one.words), (Action(t("Show the list"), f"segment {one.name}"),))
        for one in segments
    )
    return Reply(
        "list", tn("{n} segment", "{n} segments", len(segments)), sections=(Section(None, rows),),
        totals={"count": len(segments), "segments": [{"name": one.name, "words": one.words} for one in segments]},
    )  # fmt: skip


SEGMENT = Command(
    key="segment",
    topic="ask",
    names={"en": ("segment", "segments"), "de": ("segment", "segmente")},
    usage=t("segment [NAME]"),
    summary=t("a saved list as of now; without a name, all of them"),
    examples={"en": ("segments",), "de": ("segmente",)},
    writes=False,
    handler=handle,
)
SAVE = Command(
    key="segment save",
    topic="ask",
    names={
        "en": ("segment save", "save segment"),
        "de": ("segment speichern", "speichere segment", "segment sichern"),
    },
    usage=t("segment save NAME LIST"),
    summary=t("keep a list with its filters under a name"),
    examples={
        "en": ("segment save VIPs contacts tag:vip", 'segment save "Key accounts" customers owner:me'),
        "de": ("segment speichern VIPs Kontakte tag:vip", 'segment speichern "Meine Kunden" Kunden owner:ich'),
    },
    writes=True,
    handler=handle_save,
)
DELETE = Command(
    key="segment delete",
    topic="ask",
    names={
        "en": ("segment delete", "delete segment", "segment remove"),
        "de": ("segment löschen", "lösche segment", "segment entfernen"),
    },
    usage=t("segment delete NAME"),
    summary=t("forget a saved list; its contacts stay"),
    examples={"en": ("segment delete VIPs",), "de": ("segment löschen VIPs",)},
    writes=True,
    handler=handle_delete,
)
SEGMENTS = (SEGMENT, SAVE, DELETE)
