"""A progress bar for long work, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

T = TypeVar("T")
_WORTH_SHOWING = 200  # items


def progress(what: str, size: int, *, quiet: bool = False) -> Callable[[Iterable[T]], Iterable[T]]:
    """A wrapper around an iteration over `size` items that shows how far it is."""
    if quiet or size < _WORTH_SHOWING or not sys.stderr.isatty():
        return lambda items: items

    def shown(items: Iterable[T]) -> Iterator[T]:
        with click.progressbar(items, length=size, label=what, file=sys.stderr) as bar:
            yield from bar

    return shown


@contextmanager
def bar(what: str, size: int, *, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """A bar for work that tells from time to time how far of `size` it is; nothing where nobody watches."""
    if quiet or size < _WORTH_SHOWING or not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=size, label=what, file=sys.stderr) as shown:
        yield lambda place: shown.update(max(0, min(place, size) - shown.pos))
