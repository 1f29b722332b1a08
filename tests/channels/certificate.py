"""A self-signed certificate for 127.0.0.1, made new for each test with nothing but the standard library.

ECDSA over P-256 (SEC 1, 4.1.3; FIPS 186-4) in an X.509 certificate (RFC 5280). For tests only: not constant in time.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

Point: TypeAlias = tuple[int, int] | None

_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
_ECDSA_SHA256, _EC_KEY, _P256 = "2a8648ce3d040302", "2a8648ce3d0201", "2a8648ce3d030107"
_COMMON_NAME, _ALT_NAMES, _CONSTRAINTS = "550403", "551d11", "551d13"


def self_signed(folder: Path) -> tuple[str, str]:
    """The paths of a new certificate for `localhost` and 127.0.0.1 and of its key, valid for a day."""
    key = secrets.randbelow(_N - 1) + 1
    public = _bits(b"\x04" + b"".join(part.to_bytes(32, "big") for part in _times(key, _G) or ()))
    body, algorithm = _body(public), _der(0x30, _oid(_ECDSA_SHA256))
    signature = _bits(_der(0x30, *(_integer(number) for number in _sign(body, key))))
    private = _der(0x30, _integer(1), _der(0x04, key.to_bytes(32, "big")), _der(0xA0, _oid(_P256)), _der(0xA1, public))
    certificate_path, key_path = folder / "certificate.pem", folder / "key.pem"
    certificate_path.write_text(_pem("CERTIFICATE", _der(0x30, body, algorithm, signature)))
    key_path.write_text(_pem("EC PRIVATE KEY", private))
    return str(certificate_path), str(key_path)


def _body(public: bytes) -> bytes:
    """What is signed: TBSCertificate (RFC 5280, 4.1)."""
    now = datetime.now(UTC)
    name = _der(0x30, _der(0x31, _der(0x30, _oid(_COMMON_NAME), _der(0x0C, b"localhost"))))
    days = (f"{now + timedelta(days=shift):%y%m%d%H%M%SZ}".encode() for shift in (-1, 1))
    names = _der(0x30, _der(0x82, b"localhost"), _der(0x87, bytes([127, 0, 0, 1])))
    authority = _der(0x30, _der(0x01, b"\xff"))
    return _der(
        0x30,
        _der(0xA0, _integer(2)),
        _integer(secrets.randbelow(2**64) + 1),
        _der(0x30, _oid(_ECDSA_SHA256)),
        name,
        _der(0x30, *(_der(0x17, day) for day in days)),
        name,
        _der(0x30, _der(0x30, _oid(_EC_KEY), _oid(_P256)), public),
        _der(0xA3, _der(0x30, _extension(_ALT_NAMES, names), _extension(_CONSTRAINTS, authority))),
    )


def _sign(message: bytes, key: int) -> tuple[int, int]:
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    once = secrets.randbelow(_N - 1) + 1
    point = _times(once, _G)
    assert point is not None
    return point[0] % _N, pow(once, -1, _N) * (digest + point[0] % _N * key) % _N


def _times(factor: int, point: Point) -> Point:
    result: Point = None
    while factor:
        if factor & 1:
            result = _plus(result, point)
        point = _plus(point, point)
        factor >>= 1
    return result


def _plus(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    if one[0] == other[0] and one[1] != other[1]:
        return None
    if one == other:
        slope = (3 * one[0] ** 2 - 3) * pow(2 * one[1], -1, _P) % _P
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, _P) % _P
    x = (slope**2 - one[0] - other[0]) % _P
    return x, (slope * (one[0] - x) - one[1]) % _P


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    long = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([128 + len(long)]) + long) + content


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _oid(octets: str) -> bytes:
    return _der(0x06, bytes.fromhex(octets))


def _bits(content: bytes) -> bytes:
    return _der(0x03, b"\0" + content)


def _extension(oid: str, value: bytes) -> bytes:
    return _der(0x30, _oid(oid), _der(0x04, value))


def _pem(kind: str, content: bytes) -> str:
    lines = base64.encodebytes(content).decode("ascii")
    return f"-----BEGIN {kind}-----\n{lines}-----END {kind}-----\n"
