"""The shortcuts: "Log this message" in the menu of each message, "Log a call" wherever one may write.

A message is known for sure only at the moment of the shortcut: the bot need not be in its channel. So what is needed of it
travels in the dialog's metadata, packed; the thread and the files are fetched when the dialog is sent off, if they are wanted.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from crmbot.channels.slack.answers import Post
from crmbot.channels.slack.conversation import Payload
from crmbot.channels.slack.desk import Desk, Prepare
from crmbot.channels.slack.dialogs import view_of
from crmbot.channels.slack.manifest import LOG_CALL, LOG_MESSAGE
from crmbot.channels.slack.places import say, to_source
from crmbot.channels.slack.shown_message import ShownMessage, gather, message_shown, unpack_message
from crmbot.channels.slack.source import Source, pack
from crmbot.channels.slack.submissions import Sent, sent_of, submitted
from crmbot.shapes import Answer, ChatMessage, Form

VERB = "log message"
CALLBACK = "crm/log-message"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to both shortcuts, and to the dialog about a message being sent off."""

    @app.shortcut(LOG_CALL)
    async def on_call(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        await ack()
        user, trigger = str((body.get("user") or {}).get("id") or ""), str(body.get("trigger_id") or "")
        if user:
            draft = ChatMessage("call", user, "slack", f"slack:shortcut:{user}", desk.now(), f"shortcut:{trigger}")
            source = Source(user, draft.conversation, draft.text)
            desk.take(context, lambda email: replace(draft, email=email), to_source(desk, source, trigger))

    @app.shortcut(LOG_MESSAGE)
    async def on_message(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        await ack()
        shown = message_shown(body)
        if shown is not None:
            draft = _draft(shown, body, desk.now())
            desk.take(context, lambda email: replace(draft, email=email), _opening(desk, shown, draft, body))

    @app.view(CALLBACK)
    async def on_submit(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        sent = sent_of(body)
        shown = unpack_message(sent.command.removeprefix(VERB).strip()) if sent else None
        if sent is None or shown is None:
            await ack()
        else:
            await submitted(desk, ack, context, sent, _whole(desk, sent, shown), last=True)


def _draft(shown: ShownMessage, body: Payload, at: datetime) -> ChatMessage:
    """The question for the dialog: the message's own words say who may be meant."""
    user = str((body.get("user") or {}).get("id") or "")
    key = f"shortcut:{body.get('trigger_id')}"
    return ChatMessage(
        f"{VERB}\n{shown.text}", user, "slack", f"slack:{shown.channel}:{user}", at, key, link=shown.link
    )


def _opening(desk: Desk, shown: ShownMessage, draft: ChatMessage, body: Payload) -> Post:
    url, trigger = str(body.get("response_url") or ""), str(body.get("trigger_id") or "")
    source = Source(draft.user, draft.conversation, channel=shown.channel, response_url=url)

    async def post(answer: Answer) -> None:
        form = answer.reply.form
        view = _view(shown, form, answer, source) if form is not None else None
        if view is None:
            await say(desk, source, answer)
        else:
            await desk.client.views_open(trigger_id=trigger, view=view)

    return post


def _view(shown: ShownMessage, form: Form, answer: Answer, source: Source) -> dict[str, object] | None:
    """The dialog, without questions that the message does not raise; a long message is packed as far as there is room."""
    raised = {"thread": shown.has_thread, "files": bool(shown.files)}
    fields = tuple(field for field in form.fields if raised.get(field.key, True))
    for most in (8000, 4000, 2000, 1000, 500, 0):
        command = f"{VERB} {shown.packed(most)}"
        if pack(source, command) is not None:
            view = view_of(replace(form, fields=fields, command=command), answer.reader, source)
            return {**view, "callback_id": CALLBACK} if view is not None else None
    return None


def _whole(desk: Desk, sent: Sent, shown: ShownMessage) -> Prepare:
    """What is asked for in the end: the message with author and time, its thread and files where they are wanted."""

    async def prepare(message: ChatMessage) -> ChatMessage:
        wanted = {key: sent.values.get(key) == "yes" for key in ("thread", "files")}
        told = await gather(desk, shown, thread=wanted["thread"], files=wanted["files"])
        at = datetime.fromtimestamp(told.at, UTC).isoformat()
        values = {
            **sent.values,
            "said": told.text,
            "by": told.by,
            "by_user": told.user,
            "by_email": told.email,
            "at": at,
        }
        values |= {"speakers": "yes" if told.speakers else "", "left_out": "; ".join(told.left_out)}
        return replace(message, text=VERB, link=shown.link, values=values, files=told.files)

    return prepare
