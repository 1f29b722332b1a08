"""Dialogs that people send off: what is wrong is told beside the fields, what is done where the dialog was opened."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from crmbot.channels.slack.answers import message_of
from crmbot.channels.slack.buttons import Buttons
from crmbot.channels.slack.conversation import Payload
from crmbot.channels.slack.desk import Desk, Prepare
from crmbot.channels.slack.dialogs import CALLBACK, errors_of, has_field, label_of, values_of, view_of
from crmbot.channels.slack.drafts import pack_draft
from crmbot.channels.slack.pictures import illustrated
from crmbot.channels.slack.places import say
from crmbot.channels.slack.pressed import changed
from crmbot.channels.slack.source import Source, unpack
from crmbot.shapes import Answer, ChatMessage, Field, Reply, Verbatim, t

_PATIENCE = 2.0  # seconds; Slack gives up after three


@dataclass(frozen=True, slots=True)
class Sent:
    """A dialog that somebody sent off."""

    view: Mapping[str, Any]
    source: Source
    command: str
    values: Mapping[str, str]

    @property
    def key(self) -> str:
        """The same for each sending of the same answers in the same dialog."""
        told = json.dumps(self.values, sort_keys=True).encode()
        return f"view:{self.view.get('id')}:{hashlib.blake2b(told, digest_size=12).hexdigest()}"

    def message(self, at: datetime, email: str | None) -> ChatMessage:
        """What it asks for."""
        source = self.source
        return ChatMessage(
            self.command, source.user, "slack", source.conversation, at, self.key, email, values=self.values
        )


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to our dialogs being sent off."""

    @app.view(CALLBACK)
    async def on_submit(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        sent = sent_of(body)
        await (submitted(desk, ack, context, sent) if sent else ack())


async def submitted(
    desk: Desk,
    ack: AsyncAck,
    context: AsyncBoltContext,
    sent: Sent,
    prepare: Prepare | None = None,
    *,
    last: bool = False,
) -> None:
    """Lets what was `sent` be done and acknowledges it; the answer is told in the dialog, or where that was opened.

    After the `last` dialog none follows: what is wrong is told in it.
    """
    at = desk.now()
    submission = desk.submit(context, lambda email: sent.message(at, email), prepare)
    if submission is None:
        await ack()
        return
    await asyncio.wait({submission.answer}, timeout=_PATIENCE)
    answer = submission.answer.result() if submission.answer.done() else None
    shown = _acknowledgement(sent, answer, last=last)
    await ack(**shown)
    is_told = answer is not None and not answer.reply.ok and bool(shown)  # within the dialog
    if not submission.repeat and not is_told:
        desk.work.start(sent.source.conversation, _tell(desk, sent, submission.answer))


def sent_of(body: Payload) -> Sent | None:
    """The dialog that a `view_submission` payload tells of; None when it is not one of ours."""
    view, user = body.get("view"), body.get("user")
    if not isinstance(view, Mapping) or not isinstance(user, Mapping) or not user.get("id"):
        return None
    opened = unpack(str(view.get("private_metadata") or ""), str(user["id"]))
    return Sent(view, opened[0], opened[1], values_of(view)) if opened else None


def _acknowledgement(sent: Sent, answer: Answer | None, *, last: bool) -> dict[str, Any]:
    """What Slack does with the dialog: it closes, shows what is wrong, or asks what comes next."""
    if answer is None:
        return {}
    reply, form = answer.reply, None if last else answer.reply.form
    if form is not None and (reply.ok or not all(has_field(sent.view, field.key) for field in form.fields)):
        kept = form if reply.ok else form.begun_with(sent.values)
        view = view_of(kept, answer.reader, sent.source, reply.errors)
        return {"response_action": "update", "view": view} if view else {}
    errors = {} if reply.ok else errors_of(sent.view, reply, answer.reader)
    return {"response_action": "errors", "errors": errors} if errors else {}


async def _tell(desk: Desk, sent: Sent, coming: asyncio.Future[Answer]) -> None:
    """The answer, when the dialog is closed. One that came too late and is a refusal brings back what was entered."""
    answer = await coming
    if answer.reply.ok:
        shown = Answer(replace(answer.reply, form=None), answer.reader)
        teller = desk.tellers.get(sent.source.kind)
        if teller is not None:
            await desk.deliver(lambda a: teller(sent.source, a), shown, sent.key)
        elif not await changed(desk, sent.source, shown):
            await desk.deliver(lambda a: _say(desk, sent.source, a), shown, sent.key)
    else:
        await desk.deliver(lambda a: _give_back(desk, sent, a), answer, sent.key)


async def _say(desk: Desk, source: Source, answer: Answer) -> None:
    await say(desk, source, await illustrated(desk, source, answer))


async def _give_back(desk: Desk, sent: Sent, answer: Answer) -> None:
    """Into the direct message: the dialog is gone, so the answers stand there, and a button opens it with them."""
    channel = await desk.direct(sent.source.user)
    fields = tuple(
        Field(t("{name}", name=Verbatim(label_of(sent.view, k))), Verbatim(v)) for k, v in sent.values.items() if v
    )
    lines = (*answer.reply.errors.values(), *answer.reply.lines)
    shown = Reply("error", answer.reply.title, lines=lines, fields=fields, ok=False)
    message = message_of(Answer(shown, answer.reader))
    again = Buttons("error", answer.reader).draft(
        t("Fill in again"), pack_draft(sent.source.asked or sent.command, sent.values)
    )
    message["blocks"] = [*message["blocks"][:49], *again]
    await desk.pace.turn(channel)
    await desk.client.chat_postMessage(channel=channel, **message)
