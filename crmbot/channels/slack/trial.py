"""What this Slack may not know yet: it is tried, and left alone for a while once it was refused."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

_log = logging.getLogger(__name__)

_LEFT_ALONE = 3600.0  # seconds


class Trial:
    """Whether something is worth trying. What is wrong with it stands in the log once an hour, not for each time."""

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._clock = clock
        self._until = self._told_until = clock()

    @property
    def is_open(self) -> bool:
        """Whether it was not refused within the last hour."""
        return self._clock() >= self._until

    def refused(self, why: object) -> None:
        """Slack does not take it, whatever it is offered."""
        self.tell(why)
        self._until = self._clock() + _LEFT_ALONE

    def tell(self, why: object) -> None:
        """Slack did not take it this time."""
        if self._clock() >= self._told_until:
            _log.warning("%s (%s); see “Side panels” in docs/slack.md", self._what, str(why)[:500])
            self._told_until = self._clock() + _LEFT_ALONE
