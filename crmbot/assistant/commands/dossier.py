"""`dossier`: the file of a contact in one of its roles: contact, sales, customer, debtor, supplier, partner, personnel."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.role_files import file_named, files_of, role_file
from crmbot.domain.deals.role_files import holder_of
from crmbot.errors import RequestFault
from crmbot.shapes import Reply, Verbatim, t


def handle(ask: Asking) -> Reply:
    """The file that is named, before or behind the contact; without one, that of the leading role."""
    first, _, following = ask.rest.strip().partition(" ")
    before = file_named(first) if following else None
    found = named(ask, following if before else None)
    holder = holder_of(found.record)
    if holder is None:
        raise RequestFault(t("Nobody stands behind #{number}: name a person or a company.", number=found.record.number))
    file = before or (file_named(found.rest) if found.rest.strip() else files_of(ask, holder)[-1])
    if file is None:
        words = Verbatim(found.rest[:60])
        raise RequestFault(
            t(
                "There is no file “{words}”: contact, sales, customer, debtor, supplier, partner or personnel.",
                words=words,
            )
        )
    return role_file(ask, holder, file)


COMMAND = Command(
    key="dossier",
    topic="ask",
    names={"en": ("dossier", "role file"), "de": ("akte", "dossier")},
    usage=t("dossier WHO [contact|sales|customer|debtor|supplier|partner|personnel]"),
    summary=t("the file of a contact in one role: what matters there, its figures, its own history"),
    examples={
        "en": ("dossier Nordlicht GmbH supplier", "dossier Julia Brandt sales"),
        "de": ("akte Nordlicht GmbH Lieferant", "akte Julia Brandt Vertrieb"),
    },
    writes=False,
    handler=handle,
)
