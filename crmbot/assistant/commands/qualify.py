"""`qualify` and `disqualify`: whether an enquiry is worth the work; `reopen` takes one up again."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.deals import REASONS, asked_reason, asks_for_form
from crmbot.assistant.gate import pass_gate
from crmbot.assistant.leads.conversion import (
    confirmed,
    contact_fields,
    contact_records,
    merge_offers,
    require_open,
    said_anyway,
    which_project,
)
from crmbot.assistant.moves import deal_name, keep_words, moved
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.assistant.sources import ask_for_source
from crmbot.domain.deals.views import deal_view
from crmbot.domain.history.history import log_activity, place_of
from crmbot.domain.leads.qualifying import disqualify, next_stage, qualify, reopen
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault, Unanswered
from crmbot.parsing.chat.reasons import OFFERED, wants_company
from crmbot.shapes import Action, Field, Reply, Verbatim, t


def handle(ask: Asking) -> Reply:
    """The same record goes on from the first stage to the second; its person and company are made or matched."""
    deal, text = named_deal(ask)
    stage = next_stage(ask.process, deal)
    if stage is None or deal.stage != ask.process.of(deal.process).first.key:
        here = ask.stage_name(deal.stage)
        raise RequestFault(
            t(
                "#{number} {name} is past that: it stands at “{stage}”.",
                number=deal.number,
                name=deal_name(deal),
                stage=here,
            )
        )
    insisted, text = said_anyway(text)
    question = None if insisted else which_project(ask, deal, "qualify", text)
    if question is not None:
        return question
    pass_gate(ask, deal, stage, "", verb="qualify")
    found = confirmed(ask, deal)
    qualify(ask.work, ask.process, deal, stage)
    keep_words(ask, deal, text)
    title = t(
        "Qualified: #{number} {name} is at “{stage}”.",
        number=deal.number, name=deal_name(deal), stage=ask.stage_name(deal.stage),
    )  # fmt: skip
    reply = moved(
        ask, deal, title, more=contact_fields(deal, found),
        actions=(*merge_offers(found), Action(t("Convert"), f"convert #{deal.number}", "primary")),
    )  # fmt: skip
    return ask_for_source(ask, deal, Reply(
        reply.kind, reply.title, fields=reply.fields, sections=reply.sections, actions=reply.actions,
        records=contact_records(ask, deal, found),
    ))  # fmt: skip


def handle_disqualify(ask: Asking) -> Reply:
    """An enquiry that leads nowhere ends with its reason; its company can be kept all the same."""
    deal, text = named_deal(ask)
    company, reason = wants_company(text)
    if not reason or ask.values or asks_for_form(reason):
        require_open(deal)
        company, reason = _why(ask, deal, company=company)
    require_open(deal)
    found = confirmed(ask, deal) if company else None
    disqualify(ask.work, ask.process, deal, reason)
    log_activity(
        ask.work, place_of(deal), kind="change", medium="note", text=reason, direction="internal", author=ask.member.key
    )
    fields = [Field(t("Reason"), Verbatim(reason))]
    if found is not None:
        fields += contact_fields(deal, found)[:2]
    title = t("Disqualified: #{number} {name}", number=deal.number, name=deal_name(deal))
    reply = moved(ask, deal, title, more=tuple(fields), actions=(Action(t("Reopen it"), f"reopen #{deal.number}"),))
    if found is None:
        return reply
    return Reply(
        reply.kind, reply.title, fields=reply.fields, sections=reply.sections, actions=reply.actions,
        records=contact_records(ask, deal, found),
    )  # fmt: skip


def _why(ask: Asking, deal: Deal, *, company: bool) -> tuple[bool, str]:
    """Whether the company is kept, and the reason, by the form. Raises Unanswered, with the usual reasons as buttons."""
    try:
        found = asked_reason(ask, deal, "disqualify", t("Why? A reason is needed, it is kept for the report."))
    except Unanswered as asked:
        further = " create company" if company else ""
        asked.actions = tuple(Action(REASONS[key], f"disqualify #{deal.number} {key}{further}") for key in OFFERED)
        raise
    return company or bool(found["company"]), found["reason"]


def handle_reopen(ask: Asking) -> Reply:
    """A deal that was decided goes back to where it stood; its history stays."""
    deal, text = named_deal(ask)
    if deal.state == "open":
        title = t("#{number} {name} is open.", number=deal.number, name=deal_name(deal))
        return Reply("done", title, records=(deal_view(deal, ask.process),))
    reason = deal.lost_reason
    stage = reopen(ask.work, ask.process, deal)
    keep_words(ask, deal, text)
    title = t(
        "Reopened: #{number} {name} is at “{stage}” again.",
        number=deal.number, name=deal_name(deal), stage=ask.stage_name(stage.key),
    )  # fmt: skip
    more = (Field(t("Had been lost"), Verbatim(reason)),) if reason else ()
    plan = Action(t("Follow up tomorrow"), f"followup #{deal.number} tomorrow")
    return moved(ask, deal, title, more=more, actions=(plan,))


COMMAND = Command(
    key="qualify",
    topic="deals",
    names={"en": ("qualify",), "de": ("qualifizieren", "qualifiziere")},
    usage=t("qualify DEAL [TEXT]"),
    summary=t("an enquiry is worth the work: person and company are confirmed, on to the next stage"),
    examples={"en": ("qualify #1042",), "de": ("qualifizieren #1042",)},
    writes=True,
    handler=handle,
)
DISQUALIFY = Command(
    key="disqualify",
    topic="deals",
    names={"en": ("disqualify",), "de": ("disqualifizieren", "disqualifiziere", "aussortieren")},
    usage=t("disqualify DEAL REASON [create company]"),
    summary=t("an enquiry leads nowhere; the reason is kept"),
    examples={
        "en": ("disqualify #1042 only wants a catalogue", "disqualify #1042 not now, create company"),
        "de": ("disqualifizieren #1042 will nur einen Katalog", "disqualifizieren #1042 kein Budget, Firma anlegen"),
    },
    writes=True,
    handler=handle_disqualify,
)
REOPEN = Command(
    key="reopen",
    topic="deals",
    names={
        "en": ("reopen", "restore", "reactivate"),
        "de": ("wiedereröffnen", "wieder öffnen", "reaktivieren", "wiederherstellen"),
    },
    usage=t("reopen DEAL [TEXT]"),
    summary=t("take a lost or disqualified deal up again where it stood"),
    examples={"en": ("reopen #1042",), "de": ("wiedereröffnen #1042",)},
    writes=True,
    handler=handle_reopen,
)
