"""Tokens for mailboxes at Microsoft 365 and Google: logging in once (RFC 8628, RFC 7636), keeping and renewing (RFC 6749, 6)."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from crmbot.channels.imap.login import MailboxFault
from crmbot.channels.imap.oauth_http import ask

_LEEWAY = 120.0  # seconds before its end in which a token is no longer used
_USUAL_LIFE = 3600.0
_SLOWER = 5.0  # seconds more between two questions when the server says `slow_down` (RFC 8628, 3.5)
_REDIRECT = "http://127.0.0.1:8127/"  # nobody listens there: the address is copied from the browser
_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """An application registered with a provider, for one mailbox of `user`. `url` names another server, for tests."""

    provider: Literal["microsoft", "google"]
    user: str
    client_id: str
    token_file: str
    client_secret: str = field(default="", repr=False)
    tenant: str = "organizations"
    url: str = ""

    @property
    def scope(self) -> str:
        """What we ask for: reading and marking mail by IMAP, also while nobody is there."""
        if self.provider == "google":
            return "https://mail.google.com/"
        return "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"

    def endpoint(self, name: Literal["device", "token", "authorize"]) -> str:
        """Where the provider is asked."""
        if self.url:
            return f"{self.url.rstrip('/')}/{name}"
        if self.provider == "google":
            return {
                "device": "https://oauth2.googleapis.com/device/code",
                "token": "https://oauth2.googleapis.com/token",
                "authorize": "https://accounts.google.com/o/oauth2/v2/auth",
            }[name]
        return f"{_MICROSOFT.format(tenant=self.tenant)}/{'devicecode' if name == 'device' else name}"

    def fields(self, **more: str) -> dict[str, str]:
        """Form fields with who we are."""
        own = {"client_id": self.client_id, "client_secret": self.client_secret}
        return {name: value for name, value in {**own, **more}.items() if value}


def log_in_by_device(
    client: OAuthClient, show: Callable[[str], None], pause: Callable[[float], None] = time.sleep
) -> None:
    """Shows a code to be entered in any browser, waits until that is done and keeps the tokens (RFC 8628). MailboxFault, OSError."""
    begun = _sound(ask(client.endpoint("device"), client.fields(scope=client.scope)))
    where = begun.get("verification_uri") or begun.get("verification_url")
    show(f"Open {where} in a browser, log in as {client.user} and enter the code {begun.get('user_code')}")
    wait, left = float(begun.get("interval") or 5), float(begun.get("expires_in") or 900)
    while left > 0:
        pause(wait)
        left -= wait
        fields = client.fields(grant_type=_DEVICE, device_code=str(begun.get("device_code", "")))
        answer = ask(client.endpoint("token"), fields)
        if (fault := answer.get("error")) == "slow_down":
            wait += _SLOWER
        elif fault != "authorization_pending":
            return _keep(client, _sound(answer), {})
    raise MailboxFault("nobody entered the code in time: start again")


def log_in_by_code(client: OAuthClient, show: Callable[[str], None], answer: Callable[[], str]) -> None:
    """Shows an address to be opened, takes the one at which the browser ends, and keeps the tokens (RFC 7636). Google gives no
    access to mail by device code. MailboxFault, OSError.
    """
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "client_id": client.client_id, "redirect_uri": _REDIRECT, "response_type": "code", "scope": client.scope,
        "code_challenge": challenge, "code_challenge_method": "S256", "state": state, "login_hint": client.user,
        "access_type": "offline", "prompt": "consent",
    }  # fmt: skip
    show(
        f"Open this address in a browser and log in as {client.user}:\n\n{client.endpoint('authorize')}?{urlencode(query)}\n"
    )
    show("The browser ends at a page that cannot be shown. Copy its address from the address bar.")
    code = _code_in(answer(), state)
    fields = client.fields(grant_type="authorization_code", code=code, redirect_uri=_REDIRECT, code_verifier=verifier)
    _keep(client, _sound(ask(client.endpoint("token"), fields)), {})


def _code_in(address: str, state: str) -> str:
    """The code in the address at which the browser ended; it has to be the answer to our question."""
    try:
        query = parse_qs(urlsplit(address.strip()).query)
    except ValueError:
        query = {}
    if "error" in query:
        raise MailboxFault(f"the provider refuses: {query['error'][0][:200]}")
    if query.get("state") != [state] or not query.get("code"):
        raise MailboxFault("this is not the address at which the browser ended after this login")
    return query["code"][0]


def fresh_token(client: OAuthClient, now: Callable[[], float] = time.time) -> str:
    """The access token, renewed where it is about to end. MailboxFault when somebody has to log in again, OSError when the
    provider cannot be reached.
    """
    kept = _kept(client)
    if float(kept.get("expires_at") or 0) - now() > _LEEWAY and kept.get("access_token"):
        return str(kept["access_token"])
    fields = client.fields(
        grant_type="refresh_token", refresh_token=str(kept.get("refresh_token", "")), scope=client.scope
    )
    answer = ask(client.endpoint("token"), fields)
    if answer.get("error") == "invalid_grant":
        raise MailboxFault(f"the login has ended: crmbot mailbox login {client.user}")
    _keep(client, _sound(answer), kept, now)
    return str(answer["access_token"])


def give_up_token(client: OAuthClient) -> None:
    """The mail server has refused the access token: the next try gets a new one."""
    with suppress(MailboxFault, OSError):
        _write(client, {**_kept(client), "expires_at": 0})


def _kept(client: OAuthClient) -> dict[str, Any]:
    try:
        kept = json.loads(Path(client.token_file).read_text("utf-8"))
    except (OSError, ValueError):
        kept = None
    if not isinstance(kept, dict) or not kept.get("refresh_token"):
        raise MailboxFault(f"nobody has logged in yet: crmbot mailbox login {client.user}")
    return kept


def _sound(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer that is no fault."""
    if "error" in answer:
        words = f"{answer['error']} {answer.get('error_description', '')}".split("\n")[0].strip()
        raise MailboxFault(f"the provider refuses: {words[:200]}")
    return dict(answer)


def _keep(
    client: OAuthClient, answer: Mapping[str, Any], before: Mapping[str, Any], now: Callable[[], float] = time.time
) -> None:
    """Writes the tokens down; a provider that sends no new refresh token means the old one."""
    refresh = answer.get("refresh_token") or before.get("refresh_token")
    if not answer.get("access_token") or not refresh:
        raise MailboxFault("the provider gives no lasting access: allow offline access for the application")
    ends = now() + float(answer.get("expires_in") or _USUAL_LIFE)
    _write(client, {"access_token": answer["access_token"], "refresh_token": refresh, "expires_at": ends})


def _write(client: OAuthClient, tokens: Mapping[str, Any]) -> None:
    """Only the owner may read the file, and it is whole at every moment."""
    file = Path(client.token_file)
    new = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(dict(tokens), out)
            out.flush()
            os.fsync(out.fileno())
        new.replace(file)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
