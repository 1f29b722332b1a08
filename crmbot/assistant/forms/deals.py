"""The dialogs that move a deal: to which stage, won, lost and why, converted to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.fields import spelled
from crmbot.assistant.forms.questions import amount, check, choice, prose, words
from crmbot.assistant.forms.sheet import MISSING, Check, Question, Sheet, answers, no_check, spoken
from crmbot.assistant.forms.stale import marked
from crmbot.assistant.rows.rows import called
from crmbot.domain.deals.gates import allowed
from crmbot.domain.process.model import name_in
from crmbot.domain.records import Deal
from crmbot.parsing.chat.reasons import OFFERED, reason_key
from crmbot.shapes import Option, Text, Value, Verbatim, t
from crmbot.texts import render

_LATEST = 300  # lost deals whose reasons are counted
_MOST_REASONS = 12
REASONS: Mapping[str, Text] = MappingProxyType(
    {
        "too expensive": t("too expensive"), "competitor": t("a competitor has it"), "no need": t("no need any more"),
        "unreachable": t("cannot be reached"), "no longer interested": t("no longer interested"),
        "no budget": t("no budget"), "cancelled": t("cancelled"), "not now": t("not now"),
    }
)  # fmt: skip
_OF_LOST = ("too expensive", "competitor", "no need", "no budget", "not now", "unreachable")
_ASKS = frozenset({"…", "..."})


def asks_for_form(rest: str) -> bool:
    """Whether a command that could act at once is wanted as a form: `won #1042 …`."""
    return rest.strip() in _ASKS


def asked_stage(ask: Asking, deal: Deal, question: Text) -> str:
    """The key of the stage that was chosen. Raises Unanswered as `answers` does."""
    line = ask.process.of(deal.process)
    stages = [stage for stage in line.stages if stage.key != deal.stage and allowed(ask.process, deal, stage)]
    following = ask.process.following(deal.stage)
    sheet = _sheet(
        ask, deal, t("Stage"), t("Move"), "stage",
        choice(
            "stage", t("To which stage?"), (Option(stage.key, ask.stage_name(stage.key)) for stage in stages),
            required=True, initial=following.key if following else None,
        ),
        typed=t("stage #{number} STAGE", number=deal.number),
    )  # fmt: skip
    return str(answers(ask, sheet, question)["stage"])


def asked_reason(ask: Asking, deal: Deal, verb: str, question: Text) -> dict[str, Any]:
    """Why a deal comes to nothing: `reason`, and `note` of a lost one, `company` of an enquiry."""
    lost = verb == "lost"
    more = prose("note", t("Closing note")) if lost else check("company", t("Keep the company all the same"))
    sheet = _sheet(
        ask, deal, t("Lost") if lost else t("Disqualify"), t("Save"), verb,
        choice("reason", t("Why?"), reasons(ask, deal, _OF_LOST if lost else OFFERED), open_=True),
        words("other", t("Another reason")), more,
        typed=t("{verb} #{number} REASON", verb=spoken(ask, verb), number=deal.number),
        check=lambda found: {} if found["reason"] or found["other"] else {"reason": MISSING},
    )  # fmt: skip
    found = answers(ask, sheet, question)
    return {**found, "reason": found["other"] or found["reason"]}


def reasons(ask: Asking, deal: Deal, usual: Iterable[str]) -> list[Option]:
    """Those of the process file; else what was said most often, and the usual ones."""
    own = ask.process.of(deal.process).data.get("lost_reasons")
    if isinstance(own, list) and own:
        named = [name_in(one, ask.reader.language) if isinstance(one, Mapping) else str(one) for one in own]
        return [Option(name, Verbatim(name)) for name in named]
    said = ask.session.scalars(
        select(Deal.lost_reason)
        .where(Deal.state == "lost", Deal.lost_reason.is_not(None))
        .order_by(Deal.closed_at.desc())
        .limit(_LATEST)
    )
    counted: dict[str, list[str]] = {}
    for reason in said:
        counted.setdefault(reason_key(reason or ""), []).append(" ".join((reason or "").split())[:75])
    found = {key: words[0] for key, words in sorted(counted.items(), key=lambda one: -len(one[1])) if words[0]}
    shown = {key: render(REASONS[key], ask.reader) for key in usual if key in REASONS}
    names = {**{key: found[key] for key in list(found)[: _MOST_REASONS // 2]}, **shown}
    return [Option(name, Verbatim(name)) for name in dict.fromkeys(names.values())]


def asked_won(ask: Asking, deal: Deal) -> str:
    """What is to be kept of a deal that was won."""
    sheet = _sheet(
        ask, deal, t("Won"), t("Won"), "won", prose("note", t("Closing note")),
        typed=t("won #{number} TEXT", number=deal.number),
    )  # fmt: skip
    return answers(ask, sheet)["note"] or ""


def asked_conversion(ask: Asking, deal: Deal) -> str:
    """What an enquiry is to become, as the words behind `convert`."""
    into = (
        Option("project", t("Customer and sales project")), Option("company only", t("Company and contact only")),
        Option("to partner", t("Partner")), Option("to supplier", t("Supplier")),
    )  # fmt: skip
    worth = deal.amount if deal.amount is not None else deal.budget
    sheet = _sheet(
        ask, deal, t("Convert"), t("Convert"), "convert",
        choice("into", t("Into what?"), into, required=True, initial="project"),
        check("offer", t("With a draft of the offer"), initial=True),
        amount("amount", t("Amount"), currency=deal.currency, initial=spelled(worth)),
        typed=t("convert #{number} [AMOUNT] [to partner] [without offer] [company only]", number=deal.number),
    )  # fmt: skip
    found = answers(ask, sheet)
    if found["into"] != "project":
        return str(found["into"])
    if not found["offer"]:
        return "without offer"
    return f"{found['amount'].amount:f} {found['amount'].currency}" if found["amount"] else ""


def _sheet(
    ask: Asking, deal: Deal, title: Text, submit: Text, verb: str, *questions: Question, typed: Value,
    check: Check = no_check,
) -> Sheet:  # fmt: skip
    command = marked(ask, deal, f"{verb} #{deal.number}")
    return Sheet(title, submit, command, questions, (called(deal),), typed, check)
