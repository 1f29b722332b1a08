"""The side panel of a record: whoever opens it sees what his own rights let him see, and nobody else sees it."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from crmbot.channels.slack.answers import Post
from crmbot.channels.slack.conversation import Payload
from crmbot.channels.slack.desk import Desk
from crmbot.channels.slack.entities import entity, refusal
from crmbot.channels.slack.faults import AWAY, UNKNOWN, error_of
from crmbot.channels.slack.linked import address, record_of
from crmbot.channels.slack.trial import Trial
from crmbot.shapes import Answer, ChatMessage, Reply, t

_log = logging.getLogger(__name__)

_UNFIT = frozenset({"invalid_arguments", "invalid_metadata", "entity_metadata_does_not_match_trigger"})
_NO_RECORD = Reply("error", t("This link leads to no record."), ok=False)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to side panels being opened."""
    panels = Trial("Slack takes no side panels")

    @app.event("entity_details_requested")
    async def on_details(event: dict[str, Any], context: AsyncBoltContext) -> None:
        user, trigger = str(event.get("user") or ""), str(event.get("trigger_id") or "")
        if not (user and trigger):
            return
        number = record_of(event, desk.settings.public_url)
        post = _to_panel(desk, trigger, number or 0, panels)
        if number is None:
            unknown = Answer(_NO_RECORD, desk.settings.fallback)
            desk.work.start(f"panel:{trigger}", desk.deliver(post, unknown, None))
            return
        draft = _request(desk, user, number, f"panel:{trigger}")
        # Whoever opened it is waiting in front of it.
        desk.take(context, lambda email: replace(draft, email=email), post, at_once=True)


def then_anew(desk: Desk, body: Payload, user: str, post: Post) -> Post:
    """`post`, and where the button stood in a side panel, the panel as it is then; a dialog needs the trigger itself."""
    container = body.get("container") or {}
    number = record_of(container, desk.settings.public_url) if container.get("type") == "entity_detail" else None
    trigger = str(body.get("trigger_id") or "")
    if number is None or not trigger:
        return post

    async def both(answer: Answer) -> None:
        await post(answer)
        if answer.reply.form is not None:
            return
        try:
            await _present(desk, trigger, number, await desk.ask(_request(desk, user, number, None)))
        except AWAY as fault:
            _log.info("A side panel was not brought up to date: %s", str(fault)[:300])

    return both


def _request(desk: Desk, user: str, number: int, key: str | None) -> ChatMessage:
    return ChatMessage(f"side panel #{number}", user, "slack", f"slack:panel:{user}", desk.now(), key)


def _to_panel(desk: Desk, trigger: str, number: int, panels: Trial) -> Post:
    async def post(answer: Answer) -> None:
        try:
            await _present(desk, trigger, number, answer)
        except SlackApiError as fault:
            if error_of(fault) in UNKNOWN:
                panels.tell(error_of(fault))
                return
            if error_of(fault) in _UNFIT:  # the reader is told that something is wrong, the log what
                await desk.client.entity_presentDetails(trigger_id=trigger, error={"status": "internal_error"})
            raise

    return post


async def _present(desk: Desk, trigger: str, number: int, answer: Answer) -> None:
    """Shows the answer in the panel that was opened by `trigger`. Raises what Slack's client raises."""
    if answer.reply.ok and answer.reply.kind == "card":
        made = entity(answer, number, address(number, desk.settings.public_url), place="panel")
        await desk.client.entity_presentDetails(trigger_id=trigger, metadata=made)
    else:
        await desk.client.entity_presentDetails(trigger_id=trigger, error=refusal(answer.reply, answer.reader))
