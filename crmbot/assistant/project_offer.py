"""With the project file on: whoever works on a contact without an open project is offered to create one."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.domain.catalogue.activity_kinds import ActivityKind
from crmbot.domain.deals.project_file import wants_project
from crmbot.domain.deals.role_files import holder_of
from crmbot.domain.deals.views import deals_of
from crmbot.domain.filing.filing import Filing
from crmbot.domain.records import Deal
from crmbot.shapes import Action, t


def project_offer(ask: Asking, filing: Filing, kind: ActivityKind) -> tuple[Action, ...]:
    """The button after a call, meeting or mail with somebody who has no open project."""
    holder = holder_of(filing.record)
    if holder is None or not kind.contact or (isinstance(filing.record, Deal) and filing.record.state == "open"):
        return ()
    if not wants_project(ask.process, deals_of(ask.session, holder)):
        return ()
    return (Action(t("Create a project"), f"project #{holder.number}", "primary"),)
