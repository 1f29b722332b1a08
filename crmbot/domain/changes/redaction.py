"""Taking an erased person out of what belongs to others: texts of the history, messages, answers, the reasons of mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import String, delete, inspect, select, type_coerce

from crmbot import codec
from crmbot.domain.changes.log_redaction import redact_log
from crmbot.domain.filing.traces import Traces
from crmbot.domain.records import (
    Activity,
    Appointment,
    Company,
    Competitor,
    Conversation,
    Deal,
    File,
    Followup,
    HandledRequest,
    InboxItem,
    InboxRaw,
    Offer,
    OutboxItem,
    Person,
    PostalAddress,
    Tag,
)
from crmbot.domain.records.base import Base
from crmbot.domain.records.values import fitted
from crmbot.domain.records.work import Work
from crmbot.domain.search.names import person_key
from crmbot.folding import fold
from crmbot.shapes import Reply, t

# Where people write freely: in these columns of records that stay he is no longer named.
_TEXTS: Mapping[type[Base], tuple[str, ...]] = MappingProxyType(
    {
        Activity: ("subject", "text", "full_text", "note", "reason", "touchpoint", "link", "details"),
        File: ("filename",),
        Deal: ("name", "need", "lost_reason", "closing_note", "custom"),
        Followup: ("text", "outcome"),
        Appointment: ("title", "place", "text", "organizer", "attendees"),
        Offer: ("note",),
        Competitor: ("strengths", "weaknesses"),
        Tag: ("name",),
        Person: ("job_title", "custom"),
        Company: ("custom",),
        PostalAddress: ("street", "text"),
        InboxItem: ("subject", "reason", "verdicts", "recipients"),
    }
)
_OF_MAIL = frozenset({"held", "receipt", "question", "offer", "confirmation"})  # beginnings of keys in the outbox
_NUMBER = re.compile(r"\d{4,10}")
_ERASED = codec.dump(Reply("done", t("erased with the person it was about")))


class Redaction:
    """One erasure at work: notes which rows were emptied, then cleans what others hold."""

    def __init__(self, work: Work, traces: Traces, mails: Iterable[int]) -> None:
        self._work = work
        self._session = work.session
        self._traces = traces
        self._mails = frozenset(mails)
        self._rows: set[tuple[str, int]] = set()
        self._numbers = set(traces.numbers)

    def emptied(self, row: Base) -> None:
        """All that this row held is personal: the change log loses it too."""
        mapper = inspect(type(row))
        (key,) = mapper.primary_key_from_instance(row)
        self._rows.add((mapper.local_table.description, key))
        if isinstance(row, (Activity, Deal, Followup)):
            self._numbers.add(key)

    def everywhere(self) -> None:
        """Texts, messages and answers of others."""
        for model, names in _TEXTS.items():
            for row in self._naming(model, names):
                self._clean(row, names)
        self._session.flush()
        for item in self._messages():
            self._withdraw(item)
        for key, text in self._session.execute(select(HandledRequest.key, type_coerce(HandledRequest.answer, String))):
            if self._about(text):
                self._session.get_one(HandledRequest, key).answer = _ERASED
        for conversation in self._session.scalars(select(Conversation)):
            if not self._traces.numbers.isdisjoint(conversation.numbers):
                self._session.delete(conversation)
        self._session.flush()

    def of_the_log(self, change_set: int | None) -> set[str]:
        """Values in the change log, after everything was written; returns the hashes of files that it named."""
        self._session.flush()
        return redact_log(self._session, self._traces, self._rows, self._work.now, change_set)

    def _naming(self, model: type[Base], names: tuple[str, ...]) -> Iterator[Any]:
        columns = [getattr(model, name) for name in names]
        for row in self._session.scalars(select(model).where(self._traces.within(*columns))).all():
            if any(self._traces.found_in(_as_text(getattr(row, name))) for name in names):
                yield row

    def _clean(self, row: Any, names: tuple[str, ...]) -> None:
        for name in names:
            value = getattr(row, name)
            if self._traces.found_in(_as_text(value)):
                cleaned = self._traces.removed_from_value(value)
                column = getattr(type(row), name)
                setattr(row, name, fitted(column, cleaned) if isinstance(column.type, String) else cleaned)
        if isinstance(row, Deal):
            row.name_key = fitted(Deal.name_key, person_key(row.name))
        if isinstance(row, Tag):
            row.name_key = fitted(Tag.name_key, fold(row.name))
        if isinstance(row, Activity) and row.inbox_id is not None:
            self._session.execute(delete(InboxRaw).where(InboxRaw.inbox_id == row.inbox_id))

    def _messages(self) -> Iterator[OutboxItem]:
        """Those that were or will be sent about him or one of his mails."""
        rows = select(OutboxItem.id, OutboxItem.key, type_coerce(OutboxItem.content, String))
        for item_id, key, content in self._session.execute(rows).all():
            kind, _, rest = key.partition(":")
            mail = rest.partition(":")[0]
            if (kind in _OF_MAIL and mail.isdigit() and int(mail) in self._mails) or self._about(content):
                yield self._session.get_one(OutboxItem, item_id)

    def _about(self, text: str | None) -> bool:
        if not text:
            return False
        named = {int(number) for number in _NUMBER.findall(text)}
        return not named.isdisjoint(self._numbers) or self._traces.found_in(text)

    def _withdraw(self, item: OutboxItem) -> None:
        """What was sent is emptied; a list that waits loses its lines about him, any other message is not sent."""
        if item.state in ("waiting", "sending") and item.kind == "digest":
            item.content = self._without(item.content)
            return
        item.content, item.error = _ERASED, None
        if item.state == "waiting":
            item.state, item.error = "failed", "erased with the person it was about"

    def _without(self, value: Any) -> Any:
        """A list loses the entries that are about him; what is left of him elsewhere is cut out."""
        if isinstance(value, list):
            return [self._without(entry) for entry in value if not self._names_him(entry)]
        if isinstance(value, dict):
            return {key: self._without(entry) for key, entry in value.items()}
        return self._traces.removed_from_value(value)

    def _names_him(self, value: Any) -> bool:
        """Whether a line, not one of the lists in it, is about him."""
        if isinstance(value, dict) and value.get("@") == "Section":
            return False
        return self._about(_as_text(value))


def _as_text(value: Any) -> str:
    """As the database holds it."""
    if isinstance(value, str):
        return value
    return "" if value is None else str(value)
