"""Messages of the chat that were logged: each at most once, however often and by however many it is asked for."""

from __future__ import annotations

import hashlib

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crmbot.domain.history.history import Place
from crmbot.domain.records import Activity, HandledRequest
from crmbot.domain.records.work import Work


def logged_before(session: Session, link: str, place: Place | None = None) -> Activity | None:
    """The entry that was made of the message behind `link`; None when there is none, or it was taken back.

    It is remembered for as long as requests are kept; at its `place` it is found for ever.
    """
    known = session.get(HandledRequest, _key(link))
    entry = session.get(Activity, known.answer) if known is not None and isinstance(known.answer, int) else None
    if entry is not None or place is None:
        return entry
    columns = (
        (Activity.deal_number, place.deal),
        (Activity.person_number, place.person),
        (Activity.company_number, place.company),
    )
    here = or_(*(column == record.number for column, record in columns if record is not None))
    return session.scalars(select(Activity).where(here, Activity.link == link).limit(1)).first()


def remember_logged(work: Work, link: str, entry: Activity) -> None:
    """The message behind `link` is logged now. Of two at once the later one fails on the unique key."""
    known = work.session.get(HandledRequest, _key(link))
    if known is None:
        work.session.add(HandledRequest(key=_key(link), at=work.now, answer=entry.number))
    else:
        known.at, known.answer = work.now, entry.number
    work.session.flush()


def _key(link: str) -> str:
    return f"logged:{hashlib.sha256(link.encode('utf-8', 'replace')).hexdigest()}"
