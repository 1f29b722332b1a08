"""Followers of a record hear what others enter in its history; its steps they hear of where these are made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from crmbot.assistant.asking import Asking
from crmbot.assistant.rows.rows import called, excerpt
from crmbot.domain.members.access import access_of, sees
from crmbot.domain.members.guard import unguarded
from crmbot.domain.members.members import all_members
from crmbot.domain.members.watching import followers_of
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Change
from crmbot.domain.search.lookup import Contactable, by_number
from crmbot.shapes import Action, Reply, Verbatim, t


@dataclass(frozen=True, slots=True)
class _News:
    """A new entry at records, the one to be shown first."""

    numbers: tuple[int, ...]
    kind: str
    words: str


def tell_news(ask: Asking) -> None:
    """One message about this request to each follower but whoever makes it, as far as he may read the record."""
    change_set = ask.work.change_set()
    if change_set is None:
        return
    with unguarded(ask.session):
        told = {ask.member.key}
        for news in _news(ask, change_set):
            _tell(ask, news, change_set, told)


def _news(ask: Asking, change_set: int) -> Iterable[_News]:
    made = (Change.change_set_id == change_set, Change.table_name == "activities", Change.op == "insert")
    for change in ask.session.scalars(select(Change).where(*made).order_by(Change.id)):
        row = change.new or {}
        places = (row.get(name) for name in ("deal_number", "person_number", "company_number"))
        numbers = tuple(number for number in places if number is not None)
        yield _News(numbers, str(row.get("kind")), row.get("text") or "")


def _tell(ask: Asking, news: _News, change_set: int, told: set[str]) -> None:
    followers = [key for key in followers_of(ask.session, news.numbers) if key not in told]
    records = (by_number(ask.session, number) for number in news.numbers) if followers else ()
    record = next((one for one in records if one is not None), None)
    if record is None:
        return
    content = _content(ask, news, record)
    team = {member.key: member for member in all_members(ask.session, active_only=True)}
    for key in followers:
        if sees(ask.session, access_of(ask.session, team[key]), record):
            enqueue(ask.work, key=f"news:{change_set}:{key}", kind="news", recipient=key, content=content)
            told.add(key)


def _content(ask: Asking, news: _News, record: Contactable) -> Reply:
    kind = ask.kind_name(news.kind)
    title = t("{who} at {record}: {kind}", who=Verbatim(ask.member.name), record=called(record), kind=kind)
    lines = (Verbatim(excerpt(news.words)),) if news.words else ()
    return Reply("done", title, lines=lines, actions=(Action(t("Show"), f"show #{record.number}", "primary"),))
