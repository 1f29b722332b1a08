"""All examinations in their order; one that fails is a finding itself and stops none of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from crmbot.app import App
from crmbot.doctor.announcements import announcement_channels, announcement_rules
from crmbot.doctor.database import database
from crmbot.doctor.finding import Finding, error
from crmbot.doctor.mail_out import mail_out
from crmbot.doctor.mailboxes import mailbox_findings
from crmbot.doctor.names import name_findings
from crmbot.doctor.ports import ports
from crmbot.doctor.processes import processes
from crmbot.doctor.queues import queues
from crmbot.doctor.reminders import reminders
from crmbot.doctor.settings import settings, team
from crmbot.doctor.slack import slack
from crmbot.errors import CrmbotError

Examination = Callable[[App], Iterable[Finding]]

_HERE: tuple[tuple[str, Examination], ...] = (
    ("settings", settings),
    ("database", database),
)
_RECORDS: tuple[tuple[str, Examination], ...] = (
    ("team", team),
    ("process", processes),
    ("announcements", announcement_rules),
    ("queues", queues),
    ("reminders", reminders),
)
_ELSEWHERE: tuple[tuple[str, Examination], ...] = (
    ("ports", ports),
    ("name service", name_findings),
    ("slack", slack),
    ("announcements", announcement_channels),
    ("mailbox", mailbox_findings),
    ("mail out", mail_out),
)


def examine(app: App) -> list[Finding]:
    """Look at everything; a part that cannot be looked at is a finding itself. Takes as long as the slowest answer from outside."""
    with ThreadPoolExecutor(len(_ELSEWHERE), "doctor") as outside:
        asked = [outside.submit(_findings, app, name, look) for name, look in _ELSEWHERE]
        findings = [finding for name, look in _HERE for finding in _findings(app, name, look)]
        if not any(finding.level == "error" and finding.what == "database" for finding in findings):
            findings += [finding for name, look in _RECORDS for finding in _findings(app, name, look)]
        return [*findings, *(finding for answer in asked for finding in answer.result())]


def _findings(app: App, name: str, look: Examination) -> list[Finding]:
    try:
        return list(look(app))
    except CrmbotError as fault:
        return [error(name, str(fault), "mend this first, then ask again")]
    except Exception as fault:  # noqa: BLE001 - an examination that fails must not hide the others
        return [error(name, f"could not be looked at: {type(fault).__name__}: {fault}", "please report this")]
