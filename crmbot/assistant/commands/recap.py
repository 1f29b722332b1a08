"""`recap`: the last talk, what is open, what comes next; by rules, from what stands in the history."""

from __future__ import annotations

from collections.abc import Iterable

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import activity_row, called, deal_row, followup_row
from crmbot.domain.deals.views import activity_view, deal_view, followup_view, view
from crmbot.domain.history.recap import Recap, recap_of
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Action, Reply, Row, Section, Text, t, tn


def handle(ask: Asking) -> Reply:
    """What one should know before the next talk."""
    record = named(ask).record
    found = recap_of(ask.session, record, ask.settings.kinds, access=ask.access)
    return Reply(
        "list",
        t("Recap: {record}", record=called(record)),
        lines=(_last_contact(ask, found),),
        sections=tuple(_sections(ask, record, found)),
        records=(
            view(ask.session, record, ask.process),
            *(deal_view(deal, ask.process) for deal in found.deals),
            *(followup_view(followup) for followup in found.followups),
            *(activity_view(entry) for entry in (*found.talks, *found.open_points)),
        ),
    )


def _last_contact(ask: Asking, found: Recap) -> Text:
    if not found.talks:
        return t("There has been no contact yet.")
    last = found.talks[0]
    days = max((ask.now.date() - last.at.astimezone(ask.zone).date()).days, 0)
    return tn(
        "Last contact {n} day ago: {kind}.", "Last contact {n} days ago: {kind}.", days, kind=ask.kind_name(last.kind)
    )


def _sections(ask: Asking, record: Contactable, found: Recap) -> Iterable[Section]:
    steps = [followup_row(ask, followup) for followup in found.followups]
    if not steps and found.deals:
        plan = Action(t("Follow up tomorrow"), f"followup #{record.number} tomorrow", "primary")
        steps = [Row(t("Nothing is planned."), actions=(plan,))]
    parts: tuple[tuple[Text, list[Row]], ...] = (
        (t("Last talk"), [activity_row(ask, entry) for entry in found.talks]),
        (t("Open points"), [activity_row(ask, entry) for entry in found.open_points]),
        (t("Next steps"), steps),
        (t("Deals"), [deal_row(ask, deal) for deal in found.deals]),
    )
    return (Section(heading, tuple(rows)) for heading, rows in parts if rows)


COMMAND = Command(
    key="recap",
    topic="ask",
    names={"en": ("recap", "summary", "brief me on"), "de": ("rückblick", "zusammenfassung")},
    usage=t("recap WHO"),
    summary=t("the last talk, open points and next steps, before you call"),
    examples={"en": ("recap Julia Brandt",), "de": ("rückblick Julia Brandt",)},
    writes=False,
    handler=handle,
)
