"""Forms that no habit explains: a template is made of one sample mail, in which the values are named.

Of each value the template keeps what stands around it: the words in front of it on its line, or the line above it.
Reading looks for those words in turn, so a field that is missing leaves the others as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

_MAX_LINES = 5_000
_MAX_VALUE = 20_000  # characters
_MAX_PLACES = 500  # where a value is looked for in a sample
_TELLING = 4  # characters from which on a value shows that a line is not fixed
_LONG = 60  # characters from which on a value is taken for a text that may go on over lines
_LABEL = re.compile(r"[^:\t|=]{1,80}[:\t|=]")
_TEXTS = frozenset({"message", "text", "comment", "nachricht", "anfrage"})


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands on a line: `before` it, folded, stands this; `many` values go on over lines."""

    name: str
    before: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class LineRule:
    """A line with values. `above` is the line above where nothing stands in front of the first value; where that
    line has values too it is empty, and the line simply follows."""

    slots: tuple[Slot, ...]
    after: str = ""
    above: str = ""


class _Span(NamedTuple):
    start: int
    end: int
    name: str


class _Text(NamedTuple):
    """A text as lines, as they are and folded."""

    lines: list[str]
    folded: list[str]


@dataclass(frozen=True, slots=True)
class Match:
    """What of a form stands in a text: the values, the fields without one, how many of its lines were found, and whether
    that is enough."""

    values: Mapping[str, str]
    missing: tuple[str, ...]
    lines: int
    fits: bool


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """How one kind of form mail is set. `stops` are the fixed lines, at which a long value ends."""

    rules: tuple[LineRule, ...]
    stops: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """The fields, in their order."""
        return tuple(slot.name for rule in self.rules for slot in rule.slots)

    def read(self, text: str) -> Mapping[str, str] | None:
        """The values of a mail of this kind, by field name, without the empty ones; None where it is another kind:
        fewer than half of the fields are there (of one or two fields: not all)."""
        found = self.match(text)
        return found.values if found.fits else None

    def match(self, text: str) -> Match:
        """What of the form a text shows, whether that is enough or not."""
        shown = _lines(text)
        values: dict[str, str] = {}
        position, hits, last = 0, 0, True
        for rule in self.rules:
            at = self._find(rule, shown, position) if last or rule.above or rule.slots[0].before else None
            last = at is not None
            if at is not None:
                taken, position = self._take(rule, shown, at)
                hits += 1
                values |= {name: value for name, value in taken.items() if value}
        wanted = len(self.rules) if len(self.rules) < 3 else (len(self.rules) + 1) // 2
        missing = tuple(name for name in self.names if name not in values)
        return Match(values, missing, hits, hits >= wanted and bool(values))

    def as_json(self) -> dict[str, Any]:
        """The template for a settings file; `from_json` takes it back."""
        return {
            "lines": [
                {
                    "above": rule.above,
                    "after": rule.after,
                    "values": [{"name": one.name, "before": one.before, "many": one.many} for one in rule.slots],
                }
                for rule in self.rules
            ],
            "stops": sorted(self.stops),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FormTemplate:
        """The template that `as_json` gave."""
        rules = tuple(
            LineRule(
                tuple(Slot(one["name"], one["before"], one["many"]) for one in line["values"]),
                line["after"],
                line["above"],
            )
            for line in data["lines"]
        )
        return cls(rules, frozenset(data["stops"]))

    def _find(self, rule: LineRule, shown: _Text, position: int) -> int | None:
        """The line of a rule's first value, looked for below the last one, then anywhere."""
        before = rule.slots[0].before
        if not before and not rule.above:
            return self._next_free(shown, position)
        for start, end in ((position, len(shown.folded)), (0, position)):
            for at in range(start, end):
                if before and shown.folded[at].startswith(before) and self._prefix(shown.folded[at]) == before:
                    return at
                if not before and shown.folded[at] == rule.above:
                    return self._next_free(shown, at + 1)
        return None

    def _next_free(self, shown: _Text, position: int) -> int | None:
        """The next line with words; None where that is already something else of the form."""
        at = next((at for at in range(position, len(shown.folded)) if shown.folded[at]), None)
        return None if at is None or self._is_fixed(shown.folded[at]) else at

    def _prefix(self, line: str) -> str:
        """The longest of the rules' beginnings that a line has."""
        return max((rule.slots[0].before for rule in self.rules if line.startswith(rule.slots[0].before)), key=len)

    def _is_fixed(self, line: str) -> bool:
        """Whether a line belongs to the form rather than to a value."""
        if line in self.stops or any(line == rule.above for rule in self.rules if rule.above):
            return True
        label = _LABEL.match(line)
        if label is not None and label[0] in self.stops:
            return True
        return any(rule.slots[0].before and line.startswith(rule.slots[0].before) for rule in self.rules)

    def _take(self, rule: LineRule, shown: _Text, at: int) -> tuple[dict[str, str], int]:
        """The values of a line, and the line below them."""
        values, rest = {}, _fold(shown.lines[at], lower=False)
        rest = rest[len(rule.slots[0].before) :].lstrip()
        for slot, following in zip(rule.slots, (*rule.slots[1:], None), strict=True):
            mark = following.before if following else rule.after
            place = _lower(rest).find(_lower(mark)) if mark else -1
            values[slot.name] = (rest if place < 0 else rest[:place]).strip()
            rest = "" if place < 0 else rest[place + len(mark) :]
        end = at + 1
        if rule.slots[-1].many:
            while end < len(shown.folded) and not (shown.folded[end] and self._is_fixed(shown.folded[end])):
                end += 1
            name = rule.slots[-1].name
            values[name] = "\n".join([values[name], *shown.lines[at + 1 : end]]).strip()[:_MAX_VALUE]
        return values, end


def make_template(sample: str, marks: Mapping[str, str]) -> FormTemplate:
    """The template of mails like `sample`, in which `marks` names the values as they stand there (field to value).

    Raises ValueError for a value that the sample does not hold, and where nothing is marked.
    """
    sample = _plain(sample)
    spans = _spans(sample, marks)
    if not spans:
        raise ValueError("no field is marked")
    starts = [0, *(match.end() for match in re.finditer("\n", sample))]
    touched = {
        line
        for span in spans
        for line in range(bisect_right(starts, span.start) - 1, bisect_right(starts, span.end - 1))
    }
    theirs = [_fold(value) for value in marks.values() if len(value.strip()) >= _TELLING]
    fixed = [
        folded
        for at, folded in enumerate(map(_fold, sample.split("\n")))
        if at not in touched and not any(value in folded for value in theirs)
    ]
    labels = [match[0] for line in fixed if (match := _LABEL.match(line))]
    return FormTemplate(tuple(_rules(sample, spans)), frozenset(line for line in (*fixed, *labels) if line))


def _spans(sample: str, marks: Mapping[str, str]) -> list[_Span]:
    """Where each value stands. Long values come first, so that a name within an address is not taken for the name."""
    spans: list[_Span] = []
    for name, value in sorted(marks.items(), key=lambda mark: -len(mark[1])):
        words = value.split()
        pattern = re.compile(r"\s{1,50}".join(map(re.escape, words))) if words else None
        places = (
            [_Span(one.start(), one.end(), name) for one in islice(pattern.finditer(sample), _MAX_PLACES)]
            if pattern
            else []
        )
        free = [one for one in places if not any(one.start < other.end and other.start < one.end for other in spans)]
        if not free:
            raise ValueError(f"the sample does not hold the value of {name!r}")
        spans.append(max(free, key=lambda span: (_likely(sample, span), -span.start)))
    return sorted(spans)


def _likely(sample: str, span: _Span) -> int:
    """How much a place looks like the value of a field: behind a label, alone on its line, up to the line's end."""
    before = sample[sample.rfind("\n", 0, span.start) + 1 : span.start].rstrip(" ")
    ends = sample[span.end : span.end + 1] in {"", "\n"}
    return 2 * (before[-1:] in set(":=|\t")) + 2 * ends + (not before)


def _rules(sample: str, spans: list[_Span]) -> Iterator[LineRule]:
    """The rule of each line with values; values on one line share it."""
    end_of_values = 0
    while spans:
        first = spans[0]
        line = sample.rfind("\n", 0, first.start) + 1
        slots: list[Slot] = []
        position = line
        while spans and "\n" not in sample[position : spans[0].start]:
            span = spans.pop(0)
            value = sample[span.start : span.end]
            many = "\n" in value or len(value) > _LONG or span.name.lower() in _TEXTS
            slots.append(Slot(span.name, _fold(sample[position : span.start], lower=not slots, keep=bool(slots)), many))
            position = span.end
        stop = sample.find("\n", position)
        after = _fold(sample[position : stop if stop >= 0 else len(sample)], lower=False)
        above = "" if slots[0].before else _line_above(sample[end_of_values:line])
        yield LineRule(tuple(slots), after, above)
        end_of_values = stop + 1 if stop >= 0 else len(sample)


def _line_above(between: str) -> str:
    """The last line with words of what stands between two lines with values."""
    return next((folded for line in reversed(between.split("\n")) if (folded := _fold(line))), "")


def _lines(text: str) -> _Text:
    lines = _plain(text).split("\n")[:_MAX_LINES]
    return _Text(lines, [_fold(line) for line in lines])


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")


def _fold(line: str, *, lower: bool = True, keep: bool = False) -> str:
    """A line with single blanks and tabs; `keep` leaves the blanks at its ends."""
    folded = re.sub(r"[ \t]*\t[ \t]*|[ ]{2,}", lambda match: "\t" if "\t" in match[0] else " ", line)
    folded = folded if keep else folded.strip(" ")
    return _lower(folded) if lower else folded


def _lower(text: str) -> str:
    """In lower case and of the same length, which only the Turkish capital i would change."""
    return text.replace("\u0130", "I").lower()
