"""One question to an authorisation server: a form there, JSON back (RFC 6749)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from crmbot.channels.imap.login import MailboxFault
from crmbot.channels.loopback import is_loopback

_SECONDS = 20.0
_LONGEST_ANSWER = 1_000_000


class _NoRedirect(HTTPRedirectHandler):
    """Secrets go where they were sent, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        """Never."""


def ask(url: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """The answer, also one that tells of an error. OSError when there is none, MailboxFault for an address without TLS."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise MailboxFault("imap.oauth_url: must begin with https://")
    request = Request(url, urlencode(fields).encode(), {"Accept": "application/json"})  # noqa: S310 - checked above
    try:
        with _opener().open(request, timeout=_SECONDS) as answer:
            return _read(answer.read(_LONGEST_ANSWER))
    except HTTPError as refused:
        with refused:
            if refused.code >= 500:
                raise OSError(f"the authorisation server answers {refused.code}") from None
            return _read(refused.read(_LONGEST_ANSWER))


def _opener() -> OpenerDirector:
    return build_opener(_NoRedirect)


def _read(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise OSError("the authorisation server gives no sensible answer")
    return answer
