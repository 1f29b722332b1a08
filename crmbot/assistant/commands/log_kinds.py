"""The verbs that log a meeting, a letter, an agreement, a wish, a complaint …; `log KIND` for every kind there is."""

from __future__ import annotations

from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.entries import log_entry, log_timed
from crmbot.assistant.forms.entry import placed
from crmbot.assistant.nearest import nearest
from crmbot.assistant.registry import Command, Handler
from crmbot.domain.catalogue.activity_kinds import BUILT_IN, ActivityKind
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Text, Verbatim, t

_TIMED = frozenset({"meeting", "call"})
_SUMMARIES = {
    "meeting": t("log a meeting, with its length"),
    "letter": t("log a letter"),
    "document": t("log a document"),
    "post": t("log a post in a social network; “network: LinkedIn” and a link in it are kept apart"),
    "agreement": t("file what was agreed"),
    "wish": t("file a wish of a customer"),
    "complaint": t("file a complaint; it waits until somebody resolves it"),
    "change": t("file what has changed at a customer or in the market"),
}
_USAGES = {
    "meeting": t("meeting WHO [1h] TEXT"),
    "letter": t("letter WHO TEXT"),
    "document": t("document WHO TEXT"),
    "post": t("post WHO TEXT"),
    "agreement": t("agreement WHO TEXT"),
    "wish": t("wish WHO TEXT"),
    "complaint": t("complaint WHO TEXT"),
    "change": t("observation WHO TEXT"),
}
_EXAMPLES = {
    "meeting": ("#1042 1h showed the samples, reason: new catalogue", "#1042 1h Muster gezeigt, Grund: neuer Katalog"),
    "letter": ("#1042 sent the brochure", "#1042 Prospekt geschickt"),
    "document": ("#1042 drawing of the hall, version 2", "#1042 Hallenplan, Stand 2"),
    "post": (
        "#1042 praises our shelves, network: LinkedIn https://social.example/p/1",
        "#1042 lobt unsere Regale, Netzwerk: LinkedIn https://social.example/p/1",
    ),
    "agreement": ("#1042 2% discount for payment in advance", "#1042 2% Skonto bei Vorkasse"),
    "wish": ("#1042 shelves in oak", "#1042 Regale in Eiche"),
    "complaint": ("#1042 two boards arrived broken", "#1042 zwei Böden kamen zerbrochen an"),
    "change": ("#1042 opens a second warehouse", "#1042 eröffnet ein zweites Lager"),
}


def _logger(key: str) -> Handler:
    def handle(ask: Asking) -> Reply:
        return _log(ask, ask.settings.kinds[key])

    return handle


def _log(ask: Asking, kind: ActivityKind) -> Reply:
    filing, words = placed(ask, kind)
    return (log_timed if kind.key in _TIMED else log_entry)(ask, filing, words, kind)


def _any_kind(ask: Asking) -> Reply:
    """`log KIND WHO TEXT`: also for the kinds that the configuration adds."""
    first, _, rest = ask.rest.strip().partition(" ")
    words = ask.settings.kinds.words()
    key = words.get(fold(first.rstrip(":")))
    if key is None:
        near = {words[name]: name for name in nearest(first, words)} if first else {}
        actions = tuple(
            Action(t("Log as {kind}", kind=ask.kind_name(kind)), f"log {kind} {rest}".strip()) for kind in near
        )
        raise RequestFault(t("What kind of entry? I know {kinds}.", kinds=_known(ask)), actions)
    return _log(replace(ask, rest=rest), ask.settings.kinds[key])


def _known(ask: Asking) -> Text:
    names = [kind.name(ask.reader.language) for kind in ask.settings.kinds.kinds]
    return t("{value}", value=Verbatim(", ".join(names)))


def _command(kind: ActivityKind) -> Command:
    assert kind.verbs is not None
    (english, german), verbs = _EXAMPLES[kind.key], kind.verbs
    return Command(
        key=verbs["en"][0],
        topic="log",
        names=verbs,
        usage=_USAGES[kind.key],
        summary=_SUMMARIES[kind.key],
        examples={"en": (f"{verbs['en'][0]} {english}",), "de": (f"{verbs['de'][0]} {german}",)},
        writes=True,
        handler=_logger(kind.key),
    )


LOG = Command(
    key="log",
    topic="log",
    names={"en": ("log", "record"), "de": ("protokolliere", "erfasse")},
    usage=t("log KIND WHO TEXT"),
    summary=t("file an entry of any kind, also of those that your team has added"),
    examples={"en": ("log letter #1042 sent the brochure",), "de": ("protokolliere Brief #1042 Prospekt geschickt",)},
    writes=True,
    handler=_any_kind,
)

KIND_COMMANDS = (*(_command(kind) for kind in BUILT_IN if kind.verbs is not None), LOG)
