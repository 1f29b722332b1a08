"""`delete`: a deal goes for good, after two warnings; until somebody undoes it."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.changes.deleting import Loss, delete_deal, loss_of
from crmbot.domain.deals.views import deal_view
from crmbot.domain.members.access import require
from crmbot.domain.members.guard import unguarded
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Text, Verbatim, t, tn

_YES = frozenset({"yes", "ja", "ok", "sure", "delete", "loeschen"})
_REALLY = frozenset({"really", "wirklich", "endgueltig", "finally", "sicher"})


def handle(ask: Asking) -> Reply:
    """Warn, ask again, delete."""
    found = named(ask)
    deal = found.record
    if not isinstance(deal, Deal):
        raise RequestFault(
            t("Only deals are deleted here. A person is erased by the administrator, with proof: {command}.",
              command=Verbatim("crmbot person erase"))
        )  # fmt: skip
    require(ask.session, ask.access, "delete", deal)
    words = {fold(word).strip(".!,") for word in found.rest.split()}
    if words & _YES and words & _REALLY:
        return _deleted(ask, deal)
    return _asked_again(ask, deal) if words & _YES else _warned(ask, deal)


def _warned(ask: Asking, deal: Deal) -> Reply:
    lines = (
        *_losses(loss_of(ask.session, deal)),
        t(
            "It is better to disqualify it or to say that it is lost: then the reason and the history stay for the reports."
        ),
    )
    actions = (
        Action(t("Disqualify instead"), f"disqualify #{deal.number}", "primary"),
        Action(t("Delete all the same"), f"delete #{deal.number} yes", "danger"),
    )
    title = t("Delete {deal}? Its data would be lost.", deal=called(deal))
    return Reply("choice", title, lines=lines, actions=actions, records=(deal_view(deal, ask.process),))


def _asked_again(ask: Asking, deal: Deal) -> Reply:
    actions = (
        Action(t("Keep it"), f"show #{deal.number}", "primary"),
        Action(t("Yes, delete it"), f"delete #{deal.number} yes really", "danger"),
    )
    title = t("Really delete {deal}? This is the second question, there is no third.", deal=called(deal))
    lines = (t("It can be taken back with “undo”; it is not erased from the change log."),)
    return Reply("choice", title, lines=lines, actions=actions, records=(deal_view(deal, ask.process),))


def _losses(loss: Loss) -> tuple[Text, ...]:
    lines: list[Text] = []
    if loss.activities:
        lines.append(
            tn(
                "{n} entry of its history stays with the person and company, but no longer belongs to a deal.",
                "{n} entries of its history stay with the person and company, but no longer belong to a deal.",
                loss.activities,
            )
        )
    if loss.offers:
        lines.append(tn("{n} offer goes along.", "{n} offers go along.", loss.offers))
    if loss.followups:
        lines.append(tn("{n} follow-up goes along.", "{n} follow-ups go along.", loss.followups))
    return tuple(lines)


def _deleted(ask: Asking, deal: Deal) -> Reply:
    title = t("Deleted: {deal}. “undo” brings it back.", deal=called(deal))
    shown = deal_view(deal, ask.process)
    with unguarded(ask.session):  # also what the member may not see has to go along
        delete_deal(ask.work, deal)
    return Reply("done", title, records=(shown,))


COMMAND = Command(
    key="delete",
    topic="more",
    names={"en": ("delete",), "de": ("löschen", "lösche")},
    usage=t("delete DEAL [yes really]"),
    summary=t("delete a deal; asks twice, can be undone"),
    examples={"en": ("delete #1042 yes really",), "de": ("löschen #1042 ja wirklich",)},
    writes=True,
    right="delete",
    handler=handle,
)
