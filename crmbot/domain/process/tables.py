"""Tables of a process file that other rooms read. Each has a check that names what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Check = Callable[[Any, str], list[str]]  # the value of the table and its place; the faults


def _rules(value: Any, place: str) -> list[str]:
    from crmbot.domain.process.qualification import read_rules

    faults: list[str] = []
    read_rules(value, place, faults)
    return faults


def _prediction(value: Any, place: str) -> list[str]:
    from crmbot.domain.process.prediction import read_variables

    faults: list[str] = []
    read_variables(value, place, faults)
    return faults


def _lost_reasons(value: Any, place: str) -> list[str]:
    """Why deals are lost, to choose from: words, or words by language."""
    rows = value if isinstance(value, list) else [None]
    return [
        f'{place}: entry {number} is no reason; write words, or {{ en = "too expensive", de = "zu teuer" }}'
        for number, row in enumerate(rows, 1)
        if not _is_worded(row)
    ]


def _is_worded(row: Any) -> bool:
    words = list(row.values()) if isinstance(row, dict) and row else [row]
    return all(isinstance(word, str) and word.strip() for word in words)


OTHER_TABLES: Mapping[str, Check] = MappingProxyType(
    {"rules": _rules, "prediction": _prediction, "lost_reasons": _lost_reasons}
)
