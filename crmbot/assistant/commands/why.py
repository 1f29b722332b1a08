"""`why`: who made a follow-up and when, by which rule, mail or series, why it comes now, and why to you."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.references import leading_followup
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called, due_words, followup_text
from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.actions import followup_actions
from crmbot.domain.followups.continuing import series_of
from crmbot.domain.followups.rhythms import ORIGIN, rhythm_of
from crmbot.domain.followups.series_words import series_words
from crmbot.domain.leads.words import lead_words
from crmbot.domain.members.absence import is_absent
from crmbot.domain.members.guard import unguarded
from crmbot.domain.members.members import member_by_key
from crmbot.domain.outbox.first_told import first_told
from crmbot.domain.records import Activity, Change, ChangeSet, Followup
from crmbot.domain.search.lookup import by_number
from crmbot.errors import NotFound
from crmbot.shapes import Action, Field, Moment, Reply, Text, Value, Verbatim, t, tn

_CHANNELS = {
    "slack": t("in Slack"), "mail": t("by mail"), "console": t("in the console"), "say": t("on the command line"),
    "clock": t("by the clock"), "intake": t("by a mail that came in"), "import": t("by an import"),
}  # fmt: skip


def handle(ask: Asking) -> Reply:
    """Everything that is known of where it comes from."""
    followup, _ = leading_followup(ask)
    if followup is None:
        raise NotFound(t("Which follow-up? Give its number, or its place in the last answer."))
    made = _made_in(ask, followup)
    source = _source(ask, made)
    record = by_number(ask.session, followup.record_number) if followup.record_number else None
    fields = [
        Field(t("Made by"), _maker(ask, followup, made)),
        Field(t("Because"), _rule(ask, followup, source)),
        Field(t("When"), _when(ask, followup)),
        Field(t("Why you"), _whose(ask, followup)),
    ]
    if record is not None:
        fields.append(Field(t("About"), called(record)))
    fields += _first_message(ask, followup)
    if followup.link:
        fields.append(Field(t("Original message"), Verbatim(followup.link)))
    return Reply(
        "card", t("Why you get #{number} {text}", number=followup.number, text=followup_text(followup)),
        fields=tuple(fields), records=(followup_view(followup),),
        actions=(*_shown(source), *followup_actions(followup, compact=True)),
    )  # fmt: skip


def _made_in(ask: Asking, followup: Followup) -> ChangeSet | None:
    """The action that made it; of a later turn of a series, the one that made the first."""
    number = followup.series or followup.part_of or followup.number
    mine = (Change.table_name == "followups", Change.row_id == number, Change.op == "insert")
    with unguarded(ask.session):
        joined = select(ChangeSet).join(Change, Change.change_set_id == ChangeSet.id).where(*mine)
        return ask.session.scalars(joined.order_by(ChangeSet.id).limit(1)).first()


def _source(ask: Asking, made: ChangeSet | None) -> Activity | None:
    """The mail, call or note that came with it."""
    if made is None:
        return None
    entry = (Change.change_set_id == made.id, Change.table_name == "activities", Change.op == "insert")
    number = ask.session.scalars(select(Change.row_id).where(*entry).order_by(Change.id).limit(1)).first()
    return ask.session.get(Activity, number) if number is not None else None


def _maker(ask: Asking, followup: Followup, made: ChangeSet | None) -> Text:
    at = Moment(followup.created_at)
    name: Value = ask.member_name(followup.created_by) if followup.created_by else Verbatim("crmbot")
    way = _CHANNELS.get(made.channel) if made is not None else None
    return t("{name}, {at}, {way}", name=name, at=at, way=way) if way else t("{name}, {at}", name=name, at=at)


def _rule(ask: Asking, followup: Followup, source: Activity | None) -> Value:
    series = series_of(followup)
    if series is not None:
        return t("it belongs to a series: {rule}", rule=series_words(series, regardless=followup.regardless))
    if followup.origin == ORIGIN and followup.record_number is not None:
        rhythm = rhythm_of(ask.session, followup.record_number)
        return tn(
            "contact is to be kept every {n} day", "contact is to be kept every {n} days", rhythm.days if rhythm else 0
        )
    if followup.origin and followup.origin.startswith("stage:"):
        stage = followup.origin.split(":")[1]
        return t("the process plans it in the stage “{stage}”", stage=ask.stage_name(stage))
    if followup.part_of is not None:
        return t("it is a part of #{number}, which several have to do", number=followup.part_of)
    if source is not None:
        said = Verbatim((source.subject or source.text)[:100])
        return t("{kind} of {at}: {subject}", kind=ask.kind_name(source.kind), at=Moment(source.at), subject=said)
    return t("somebody asked for it by hand")


def _when(ask: Asking, followup: Followup) -> Value:
    if followup.done_at is not None:
        return t("done {at}", at=Moment(followup.done_at))
    words: Text = due_words(ask, followup)
    if followup.snoozed:
        words = tn("{words}, snoozed {n} time", "{words}, snoozed {n} times", followup.snoozed, words=words)
    if followup.lead_minutes:
        words = t("{words}, {leads}", words=words, leads=lead_words(followup.lead_minutes))
    return words


def _whose(ask: Asking, followup: Followup) -> Value:
    owner = ask.member_name(followup.owner)
    if followup.owner == ask.member.key and followup.delegated_by is not None:
        return t("{name} handed it to you", name=ask.member_name(followup.delegated_by))
    if followup.owner == ask.member.key:
        return t("it is yours")
    member = member_by_key(ask.session, followup.owner)
    if member is not None and is_absent(member, ask.now.date()) and member.substitute == ask.member.key:
        return t("you stand in for {name}, who is away", name=owner)
    part = next((one.part for one in followup.members if one.member == ask.member.key), None)
    if part == "subscriber":
        return t("it is {name}'s; you hear of start and end", name=owner)
    return t("it is {name}'s", name=owner)


def _first_message(ask: Asking, followup: Followup) -> list[Field]:
    """When somebody was first told of it; with the address of that message, where it is the asker's own."""
    told = first_told(ask.session, [followup.number]).get(followup.number)
    if told is None:
        return []
    link = told.links.get(ask.member.key)
    where: Value = t("{at}, {link}", at=Moment(told.at), link=Verbatim(link)) if link else Moment(told.at)
    return [Field(t("First message"), where)]


def _shown(source: Activity | None) -> Iterator[Action]:
    """The original that gave rise to it."""
    if source is not None:
        place = source.deal_number or source.person_number or source.company_number
        if place is not None:
            yield Action(t("Open the original"), f"history #{place}")


COMMAND = Command(
    key="why",
    topic="plan",
    names={"en": ("why", "why do i get"), "de": ("warum", "wieso", "weshalb", "warum bekomme ich", "warum kommt")},
    usage=t("why FOLLOW-UP"),
    summary=t("who made a follow-up, by which rule or mail, why it comes now and why to you"),
    examples={"en": ("why #1050",), "de": ("warum #1050",)},
    writes=False,
    handler=handle,
)
