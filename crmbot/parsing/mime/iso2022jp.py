"""ISO-2022-JP as Japanese mailers write it (RFC 1468), with the NEC and IBM characters of CP932 that the standard lacks."""

from __future__ import annotations

import re

_ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\([@BDOPQ]|\([ABHIJ]|\.[AF]|\$A|\$\(C)")


def decode_iso2022jp(data: bytes) -> str:
    """The text of `data`; what cannot be read becomes U+FFFD. Bytes above 0x7F are read as CP932."""
    out: list[str] = []
    mode, start = b"(B", 0
    for match in _ESCAPE.finditer(data):
        out.append(_run(data[start : match.start()], mode))
        mode, start = match[1], match.end()
    out.append(_run(data[start:], mode))
    return "".join(out)


def _run(run: bytes, mode: bytes) -> str:
    if mode in {b"$@", b"$B", b"$(@", b"$(B"}:
        return "".join(_double(line) for line in re.split(rb"(\r?\n)", run))
    if mode == b"(I":
        return bytes(byte | 0x80 for byte in run).decode("cp932", "replace")
    if mode == b"$A":
        return bytes(byte | 0x80 for byte in run).decode("gb18030", "replace")
    if mode == b"$(C":
        return bytes(byte | 0x80 for byte in run).decode("cp949", "replace")
    if mode == b"$(D":  # JIS X 0212
        return b"".join(
            b"\x8f" + bytes((a | 0x80, b | 0x80)) for a, b in zip(run[::2], run[1::2], strict=False)
        ).decode("euc_jp", "replace")
    return run.decode("cp932", "replace")


def _double(run: bytes) -> str:
    """Two-byte JIS X 0208 codes, turned into Shift JIS so that CP932 reads them (row 13 included)."""
    if run in {b"\n", b"\r\n"}:
        return run.decode("ascii")
    out = bytearray()
    for high, low in zip(run[::2], run[1::2], strict=False):
        if not (0x21 <= high <= 0x7E and 0x21 <= low <= 0x7E):
            out += bytes((high & 0x7F, low & 0x7F))
            continue
        lead = (high + 1) // 2 + (0x70 if high < 0x5F else 0xB0)
        trail = low + 0x7E if high % 2 == 0 else low + (0x1F if low < 0x60 else 0x20)
        out += bytes((lead, trail))
    return bytes(out).decode("cp932", "replace")
