"""Real IMAP servers: pymap everywhere, Dovecot where the machine has it. Each test takes folders of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.channels.certificate import self_signed
from tests.ports import free_port

DOVECOT = [pytest.param("dovecot", marks=pytest.mark.needs("dovecot"))]
SERVERS = ["pymap", *DOVECOT]
READONLY = {"pymap": "Trash", "dovecot": "Readonly"}
_TOKEN_KEY = b"a key of thirty-two octets or so"


@dataclass(frozen=True)
class ImapRig:
    """A running server with one user."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    user: str = "anna"
    password: str = "geheim"
    tls_port: int | None = None
    certificate: str | None = None
    home: Path | None = None
    command: tuple[str, ...] = ()
    successors: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def restart(self) -> None:
        """Ends without a farewell and comes back at the same place; for servers that keep what they have."""
        running = self.successors[-1] if self.successors else self.process
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        self.successors.append(subprocess.Popen(self.command, stderr=subprocess.DEVNULL, start_new_session=True))
        _await_port(self)

    def lay_down(self, folder: str, *contents: bytes) -> None:
        """Many messages at once, as a delivery agent does: each a file in the maildir."""
        assert self.home is not None
        new = self.home / "mail" / self.user / f".{folder}" / "new"
        owner = new.stat()
        for number, content in enumerate(contents):
            file = new / f"{1_600_000_000 + number}.{number}.host"
            file.write_bytes(content)
            os.chown(file, owner.st_uid, owner.st_gid)

    def url(self, folder: str = "INBOX") -> str:
        return f"imap://{self.user}@127.0.0.1:{self.port}/{folder}"

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10) as client:
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.login(self.user, self.password)
            yield client

    def folder(self) -> str:
        """A new folder of its own."""
        name = f"T{uuid.uuid4().hex[:12]}"
        with self.client() as client:
            client.create_folder(name)
        return name

    def put(self, folder: str, *contents: bytes) -> None:
        with self.client() as client:
            for content in contents:
                client.append(folder, content)

    def seen(self, folder: str) -> list[bool]:
        """Whether each message of the folder is marked as seen."""
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            answers = client.fetch(client.search(), ["FLAGS"])
            return [rb"\Seen" in answers[uid][b"FLAGS"] for uid in sorted(answers)]

    def count(self, folder: str) -> int:
        return len(self.seen(folder))


@contextmanager
def running_imap(name: str) -> Iterator[ImapRig]:
    """The server of that name, answering."""
    with running_pymap() if name == "pymap" else running_dovecot() as rig:
        yield rig


@contextmanager
def running_pymap(port: int | None = None) -> Iterator[ImapRig]:
    port = port or free_port()
    options = f"--host 127.0.0.1 --port {port} --no-tls dict --demo-data --demo-user anna --demo-password geheim"
    process = subprocess.Popen([sys.executable, "-c", _PYMAP, *options.split()], stderr=subprocess.DEVNULL)
    with _ended(process):
        rig = ImapRig("pymap", port, process)
        _await_port(rig)
        yield rig


@contextmanager
def running_dovecot(capabilities: str = "") -> Iterator[ImapRig]:
    """Dovecot without root: as the user of the tests, or as `nobody` where that is root. It admits to `capabilities` only."""
    home = Path(tempfile.mkdtemp(prefix="imap"))
    owner = pwd.getpwuid(os.getuid() or pwd.getpwnam("nobody").pw_uid)
    ports = free_port(), free_port()
    try:
        certificate, key = self_signed(home)
        _configure(home, owner, ports, certificate, key)
        if capabilities:
            with (home / "dovecot.conf").open("a") as config:
                config.write(f"protocol imap {{\n  imap_capability = {capabilities}\n}}\n")
        command = ["dovecot", "-F", "-c", str(home / "dovecot.conf")]
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", f"{owner.pw_uid}:{owner.pw_gid}", str(home)], check=True)
            command = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups", *command]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        with _ended(process):
            rig = ImapRig(
                "dovecot",
                ports[0],
                process,
                tls_port=ports[1],
                certificate=certificate,
                home=home,
                command=tuple(command),
            )
            _await_port(rig)
            try:
                yield rig
            finally:
                for successor in rig.successors:
                    with suppress(ProcessLookupError):
                        os.killpg(successor.pid, signal.SIGTERM)
                    successor.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def bearer_token(user: str, lifetime: int = 600) -> str:
    """A token that our Dovecot believes: a JSON web token signed with its key (RFC 7519, HS256)."""
    now = int(time.time())
    claims = {"sub": user, "email": user, "iat": now - 60, "nbf": now - 60, "exp": now + lifetime, "scope": "mail"}
    body = ".".join(_base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return f"{body}.{_base64url(hmac.digest(_TOKEN_KEY, body.encode(), hashlib.sha256))}"


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        process.wait()


def _await_port(rig: ImapRig) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and (rig.successors or [rig.process])[-1].poll() is None:
        with suppress(OSError), rig.client():
            return
        time.sleep(0.05)
    raise RuntimeError(f"{rig.name} does not answer")


def _configure(home: Path, owner: pwd.struct_passwd, ports: tuple[int, int], certificate: str, key: str) -> None:
    group = subprocess.run(["id", "-gn", owner.pw_name], capture_output=True, text=True, check=True).stdout.strip()
    words = {
        "HOME": str(home),
        "USER": owner.pw_name,
        "GROUP": group,
        "IMAP_PORT": str(ports[0]),
        "IMAPS_PORT": str(ports[1]),
        "CERTIFICATE": certificate,
        "KEY": key,
    }
    config = _DOVECOT
    for word, value in words.items():
        config = config.replace(f"@{word}@", value)
    for folder in ("run", "state", "mail", "keys/default/HS256"):
        (home / folder).mkdir(parents=True)
    (home / "dovecot.conf").write_text(config)
    (home / "users").write_text("anna:{PLAIN}geheim::::::\n")
    (home / "acl").write_text("Readonly owner lr\n")
    (home / "keys/default/HS256/default").write_bytes(base64.b64encode(_TOKEN_KEY))
    (home / "oauth2").write_text(
        f"introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={home}/keys/\n"
        "username_attribute = email\nscope = mail\n"
    )


# Its passwords are hashed as slowly as real ones; here they only have to be checked.
_PYMAP = """
import sys
from pymap.config import IMAPConfig
from pymap.main import main
from pysasl.hashing import BuiltinHash
IMAPConfig._get_hash_context = classmethod(lambda _class, _settings: BuiltinHash(rounds=1))
sys.argv[0] = "pymap"
main()
"""
_DOVECOT = """
base_dir = @HOME@/run
state_dir = @HOME@/state
log_path = @HOME@/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = @USER@
default_internal_group = @GROUP@
default_login_user = @USER@
ssl = yes
ssl_cert = <@CERTIFICATE@
ssl_key = <@KEY@
disable_plaintext_auth = no
mail_location = maildir:@HOME@/mail/%u
mail_plugins = acl
plugin {
  acl = vfile:@HOME@/acl
}
first_valid_uid = 1
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = scheme=plain username_format=%u @HOME@/users
  mechanisms = plain login
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = @HOME@/oauth2
}
userdb {
  driver = passwd-file
  args = username_format=%u @HOME@/users
  default_fields = uid=@USER@ gid=@GROUP@ home=@HOME@
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Readonly {
    auto = create
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = @IMAP_PORT@
  }
  inet_listener imaps {
    port = @IMAPS_PORT@
    ssl = yes
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
"""
