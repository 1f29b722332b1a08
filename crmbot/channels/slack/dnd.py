"""Do not disturb: until when somebody wants to be left alone (https://docs.slack.dev/reference/methods/dnd.info)."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.faults import NO_ANSWER

_log = logging.getLogger(__name__)

WAITING_KINDS = frozenset({"digest", "reminder"})  # what we choose to send; answers and receipts come at once
_LONGEST = 24 * 3600.0  # seconds that a message waits; then Slack is asked again


async def quiet_for(client: AsyncWebClient, user: str, now: float) -> float | None:
    """For how many seconds from `now` (since the epoch) the person does not want to be disturbed; None: he may be.

    Whatever goes wrong with the question, nobody's message waits for it: Slack itself keeps quiet for him, too.
    """
    try:
        found = (await client.dnd_info(user=user)).data
    except NO_ANSWER as fault:
        _log.info("do not disturb could not be asked: %s", fault)
        return None
    ends = [_number(found, "snooze_endtime")] if _is(found, "snooze_enabled") else []
    if _is(found, "dnd_enabled") and _number(found, "next_dnd_start_ts") <= now:
        ends.append(_number(found, "next_dnd_end_ts"))
    left = max(ends, default=0.0) - now
    return min(left + 1, _LONGEST) if left > 0 else None


def _is(found: Any, name: str) -> bool:
    return isinstance(found, dict) and found.get(name) is True


def _number(found: Any, name: str) -> float:
    value = found.get(name)
    return float(value) if isinstance(value, int | float) else 0.0
