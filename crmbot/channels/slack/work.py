"""Work that goes on after Slack was acknowledged: kept until it is done, in order within a conversation, each once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from crmbot.channels.slack.recent import Recent
from crmbot.shapes import Answer

_log = logging.getLogger(__name__)


class Work:
    """The tasks in hand. The loop itself keeps only weak references to tasks, so they are kept here."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def start(self, conversation: str, job: Coroutine[Any, Any, None]) -> None:
        """Does `job` after everything that was started before it in the same conversation."""
        turn = self._turns.setdefault(conversation, asyncio.Lock())
        task = asyncio.create_task(self._in_turn(conversation, turn, job))
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
    async def _in_turn(conversation: str, turn: asyncio.Lock, job: Coroutine[Any, Any, None]) -> None:
        async with turn:
            try:
                await job
            except Exception:  # noqa: BLE001 - nobody waits for the task: only the log can tell
                _log.exception("Work for Slack failed", extra={"conversation": conversation})


class Repeats:
    """Requests of the last minutes, so that what Slack sends twice is answered once.

    This is a courtesy of one process; that a request acts only once is kept by its key in the database.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: Recent[str, float] = Recent()

    def is_first(self, key: str | None, seconds: float) -> bool:
        """Whether `key` was not seen within the seconds it was last remembered for; it is remembered from now on."""
        if key is None:
            return True
        now = self._clock()
        if (self._until.get(key) or now) > now:
            return False
        self._until.put(key, now + seconds)
        return True

    def forget(self, key: str | None) -> None:
        """The request failed on our side: its repeat is welcome."""
        if key is not None:
            self._until.forget(key)


@dataclass(frozen=True, slots=True)
class Submission:
    """What a dialog comes to, and whether somebody else sees to telling it."""

    answer: asyncio.Future[Answer]
    repeat: bool


class Submissions:
    """Dialogs sent to us and what they came to: the same one sent again, by an impatient person or by Slack, acts once.

    One that was refused may be sent again as it is: the world may have changed.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._known: Recent[str, asyncio.Future[Answer]] = Recent()

    def once(self, key: str, handle: Callable[[], Coroutine[Any, Any, Answer]]) -> Submission:
        """The answer of the first submission with this key."""
        known = self._known.get(key)
        if known is not None and not (known.done() and not _is_good(known)):
            return Submission(known, repeat=True)
        future: asyncio.Future[Answer] = self._known.put(key, asyncio.get_running_loop().create_future())
        self._work.start(f"dialog:{key}", _fill(future, handle()))
        return Submission(future, repeat=False)


def _is_good(done: asyncio.Future[Answer]) -> bool:
    return not done.cancelled() and done.exception() is None and done.result().reply.ok


async def _fill(future: asyncio.Future[Answer], job: Coroutine[Any, Any, Answer]) -> None:
    try:
        answer = await job
    except BaseException:
        future.cancel()
        raise
    if not future.done():
        future.set_result(answer)
