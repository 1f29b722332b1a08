"""Passwords of those who submit mail: hashed with scrypt (RFC 7914), compared in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping

_COST, _BLOCK, _PARALLEL = 2**14, 8, 1  # 16 MB and some 40 ms for one look
_MAX_MEMORY = 64 * 2**20
_NOBODY = f"scrypt${_COST}${_BLOCK}${_PARALLEL}${'A' * 22}==${'A' * 43}="


def hash_password(password: str) -> str:
    """What stands in the settings in place of `password`: `scrypt$N$r$p$salt$hash`, the last two in base64."""
    salt = os.urandom(16)
    digest = _scrypt(password, salt, _COST, _BLOCK, _PARALLEL)
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${_text(salt)}${_text(digest)}"


def verify_password(password: str, hashed: str) -> bool:
    """Whether `password` belongs to `hashed`; False too for a hash that cannot be read."""
    try:
        name, cost, block, parallel, salt, expected = hashed.split("$")
        digest = _scrypt(password, base64.b64decode(salt), int(cost), int(block), int(parallel))
        return name == "scrypt" and hmac.compare_digest(digest, base64.b64decode(expected))
    except (ValueError, TypeError, MemoryError):
        return False


def verify_user(users: Mapping[str, str], name: str, password: str) -> bool:
    """Whether `name` may submit with `password`. An unknown name takes as long as a wrong password."""
    right = verify_password(password, users.get(name, _NOBODY))
    return right and name in users


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    secret = password.encode("utf-8", "surrogateescape")
    return hashlib.scrypt(secret, salt=salt, n=cost, r=block, p=parallel, maxmem=_MAX_MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
