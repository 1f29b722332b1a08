"""Talking to the assistant in tests, as a member would."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.channels.terminal import render_text
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Base
from crmbot.shapes import ChatMessage, Reader, Record, Reply
from crmbot.storage.store import Store
from tests.databases import listened


class Talk:
    """One conversation of one member; each request comes a minute after the one before."""

    def __init__(self, store: Store, now: datetime, *, user: str = "anna", language: str = "en") -> None:
        self.store = store
        self.now = now
        self.user = user
        self.reader = Reader(language, "Europe/Berlin", "EUR")
        self.assistant = Assistant(store, builtin_process, AssistantSettings(language=language))

    def say(self, text: str, /, *, key: str | None = None, conversation: str = "c", **values: str) -> Reply:
        """The answer to `text`; `values` are the answers to its form."""
        self.now += timedelta(minutes=1)
        message = ChatMessage(text, self.user, "say", conversation, self.now, request_key=key, values=values)
        return self.assistant.answer(message).reply

    def words(self, reply: Reply) -> str:
        """The answer as people read it."""
        return render_text(reply, self.reader, width=400)

    def statements(self, text: str) -> int:
        """How many statements the answer takes once everything has been asked before."""
        self.say(text)
        with listened(self.store) as said:
            self.say(text)
        return len(said)

    def commands(self, reply: Reply) -> list[str]:
        """What the answer offers."""
        return [action.command for action in reply.actions]

    def with_user(self, user: str) -> Talk:
        """The same company, another member."""
        return Talk(self.store, self.now, user=user, language=self.reader.language)

    def rows(self) -> dict[str, int]:
        """How many rows each table has, but the one that keeps the places of the last answer."""
        with self.store.read() as session:
            tables = [table for table in Base.metadata.sorted_tables if table.name != "conversations"]
            return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def only(reply: Reply, kind: str) -> Record:
    """The one record of that type in an answer."""
    (record,) = [record for record in reply.records if record.type == kind]
    return record


def all_of(reply: Reply, kind: str) -> list[Record]:
    """The records of that type in an answer."""
    return [record for record in reply.records if record.type == kind]
