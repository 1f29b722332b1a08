"""Saved segments: a name for a list with its filters. Only the words are kept, so that the list is always as of now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crmbot.domain.records.base import Base, Tracked


class Segment(Tracked, Base):
    """`words` is what would be typed behind `list`. It belongs to the whole team; `owner` is who saved it."""

    __tablename__ = "segments"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(100), unique=True)  # folded
    words: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
