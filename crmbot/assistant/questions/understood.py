"""A question as a command with its filters; what is not understood is asked back, with what is near."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from crmbot.assistant.asking import Asking
from crmbot.assistant.questions.examples import examples_like
from crmbot.assistant.references import candidates, named_deal
from crmbot.assistant.registry import Registry
from crmbot.assistant.vocabulary import filter_words
from crmbot.assistant.words import quoted
from crmbot.domain.catalogue.sources import known_sources
from crmbot.domain.deals.views import deals_of
from crmbot.domain.people.tags import tags_among
from crmbot.errors import NotFound, RequestFault
from crmbot.parsing.chat.question_spelling import split_words
from crmbot.parsing.chat.questions import Question, looks_like_a_question, names_in, near, read_question
from crmbot.parsing.chat.requests import Vocabulary
from crmbot.shapes import Action, Reply, Verbatim, t

SHOWN = frozenset({"stakeholder", "competitor", "product", "step"})
"""Commands that write, but of a deal alone they only show what stands there."""
_NEAREST = 3
_NAME = re.compile(r'name:(?:"([^"]+)"|(\S+))')
_OF_DEALS = frozenset({"stage", "amount", "close", "reason", "probability", "budget"})


@dataclass(frozen=True, slots=True)
class Reading:
    """The question as it is run, or the reply that asks back; neither where the text is no question."""

    question: Question | None = None
    reply: Reply | None = None


def question_in(ask: Asking, text: str) -> Question | None:
    """The question that the whole text is, understood to the last word."""
    found = _question(ask, text)
    return _of_the_record(ask, found) if found is not None and not found.unknown else None


def read(ask: Asking, registry: Registry, text: str) -> Reading:
    """The command that answers the question, or the words that were not understood."""
    found = _question(ask, text)
    asked = looks_like_a_question(text)
    if found is not None and not found.unknown:
        question = _of_the_record(ask, found) if registry.named(found.command) else None
        return Reading(question) if question else Reading(reply=not_understood(ask, registry, text) if asked else None)
    if found is not None and asked:
        return Reading(reply=_unclear(ask, registry, found))
    return Reading(reply=not_understood(ask, registry, text)) if asked else Reading()


def _question(ask: Asking, text: str) -> Question | None:
    return read_question(text, now=ask.now, vocabulary=_vocabulary(ask, text), known=lambda name: _is_known(ask, name))


def _vocabulary(ask: Asking, text: str) -> Vocabulary:
    """The words of the team, every source that there may be, and the tags that the text names."""
    words = filter_words(ask.session, ask.process)
    sources = dict.fromkeys((*words.sources, *(word for source in known_sources() for word in source.words)))
    said = [part for word in split_words(text) for part in (word.folded, *word.folded.split("-"))]
    return replace(words, sources=tuple(sources), tags=tags_among(ask.session, said, ask.member.key))


def _of_the_record(ask: Asking, question: Question) -> Question | None:
    """Of a command that would write something else than a number, the number; None where that is not clear. A name
    that nobody has is none: `name:Kippe` was read where somebody spoke of something else.
    """
    name = _NAME.search(question.words)
    if question.command == "pipeline" and name and not _is_known(ask, name[1] or name[2]):
        return None
    if question.command not in SHOWN:
        return _with_the_deal(ask, question)
    deal, rest = named_deal(replace(ask, verb=question.command, rest=question.words))
    return None if rest else replace(question, words=f"#{deal.number}")


def _is_known(ask: Asking, name: str) -> bool:
    try:
        return not candidates(replace(ask, verb="show", rest=name))[1]
    except RequestFault:
        return False


def _with_the_deal(ask: Asking, question: Question) -> Question:
    """What only deals have is asked of the deal, also where its customer is named. A lost one is meant by `why`."""
    if question.asks not in _OF_DEALS or question.command != "show":
        return question
    try:
        records, rest = candidates(replace(ask, verb="show", rest=question.words))
    except NotFound:
        return question
    deals = {deal.number: deal for record in records for deal in deals_of(ask.session, record)}
    states = ("lost",) if question.asks == "reason" else ("open", "won", "lost")
    for state in states:
        fitting = [number for number, deal in deals.items() if deal.state == state]
        if len(fitting) == 1 and not rest:
            return replace(question, words=f"#{fitting[0]}")
        if fitting:
            break
    return question


def _unclear(ask: Asking, registry: Registry, question: Question) -> Reply:
    """Some words mean nothing: they are named, and the question without them is offered."""
    command = registry.named(question.command)
    name = command.name(ask.reader.language) if command else question.command
    offered = Verbatim(f"{name} {question.words}".strip())
    return Reply(
        "error",
        t("I do not understand {words} in this question.", words=quoted(question.unknown)),
        lines=(t("Without that it would be: {command}", command=offered),),
        actions=(Action(t("{command}", command=offered), question.text), Action(t("Help"), "help questions")),
        ok=False,
    )


def near_readings(ask: Asking, registry: Registry, text: str) -> Reply | None:
    """Commands for what was understood of the text, one press each; None where nothing was."""
    found = [*_of_whom(ask, text), *near(text, now=ask.now, vocabulary=_vocabulary(ask, text))][:_NEAREST]
    actions = [_as_action(ask, registry, one) for one in found if registry.named(one.command)]
    if not actions:
        return None
    return Reply(
        "error",
        t("I do not understand all of this, so I ask back instead of guessing."),
        lines=(t("Do you mean one of these?"),),
        actions=(*actions, Action(t("Help"), "help questions")),
        ok=False,
    )


def _of_whom(ask: Asking, text: str) -> list[Question]:
    """What there is to read of the one record that the text names."""
    named = list(
        islice((name for name in names_in(text)[:_NEAREST] if name.startswith("#") or _is_known(ask, name)), 1)
    )
    return [Question(command, name) for name in named for command in ("show", "recap", "history")]


def _as_action(ask: Asking, registry: Registry, question: Question) -> Action:
    command = registry.named(question.command)
    name = command.name(ask.reader.language) if command else question.command
    return Action(t("{command}", command=Verbatim(f"{name} {question.words}".strip())), question.text)


def not_understood(ask: Asking, registry: Registry, text: str) -> Reply:
    """What is near it, else questions that are like it, to be asked instead."""
    if (readings := near_readings(ask, registry, text)) is not None:
        return readings
    like = examples_like(text, ask.reader.language)
    return Reply(
        "error",
        t("I do not understand this question, so I ask back instead of guessing."),
        lines=(t("Questions like these I can answer:"),),
        actions=(
            *(Action(t("{command}", command=Verbatim(example)), example) for example in like),
            Action(t("Help"), "help questions"),
        ),
        ok=False,
    )
