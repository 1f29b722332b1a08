"""One message a second and channel, as Slack asks for (https://docs.slack.dev/apis/web-api/rate-limits)."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

_MOST = 10_000  # channels remembered


class Pace:
    """Who posts into a channel waits here for his turn; channels do not wait for each other."""

    def __init__(self, seconds: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._free: OrderedDict[str, float] = OrderedDict()  # channel to the time at which it is free again

    def wait(self, channel: str) -> float:
        """Takes the next turn in `channel`: the seconds until it comes."""
        now = self._clock()
        turn = max(now, self._free.get(channel, now))
        self._free[channel] = turn + self._seconds
        self._free.move_to_end(channel)
        while len(self._free) > _MOST:
            self._free.popitem(last=False)
        return turn - now

    async def turn(self, channel: str) -> None:
        """Comes back when something may be posted in `channel`."""
        await asyncio.sleep(self.wait(channel))
