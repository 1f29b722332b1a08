"""`complaints`: what waits to be resolved; `resolve`: it was seen to."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.deals import asks_for_form
from crmbot.assistant.forms.entry import asked_resolution
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.people import owner_asked
from crmbot.assistant.references import number_of
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import activity_row, called
from crmbot.domain.deals.views import activity_view, view
from crmbot.domain.history.complaints import open_complaints, resolve
from crmbot.domain.history.history import log_activity, place_of
from crmbot.domain.members.access import sees
from crmbot.domain.records import Activity, Company, Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Reply, Row, Section, Verbatim, t, tn

PER_PAGE = 20


def handle_list(ask: Asking) -> Reply:
    """The open ones, oldest first, each with whom it is about and who is in charge."""
    page, words = asked_page(ask.rest)
    kinds, owner = ask.settings.kinds.open_keys(), owner_asked(ask, words)
    count, entries = open_complaints(ask.session, kinds, ask.access, owner=owner, limit=PER_PAGE, page=page)
    page, pages = turned(page, count, PER_PAGE)
    whose = t("owner {name}", name=ask.member_name(owner)) if owner else None
    if not count:
        return Reply("list", t("No complaint is open."), understood=whose, totals={"count": 0})
    rows = tuple(_row(ask, entry) for entry in entries)
    return Reply(
        "list",
        paged_title(tn("{n} open complaint", "{n} open complaints", count), page, pages),
        understood=whose,
        sections=(Section(None, rows),),
        records=tuple(activity_view(entry) for entry in entries),
        totals={"count": count, "page": page, "pages": pages},
        actions=page_buttons("complaints", words, page, pages),
    )


def _row(ask: Asking, entry: Activity) -> Row:
    shown, holder = activity_row(ask, entry), holder_of(ask, entry)
    about = called(holder) if holder is not None else None
    age = (ask.now - entry.at).days
    aged = tn("{n} day old", "{n} days old", age)
    note = (
        t("{about} · {age} · {details}", about=about, age=aged, details=shown.note) if about is not None else shown.note
    )
    return Row(t("#{number} {text}", number=entry.number, text=shown.text), note, shown.actions)


def holder_of(ask: Asking, entry: Activity) -> Contactable | None:
    """The deal, else the person, else the company that an entry stands at."""
    if entry.deal_number is not None:
        return ask.session.get(Deal, entry.deal_number)
    if entry.person_number is not None:
        return ask.session.get(Person, entry.person_number)
    return ask.session.get(Company, entry.company_number) if entry.company_number is not None else None


def handle_resolve(ask: Asking) -> Reply:
    """Close it; what was done about it goes into the history."""
    first, _, text = ask.rest.strip().partition(" ")
    number = number_of(ask, first.rstrip(":,")) if first else None
    entry = ask.session.get(Activity, number) if number is not None else None
    if entry is None or not sees(ask.session, ask.access, entry):
        raise NotFound(t("There is no entry {number}.", number=Verbatim(first[:60])))
    if not ask.settings.kinds[entry.kind].stays_open:
        raise RequestFault(t("#{number} is nothing that has to be resolved.", number=entry.number))
    if ask.values or asks_for_form(text):
        text = asked_resolution(ask, entry)
    resolve(ask.work, entry)
    holder = holder_of(ask, entry)
    if text.strip() and holder is not None:
        log_activity(
            ask.work, place_of(holder), kind="note", medium="note", direction="internal", author=ask.member.key,
            text=text.strip(),
        )  # fmt: skip
    shown = (view(ask.session, holder, ask.process),) if holder is not None else ()
    return Reply("done", t("#{number} is resolved.", number=entry.number), records=(activity_view(entry), *shown))


COMPLAINTS = Command(
    key="complaints",
    topic="ask",
    names={"en": ("complaints", "open complaints"), "de": ("reklamationen", "beschwerden", "offene reklamationen")},
    usage=t("complaints [mine|owner:MEMBER]"),
    summary=t("complaints that nobody has resolved yet, oldest first"),
    examples={"en": ("complaints",), "de": ("reklamationen",)},
    writes=False,
    handler=handle_list,
)
RESOLVE = Command(
    key="resolve",
    topic="log",
    names={"en": ("resolve", "resolved"), "de": ("behoben", "beheben", "gelöst")},
    usage=t("resolve #ENTRY [WHAT WAS DONE]"),
    summary=t("a complaint was seen to"),
    examples={"en": ("resolve #1060 new boards sent",), "de": ("behoben #1060 neue Böden geschickt",)},
    writes=True,
    handler=handle_resolve,
)
