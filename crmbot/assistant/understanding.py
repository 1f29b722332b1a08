"""What a request asks for: a command that is named, one that was guessed, or a record that is simply called by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import dropwhile

from crmbot.assistant import faults
from crmbot.assistant.asking import Asking
from crmbot.assistant.charts.kinds import chart_named
from crmbot.assistant.followups.ahead import offered_plan
from crmbot.assistant.followups.asked import EVERYBODY
from crmbot.assistant.paging import asked_page
from crmbot.assistant.questions.answers import answered
from crmbot.assistant.questions.understood import SHOWN, near_readings, not_understood, question_in, read
from crmbot.assistant.references import exactly_named, named
from crmbot.assistant.registry import Command, Registry
from crmbot.assistant.statements import offered_entry
from crmbot.assistant.vocabulary import filter_words, verbs_of
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.parsing.chat.past import read_past
from crmbot.parsing.chat.questions import Question, begins_like_a_question, speaks_of
from crmbot.parsing.chat.requests import Request, read_filters, read_request
from crmbot.parsing.chat.words import MINE
from crmbot.shapes import Reply, Text, Verbatim, t

_TO_WHOM = {"me", "us", "mir", "uns", "mal", "bitte", "please"}
_ARTICLES = {*_TO_WHOM, "a", "an", "ein", "eine", "einen", "the", "die", "den", "das", "all", "alle", "our", "unsere"}
_LISTS = {"pipeline", "leads", "contacts", "companies", "prospects", "customers", "debtors", "suppliers", "partners"}
_FILTERED = _LISTS | {"offers"}
_MEANT_OTHERWISE = {
    "show",
    "find",
    "list",
    "best",
    "sources",
    "files",
    "history",
    "why",
    "changes",
    "chart",
    "complaints",
    "duplicates",
    "products",
    *_FILTERED,
}
_CONTACTS = _LISTS - {"pipeline", "leads"}
_NOUNS = frozenset({"due", "today", "appointments", "stale", "unattended", "neglected", "team", "process"})
"""Commands that are called like what they list: a sentence may begin with them."""
_PLANNED = frozenset({"due", "appointments"})
_FEWEST = 3  # words behind such a noun that make a sentence of it
_LINKS = frozenset({"with", "without", "from", "mit", "ohne", "aus", "von", "who", "whose", "die", "deren"})
"""What follows narrows a list of contacts; as free text it would be looked for as it stands."""
_OF = frozenset({"of", "for", "at", "on", "von", "bei", "zu"})
_BEYOND = ("closing:", "created:", "idle:", "without:", "tag:", "product:", "sort:")
_NOUNS_BEHIND = frozenset(
    {
        "rate", "ratio", "number", "numbers", "address", "deals", "leads", "opportunities", "orders", "offers", "ups", "up's", "deal?", "person",
        "persons", "vorgänge", "vorgaenge", "aufträge", "auftraege", "angebote", "projekte", "chancen", "geschaefte",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """The command to run with the words after its verb, or the `reply` that asks back.

    `guess` says in words what was guessed, for the answer to repeat. `finish` makes of the command's reply the answer to
    the question that was asked.
    """

    command: Command | None
    rest: str = ""
    guess: Text | None = None
    reply: Reply | None = None
    finish: Callable[[Reply], Reply] | None = None


def understand(ask: Asking, registry: Registry, text: str) -> Understood:
    """Choose the command for `text`. A guess is run only where nothing is written; nothing at all asks for help."""
    if not text.strip():
        return Understood(registry["help"])
    request = read_request(text, verbs_of(registry))
    told = request.verb is not None and request.guessed_from is None
    if not told or request.verb in _NOUNS:
        offer = offered_plan(ask, text) or offered_entry(ask, text)
        if offer is not None:
            return Understood(None, reply=offer)
    if request.verb is not None and told:
        return (
            _rather_asked(ask, registry, request, text)
            or _passed_on(ask, registry, request)
            or Understood(registry[request.verb], _what(registry[request.verb], request))
        )
    if _names_a_record(ask, text):
        return Understood(registry["show"], text, t("show {name}", name=Verbatim(text.strip()[:80])))
    if (asked := _asked(ask, registry, text)) is not None:
        return asked
    if request.verb is None:
        readings = near_readings(ask, registry, text) if len(text.split()) > 2 else None
        return Understood(None, reply=readings or _asked_back(ask, registry, request))
    return _guessed(ask, registry, request, text)


def _guessed(ask: Asking, registry: Registry, request: Request, text: str) -> Understood:
    """The command whose name is nearest to what was typed, or what asks back; a list of contacts is asked for as such."""
    assert request.verb is not None
    command, typed = registry[request.verb], request.guessed_from or ""
    if command.writes:
        return Understood(None, reply=faults.offered(typed, command, ask.reader.language, request.rest))
    if command.key in _CONTACTS and (asked := _asked(ask, registry, f"{command.key} {request.rest}")) is not None:
        return asked
    if len(text.split()) > _FEWEST and (near := near_readings(ask, registry, text)) is not None:
        return Understood(None, reply=near)
    name = Verbatim(command.name(ask.reader.language))
    return Understood(command, request.rest, t("“{name}” instead of “{typed}”", name=name, typed=Verbatim(typed[:40])))


def _asked(ask: Asking, registry: Registry, text: str) -> Understood | None:
    """A question in words, or what asks back where one was not understood."""
    reading = read(ask, registry, text)
    if reading.question is None:
        return Understood(None, reply=reading.reply) if reading.reply is not None else None
    return _answering(ask, registry, reading.question)


def _answering(ask: Asking, registry: Registry, question: Question) -> Understood | None:
    command = registry.named(question.command)
    shown = question.command in SHOWN
    if command is None or (command.writes and not shown):
        return None
    run = replace(command, writes=False, right="read") if shown else command
    return Understood(run, question.words, finish=partial(answered, ask, question, command))


def _rather_asked(ask: Asking, registry: Registry, request: Request, text: str) -> Understood | None:
    """A question that happens to begin with a verb: `phone number of Julia?`, `show me all open offers`, `lost deals this month`."""
    assert request.verb is not None
    if _is_told(request) or not _may_be_asked(ask, registry[request.verb], request.rest, text):
        return None
    question = question_in(ask, text)
    if question is None:
        return _not_dropped(ask, registry, request, text)
    if registry[request.verb].writes and question.command == "history" and _tells_more(ask, request, question):
        return None
    return None if _says_the_same(ask, request, question) else _answering(ask, registry, question)


def _not_dropped(ask: Asking, registry: Registry, request: Request, text: str) -> Understood | None:
    """A sentence of which the list would understand less than the question: its nearest readings are offered."""
    if (
        request.verb == "why"
        and len(request.rest.split()) > 1
        and "#" not in text
        and not any(map(str.isdigit, request.rest))
    ):
        return Understood(None, reply=read(ask, registry, text).reply)
    first = fold(request.rest.partition(" ")[0])
    if request.verb in _CONTACTS and first in _LINKS and (" " in request.rest.strip()):
        return Understood(None, reply=not_understood(ask, registry, text))
    sentence = request.verb in _CONTACTS or (request.verb in _NOUNS and len(request.rest.split()) >= _FEWEST)
    if sentence and speaks_of(request.rest):
        return Understood(None, reply=not_understood(ask, registry, text))
    if request.verb not in _FILTERED or len(request.rest.split()) < 3:
        return None
    _, unknown = read_filters(request.rest, now=ask.now, vocabulary=filter_words(ask.session, ask.process))
    if not any(word.islower() for word in unknown) or _names_a_record(ask, " ".join(unknown)):
        return None
    return Understood(None, reply=not_understood(ask, registry, text))


def _may_be_asked(ask: Asking, command: Command, rest: str, text: str) -> bool:
    """Whether the verb may as well be a noun or a word that asks; of one that writes only where no record can follow."""
    if begins_like_a_question(text):
        return True
    first = fold(rest.partition(" ")[0]).strip("?!.,")
    if command.key == "belongs" and "@" not in rest:
        return True  # `mails von Kolb`: no address that something is remembered of
    if command.writes:
        return first in _NOUNS_BEHIND | _OF or text.rstrip().endswith("?")
    if _of_everybody(ask, command, rest):
        return False
    if command.key in _NOUNS:
        return (
            len(rest.split()) >= _FEWEST and not any(mark in rest for mark in ":#") and not _names_a_record(ask, rest)
        )
    return command.key in _MEANT_OTHERWISE and not _names_a_record(ask, rest)


def _is_told(request: Request) -> bool:
    """Whether the command is told what commands are told, so that nothing has to be looked up: filters, a page, nothing at all."""
    if request.verb == "chart" and request.rest and chart_named(request.rest.split()[0]) is not None:
        return True
    if request.verb == "best" and request.rest[:1].isdigit():
        return True
    if request.verb == "products" and fold(request.rest).strip(" ?!.") in {"all", "alle", "inactive", "inaktiv"}:
        return True
    return not request.rest.strip(" ?!.") or ":" in request.rest or asked_page(f" {request.rest}", at_end=True)[0] > 1


def _says_the_same(ask: Asking, request: Request, question: Question) -> bool:
    """Whether the command itself understands all that was said."""
    if request.verb in _CONTACTS:
        return asked_page(request.rest)[0] > 1
    if request.verb in _FILTERED and not _beyond_filters(ask, request):
        return not any(key in question.words for key in _BEYOND)
    return (question.command, question.asks) == (request.verb, "list") and fold(question.words) == fold(request.rest)


def _beyond_filters(ask: Asking, request: Request) -> bool:
    """Whether there are words that no filter of the list knows; only the pipeline is added up."""
    filters, unknown = read_filters(request.rest, now=ask.now, vocabulary=filter_words(ask.session, ask.process))
    return bool(unknown) or (filters.group is not None and request.verb != "pipeline")


def _passed_on(ask: Asking, registry: Registry, request: Request) -> Understood | None:
    """`show me the pipeline` means the pipeline, not somebody of that name."""
    if request.verb != "show":
        return None
    said = request.rest.split()
    words = list(dropwhile(lambda word: fold(word) in _ARTICLES | MINE, said))
    named = registry.named(words[0].rstrip("?!.")) if words else None
    if named is None or named.writes or named.key in {"show", "find"} or _names_a_record(ask, request.rest):
        return None
    mine = named.key in _LISTS and any(fold(word) in MINE - _ARTICLES for word in said[: len(said) - len(words)])
    return Understood(named, " ".join([*words[1:], *(["owner:me"] if mine else [])]))


def _tells_more(ask: Asking, request: Request, question: Question) -> bool:
    """Whether more was said than which part of a history is wanted: `note on Kolb likes oak`, `follow-up at Kolb tomorrow`."""
    if request.verb == "followup":
        return True
    try:
        said = named(ask, question.words).rest
    except RequestFault:
        return False
    return bool(read_past(said, now=ask.now, kinds=ask.settings.kinds.words()).unknown)


def _of_everybody(ask: Asking, command: Command, rest: str) -> bool:
    """Whether a list of planned things is wanted for all, in words that the list itself understands."""
    words = [word for word in rest.split() if fold(word) not in EVERYBODY]
    if command.key not in _PLANNED or len(words) == len(rest.split()):
        return False
    return not read_filters(" ".join(words), now=ask.now, vocabulary=filter_words(ask.session, ask.process))[1]


def _what(command: Command, request: Request) -> str:
    """The words behind the verb, without the question mark; of `show me Julia Brandt` the name."""
    words = request.rest.split(maxsplit=1)
    while request.verb == "show" and len(words) == 2 and fold(words[0]) in _TO_WHOM:
        words = words[1].split(maxsplit=1)
    said = " ".join(words) if request.verb == "show" else request.rest
    return said if command.writes else said.rstrip(" ?")


def _names_a_record(ask: Asking, text: str) -> bool:
    try:
        return exactly_named(ask, text) is not None
    except RequestFault:  # a place that the last answer does not have
        return False


def _asked_back(ask: Asking, registry: Registry, request: Request) -> Reply:
    near = [command for name in request.suggestions if (command := registry.named(name)) is not None]
    following = request.rest.split(None, 1)[1:]
    rest = following[0] if following else ""
    return faults.unknown_verb(request.unknown or request.rest, near, ask.reader.language, rest)
