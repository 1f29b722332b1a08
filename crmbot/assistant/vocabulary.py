"""The words that requests are read with: verbs of the registry, stages of the process, the team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from crmbot.assistant.registry import Command
from crmbot.domain.catalogue.sources import known_sources, names_of_source
from crmbot.domain.deals.roles import LEADING_ORDER
from crmbot.domain.deals.totals import sources_and_grades
from crmbot.domain.members.members import all_members
from crmbot.domain.process import Process
from crmbot.domain.records import Member
from crmbot.folding import fold
from crmbot.parsing.chat.requests import Verb, Vocabulary

_WORDS = "crmbot.filter_words"
GRADES = ("hot", "warm", "cold")


def verbs_of(commands: Iterable[Command]) -> Vocabulary:
    """What is needed to see which verb a request begins with."""
    return Vocabulary(verbs=tuple(Verb(one.key, one.all_names(), one.writes) for one in commands))


def filter_words(session: Session, process: Process, own_sources: Iterable[str] = ()) -> Vocabulary:
    """What is needed to read the filters of a list; sources and grades are those that deals have, behind `source:` also
    those that they could have: the known ones and the installation's own.
    """
    held: tuple[Process, Vocabulary] | None = session.info.get(_WORDS)
    if held is None or held[0] is not process:
        held = (process, _words_of(session, process))
        session.info[_WORDS] = held  # a request reads several lists of words
    words = held[1]
    return replace(words, further_sources=(*words.further_sources, *own_sources))


def _words_of(session: Session, process: Process) -> Vocabulary:
    sources, grades = sources_and_grades(session)
    return Vocabulary(
        stages=process.words(),
        members=_member_words(all_members(session)),
        roles=LEADING_ORDER,
        sources=tuple(dict.fromkeys(name for source in sources for name in names_of_source(source))),
        grades=tuple(dict.fromkeys((*GRADES, *grades))),
        processes=_process_words(process),
        further_sources=tuple(word for source in known_sources() for word in sorted(source.words)),
    )


def _process_words(process: Process) -> dict[str, str]:
    words: dict[str, str] = {}
    for line in process.all:
        for word in (line.key, *line.names.values()):
            words.setdefault(fold(word), line.key)
    return words


def _member_words(members: Iterable[Member]) -> dict[str, str]:
    """Key, address, name and first name of each member, as far as they name one only; keys go before names."""
    team = list(members)
    words = {fold(member.key): member.key for member in team}
    for member in team:
        for name in (*(entry.email for entry in member.emails), member.name, member.name.split(" ")[0], member.slack):
            if name:
                words.setdefault(fold(name), member.key)
    return words
