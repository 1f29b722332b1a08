"""A name service for tests: a dictionary handed in, or real packets from dnsmasq where the machine has it."""

from __future__ import annotations

import base64
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from crmbot.errors import NameServiceAway
from tests.ports import free_port

DNSMASQ = ["dnsmasq"] if shutil.which("dnsmasq") else []


@dataclass
class Names:
    """Records by kind and name. A name in `away` gets no answer."""

    records: Mapping[tuple[str, str], tuple[str, ...]]
    away: tuple[str, ...] = ()
    asked: list[str] = field(default_factory=list)

    def lookup(self, name: str, kind: str) -> tuple[str, ...]:
        self.asked.append(name)
        if name in self.away:
            raise NameServiceAway(name)
        return self.records.get((name.lower(), kind), ())


@cache
def key_pair() -> tuple[bytes, str]:
    """A private key as dkimpy wants it (RFC 8017, A.1.2), and the record that publishes its public part (RFC 6376, 3.6.1)."""
    p, q = _prime(), _prime()
    n, e = p * q, 65537
    d = pow(e, -1, (p - 1) * (q - 1))
    private = _sequence(*(_integer(one) for one in (0, n, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))))
    public = _sequence(_RSA, _wrapped(0x03, b"\0" + _sequence(_integer(n), _integer(e))))
    body = base64.encodebytes(private).decode()
    pem = f"-----BEGIN {_KIND}-----\n{body}-----END {_KIND}-----\n"
    return pem.encode(), f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


_KIND = "RSA PRIVATE KEY"
_RSA = bytes.fromhex("300d06092a864886f70d0101010500")  # the algorithm of the key, in DER


def _prime(bits: int = 512) -> int:
    """A number that is prime but for a chance of one in 4**32 (Miller and Rabin): short, for keys of an hour."""
    while True:
        candidate = secrets.randbits(bits) | 1 << (bits - 1) | 1 << (bits - 2) | 1
        if candidate % 65537 != 1 and all(candidate % small for small in range(3, 2000, 2)) and _is_prime(candidate):
            return candidate


def _is_prime(candidate: int) -> bool:
    odd, twos = candidate - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(32):
        power = pow(secrets.randbelow(candidate - 3) + 2, odd, candidate)
        if power in (1, candidate - 1):
            continue
        if not any((power := power * power % candidate) == candidate - 1 for _ in range(twos - 1)):
            return False
    return True


def _integer(value: int) -> bytes:
    return _wrapped(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _sequence(*parts: bytes) -> bytes:
    return _wrapped(0x30, b"".join(parts))


def _wrapped(tag: int, content: bytes) -> bytes:
    """A value in DER (X.690, 8.1)."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def signed(content: bytes, domain: str = "firma.example", **options: object) -> bytes:
    """`content` with a DKIM signature of `domain` above it."""
    import dkim

    signature: bytes = dkim.sign(content, b"s1", domain.encode(), key_pair()[0], **options)
    return signature + content


def sealed(content: bytes, sealer: str, authserv_id: str) -> bytes:
    """`content` with an ARC set of `sealer` above it, made of the results that `authserv_id` wrote into it."""
    import dkim

    fields = dkim.arc_sign(content, b"s1", sealer.encode(), key_pair()[0], authserv_id.encode())
    return b"".join(fields) + content


def zone(*domains: str, **more: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """The keys of these domains; `more` are texts by name, with `__` for dots."""
    records: dict[tuple[str, str], tuple[str, ...]] = {}
    records |= {(f"s1._domainkey.{domain}", "TXT"): (key_pair()[1],) for domain in domains}
    return records | {(name.replace("__", "."), "TXT"): (text,) for name, text in more.items()}


@contextmanager
def running_dnsmasq(records: Mapping[tuple[str, str], tuple[str, ...]], folder: Path) -> Iterator[str]:
    """A real server with these records, answering for nothing else; its address."""
    port = free_port()
    lines = [f"port={port}", "listen-address=127.0.0.1", "bind-interfaces", "no-resolv", "no-hosts", "local=/#/"]
    lines += [
        line for (name, kind), values in records.items() for value in values if (line := _line(name, kind, value))
    ]
    (folder / "dnsmasq.conf").write_text("\n".join([*lines, "user=root", ""]))
    process = subprocess.Popen(["dnsmasq", "-k", "-C", str(folder / "dnsmasq.conf")], stderr=subprocess.DEVNULL)
    try:
        _await(port)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(5)


def _line(name: str, kind: str, value: str) -> str:
    """A record in its configuration; texts over 255 octets in pieces (RFC 1035, 3.3.14)."""
    if kind == "TXT":
        pieces = [value[start : start + 250] for start in range(0, len(value), 250)]
        return f"txt-record={name}," + ",".join(f'"{piece}"' for piece in pieces)
    if kind == "MX":
        return f"mx-host={name},{value},10"
    return f"host-record={name},{value}"


def _await(port: int) -> None:
    from dns import message, query

    end = time.monotonic() + 10
    while time.monotonic() < end:
        with suppress(Exception):
            query.udp(message.make_query("ready.example", "TXT"), "127.0.0.1", port=port, timeout=0.3)
            return
        time.sleep(0.05)
    raise RuntimeError("dnsmasq does not answer")
