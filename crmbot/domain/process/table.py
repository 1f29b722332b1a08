"""Reading one table of a process file: each value is checked as it is taken, and every fault is kept with its place and mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crmbot.domain.process.model import Names


class Table:
    """The values of one table. What was not asked for when `close` is called is a name nobody knows."""

    def __init__(self, data: Any, place: str, faults: list[str]) -> None:
        self.place = place
        self.faults = faults
        self._asked: list[str] = []
        self._data: Mapping[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.fault("must be a table")

    def fault(self, words: str) -> None:
        """Keep a fault of this table."""
        self.faults.append(f"{self.place}: {words}")

    def take(self, name: str) -> Any:
        """The value as it stands there; None where there is none."""
        self._asked.append(name)
        return self._data.get(name)

    def key(self, name: str = "key", *, longest: int = 29) -> str:
        """A word that names something for programs; needed."""
        value = self.take(name)
        if isinstance(value, str) and value.isidentifier() and len(value) <= longest:
            return value
        self.fault(
            f'{name} must be one word of letters, digits and _, at most {longest}, not {value!r}; write {name} = "offer"'
        )
        return str(value)[:longest]

    def names(self, name: str, *, needed: bool = False) -> Names:
        """Words by language; one text alone counts as English."""
        value = self.take(name)
        if value is None and not needed:
            return {}
        if isinstance(value, str) and value.strip():
            return {"en": value}
        if isinstance(value, dict) and value and all(_is_text(one) for one in (*value.keys(), *value.values())):
            return value
        self.fault(f'{name} must be words by language, not {value!r}; write {name} = {{ de = "…", en = "…" }}')
        return {}

    def words(self, name: str, known: Iterable[str] | None = None, what: str = "") -> tuple[str, ...]:
        """A list of words; each must be one of `known` where those are given."""
        value = self.take(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(_is_text(one) for one in value):
            self.fault(f'{name} must be a list of words, not {value!r}; write {name} = ["…", "…"]')
            return ()
        if known is not None:
            for one in (one for one in value if one not in known):
                self.fault(f"unknown {what or name} {one!r}; known are {', '.join(known)}")
        return tuple(value)

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int | None:
        """A whole number from `low` to `high`."""
        value = self.take(name)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.fault(f"{name} must be a whole number from {low} to {high}, not {value!r}")
        return default

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self.take(name)
        if isinstance(value, bool) or value is None:
            return bool(value)
        self.fault(f"{name} must be true or false, not {value!r}")
        return False

    def text(self, name: str) -> str | None:
        """One text."""
        value = self.take(name)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self.fault(f"{name} must be a text, not {value!r}")
        return None

    def one_of(self, name: str, known: Iterable[str], default: str) -> str:
        """One of a few words."""
        value = self.take(name)
        if value is None or value in known:
            return value or default
        self.fault(f"{name} must be {_either(list(known))}, not {value!r}")
        return default

    def tables(self, name: str, singular: str) -> list[Table]:
        """The tables of a list, each with its place."""
        value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(f"{name} must be tables: write each under [[{name}]], or {name} = [{{ … }}]")
            return []
        return [Table(one, f"{self.place}, {singular} {n}", self.faults) for n, one in enumerate(value, 1)]

    def close(self) -> None:
        """Say what stands there and means nothing: a misspelt name must not be silently without effect."""
        for name in self._data:
            if name not in self._asked:
                self.fault(f"unknown name {name!r}; known are {', '.join(sorted(set(self._asked)))}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _either(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
