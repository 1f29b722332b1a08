"""Answers to a deal that moved: where it stands now, and what is still planned for it."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.process_bar import next_gate, open_questions, process_bar, steps_section
from crmbot.assistant.rows.rows import followup_row
from crmbot.domain.deals.views import deal_view
from crmbot.domain.followups.followups import open_followups_of
from crmbot.domain.history.history import Circumstances, log_activity, place_of
from crmbot.domain.records import Deal
from crmbot.shapes import Action, Field, Money, Reply, Section, Text, Verbatim, t


def moved(
    ask: Asking, deal: Deal, title: Text, *, more: tuple[Field, ...] = (), actions: tuple[Action, ...] = ()
) -> Reply:
    """The deal after its move; `more` is what else changed."""
    ask.session.flush()
    followups = open_followups_of(ask.session, [deal.number])
    fields = [Field(t("Stage"), ask.stage_name(deal.stage))]
    if deal.amount is not None:
        fields.append(Field(t("Amount"), Money(deal.amount, deal.currency)))
    if deal.owner != ask.member.key:
        fields.append(Field(t("Owner"), ask.member_name(deal.owner)))
    shown = [field.value for field in fields]
    fields += [field for field in more if field.value not in shown]
    planned = Section(t("Open follow-ups"), tuple(followup_row(ask, followup) for followup in followups))
    steps = steps_section(ask, deal)
    asked = next_gate(ask, deal) or open_questions(ask, deal)
    return Reply(
        "done",
        title,
        lines=(process_bar(ask, deal), *((asked,) if asked is not None else ())),
        fields=tuple(fields),
        sections=(*((planned,) if followups else ()), *((steps,) if steps is not None else ())),
        records=(deal_view(deal, ask.process),),
        actions=actions,
    )


def keep_words(ask: Asking, deal: Deal, text: str, *, kind: str = "note", direction: str = "internal") -> None:
    """What was said along with a move goes into the history."""
    if text.strip():
        log_activity(
            ask.work, place_of(deal), kind=kind, medium="note", text=text.strip(), direction=direction,
            author=ask.member.key,
        )  # fmt: skip


def keep_decision(ask: Asking, deal: Deal, before: str, text: str) -> None:
    """That a deal was won or lost stands in its history, with what was said about it."""
    log_activity(
        ask.work, place_of(deal), kind="change", medium="note", text=text.strip(), direction="internal",
        author=ask.member.key, circumstances=Circumstances(details={"stage_from": before, "stage_to": deal.stage}),
    )  # fmt: skip


def deal_name(deal: Deal) -> Verbatim:
    """What a deal is called."""
    return Verbatim(deal.name)
