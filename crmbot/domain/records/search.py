"""The search index: what each record is found by, as folded words. Derived from the records, written by the storage.

Each word of a record stands in its text once, separated by single blanks. The databases index these texts by word
(FTS5, full text); `SearchTerm` is the list of all words, which is searched for parts of words and misspelt ones.
"""

from __future__ import annotations

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crmbot.domain.records.base import Base

LONGEST_TERM = 50  # characters of a word that count
# On PostgreSQL each row is also indexed by the blocks that its number stands in, so that the newest can be asked for:
# what marks the number of a block as no word of a text, and how many numbers a block has.
BLOCKS = (("#", 5_000), ("##", 50_000))
LEXEMES = (
    "array_to_tsvector(string_to_array({table}text, ' ') || ARRAY["
    + ", ".join(f"'{sign}' || CAST({{table}}number / {size} AS text)" for sign, size in BLOCKS)
    + "])"
)
_BY_BYTES = String(LONGEST_TERM).with_variant(String(LONGEST_TERM, collation="C"), "postgresql")  # for ranges


class SearchName(Base):
    """The own name of a person, company or deal: what people call it in a request."""

    __tablename__ = "search_names"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(String(12))  # person, company, deal
    text: Mapped[str] = mapped_column(Text)


class SearchDetail(Base):
    """All words of a person, company or deal: its name, those it belongs to, addresses, fields, tags.

    Of a phone number its digits from each place on.
    """

    __tablename__ = "search_details"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)


class SearchText(Base):
    """The words of an entry of the history: what was written and said, and the names of its files."""

    __tablename__ = "search_texts"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(String(12))  # activity
    text: Mapped[str] = mapped_column(Text)


class SearchTerm(Base):
    """A word that stands in at least one of these texts; `sound` is its Cologne phonetic code."""

    __tablename__ = "search_terms"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    term: Mapped[str] = mapped_column(_BY_BYTES, unique=True)
    sound: Mapped[str] = mapped_column(String(LONGEST_TERM), index=True)
