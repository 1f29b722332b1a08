"""The history: notes, calls and mails at persons, companies and deals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from crmbot.domain.followups.rhythms import touched
from crmbot.domain.records import Activity, ActivityPerson, Blob, Company, Deal, File, Person
from crmbot.domain.records.work import Work


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is filed. What the deal knows of person and company is filled in by `place_of`."""

    deal: Deal | None = None
    person: Person | None = None
    company: Company | None = None


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be kept with an activity."""

    filename: str
    content_type: str
    content: bytes
    sha256: str
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a contact besides its content: why, where, which link; `details` for what only some kinds have."""

    reason: str | None = None
    touchpoint: str | None = None
    link: str | None = None
    details: dict[str, str] | None = None


def place_of(record: Deal | Person | Company) -> Place:
    """The place of a record, with the person and company behind it."""
    if isinstance(record, Deal):
        return Place(record, record.person, record.company or (record.person.company if record.person else None))
    if isinstance(record, Person):
        return Place(None, record, record.company)
    return Place(None, None, record)


def log_activity(
    work: Work, place: Place, *, kind: str, medium: str, text: str, direction: str | None = None,
    at: datetime | None = None, author: str | None = None, subject: str | None = None, full_text: str | None = None,
    note: str | None = None, minutes: int | None = None, inbox_id: int | None = None, people: Iterable[Person] = (),
    files: Iterable[NewFile] = (), circumstances: Circumstances | None = None, owner: str | None = None,
    private: bool = False,
) -> Activity:  # fmt: skip
    """One entry of the history; `at` is when it happened (now by default), `people` see it besides the place's person.

    `owner` is who has to see to it, of an entry that waits until it is resolved. A `private` one comes without words.
    """
    around = circumstances or Circumstances()
    activity = Activity(
        number=work.next_number("activity"), kind=kind, medium=medium, direction=direction, at=at or work.now,
        author=author, person_number=place.person.number if place.person else None,
        company_number=place.company.number if place.company else None,
        deal_number=place.deal.number if place.deal else None, subject=subject[:1000] if subject else None, text=text,
        full_text=full_text, note=note, minutes=minutes, inbox_id=inbox_id, created_at=work.now, people=[], files=[],
        reason=around.reason, touchpoint=around.touchpoint, link=around.link, details=around.details, owner=owner,
        private=private, pinned=False,
    )  # fmt: skip
    work.session.add(activity)
    _attach(work, activity, people, files)
    if place.deal is not None and (place.deal.last_activity_at is None or place.deal.last_activity_at < activity.at):
        place.deal.last_activity_at = activity.at
    work.session.flush()
    touched(work, activity)
    return activity


def _attach(work: Work, activity: Activity, people: Iterable[Person], files: Iterable[NewFile]) -> None:
    """Further people who see it, each once, and what came along."""
    others = {person.number for person in people} - {activity.person_number}
    activity.people.extend(ActivityPerson(person_number=number) for number in sorted(others))
    for file in files:
        _keep_file(work, activity, file)


def _keep_file(work: Work, activity: Activity, file: NewFile) -> None:
    if work.session.get(Blob, file.sha256) is None:
        work.session.execute(insert(Blob).values(sha256=file.sha256, content=file.content))
    kept = File(filename=file.filename[:300], content_type=file.content_type[:150], size=len(file.content))
    kept.sha256, kept.inline = file.sha256, file.inline
    activity.files.append(kept)


def refresh_last_activity(session: Session, deal_number: int) -> None:
    """Recompute the derived date of a deal, after undo took an activity away."""
    deal = session.get(Deal, deal_number)
    if deal is not None:
        latest = session.scalar(select(func.max(Activity.at)).where(Activity.deal_number == deal_number))
        deal.last_activity_at = latest or deal.created_at
