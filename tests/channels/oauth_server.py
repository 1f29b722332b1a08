"""A small authorisation server for mailboxes: device codes, codes with proof of possession, renewal; its tokens open our Dovecot."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.channels.imap_servers import bearer_token


@dataclass
class Provider:
    """What the server does. `answers` are errors that it gives first when asked for a token; `rotates`: each renewal has a
    new refresh token; `status` other than 200 stands for a server in trouble.
    """

    url: str = ""
    user: str = "anna"
    lifetime: int = 600
    answers: list[str] = field(default_factory=list)
    rotates: bool = True
    status: int = 200
    renewals: int = 0
    interval: int = 5
    asked: list[dict[str, str]] = field(default_factory=list)
    challenges: dict[str, str] = field(default_factory=dict)
    valid: str = "refresh-0"

    def consent(self, shown: str) -> str:
        """What a browser does with the address that was shown: logs in, and ends at the address with the code."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(shown).query).items()}
        code = f"code-{len(self.challenges)}"
        self.challenges[code] = query["code_challenge"]
        return f"{query['redirect_uri']}?state={query['state']}&code={code}&scope=x"

    def device(self, form: dict[str, str]) -> dict[str, Any]:
        self.asked.append(form)
        return {
            "device_code": "dc-1", "user_code": "ABCD-EFGH", "verification_uri": f"{self.url}/enter",
            "interval": self.interval, "expires_in": 60,
        }  # fmt: skip

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        self.asked.append(form)
        if self.answers:
            return {"error": self.answers.pop(0), "error_description": "AADSTS0: no\r\nTrace: 1"}
        match form["grant_type"]:
            case "refresh_token":
                return self._renewed(form["refresh_token"])
            case "authorization_code":
                digest = hashlib.sha256(form["code_verifier"].encode()).digest()
                proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
                if self.challenges.pop(form["code"], None) != proof:
                    return {"error": "invalid_grant"}
        return self._tokens()

    def _renewed(self, given: str) -> dict[str, Any]:
        if given != self.valid:
            return {"error": "invalid_grant"}
        self.renewals += 1
        if self.rotates:
            self.valid = f"refresh-{self.renewals}"
            return self._tokens()
        answer = self._tokens()
        del answer["refresh_token"]
        return answer

    def _tokens(self) -> dict[str, Any]:
        token = bearer_token(self.user, self.lifetime)
        return {"access_token": token, "refresh_token": self.valid, "expires_in": self.lifetime, "token_type": "Bearer"}


@contextmanager
def running_provider() -> Iterator[Provider]:
    """The server, at work."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        """Forms in, JSON out."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            answer = provider.device(form) if self.path == "/device" else provider.token(form)
            content = json.dumps(answer).encode()
            self.send_response(provider.status if provider.status != 200 else 400 if "error" in answer else 200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
