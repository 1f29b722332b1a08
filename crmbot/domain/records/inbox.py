"""Mail that came in: the raw bytes, where each stands, and the keys by which it is known again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crmbot.domain.records.base import Base, Json


class InboxItem(Base):
    """One accepted message. States: received, done, duplicate, held, parked, dropped (contracts, section 6).

    `reason` is a `Text` in JSON. `released_by` is the member or administrator who vouched for a held mail.
    """

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_state_id", "state", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default="received")
    source: Mapped[str] = mapped_column(String(10))
    sender: Mapped[str] = mapped_column(String(320))  # envelope
    recipients: Mapped[list[str]] = mapped_column(Json)  # envelope
    peer: Mapped[str | None] = mapped_column(String(60))
    helo: Mapped[str | None] = mapped_column(String(255))
    submitter: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    message_id: Mapped[str | None] = mapped_column(String(998), index=True)
    from_address: Mapped[str | None] = mapped_column(String(320))
    subject: Mapped[str | None] = mapped_column(String(1000))
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    reason: Mapped[Any | None] = mapped_column(Json)
    verdicts: Mapped[Any | None] = mapped_column(Json)  # every rule's answer, for explain
    deal_number: Mapped[int | None]
    person_number: Mapped[int | None]
    activity_number: Mapped[int | None]
    first_id: Mapped[int | None]  # of a duplicate: the mail it repeats
    change_set_id: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]  # after a failure: when to try again
    released_by: Mapped[str | None] = mapped_column(String(200))
    mailbox: Mapped[str | None] = mapped_column(String(320))  # the one it was read from, as the settings name it
    quiet: Mapped[bool] = mapped_column(default=False)  # nobody is told what it became


class InboxRaw(Base):
    """The bytes of a message as they came; apart, so that lists of the inbox stay quick."""

    __tablename__ = "inbox_raw"

    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class RefusedSender(Base):
    """Whose unproven or suspicious mail is put away unasked, because a member said so; what is proven comes through."""

    __tablename__ = "refused_senders"

    address: Mapped[str] = mapped_column(String(320), primary_key=True)  # of the From, lower case
    refused_by: Mapped[str] = mapped_column(String(200))
    refused_at: Mapped[datetime]


class MailKey(Base):
    """A key by which a mail is recognised when it comes again, by whatever way.

    kind `content`: Message-ID with a hash of the content. kind `forward`: original sender, subject and text; `sent_at`
    (as printed, perhaps without zone) then has to fit too, see `crmbot.domain.people.duplicates`.
    """

    __tablename__ = "mail_keys"
    __table_args__ = (Index("ix_mail_keys_key", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[str | None] = mapped_column(String(40))  # ISO 8601, with zone where known
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"), index=True)


class ThreadLink(Base):
    """A Message-ID we have seen and the activity it was filed as: answers find their deal by it."""

    __tablename__ = "thread_links"
    __table_args__ = (Index("ix_thread_links_message_id", "message_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(Text)
    activity_number: Mapped[int] = mapped_column(ForeignKey("record_numbers.number"), index=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"), index=True)
