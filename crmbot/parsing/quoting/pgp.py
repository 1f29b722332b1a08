"""The armour that PGP puts around a signed text (RFC 9580, section 7): nobody wrote it, nobody wants to read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_BEGIN_TEXT: Final = "-----BEGIN PGP SIGNED MESSAGE-----"
_BEGIN_SIGNATURE: Final = "-----BEGIN PGP SIGNATURE-----"
_END_SIGNATURE: Final = "-----END PGP SIGNATURE-----"


def without_armour(lines: Sequence[str]) -> Sequence[str]:
    """The lines without PGP's marks, hash headers and signatures, dash-escapes undone; the same lines where there are none."""
    if _BEGIN_TEXT not in lines and _BEGIN_SIGNATURE not in lines:
        return lines
    kept: list[str] = []
    escaped = header = inside = False
    for line in lines:
        if line == _BEGIN_TEXT:
            escaped = header = True
        elif header and (line.startswith("Hash:") or not line.strip()):
            header = bool(line.strip())
        elif line == _BEGIN_SIGNATURE:
            inside = True
        elif line == _END_SIGNATURE:
            inside = escaped = False
        elif not inside:
            header = False
            kept.append(line[2:] if escaped and line.startswith("- ") else line)
    return kept
