"""A real Postfix in front of us, where the machine has one and lets us start it."""

from __future__ import annotations

import shutil
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.ports import free_port

SERVERS = [pytest.param("postfix", marks=pytest.mark.needs("postfix"))]
SMTP_DOMAIN, LMTP_DOMAIN = "firma.example", "lmtp.firma.example"

_MAIN = """
compatibility_level = 3.6
queue_directory = @HOME@/spool
data_directory = @HOME@/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
maillog_file = @HOME@/mail.log
maillog_file_prefixes = @HOME@
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.firma.example
mydestination =
mynetworks = 127.0.0.0/8
relay_domains = firma.example, lmtp.firma.example, pipe.firma.example
transport_maps = inline:{ {firma.example=smtp:[127.0.0.1]:@SMTP@}, {lmtp.firma.example=lmtp:inet:127.0.0.1:@LMTP@}, {pipe.firma.example=crmbot:} }
crmbot_destination_recipient_limit = 10
default_transport = error:no route
smtpd_relay_restrictions = permit_mynetworks, reject
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
smtp_dns_support_level = disabled
"""
_SERVICES = """
127.0.0.1:@PORT@ inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
smtp unix - - n - - smtp
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
crmbot unix - n n - 4 pipe user=@USER@ null_sender= argv=@COMMAND@
"""


@contextmanager
def running_postfix(
    smtp_port: int, lmtp_port: int, command: str = "/bin/false", user: str = "nobody"
) -> Iterator[tuple[str, int]]:
    """Postfix that passes mail on to our two ports, or to `command` as `user`, and tries again after a second; its own port."""
    home, port = Path(tempfile.mkdtemp(prefix="mta")), free_port()
    home.chmod(0o755)
    for folder in ("etc", "spool", "data"):
        (home / folder).mkdir()
    shutil.chown(home / "data", "postfix")
    words = {
        "HOME": str(home),
        "SMTP": str(smtp_port),
        "LMTP": str(lmtp_port),
        "PORT": str(port),
        "COMMAND": command,
        "USER": user,
    }
    (home / "etc/main.cf").write_text(_filled(_MAIN, words))
    (home / "etc/master.cf").write_text(_filled(_SERVICES, words))
    control = ["postfix", "-c", str(home / "etc")]
    try:
        subprocess.run([*control, "start"], check=True, capture_output=True)
        _await_port(port)
        yield "127.0.0.1", port
    finally:
        subprocess.run([*control, "stop"], check=False, capture_output=True)
        shutil.rmtree(home, ignore_errors=True)


def _filled(template: str, words: dict[str, str]) -> str:
    for word, value in words.items():
        template = template.replace(f"@{word}@", value)
    return template


def _await_port(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with suppress(OSError), smtplib.SMTP("127.0.0.1", port, timeout=2):
            return
        time.sleep(0.05)
    raise RuntimeError("Postfix does not answer")
