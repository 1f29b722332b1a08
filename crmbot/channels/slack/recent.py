"""What was known last: so many entries, the oldest go first."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Recent(Generic[_Key, _Value]):
    """A bounded memory. An entry is as old as its last `put`."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._known: OrderedDict[_Key, _Value] = OrderedDict()

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def __len__(self) -> int:
        return len(self._known)

    def get(self, key: _Key) -> _Value | None:
        """What is known; None for nothing."""
        return self._known.get(key)

    def put(self, key: _Key, value: _Value) -> _Value:
        """Keeps `value`, and gives it back."""
        self._known[key] = value
        self._known.move_to_end(key)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return value

    def forget(self, key: _Key) -> None:
        """Nothing is known of `key` any more."""
        self._known.pop(key, None)

    def clear(self) -> None:
        """Nothing is known any more."""
        self._known.clear()


class Changes:
    """What has changed, each thing for itself: what was asked before a change of it is old when the answer comes."""

    def __init__(self) -> None:
        self.so_far = 0  # of whatever thing
        self._last: Recent[str, int] = Recent()

    def note(self, thing: str) -> None:
        """It has changed just now."""
        self.so_far += 1
        self._last.put(thing, self.so_far)

    def since(self, asked: int, thing: str) -> bool:
        """Whether it has changed after there were `asked` changes."""
        return (self._last.get(thing) or 0) > asked
