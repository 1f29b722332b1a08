"""The mailboxes of the settings, as the channel wants them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crmbot.channels.imap.login import mailbox_label, mailbox_url

if TYPE_CHECKING:
    from crmbot.channels.imap.oauth import OAuthClient
    from crmbot.channels.imap.watcher import ImapSettings
    from crmbot.config import Settings
    from crmbot.config.sections import Imap

_NOT_IN_A_FILE_NAME = re.compile(r"[^\w.@-]")


def mailboxes(settings: Settings) -> list[ImapSettings]:
    """Every mailbox that is configured, in their order."""
    from crmbot.channels.imap.watcher import ImapSettings

    capture = settings.capture
    return [
        ImapSettings(
            one.url, one.password.get_secret_value() or None, one.oauth_token_command or None, one.after, one.idle,
            one.poll_seconds, capture.start_date, tuple(capture.addresses), capture.max_bytes, one.quiet, _oauth(one),
        )
        for one in settings.imap
    ]  # fmt: skip


def named(boxes: list[ImapSettings], name: str) -> list[ImapSettings]:
    """The mailboxes whose name (`user@host/folder`) contains `name`, or the one at that place, counted from 1."""
    if name.isdigit() and 1 <= int(name) <= len(boxes):
        return [boxes[int(name) - 1]]
    return [box for box in boxes if name.lower() in mailbox_label(box.url).lower()]


def _oauth(one: Imap) -> OAuthClient | None:
    if not one.oauth:
        return None
    from crmbot.channels.imap.oauth import OAuthClient

    try:
        user = mailbox_url(one.url).user
    except ValueError:
        return None  # the URL is reported where the mailbox is opened
    file = one.token_file or f"oauth-{_NOT_IN_A_FILE_NAME.sub('_', user)}.json"
    secret = one.oauth_client_secret.get_secret_value()
    return OAuthClient(one.oauth, user, one.oauth_client_id, file, secret, one.oauth_tenant, one.oauth_url)
