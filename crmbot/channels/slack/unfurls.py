"""Links of records, pasted somewhere: a small card below them, as much of it as everybody who reads there may see.

Whoever posts the link needs the right to the record; who presses "Show it" sees the whole card by his own rights, alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.channels.slack.conversation import Payload
from crmbot.channels.slack.desk import Ask, Desk
from crmbot.channels.slack.places import names_only
from crmbot.shapes import Answer, ChatMessage

RECORDS = "/r/"  # below the public address; a number follows

_MOST = 5  # links of a message
_RECORD = re.compile(r"/r/([1-9][0-9]{0,9})/?")
_NOT_SHOWN = frozenset({"", "COMPOSER"})  # what is still being written is not posted anywhere yet


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to links of records being posted."""

    @app.event("link_shared")
    async def on_link(event: dict[str, Any], context: AsyncBoltContext) -> None:
        user, channel = str(event.get("user") or ""), str(event.get("channel") or "")
        if not user or channel in _NOT_SHOWN or event.get("source") == "composer":
            return
        for url, number in records_linked(event, desk.settings.public_url):
            draft = ChatMessage(
                f"preview card #{number}", user, "slack", f"slack:link:{channel}:{user}", desk.now(),
                f"link:{channel}:{event.get('message_ts')}:{number}", shared=True,
            )  # fmt: skip
            desk.take(context, _ask(draft), _Unfurl(desk, event, url).post)


def _ask(draft: ChatMessage) -> Ask:
    return lambda email: replace(draft, email=email)


class _Unfurl:
    """The preview of one link."""

    def __init__(self, desk: Desk, event: Payload, url: str) -> None:
        self._desk = desk
        self._event = event
        self._url = url

    async def post(self, answer: Answer) -> None:
        """Shows the card below the link; nothing for who has no right to it, as if there were no record."""
        if not answer.reply.ok or answer.reply.kind != "card":
            return
        channel, ts = str(self._event["channel"]), str(self._event.get("message_ts") or "")
        colleagues = await self._desk.audiences.of(channel) in ("team", "direct")
        reply = answer.reply if colleagues else names_only(answer.reply)
        unfurls = {self._url: {"blocks": reply_to_blocks(reply, answer.reader)}}
        known, source = str(self._event.get("unfurl_id") or ""), str(self._event.get("source") or "")
        if known and source:  # works also where the bot is not in the channel
            await self._desk.client.chat_unfurl(unfurl_id=known, source=source, unfurls=unfurls)
        else:
            await self._desk.client.chat_unfurl(channel=channel, ts=ts, unfurls=unfurls)


def records_linked(event: Payload, public_url: str) -> Iterator[tuple[str, int]]:
    """The links of a `link_shared` event that name records of ours, each record once, with its number."""
    ours = urlsplit(public_url)
    seen: set[int] = set()
    for link in event.get("links") or ():
        url = str(link.get("url") or "") if isinstance(link, Mapping) else ""
        there = urlsplit(url)
        path = there.path.removeprefix(ours.path.rstrip("/"))
        found = _RECORD.fullmatch(path)
        if found is None or not ours.hostname or there.hostname != ours.hostname or int(found[1]) in seen:
            continue
        seen.add(int(found[1]))
        yield url, int(found[1])
        if len(seen) == _MOST:
            return
