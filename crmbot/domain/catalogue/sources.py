"""Where first contacts come from: the known sources, under any of their names. What somebody wrote is kept as written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records.sums import DEAL_SUMS
from crmbot.folding import fold
from crmbot.shapes import Text, Value, Verbatim, Worded, t

UNTOLD = frozenset({"manual", "import"})  # how a lead came in, where nobody said where from


@dataclass(frozen=True, slots=True)
class Source:
    """One of the choices; every spelling in `words` (folded) means it."""

    key: str
    names: Mapping[str, str]
    words: frozenset[str]


@cache
def known_sources() -> tuple[Source, ...]:
    """The sources that come with crmbot, in the order they are offered."""
    text = files("crmbot.domain.catalogue").joinpath("sources.toml").read_text("utf-8")
    return tuple(_source(row) for row in tomllib.loads(text)["sources"])


def _source(row: Mapping[str, object]) -> Source:
    names, aliases = row["name"], row["aliases"]
    assert isinstance(names, dict) and isinstance(aliases, list)  # noqa: PT018 (a file of ours)
    words = frozenset(fold(word) for word in (str(row["key"]), *names.values(), *aliases))
    return Source(str(row["key"]), names, words)


@cache
def _by_word() -> Mapping[str, Source]:
    return {word: source for source in reversed(known_sources()) for word in source.words}


def source_key(written: str | None) -> str | None:
    """The key of a source under any of its names; what nobody knows, folded; None for a lead of which nobody told."""
    if not written or written in UNTOLD:
        return None
    folded = fold(written).replace("_", " ").strip(" .!")
    known = _by_word().get(folded) or _by_word().get(written)
    return known.key if known else folded


def source_name(written: str | None) -> Value:
    """The source as people read it: a known one in their language, another one as it was written."""
    if written is None:
        return None
    special = _SPECIAL.get(written)
    known = _by_word().get(fold(written))
    return special or (Worded(known.names) if known else Verbatim(written))


def names_of_source(written: str) -> tuple[str, ...]:
    """The source as it was written, and every other word for the same."""
    known = _by_word().get(fold(written))
    return tuple(dict.fromkeys((written, *sorted(known.words)))) if known else (written,)


_SPECIAL: Mapping[str, Text] = {"manual": t("by hand"), "import": t("import")}


def choices(further: Iterable[str] = ()) -> tuple[tuple[str, Value], ...]:
    """What can be chosen: each key with its name, then the `further` ones of the settings."""
    own = [(one, Verbatim(one)) for one in further if fold(one) not in _by_word()]
    return (*((source.key, Worded(source.names)) for source in known_sources()), *own)


def spellings(session: Session, wanted: str) -> list[str]:
    """Everything that deals have as their source and that means the same as `wanted`."""
    key = source_key(wanted)
    written = session.scalars(select(DEAL_SUMS.c.source).distinct())
    return [one for one in written if one and (one == wanted or (key is not None and source_key(one) == key))]
