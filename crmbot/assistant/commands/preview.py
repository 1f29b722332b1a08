"""`preview card`, `side panel` and `url`: a record in a few words for others to see or for oneself, and its address."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.actions import card_actions
from crmbot.assistant.cards.panel import panel_fields
from crmbot.assistant.cards.parts import gather
from crmbot.assistant.cards.records import detailed
from crmbot.assistant.cards.sections import recommended
from crmbot.assistant.forms.stale import with_marks
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.deals.views import view
from crmbot.domain.members.access import not_found
from crmbot.domain.members.guard import guard
from crmbot.domain.records import Company, Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Action, Field, Record, Reply, Text, Verbatim, t

_MOST = 6  # actions of a side panel, besides the whole card


def handle(ask: Asking) -> Reply:
    """Name and what the settings allow to be shown. Of a protected contact, and of what hangs on him, nothing: others will read it."""
    record = _record(ask)
    if _is_protected(record):
        raise not_found(record.number)
    guard(ask.session, ask.access.for_others())
    parts = gather(ask, record)
    shown = detailed(ask, parts)
    return Reply(
        "card",
        _title(shown),
        fields=tuple(field for field in panel_fields(ask, parts) if field.key in ask.settings.previewed),
        records=(
            Record(shown.type, shown.number, shown.name, stage=shown.stage, owner=shown.owner, company=shown.company),
        ),
        actions=(
            Action(t("Show it"), f"show #{shown.number}", "primary"),
            Action(t("Follow up tomorrow"), f"followup #{shown.number} tomorrow"),
        ),
    )


def panel(ask: Asking) -> Reply:
    """The record for one reader's eyes: what matters of it, and what could come next."""
    record = _record(ask)
    parts = gather(ask, record)
    shown = detailed(ask, parts)
    advice = recommended(parts)
    first = advice.rows[:1] if advice is not None else ()
    actions = (*(action for row in first for action in row.actions), *card_actions(ask, parts))
    whole = Action(t("Whole card"), f"show #{record.number}")
    made = Reply(
        "card",
        _title(shown),
        fields=(*(Field(t("Recommended"), row.text, "advice") for row in first), *panel_fields(ask, parts)),
        records=(shown,),
        actions=(*actions[:_MOST], whole),
    )
    return with_marks(ask, made, (record, *(deal for deal, _ in parts.advice)))


def _record(ask: Asking) -> Contactable:
    """The record that is meant; of an erased person there is nothing to show but the number."""
    record = named(ask).record
    if isinstance(record, Person) and record.erased_at is not None:
        raise not_found(record.number)
    return record


def _title(shown: Record) -> Text:
    return t("{name} (#{number})", name=Verbatim(shown.name), number=shown.number)


def address(ask: Asking) -> Reply:
    """Where a record is found; posted in Slack it shows a preview."""
    record = named(ask).record
    url = ask.settings.record_url(record.number)
    records = (view(ask.session, record, ask.process),)
    if url is None:
        title = t("{record} has no address: an administrator would have to set http.public_url.", record=called(record))
        return Reply("card", title, records=records)
    return Reply("card", t("{record}: {url}", record=called(record), url=Verbatim(url)), records=records)


def _is_protected(record: Contactable) -> bool:
    """Whether it is, or stands with its name beside, a contact that only some may see."""
    own: tuple[Person | Company | None, ...] = () if isinstance(record, Deal) else (record,)
    person = record.person if isinstance(record, Deal) else None
    company = record if isinstance(record, Company) else record.company
    return any(one is not None and one.protected for one in (*own, person, company))


PREVIEW = Command(
    key="preview",
    topic="ask",
    names={"en": ("preview card",), "de": ("kurzkarte",)},
    usage=t("preview card WHO"),
    summary=t("a record in a few words, as a link to it shows it in Slack"),
    examples={"en": ("preview card #1042",), "de": ("kurzkarte #1042",)},
    writes=False,
    handler=handle,
)

PANEL = Command(
    key="panel",
    topic="ask",
    names={"en": ("side panel",), "de": ("seitenleiste",)},
    usage=t("side panel WHO"),
    summary=t("a record in a few words, as Slack shows it beside a link"),
    examples={"en": ("side panel #1042",), "de": ("seitenleiste #1042",)},
    writes=False,
    handler=panel,
)

URL = Command(
    key="url",
    topic="ask",
    names={"en": ("url", "web link"), "de": ("weblink", "url von")},
    usage=t("url WHO"),
    summary=t("the address of a record; posted in Slack it shows a preview"),
    examples={"en": ("url #1042",), "de": ("weblink #1042",)},
    writes=False,
    handler=address,
    personal=True,
)
