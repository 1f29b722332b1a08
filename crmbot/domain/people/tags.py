"""Tags: words on records, for all or for one member alone."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.records import Company, Deal, Person, Tag
from crmbot.domain.records.work import Work
from crmbot.folding import fold

LONGEST_TAG = 60  # characters


def tags_of(session: Session, number: int, member: str | None) -> list[Tag]:
    """The tags of a record that a member sees: everybody's, and his own private ones."""
    mine = or_(Tag.owner.is_(None), Tag.owner == member)
    return list(session.scalars(select(Tag).where(Tag.record_number == number, mine).order_by(Tag.name_key, Tag.id)))


def tags_among(session: Session, words: Collection[str], member: str | None) -> frozenset[str]:
    """The folded words among `words` that are tags which a member sees."""
    mine = or_(Tag.owner.is_(None), Tag.owner == member)
    return frozenset(session.scalars(select(Tag.name_key).where(Tag.name_key.in_(words), mine).distinct()))


def add_tag(work: Work, number: int, name: str, *, owner: str | None = None) -> bool:
    """Put a word on a record, with an `owner` for him alone. False where it is there already."""
    key = fold(name)[:LONGEST_TAG]
    if any(tag.name_key == key and tag.owner == owner for tag in tags_of(work.session, number, owner)):
        return False
    work.session.add(Tag(record_number=number, name=name[:LONGEST_TAG], name_key=key, owner=owner))
    return True


def remove_tag(work: Work, number: int, name: str, member: str) -> bool:
    """Take a word off a record, whether it is everybody's or the member's own. False where it is not there."""
    key = fold(name)[:LONGEST_TAG]
    found = [tag for tag in tags_of(work.session, number, member) if tag.name_key == key]
    for tag in found:
        work.session.delete(tag)
    return bool(found)


def tagged(model: type[Person | Company | Deal], name: str, member: str | None) -> ColumnElement[bool]:
    """The records with a tag that the member sees."""
    mine = or_(Tag.owner.is_(None), Tag.owner == member)
    return exists(
        select(Tag.id).where(Tag.record_number == model.number, Tag.name_key == fold(name)[:LONGEST_TAG], mine)
    )
