"""`preview card` and `url`: a record in a few words for others to see, and its address."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.assistant.words import TYPES
from crmbot.domain.deals.views import view
from crmbot.domain.members.access import not_found
from crmbot.domain.records import Company, Deal, Person
from crmbot.domain.search.lookup import Contactable, record_type
from crmbot.shapes import Action, Field, Record, Reply, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Name, stage and owner. Of a protected contact, and of his deals, nothing: others will read it."""
    record = named(ask).record
    if _is_protected(record):
        raise not_found(record.number)
    number, shown = record.number, view(ask.session, record, ask.process)
    fields = [Field(t("Kind"), TYPES[record_type(ask.session, number) or "deal"])]
    if isinstance(record, Deal):
        fields = [Field(t("Stage"), ask.stage_name(record.stage))]
    if shown.company and shown.company != shown.name:
        fields.append(Field(t("Company"), Verbatim(shown.company)))
    if shown.owner:
        fields.append(Field(t("Owner"), ask.member_name(shown.owner)))
    return Reply(
        "card",
        t("{name} (#{number})", name=Verbatim(shown.name), number=number),
        fields=tuple(fields),
        records=(Record(shown.type, number, shown.name, stage=shown.stage, owner=shown.owner, company=shown.company),),
        actions=(
            Action(t("Show it"), f"show #{number}", "primary"),
            Action(t("Follow up tomorrow"), f"followup #{number} tomorrow"),
        ),
    )


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
    people: tuple[Person | Company | None, ...] = (
        (record.person, record.company) if isinstance(record, Deal) else (record,)
    )
    return any(one is not None and one.protected for one in people)


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

URL = Command(
    key="url",
    topic="ask",
    names={"en": ("url", "web link"), "de": ("weblink", "url von")},
    usage=t("url WHO"),
    summary=t("the address of a record; posted in Slack it shows a preview"),
    examples={"en": ("url #1042",), "de": ("weblink #1042",)},
    writes=False,
    handler=address,
)
