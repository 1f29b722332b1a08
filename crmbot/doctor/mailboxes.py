"""Mailboxes: whether each can be opened, what waits there, how old its login is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from crmbot.app import App
from crmbot.doctor.finding import Finding, error, ok, warning
from crmbot.mailboxes import mailboxes

if TYPE_CHECKING:
    from crmbot.channels.imap.oauth import OAuthClient

_DAY = 86_400.0
_OLD_LOGIN = 60.0  # days; Microsoft forgets a login that was not renewed for 90
_MANY = 1000


def mailbox_findings(app: App) -> Iterator[Finding]:
    """One look into each; nothing there is changed."""
    if not app.settings.imap:
        return
    from crmbot.channels.imap.watcher import ImapWatcher

    for box in mailboxes(app.settings):
        seen = ImapWatcher(box, lambda _raw: None, app.clock, lambda _line: None).check()
        if not seen.ok:
            yield error("mailbox", seen.message, "crmbot mailbox check says more; docs/operations.md, Mailboxes")
        elif seen.waiting > _MANY:
            found = f"{seen.message}; {seen.waiting} messages wait"
            yield warning("mailbox", found, "crmbot mailbox check shows them; capture.start_date leaves old ones alone")
        else:
            yield ok("mailbox", f"{seen.message}; {seen.waiting} wait")
        if box.oauth is not None:
            yield from _login(app, box.oauth)


def _login(app: App, client: OAuthClient) -> Iterator[Finding]:
    """A login lives on by being renewed; the file is written at each renewal."""
    file = Path(client.token_file)
    if not file.is_file():
        yield error("mailbox login", f"nobody has logged in as {client.user}", f"crmbot mailbox login {client.user}")
        return
    age = (app.clock().timestamp() - file.stat().st_mtime) / _DAY
    if age > _OLD_LOGIN:
        mend = f"is crmbot serve running? Else crmbot mailbox login {client.user}"
        yield warning("mailbox login", f"of {client.user} was renewed {age:.0f} days ago", mend)
    else:
        yield ok("mailbox login", f"of {client.user} was renewed {max(age, 0.0):.0f} days ago")
    if file.stat().st_mode & 0o077:
        yield error("mailbox login", f"{file} can be read by others", f"chmod 600 {file}")
