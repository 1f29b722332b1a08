"""Notices to people and channels on Slack, each with its outbox key in the message's metadata.

A direct message whose fate is unknown (the process died, the connection broke) is looked for by that key before it is
sent again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from crmbot.channels.slack.answers import message_of
from crmbot.channels.slack.blocks import MOST_BLOCKS
from crmbot.channels.slack.channels import Channels, plan_of
from crmbot.channels.slack.company import Company
from crmbot.channels.slack.dnd import WAITING_KINDS, quiet_for
from crmbot.channels.slack.faults import NO_ANSWER, PASSING, error_of
from crmbot.channels.slack.markup import literal
from crmbot.channels.slack.pages import pages
from crmbot.channels.slack.recent import Recent
from crmbot.channels.slack.settings import SlackSettings
from crmbot.shapes import Answer, Notice, Outcome, t
from crmbot.texts import render

_log = logging.getLogger(__name__)

EVENT_TYPE = "crmbot_notice"

_TIMEOUT = 15  # seconds for one call
_PAGES = 3  # of history that are searched
_PAGE = 100  # messages; with metadata Slack gives no more at once
_SECONDS = 30.0  # to wait when Slack gives no number

# But for troubles that pass, Slack refuses for good: the person left (user_not_found, user_disabled), the channel is gone or
# closed (channel_not_found, is_archived, not_in_channel, restricted_action), or the message cannot be (invalid_blocks,
# msg_too_long). https://docs.slack.dev/reference/methods/chat.postMessage#errors
#
# The token is wrong, revoked, or the workspace suspended. Nothing in the message is at fault: it waits until the
# administrator has mended it, and must not be lost by then.
_TOKEN = frozenset({
    "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "org_login_required",
    "ekm_access_denied", "missing_scope", "access_denied",
})  # fmt: skip
_TOKEN_WAIT = 300.0  # seconds
_NO_THREAD = frozenset({"thread_not_found", "message_not_found", "invalid_thread_ts"})
_HINTS = {
    "not_in_channel": "write /invite @crmbot in the channel",
    "channel_not_found": "there is none, or it is private: then write /invite @crmbot in it",
}


class SlackSender:
    """Sends notices by the Web API. It never repeats a call by itself: the outbox decides."""

    def __init__(
        self, settings: SlackSettings, company: Company | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        # No retry handlers: the SDK's own would send a message again after a broken connection, without looking.
        self._client = AsyncWebClient(
            token=settings.bot_token, base_url=settings.base_url, timeout=_TIMEOUT, retry_handlers=[]
        )
        company = company or Company(settings)
        self._direct: Recent[str, tuple[str, str]] = Recent()  # address to direct message and user id
        self._channels = Channels(self._client, company.audiences)
        self._pace = company.pace
        self._archives = ""  # what links of messages begin with
        self._clock = clock

    async def send(self, notice: Notice) -> Outcome:
        """One attempt. On a later one a direct message that has arrived before is not sent again."""
        if not notice.address and not _channel_name(notice):
            return Outcome(sent=False, error=f"{notice.recipient} has no Slack address")
        try:
            return await self._sent(notice)
        except SlackApiError as fault:
            return _refused(fault)
        except (*NO_ANSWER, KeyError) as fault:
            # What became of the message is unknown; the next attempt looks for it. A key is missing in a body that is no
            # answer of Slack's.
            return Outcome(
                sent=False, error=f"Slack did not answer: {type(fault).__name__} {fault}".strip(), retry=True
            )

    async def _sent(self, notice: Notice) -> Outcome:
        plan = plan_of(notice)
        if plan is not None and plan["do"] != "post":
            return await self._channels.carry_out(plan, _message(notice))
        channel = str(plan["channel"]) if plan is not None else await self._channel(notice)
        if plan is not None:
            if (reader := await self._channels.keep_right(plan)) is not None:
                return Outcome(sent=False, error=reader)
            notice = replace(notice, content=await self._channels.fit_to_be_read(channel, notice.content))
        elif not channel.startswith("D"):
            notice = replace(notice, content=await self._channels.fit_to_be_announced(channel, notice.content))
        if notice.attempt > 1 and (found := await self._search(channel, notice.key)):
            return await self._arrived(notice, *found)
        if (quiet := await self._quiet_for(notice)) is not None:
            return Outcome(sent=False, error="waits: do not disturb", retry=True, retry_after=quiet)
        response = await self._post(channel, notice)
        return await self._arrived(notice, str(response.get("channel", channel)), str(response.get("ts", "")))

    async def _arrived(self, notice: Notice, channel: str, ts: str) -> Outcome:
        return Outcome(sent=True, reference=f"{channel}/{ts}", link=await self._link(notice, channel, ts))

    async def _link(self, notice: Notice, channel: str, ts: str) -> str | None:
        """Where follow-ups were told of; the message has arrived, whether Slack tells that or not. Links of one workspace differ
        in nothing but the place of the message, so Slack is asked for one of them.
        """
        if notice.kind not in WAITING_KINDS or all(record.type != "followup" for record in notice.content.records):
            return None
        place = f"{channel}/p{ts.replace('.', '')}"
        if self._archives:
            return self._archives + place
        try:
            found = await self._client.chat_getPermalink(channel=channel, message_ts=ts)
        except NO_ANSWER as fault:
            _log.info("Slack does not tell where %s stands: %s", notice.key, str(fault)[:200])
            return None
        link = str(found.get("permalink") or "")
        self._archives = link.removesuffix(place) if link.endswith(f"/{place}") else ""
        return link or None

    async def _quiet_for(self, notice: Notice) -> float | None:
        """For how many seconds a digest or reminder waits, because its reader does not want to be disturbed."""
        _, user = self._direct.get(notice.address or "") or ("", "")
        if not user or notice.kind not in WAITING_KINDS:
            return None
        return await quiet_for(self._client, user, self._clock())

    async def _post(self, channel: str, notice: Notice) -> AsyncSlackResponse:
        """Below the message it belongs to; where somebody deleted that one, as a message of its own."""
        place, _, thread = (notice.thread or "").partition("/")
        await self._pace.turn(place or channel)
        if thread:
            try:
                below = await self._client.chat_postMessage(channel=place, thread_ts=thread, **_message(notice))
            except SlackApiError as fault:
                if error_of(fault) not in _NO_THREAD:
                    raise
            else:
                return below
        return await self._client.chat_postMessage(channel=channel, **_message(notice))

    async def _channel(self, notice: Notice) -> str:
        """The channel to post to: the direct message of a person, known by Slack id or mail address, or a channel."""
        address = notice.address or _channel_name(notice)
        if not _is_user(address) and "@" not in address:
            name = address.removeprefix("#")
            return name if _is_id(name) else f"#{name}"
        known = self._direct.get(address) or self._direct.put(address, await self._open(address))
        return known[0]

    async def _open(self, person: str) -> tuple[str, str]:
        if "@" in person:
            found = await self._client.users_lookupByEmail(email=person)
            person = str(found["user"]["id"])
        opened = await self._client.conversations_open(users=person)
        return str(opened["channel"]["id"]), person

    async def _search(self, channel: str, key: str) -> tuple[str, str] | None:
        """Channel and timestamp of a message with that key among the latest of a direct message.

        What went into a channel is not looked for: the bot need not be in it, and what others write there is not its affair.
        """
        if not channel.startswith("D"):
            return None
        history = self._client.conversations_history
        async for page in pages(history, _PAGES, channel=channel, include_all_metadata=True, limit=_PAGE):
            for message in page.get("messages") or ():
                if _key_of(message) == key:
                    return channel, str(message["ts"])
        return None


def _message(notice: Notice) -> dict[str, Any]:
    message = message_of(Answer(notice.content, notice.reader))
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": notice.key}}
    if not notice.repeat:
        return {**message, "metadata": metadata}
    words = render(t("You may have this already: the first attempt ended without an answer."), notice.reader)
    mark = {"type": "context", "elements": [literal(words, 500)]}
    blocks = message["blocks"]
    return {**message, "blocks": [mark, *blocks[: MOST_BLOCKS - 1]], "metadata": metadata}


def _key_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return (metadata.get("event_payload") or {}).get("key")


def _refused(fault: SlackApiError) -> Outcome:
    response, error = fault.response, error_of(fault)
    status: int = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    if not error or status == 429 or status >= 500 or error in PASSING:
        wait = _retry_after(getattr(response, "headers", None))
        return Outcome(sent=False, error=error or f"HTTP {status}", retry=True, retry_after=wait)
    if error in _TOKEN:
        return Outcome(sent=False, error=error, retry=True, retry_after=_TOKEN_WAIT)
    return Outcome(sent=False, error=f"{error}: {_HINTS[error]}" if error in _HINTS else error)


def _retry_after(headers: Mapping[str, str] | None) -> float:
    """Seconds from the Retry-After header (RFC 9110, 10.2.3; Slack sends whole seconds)."""
    value = next((value for name, value in (headers or {}).items() if name.lower() == "retry-after"), "")
    return float(value) if value.isdigit() and len(value) < 6 else _SECONDS


def _channel_name(notice: Notice) -> str:
    """The channel a notice without address is for. A member's key is none: his digest must not land in a channel of his name."""
    is_channel = notice.kind == "announcement" or notice.recipient.startswith("#")
    return notice.recipient if is_channel else ""


def _is_user(address: str) -> bool:
    return _is_id(address) and address[0] in "UW"


def _is_id(address: str) -> bool:
    """Slack's ids are capital letters and digits; channel names are lower case."""
    return len(address) >= 2 and address[0] in "CDGUW" and address.isalnum() and address == address.upper()
