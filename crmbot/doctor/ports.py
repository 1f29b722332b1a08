"""The ports we listen at: whether crmbot answers there, or whether it could listen."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import closing

from crmbot.app import App
from crmbot.channels.smtp.server import certificate
from crmbot.doctor.finding import Finding, error, ok, warning
from crmbot.errors import ConfigFault

_SECONDS = 3.0
_FAULTS = {
    errno.EACCES: "not allowed: ports below 1024 need CAP_NET_BIND_SERVICE (AmbientCapabilities= in the unit), or take another",
    errno.EADDRNOTAVAIL: "this machine has no such address: correct the HOST of HOST:PORT",
}


def ports(app: App) -> Iterator[Finding]:
    """The mail port by its greeting, the web port by `/healthz`."""
    settings = app.settings
    if settings.capture.addresses:
        yield from _port("smtp.listen", settings.smtp.listen, b"", b"220 ")
        yield from _certificate(settings.smtp.tls_certificate, settings.smtp.tls_key)
    else:
        yield ok("smtp.listen", "off: without capture.addresses no mail is taken")
    yield from _port("http.listen", settings.http.listen, b"GET /healthz HTTP/1.0\r\n\r\n", b"HTTP/1.")


def _certificate(chain: str, key: str) -> Iterator[Finding]:
    """The one that the mail port shows."""
    if not chain:
        return
    try:
        certificate(chain, key)
    except ConfigFault as fault:
        yield error("smtp.tls_certificate", fault.faults[0], "correct it, and let the user of crmbot read both files")
        return
    yield ok("smtp.tls_certificate", f"{chain} goes with its key")


def _port(what: str, listen: str, question: bytes, answer: bytes) -> Iterator[Finding]:
    if not listen:
        yield ok(what, "off")
        return
    host, _, port = listen.rpartition(":")
    if port == "0":
        yield ok(what, f"{listen}: any free port, a new one at each start")
        return
    yield _look(what, host.strip("[]"), int(port), question, answer)


def _look(what: str, host: str, port: int, question: bytes, answer: bytes) -> Finding:
    said = _greeting(_near(host), port, question)
    if said is None:
        return _could_listen(what, host, port)
    if said.startswith(answer):
        return ok(what, f"{host}:{port} answers")
    found = f"{host}:{port} is taken by something that is not crmbot, or crmbot hangs"
    return error(what, found, f"ss -ltnp 'sport = :{port}' says by what; end it or set another {what}")


def _near(host: str) -> str:
    """Where a port that listens at all addresses is reached from here."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked, not bound


def _greeting(host: str, port: int, question: bytes) -> bytes | None:
    """What is said first; None when nobody listens."""
    try:
        with closing(socket.create_connection((host, port), _SECONDS)) as line:
            line.sendall(question)
            return line.recv(200)
    except ConnectionRefusedError:
        return None
    except OSError:
        return b""


def _could_listen(what: str, host: str, port: int) -> Finding:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with closing(socket.socket(family)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as fault:
        mend = _FAULTS.get(fault.errno or 0, "correct it")
        return error(what, f"{host}:{port} cannot be listened at: {fault.strerror or fault}", mend)
    return warning(what, f"{host}:{port} is free and nobody listens", "start crmbot serve (on this machine)")
