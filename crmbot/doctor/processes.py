"""The processes in force, and files that differ from them."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.app import App
from crmbot.doctor.finding import Finding, error, ok, warning
from crmbot.domain.members.members import member_by_key
from crmbot.errors import ConfigFault


def processes(app: App) -> Iterator[Finding]:
    """Whether they can be used, and who is named in the settings for their departments."""
    try:
        lines = app.process.all
    except ConfigFault as fault:
        yield error("process", fault.faults[0], "crmbot process check FILE names every fault")
        return
    yield ok("process", ", ".join(f"{line.key} version {line.version}" for line in lines))
    for change in app.process_book.changed():
        yield warning("process.file", change, "crmbot process preview FILE, then crmbot process accept FILE")
    with app.store.read() as session:
        for department, owner in app.settings.process.owners.items():
            if member_by_key(session, owner) is None:
                yield error(f"process.owners.{department}", f"{owner} is no member", "write a member's key")
