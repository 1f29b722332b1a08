"""Links of records, pasted somewhere: a small card below them, as much of it as everybody who reads there may see.

Whoever posts the link needs the right to the record; who presses "Show it" sees the whole card by his own rights, alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.channels.slack.conversation import Payload
from crmbot.channels.slack.desk import Ask, Desk
from crmbot.channels.slack.entities import Entity, entity
from crmbot.channels.slack.faults import PASSING, error_of
from crmbot.channels.slack.linked import address, records_linked
from crmbot.channels.slack.shown import preview_for
from crmbot.channels.slack.trial import Trial
from crmbot.shapes import Answer, ChatMessage

_NOT_SHOWN = frozenset({"", "COMPOSER"})  # what is still being written is not posted anywhere yet


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to links of records being posted, and to previews being brought up to date."""
    objects = Trial("Slack takes no Work Objects: links show their preview without a side panel")

    @app.event("link_shared")
    async def on_link(event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> None:
        user, channel = str(event.get("user") or ""), str(event.get("channel") or "")
        if not user or channel in _NOT_SHOWN or event.get("source") == "composer":
            return
        # Not by the message: Slack tells of the same link again when somebody brings its preview up to date.
        told = body.get("event_id") or f"{channel}:{event.get('message_ts')}"
        for url, number in records_linked(event, desk.settings.public_url):
            draft = ChatMessage(
                f"preview card #{number}", user, "slack", f"slack:link:{channel}:{user}", desk.now(),
                f"link:{told}:{number}", shared=True,
            )  # fmt: skip
            desk.take(context, _ask(draft), _Unfurl(desk, objects, event, url, number).post)


def _ask(draft: ChatMessage) -> Ask:
    return lambda email: replace(draft, email=email)


class _Unfurl:
    """The preview of one link."""

    def __init__(self, desk: Desk, objects: Trial, event: Payload, url: str, number: int) -> None:
        self._desk = desk
        self._objects = objects
        self._event = event
        self._url = url
        self._number = number

    async def post(self, answer: Answer) -> None:
        """Shows the card below the link; nothing for who has no right to it, as if there were no record."""
        if not answer.reply.ok or answer.reply.kind != "card":
            return
        audience = await self._desk.audiences.of(str(self._event["channel"]))
        shown = Answer(preview_for(answer.reply, audience, self._desk.settings.shown), answer.reader)
        unfurls = {self._url: {"blocks": reply_to_blocks(shown.reply, shown.reader)}}
        if not self._objects.is_open:
            await self._unfurl(unfurls=unfurls)
            return
        refused = await self._as_object(unfurls, self._entity(shown))
        if refused is None:
            return
        await self._unfurl(unfurls=unfurls)
        if error_of(refused) in PASSING:
            self._objects.tell(refused.response)
        else:  # for the preview alone was taken
            self._objects.refused(refused.response)

    def _entity(self, shown: Answer) -> Entity:
        url = address(self._number, self._desk.settings.public_url)
        return {"app_unfurl_url": self._url, **entity(shown, self._number, url, place="card")}

    async def _as_object(self, unfurls: dict[str, Any], made: Entity) -> SlackApiError | None:
        """Shows the preview as a Work Object too; the refusal, where Slack takes neither then."""
        try:
            taken = await self._unfurl(unfurls=unfurls, metadata={"entities": [made]})
        except SlackApiError as fault:
            if not error_of(fault):
                raise
            return fault
        # What Slack finds unfit it drops, and shows the blocks.
        if "metadata" in str(taken.get("warning") or ""):
            self._objects.tell(taken.data)
        return None

    async def _unfurl(self, **shown: Any) -> AsyncSlackResponse:
        known, source = str(self._event.get("unfurl_id") or ""), str(self._event.get("source") or "")
        if known and source:  # works also where the bot is not in the channel
            return await self._desk.client.chat_unfurl(unfurl_id=known, source=source, **shown)
        channel, ts = str(self._event["channel"]), str(self._event.get("message_ts") or "")
        return await self._desk.client.chat_unfurl(channel=channel, ts=ts, **shown)
