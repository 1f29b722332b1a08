"""Builders of Outlook's containers for tests: TNEF streams and compound files."""

from __future__ import annotations

import struct
from collections.abc import Sequence

NO_STREAM = 0xFFFFFFFF
END_OF_CHAIN = 0xFFFFFFFE
FAT_SECTOR = 0xFFFFFFFD


def tnef_attribute(level: int, number: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, number, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def mapi_properties(values: dict[int, str | bytes | int]) -> bytes:
    """A property list as in TNEF: strings as Unicode, numbers as 8 byte times or 4 byte integers."""
    out = [struct.pack("<I", len(values))]
    for number, value in values.items():
        if isinstance(value, int):
            wide = value > 0xFFFFFFFF
            out.append(struct.pack("<HHQ" if wide else "<HHI", 64 if wide else 3, number, value))
            continue
        data = (value + "\0").encode("utf-16-le") if isinstance(value, str) else value
        padded = data + b"\0" * (-len(data) % 4)
        out.append(struct.pack("<HHII", 0x1F if isinstance(value, str) else 0x102, number, 1, len(data)) + padded)
    return b"".join(out)


def tnef(
    properties: dict[int, str | bytes | int], files: Sequence[tuple[str, bytes]] = (), embedded: Sequence[bytes] = ()
) -> bytes:
    """A winmail.dat with files (name, content) and attached messages (each itself such a stream)."""
    out = [struct.pack("<IH", 0x223E9F78, 1), tnef_attribute(1, 0x9006, 8, struct.pack("<I", 0x10000))]
    out.append(tnef_attribute(1, 0x9007, 6, struct.pack("<II", 1252, 0)))
    out.append(tnef_attribute(1, 0x9003, 6, mapi_properties(properties)))
    for name, content in files:
        out.append(tnef_attribute(2, 0x9002, 6, b"\0" * 14))
        out.append(tnef_attribute(2, 0x8010, 1, b"SHORT~1.DAT\0"))
        out.append(tnef_attribute(2, 0x800F, 6, content))
        out.append(tnef_attribute(2, 0x9005, 6, mapi_properties({0x3707: name})))
    for inner in embedded:
        out.append(tnef_attribute(2, 0x9002, 6, b"\0" * 14))
        out.append(
            tnef_attribute(2, 0x9005, 6, mapi_properties({0x3701: b"\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + inner}))
        )
    return b"".join(out)


def rtf_stored(rtf: bytes) -> bytes:
    """A PR_RTF_COMPRESSED value that holds the RTF as it is."""
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def rtf_literal(rtf: bytes) -> bytes:
    """A compressed value of literals only, ended by a reference to the place of writing."""
    out = bytearray()
    for start in range(0, len(rtf), 8):
        piece = rtf[start : start + 8]
        flags = 0 if len(piece) == 8 else 1 << len(piece)
        out += bytes([flags]) + piece
        if len(piece) < 8:
            out += (((207 + len(rtf)) % 4096) << 4).to_bytes(2, "big")
    if len(rtf) % 8 == 0:
        out += b"\x01" + (((207 + len(rtf)) % 4096) << 4).to_bytes(2, "big")
    return struct.pack("<II4sI", len(out) + 12, len(rtf), b"LZFu", 0) + bytes(out)


def msg_streams(properties: dict[int, str | bytes | int], *, header: int = 32) -> dict[str, bytes]:
    """The streams of one storage of a .msg file."""
    streams: dict[str, bytes] = {}
    fixed = bytearray(header)
    for number, value in properties.items():
        if isinstance(value, str):
            streams[f"__substg1.0_{number:04X}001F"] = value.encode("utf-16-le")
        elif isinstance(value, bytes):
            streams[f"__substg1.0_{number:04X}0102"] = value
        else:
            fixed += struct.pack("<HHIQ", 64 if value > 0xFFFFFFFF else 3, number, 6, value)
    streams["__properties_version1.0"] = bytes(fixed)
    return streams


Storage = dict[str, "bytes | Storage"]


def compound_file(root: Storage) -> bytes:
    """A compound file (MS-CFB, version 3). Streams are padded to 4,096 bytes, so that no mini stream is needed;
    equal ones share their sectors."""
    entries: list[list[object]] = []  # name, type, right sibling, child, start, size
    data = bytearray()
    chains: list[tuple[int, int]] = []
    shared: dict[bytes, int] = {}

    def add(name: str, content: bytes | Storage, kind: int) -> int:
        index = len(entries)
        entries.append([name, kind, NO_STREAM, NO_STREAM, END_OF_CHAIN, 0])
        if isinstance(content, bytes):
            padded = content.ljust(4096, b"\0")
            padded += b"\0" * (-len(padded) % 512)
            if padded in shared:
                entries[index][4:] = [shared[padded], len(padded)]
                return index
            shared[padded] = len(data) // 512
            entries[index][4:] = [len(data) // 512, len(padded)]
            chains.append((len(data) // 512, len(padded) // 512))
            data.extend(padded)
        else:
            before: int | None = None
            for child, inner in sorted(content.items(), key=lambda item: (len(item[0]), item[0])):
                place = add(child, inner, 2 if isinstance(inner, bytes) else 1)
                if before is None:
                    entries[index][3] = place
                else:
                    entries[before][2] = place
                before = place
        return index

    add("Root Entry", root, 5)
    directory = b"".join(_entry(*entry) for entry in entries)  # type: ignore[arg-type]
    directory += b"\0" * (-len(directory) % 512)
    first_directory = len(data) // 512
    sectors = first_directory + len(directory) // 512
    fat_sectors = 1
    while fat_sectors * 128 < sectors + fat_sectors:
        fat_sectors += 1
    fat = [NO_STREAM] * (fat_sectors * 128)
    for start, count in [*chains, (first_directory, len(directory) // 512)]:
        for step in range(count):
            fat[start + step] = start + step + 1 if step + 1 < count else END_OF_CHAIN
    for step in range(fat_sectors):
        fat[sectors + step] = FAT_SECTOR
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        fat_sectors,
        first_directory,
        0,
        4096,
        END_OF_CHAIN,
        0,
        END_OF_CHAIN,
        0,
    )
    difat = [sectors + step for step in range(fat_sectors)]
    header += struct.pack("<109I", *difat, *[NO_STREAM] * (109 - len(difat)))
    return header + bytes(data) + directory + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return encoded.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI16xIQ", len(encoded), kind, 1, NO_STREAM, right, child, 0, start, size
    )
