"""Records as Work Objects: what Slack shows below a link, and in the side panel (https://docs.slack.dev/messaging/work-objects-implementation).

`metadata_last_modified` is left out with intent: by it Slack would refresh the preview that all of a channel see after
somebody has opened his own panel, in which more may stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from crmbot.channels.slack.buttons import PREFIX, label
from crmbot.channels.slack.manifest import ITEM
from crmbot.channels.slack.markup import cut
from crmbot.shapes import Action, Answer, Field, Moment, Reader, Reply, t
from crmbot.texts import render, zone

Entity = dict[str, Any]

_TITLE = 300  # characters
_LABEL = 75
_VALUE = 1000
_ID = 255
_COMMAND = 2000
_FIELDS = 25
_PRIMARY = 2  # actions that are buttons
_OVERFLOW = 5  # actions in the menu behind them
_WIDE = 40  # characters from which on a value takes the whole width
_KIND = "kind"  # the field that stands above the name


def entity(answer: Answer, number: int, url: str, *, place: str) -> Entity:
    """The card of record `number`, whose address is `url`. `place` says where its buttons stand: on the preview or the panel."""
    reply, reader = answer.reply, answer.reader
    kind = next((render(field.value, reader) for field in reply.fields if field.key == _KIND), "")
    attributes: Entity = {"title": {"text": _line(render(reply.title, reader), _TITLE)}}
    payload: Entity = {"attributes": attributes | ({"display_type": _line(kind, _LABEL)} if kind else {})}
    if fields := list(_fields(reply.fields, reader))[:_FIELDS]:
        payload["custom_fields"] = fields
    if actions := _actions(reply.actions, reader, place):
        payload["actions"] = actions
    # The number alone: Slack finds conversations about the same record by it.
    return {"entity_type": ITEM, "url": url, "external_ref": {"id": str(number)}, "entity_payload": payload}


def refusal(reply: Reply, reader: Reader) -> Entity:
    """Why there is nothing to show, as the `error` of a side panel."""
    words = [render(value, reader) for value in (reply.title, *reply.lines)]
    message = cut("\n".join(word.strip() for word in words if word.strip()), _VALUE)
    return {"status": "custom", "custom_title": render(t("Not shown"), reader), "custom_message": message or "–"}


def _fields(fields: Sequence[Field], reader: Reader) -> Iterator[Entity]:
    for place, field in enumerate(fields):
        if field.key == _KIND or field.value is None:
            continue
        shown = _value(field, reader)
        if shown["value"] != "":
            yield {"key": field.key or f"field_{place}", "label": _line(render(field.label, reader), _LABEL), **shown}


def _value(field: Field, reader: Reader) -> Entity:
    """Days and times go as such: Slack writes them in its reader's way. Everything else is plain text, without markup."""
    value = field.value
    if isinstance(value, Moment):
        if not value.day_only:
            return {"type": "slack#/types/timestamp", "value": int(value.at.timestamp())}
        value = value.at.astimezone(zone(reader)).date()
    if isinstance(value, date) and not isinstance(value, datetime):
        return {"type": "slack#/types/date", "value": value.isoformat()}
    text = cut(render(value, reader).strip(), _VALUE)
    return {"type": "string", "value": text, **({"long": True} if len(text) > _WIDE else {})}


def _actions(actions: Sequence[Action], reader: Reader, place: str) -> Entity:
    fitting = [action for action in actions if 0 < len(action.command) <= _COMMAND]
    made = [_action(action, reader, f"{PREFIX}/{place}/all/{count}") for count, action in enumerate(fitting, 1)]
    sorts = {"primary_actions": made[:_PRIMARY], "overflow_actions": made[_PRIMARY : _PRIMARY + _OVERFLOW]}
    return {name: some for name, some in sorts.items() if some}


def _action(action: Action, reader: Reader, action_id: str) -> Entity:
    made = {"text": label(action, reader)["text"], "action_id": action_id[:_ID], "value": action.command}
    return made if action.style == "default" else {**made, "style": action.style}


def _line(text: str, limit: int) -> str:
    return cut(" ".join(text.split()), limit) or "–"
