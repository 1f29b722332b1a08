"""`format=flowed` text with its soft line ends taken out (RFC 3676)."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool) -> str:
    """`text` with flowed lines joined; `delete_space` is the DelSp parameter. Line ends are LF."""
    out: list[str] = []
    pending: list[str] | None = None
    pending_depth = 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:]
        content = content.removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        if pending is not None and (depth != pending_depth or content == "-- "):
            out.append(_line(pending, pending_depth))
            pending = None
        piece = content[:-1] if flows and delete_space else content
        pending = [*(pending or []), piece] if pending is None else _add(pending, piece)
        pending_depth = depth
        if not flows:
            out.append(_line(pending, depth))
            pending = None
    if pending is not None:
        out.append(_line(pending, pending_depth))
    return "\n".join(out)


def _add(pending: list[str], piece: str) -> list[str]:
    pending.append(piece)
    return pending


def _line(pieces: list[str], depth: int) -> str:
    text = "".join(pieces)
    return f"{'>' * depth} {text}".rstrip() if depth else text
