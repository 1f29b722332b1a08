"""`history`: everything that happened with somebody, by kind and time, page by page."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.appointments import appointment_line
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.references import Named, named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import activity_row, called
from crmbot.assistant.words import joined
from crmbot.domain.calendar.appointments import planned_at
from crmbot.domain.deals.views import activity_view, deals_of, view
from crmbot.domain.history.timeline import TimelineFilter, timeline_page
from crmbot.domain.records import Activity
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import RequestFault
from crmbot.parsing.chat.past import PastWords, read_past
from crmbot.shapes import Action, Reply, Row, Section, Text, Verbatim, t, tn

PER_PAGE = 15
_MOST_COMING = 5  # appointments


def handle(ask: Asking) -> Reply:
    """One page of the history; `understood` says which part."""
    found = named(ask)
    words = read_past(found.rest, now=ask.now, kinds=ask.settings.kinds.words())
    if words.unknown:
        raise _not_understood(ask, found.record, words)
    page = timeline_page(
        ask.session, found.record, _filter(ask, words), limit=PER_PAGE, page=words.page, access=ask.access
    )
    shown, pages = turned(words.page, page.count, PER_PAGE)
    return Reply(
        "list",
        paged_title(_title(found.record, page.count), shown, pages),
        understood=_said(ask, words),
        sections=(
            *_coming(ask, found),
            *((Section(None, tuple(_row(ask, entry) for entry in page.entries)),) if page.entries else ()),
        ),
        records=(*(activity_view(entry) for entry in page.entries), view(ask.session, found.record, ask.process)),
        totals={"count": page.count, "page": shown, "pages": pages},
        actions=page_buttons(f"history #{found.record.number}", asked_page(found.rest)[1], shown, pages),
    )


def _coming(ask: Asking, found: Named) -> tuple[Section, ...]:
    """Above the whole history, the appointments that are still to come."""
    if found.rest.strip():
        return ()
    planned = planned_at(
        ask.session, [found.record.number, *(d.number for d in deals_of(ask.session, found.record))], ask.now
    )
    rows = tuple(appointment_line(ask, one) for one in planned[:_MOST_COMING])
    return (Section(t("Still to come"), rows),) if rows else ()


def _row(ask: Asking, entry: Activity) -> Row:
    row = activity_row(ask, entry)
    return Row(t("#{number} {text}", number=entry.number, text=row.text), row.note, row.actions)


def _filter(ask: Asking, words: PastWords) -> TimelineFilter:
    return TimelineFilter(
        words.kinds, _begin(ask, words.first), _begin(ask, words.last and words.last + timedelta(days=1)),
        words.oldest_first,
    )  # fmt: skip


def _begin(ask: Asking, day: date | None) -> datetime | None:
    return datetime.combine(day, time(), ask.zone) if day is not None else None


def _title(record: Contactable, count: int) -> Text:
    if not count:
        return t("{record}: nothing of the kind.", record=called(record))
    return tn("{record}: {n} entry", "{record}: {n} entries", count, record=called(record))


def _said(ask: Asking, words: PastWords) -> Text | None:
    kinds = joined(ask.kind_name(key) for key in sorted(words.kinds))
    since = t("since {day}", day=words.first) if words.first else None
    until = t("until {day}", day=words.last) if words.last else None
    return joined([kinds, since, until, t("oldest first") if words.oldest_first else None])


def _not_understood(ask: Asking, record: Contactable, words: PastWords) -> RequestFault:
    names = ", ".join(kind.name(ask.reader.language) for kind in ask.settings.kinds.kinds)
    said = " ".join(words.unknown)[:80]
    return RequestFault(
        t(
            "I do not understand “{words}”. Filter by kind ({kinds}) and by time (since Monday, last 30 days).",
            words=Verbatim(said), kinds=Verbatim(names),
        ),
        (Action(t("The whole history"), f"history #{record.number}"),),
    )  # fmt: skip


COMMAND = Command(
    key="history",
    topic="ask",
    names={"en": ("history", "timeline"), "de": ("verlauf", "historie", "chronik")},
    usage=t("history WHO [KIND] [last 30 days] [oldest first]"),
    summary=t("everything that happened with somebody, by kind and time"),
    examples={
        "en": ("history Julia Brandt", "history #1042 calls last 30 days", "history #1042 oldest first"),
        "de": ("verlauf Julia Brandt", "verlauf #1042 Anrufe letzte 30 Tage", "verlauf #1042 älteste zuerst"),
    },
    writes=False,
    handler=handle,
)
