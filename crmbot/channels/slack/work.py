"""Work that goes on after Slack was acknowledged: kept until it is done, in order within a conversation, each once."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any
from weakref import WeakValueDictionary

_REMEMBERED = 10_000  # requests


class Work:
    """The tasks in hand. The loop itself keeps only weak references to tasks, so they are kept here."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def start(self, conversation: str, job: Coroutine[Any, Any, None]) -> None:
        """Does `job` after everything that was started before it in the same conversation."""
        turn = self._turns.setdefault(conversation, asyncio.Lock())
        task = asyncio.create_task(self._in_turn(turn, job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Waits for what is in hand, at most `seconds`; what is not done by then is stopped."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    @staticmethod
    async def _in_turn(turn: asyncio.Lock, job: Coroutine[Any, Any, None]) -> None:
        async with turn:
            await job


class Repeats:
    """Requests of the last minutes, so that what Slack sends twice is answered once.

    This is a courtesy of one process; that a request acts only once is kept by its key in the database.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: OrderedDict[str, float] = OrderedDict()

    def is_first(self, key: str | None, seconds: float) -> bool:
        """Whether `key` was not seen within the seconds it was last remembered for; it is remembered from now on."""
        if key is None:
            return True
        now = self._clock()
        known = self._until.get(key, now) > now
        if not known:
            self._until[key] = now + seconds
            self._until.move_to_end(key)
            while len(self._until) > _REMEMBERED:
                self._until.popitem(last=False)
        return not known

    def forget(self, key: str | None) -> None:
        """The request failed on our side: its repeat is welcome."""
        if key is not None:
            self._until.pop(key, None)
