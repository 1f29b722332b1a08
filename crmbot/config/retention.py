"""How long things are kept."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crmbot.config.section import Section


class Retention(Section):
    """How long what is not needed any more is kept, in days; 0: for ever. Done by the clock, and by crmbot retention."""

    filed_mail_days: int = Field(0, ge=0, description="bytes of mails that stand in a history, as they came")
    ignored_mail_days: int = Field(90, ge=0, description="mails that made nothing, and repeats: bytes and header")
    dropped_mail_days: int = Field(90, ge=0, description="mails that were dropped or refused: bytes and header")
    held_mail_days: int = Field(365, ge=0, description="mails that nobody decided about: bytes and header")
    sent_message_days: int = Field(180, ge=0, description="contents of messages that were sent or failed")
    request_days: int = Field(30, ge=0, description="answers to chat requests, kept for repeats, and places of lists")
    inactive_person_years: int = Field(
        0, ge=0, description="people without contact, open deal or follow-up for so many years are erased; 0: never"
    )
    erased_senders: Literal["new", "refuse"] = Field(
        "new", description="mail from somebody who was erased: new makes a new contact, refuse keeps nothing of it"
    )
