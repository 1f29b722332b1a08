"""One message a second and channel, as Slack asks for (https://docs.slack.dev/apis/web-api/rate-limits)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from crmbot.channels.slack.recent import Recent


class Pace:
    """Who posts into a channel waits here for his turn; channels do not wait for each other."""

    def __init__(self, seconds: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._free: Recent[str, float] = Recent()  # channel to the time at which it is free again

    def wait(self, channel: str) -> float:
        """Takes the next turn in `channel`: the seconds until it comes."""
        now = self._clock()
        turn = max(now, self._free.get(channel) or now)
        self._free.put(channel, turn + self._seconds)
        return turn - now

    async def turn(self, channel: str) -> None:
        """Comes back when something may be posted in `channel`."""
        await asyncio.sleep(self.wait(channel))
