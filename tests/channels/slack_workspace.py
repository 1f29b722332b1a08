"""Channels, members and pins of a small workspace behind the far end's Web API, with Slack's refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.channels.slack_far_end import FarEnd

BOT = "UBOT"


@dataclass
class Room:
    """A channel."""

    id: str
    name: str
    creator: str = BOT
    private: bool = False
    purpose: str = ""
    shared: bool = False
    members: list[str] = field(default_factory=lambda: [BOT])
    pins: list[str] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        return {
            "id": self.id, "name": self.name, "creator": self.creator, "is_private": self.private,
            "purpose": {"value": self.purpose}, "is_ext_shared": self.shared,
        }  # fmt: skip


@dataclass
class Workspace:
    """What the bot sees of it. `people` maps mail addresses to ids."""

    people: dict[str, str] = field(default_factory=dict)
    guests: set[str] = field(default_factory=set)
    rooms: list[Room] = field(default_factory=list)
    dies_after: str = ""  # this method is carried out, but its answer is lost, once

    def behind(self, far: FarEnd) -> Workspace:
        for method in (
            "users.conversations", "users.lookupByEmail", "users.info", "conversations.create", "conversations.setPurpose",
            "conversations.members", "conversations.invite", "conversations.kick", "conversations.info", "pins.add",
            "pins.remove", "chat.postMessage", "conversations.history", "conversations.list",
        ):  # fmt: skip
            far.behaviours[method] = self._behaviour(method)
        return self

    def room(self, name: str) -> Room:
        return next(one for one in self.rooms if one.name == name)

    def _behaviour(self, method: str) -> Any:
        def behave(arguments: dict[str, Any]) -> dict[str, Any]:
            answer: dict[str, Any] = getattr(self, "_" + method.replace(".", "_"))(arguments)
            if self.dies_after == method:
                self.dies_after = ""
                return {"ok": False, "error": "internal_error"}
            return {"ok": True, **answer} if "error" not in answer else {"ok": False, **answer}

        return behave

    def _of(self, arguments: dict[str, Any]) -> Room | None:
        wanted = str(arguments["channel"]).removeprefix("#")
        return next((one for one in self.rooms if wanted in (one.id, one.name)), None)

    def _users_conversations(self, _arguments: dict[str, Any]) -> dict[str, Any]:
        return {"channels": [one.shown() for one in self.rooms if BOT in one.members]}

    def _users_lookupByEmail(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        user = self.people.get(arguments["email"])
        return {"user": {"id": user}} if user else {"error": "users_not_found"}

    def _users_info(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {"user": {"id": arguments["user"], "is_restricted": arguments["user"] in self.guests}}

    def _conversations_create(self, arguments: dict[str, Any]) -> dict[str, Any]:
        name = arguments["name"]
        assert len(name) <= 80
        assert name == name.lower()
        assert all(sign.isalnum() or sign in "-_" for sign in name)
        if any(one.name == name for one in self.rooms):
            return {"error": "name_taken"}
        room = Room(f"C{len(self.rooms) + 1}", name, private=arguments.get("is_private") in ("true", "1", True))
        self.rooms.append(room)
        return {"channel": room.shown()}

    def _conversations_setPurpose(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        room = self._of(arguments)
        assert room is not None
        room.purpose = arguments["purpose"]
        return {}

    def _conversations_info(self, arguments: dict[str, Any]) -> dict[str, Any]:
        room = self._of(arguments)
        return {"channel": room.shown()} if room else {"error": "channel_not_found"}

    def _conversations_members(self, arguments: dict[str, Any]) -> dict[str, Any]:
        room = self._of(arguments)
        return {"members": room.members} if room else {"error": "channel_not_found"}

    def _conversations_invite(self, arguments: dict[str, Any]) -> dict[str, Any]:
        room = self._of(arguments)
        assert room is not None
        room.members += arguments["users"].split(",")
        return {}

    def _conversations_kick(self, arguments: dict[str, Any]) -> dict[str, Any]:
        room = self._of(arguments)
        assert room is not None
        room.members.remove(arguments["user"])
        return {}

    def _pins_add(self, arguments: dict[str, Any]) -> dict[str, Any]:
        room = self._of(arguments)
        assert room is not None
        if arguments["timestamp"] in room.pins:
            return {"error": "already_pinned"}
        room.pins.append(arguments["timestamp"])
        return {}

    def _pins_remove(self, arguments: dict[str, Any]) -> dict[str, Any]:
        room = self._of(arguments)
        if room is None or arguments["timestamp"] not in room.pins:
            return {"error": "no_pin"}
        room.pins.remove(arguments["timestamp"])
        return {}

    def _conversations_history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        room = self._of(arguments)
        return {"messages": list(reversed(room.messages))} if room else {"messages": []}

    def _conversations_list(self, _arguments: dict[str, Any]) -> dict[str, Any]:
        return {"channels": [one.shown() for one in self.rooms if not one.private]}

    def _chat_postMessage(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        if str(arguments["channel"]).startswith("D"):
            return {"channel": arguments["channel"], "ts": "1.0"}
        room = self._of(arguments)
        if room is None or (room.private and BOT not in room.members):
            return {"error": "channel_not_found"}
        if BOT not in room.members:
            return {"error": "not_in_channel"}
        ts = f"{len(room.messages) + 1}.0"
        room.messages.append({**arguments, "ts": ts})
        return {"channel": room.id, "ts": ts}
