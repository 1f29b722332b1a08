"""The Home tab: each person's own page, made anew when it is opened and after each thing done from it.

What its buttons only show opens as a dialog above it, so that nobody has to leave the page. Buttons of Home and of those
dialogs begin with `home/`: they belong to a view, not to a message, and Slack sends them otherwise
(https://docs.slack.dev/reference/interaction-payloads/block_actions-payload).
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from crmbot.channels.slack.blocks import Block, all_blocks, reply_to_blocks
from crmbot.channels.slack.buttons import PREFIX
from crmbot.channels.slack.conversation import Payload, asks
from crmbot.channels.slack.desk import Desk
from crmbot.channels.slack.dialogs import view_of
from crmbot.channels.slack.markup import literal, plain
from crmbot.channels.slack.places import say
from crmbot.channels.slack.source import Source
from crmbot.shapes import Answer, ChatMessage, Reader, Reply, t
from crmbot.texts import render

_log = logging.getLogger(__name__)

KIND = "home"  # of a source; and before the action ids of its buttons

MOST_BLOCKS = 100  # of a view
_PAGE_BLOCKS = 92  # so that the outcome and the buttons for turning pages have room
_PAGE = f"{KIND}/page"
_TITLE = 24  # characters


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to Home being opened, and to the buttons in it."""
    home = Home(desk)
    desk.tellers[KIND] = home.told

    @app.event("app_home_opened")
    async def on_opened(event: dict[str, Any], context: AsyncBoltContext) -> None:
        user = str(event.get("user") or "")
        if event.get("tab", "home") == "home" and user:
            desk.take(context, lambda email: home.asked(user, email), lambda answer: home.publish(user, answer))

    @app.action(re.compile(f"^{KIND}/"))
    async def on_press(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        await ack()
        press = pressed(body)
        if press is not None and not desk.is_double_click(press.button):
            home.take(context, press)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of Home, or of a dialog that was opened above it; then `view` is its id."""

    command: str
    user: str
    action_id: str
    block_id: str
    action_ts: str
    trigger: str
    view: str
    asks: bool  # its words end in "…": what it does begins with a dialog

    @property
    def button(self) -> str:
        """The same for each press of this person on this button while it does the same."""
        parts = (self.user, self.view, self.block_id, self.action_id, self.command)
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def pressed(body: Payload) -> Pressed | None:
    """The press that a `block_actions` payload of a view tells of; None when there is nothing to do."""
    action: Payload = next(iter(body.get("actions") or ()), {})
    view, user = body.get("view") or {}, body.get("user") or {}
    option = action.get("selected_option") or {}
    command = str(action.get("value") or option.get("value") or "")
    if not command or not user.get("id"):
        return None
    return Pressed(
        command, str(user["id"]), str(action.get("action_id") or ""), str(action.get("block_id") or ""),
        str(action.get("action_ts") or ""), str(body.get("trigger_id") or ""),
        str(view.get("id") or "") if view.get("type") == "modal" else "", asks(action),
    )  # fmt: skip


class Home:
    """Asks for Home in somebody's name and shows it to him."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def take(self, context: AsyncBoltContext, press: Pressed) -> None:
        """Starts what a button stands for. Slack opens a dialog within three seconds only: that waits for nothing else."""

        async def turn(answer: Answer) -> None:
            await self.publish(press.user, answer, page=int(press.command) if press.command.isdigit() else 1)

        async def tell(answer: Answer) -> None:
            await self.answered(press, answer)

        if press.action_id.startswith(_PAGE):
            self._desk.take(context, lambda email: self.asked(press.user, email), turn)
        else:
            self._desk.take(context, lambda email: self.message(press, email), tell, at_once=press.asks)

    def asked(self, user: str, email: str | None = None) -> ChatMessage:
        """The request for somebody's Home."""
        return ChatMessage("home", user, "slack", _conversation(user), self._desk.now(), email=email)

    def message(self, press: Pressed, email: str | None) -> ChatMessage:
        """What a button of Home stands for."""
        key = f"press:{press.button}:{press.action_ts}"
        return ChatMessage(press.command, press.user, "slack", _conversation(press.user), self._desk.now(), key, email)

    async def publish(self, user: str, answer: Answer, *, page: int = 1, outcome: Answer | None = None) -> None:
        """Shows `answer` as somebody's Home, with the `outcome` of what he did last on top."""
        await self._desk.client.views_publish(user_id=user, view=home_view(answer, page=page, outcome=outcome))

    async def refresh(self, user: str, outcome: Answer) -> None:
        """Home as it is after something was done from it."""
        await self.publish(user, await self._desk.ask(self.asked(user)), outcome=outcome)

    async def answered(self, press: Pressed, answer: Answer) -> None:
        """An answer to a button: what asks for more and what only shows something opens above Home."""
        source = Source(press.user, _conversation(press.user), press.command, kind=KIND)
        if answer.reply.form is None and not press.view and _is_done(answer.reply):
            await self.refresh(press.user, answer)
            return
        try:
            await self._show_above(press, answer, source)
        except SlackApiError as fault:  # three seconds are over, or the dialog was closed
            _log.info("Slack does not show the answer above Home: %s", str(fault)[:200])
            await say(self._desk, source, answer)
        if _is_done(answer.reply):
            await self.refresh(press.user, answer)

    async def _show_above(self, press: Pressed, answer: Answer, source: Source) -> None:
        form = answer.reply.form
        view = view_of(form, answer.reader, source, answer.reply.errors) if form is not None else None
        view = view or dialog_view(answer)
        if press.view:
            await self._desk.client.views_update(view_id=press.view, view=view)
        else:
            await self._desk.client.views_open(trigger_id=press.trigger, view=view)

    async def told(self, source: Source, answer: Answer) -> None:
        """An answer to a form that was opened from Home. What is to be read comes as a direct message; Home says so."""
        outcome = answer
        if not _is_done(answer.reply):
            await say(self._desk, source, answer)
            outcome = Answer(Reply("done", t("The answer stands under “Messages”.")), answer.reader)
        await self.refresh(source.user, outcome)


def home_view(answer: Answer, *, page: int = 1, outcome: Answer | None = None) -> dict[str, Any]:
    """The view of a Home: a hundred blocks at most, the rest on further pages."""
    reply, reader = answer.reply, answer.reader
    blocks = all_blocks(reply, reader, compact=False)
    if len(blocks) > _PAGE_BLOCKS:
        blocks = all_blocks(reply, reader, compact=True)
    pages = _pages(blocks)
    page = min(max(page, 1), len(pages))
    shown = [*_outcome(outcome), *pages[page - 1], *_turning(page, len(pages), reader)]
    return {"type": "home", "blocks": _ours(shown[:MOST_BLOCKS])}


def dialog_view(answer: Answer) -> dict[str, Any]:
    """An answer as a dialog above Home."""
    return {
        "type": "modal",
        "callback_id": f"{KIND}/answer",
        "title": plain("crmbot", _TITLE),
        "close": plain(render(t("Close"), answer.reader), _TITLE),
        "blocks": _ours(reply_to_blocks(answer.reply, answer.reader)),
    }


def _pages(blocks: list[Block]) -> list[list[Block]]:
    """Pages that end before a text, so that buttons stay with what they belong to."""
    pages: list[list[Block]] = [[]]
    for place, block in enumerate(blocks):
        room = _PAGE_BLOCKS - len(pages[-1])
        follows = next((n for n, later in enumerate(blocks[place + 1 :], 1) if later["type"] != "actions"), 1)
        if pages[-1] and block["type"] != "actions" and follows > room:
            pages.append([])
        pages[-1].append(block)
    return pages


def _outcome(outcome: Answer | None) -> list[Block]:
    """What came of the last action, with what can be done about it, such as taking it back."""
    if outcome is None:
        return []
    words = render(outcome.reply.title, outcome.reader)
    told: list[Block] = [{"type": "section", "text": literal(f"✓ {words}", 2900)}]
    again = Reply("done", outcome.reply.title, actions=outcome.reply.actions[:4])
    buttons = [block for block in all_blocks(again, outcome.reader, compact=False) if block["type"] == "actions"]
    return [
        *told,
        *({**block, "block_id": f"{PREFIX}/outcome/{n}"} for n, block in enumerate(buttons)),
        {"type": "divider"},
    ]


def _turning(page: int, pages: int, reader: Reader) -> list[Block]:
    turns = ((t("Previous page"), page - 1), (t("Next page"), page + 1))
    elements = [
        {
            "type": "button",
            "action_id": f"{_PAGE}/{target}",
            "text": plain(render(label, reader), 75),
            "value": str(target),
        }
        for label, target in turns
        if 1 <= target <= pages
    ]
    if not elements:
        return []
    words = literal(render(t("Page {page} of {pages}", page=page, pages=pages), reader), 300)
    return [
        {"type": "context", "elements": [words]},
        {"type": "actions", "block_id": f"{PREFIX}/turn", "elements": elements},
    ]


def _ours(blocks: list[Block]) -> list[Block]:
    """The blocks with ids by which their buttons come back to Home."""
    return [_renamed(block) for block in blocks]


def _renamed(part: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in part.items():
        if name in ("action_id", "block_id") and str(value).startswith(f"{PREFIX}/"):
            made[name] = f"{KIND}/{str(value).removeprefix(f'{PREFIX}/')}"
        elif name == "accessory":
            made[name] = _renamed(value)
        elif name == "elements":
            made[name] = [_renamed(element) for element in value]
        else:
            made[name] = value
    return made


def _conversation(user: str) -> str:
    return f"slack:home:{user}"


def _is_done(reply: Reply) -> bool:
    return reply.ok and reply.kind == "done"
