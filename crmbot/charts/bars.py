"""What a picture of bars shows: a row for each label, in it a bar for each series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Way: TypeAlias = Literal["nested", "beside", "stacked"]


@dataclass(frozen=True, slots=True)
class Series:
    """A value for each label, with the words that stand at its bar; without words the bar has none."""

    name: str
    values: tuple[float, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart with its title and, smaller, what it was narrowed to. All words are in the reader's language.

    `nested`: the bars of a label lie in each other, the first behind (each is a part of the one before); `beside`: below
    each other; `stacked`: one after the other, and `ends` are the words at the end of each whole.
    """

    title: str
    subtitle: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    way: Way = "nested"
    ends: tuple[str, ...] = ()
