"""An intake with its store and team, ready to be sent mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.process import builtin_process
from crmbot.domain.records import Activity, Base, Deal, InboxItem, Member, OutboxItem, Person
from crmbot.intake.receive import receive
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.worker import InboxWorker
from crmbot.shapes import RawMail, Reader
from crmbot.storage.store import Store
from crmbot.texts import render
from tests.mails import NOON

T = TypeVar("T", bound=Base)
SETTINGS = IntakeSettings(addresses=("crm@firma.example",), domains=("firma.example",))


@dataclass
class Office:
    """What tests do with an intake: send a mail through it, look at what became of it."""

    store: Store
    settings: IntakeSettings = SETTINGS

    def send(self, mail: RawMail) -> InboxItem:
        """Receive and handle one mail; its inbox row."""
        inbox_id = receive(self.store, self.settings, mail)
        self.worker.handle(inbox_id, mail.received_at)
        return self.item(inbox_id)

    @property
    def worker(self) -> InboxWorker:
        return InboxWorker(self.store, self.settings, builtin_process)

    def item(self, inbox_id: int) -> InboxItem:
        with self.store.read() as session:
            found = session.get(InboxItem, inbox_id)
        assert found is not None
        return found

    def with_settings(self, **changes: object) -> Office:
        return Office(self.store, replace(self.settings, **changes))  # type: ignore[arg-type]

    def personal(self, key: str) -> str:
        """The personal capture address of a member."""
        with self.store.read() as session:
            token = session.scalars(select(Member.capture_token).where(Member.key == key)).one()
        return f"crm+{token}@firma.example"

    def deals(self) -> Sequence[Deal]:
        return self.all(Deal)

    def people(self) -> Sequence[Person]:
        return self.all(Person)

    def activities(self) -> Sequence[Activity]:
        return self.all(Activity)

    def outbox(self) -> Sequence[OutboxItem]:
        return self.all(OutboxItem)

    def all(self, kind: type[T]) -> Sequence[T]:
        with self.store.read() as session:
            return session.scalars(select(kind).order_by(*kind.__mapper__.primary_key)).all()

    def session(self) -> Session:
        return Session(self.store.engine)


def reason_of(item: InboxItem) -> str:
    """The reason of an inbox row in English."""
    from crmbot.intake.reasons import load_reason

    return render(load_reason(item.reason), Reader("en", "Europe/Berlin"))


__all__ = ["NOON", "Office", "reason_of"]
