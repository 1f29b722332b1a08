"""What this Slack may not know yet: it is tried, and left alone for a while once it was refused."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

_log = logging.getLogger(__name__)

_LEFT_ALONE = 3600.0  # seconds


class Trial:
    """Whether something is worth trying. That it was refused stands in the log once, not for each time."""

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._clock = clock
        self._until = clock()

    @property
    def is_open(self) -> bool:
        """Whether it was not refused within the last hour."""
        return self._clock() >= self._until

    def refused(self, why: object) -> None:
        """Slack does not take it."""
        if self.is_open:
            _log.warning("%s (%s); see “Side panels” in docs/slack.md", self._what, str(why)[:500])
        self._until = self._clock() + _LEFT_ALONE
