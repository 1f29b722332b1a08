"""Mails and Slack requests with something broken in them, the same for the same seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from tests.channels import slack_requests
from tests.mails import mail, outlook_forward

_MAILS = Path(__file__).parents[1] / "data" / "mail"
_NASTY = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"\r\n\r\n", b"\n.\n", b"=?utf-8?q?=?=", b"=?utf-8?b?////?=", b"=3D" * 50,
    b'Content-Type: multipart/mixed; boundary=""\r\n', b'Content-Type: text/html; charset="utf-16"\r\n',
    b"Content-Transfer-Encoding: base64\r\n", b"From: \r\n", b'From: <>,<>,"\r\n', b"Date: Thu, 99 Foo 99999 99:99:99 +9999\r\n",
    b"Message-ID: <>\r\n", b"References: " + b"<a@b> " * 200 + b"\r\n", b"<" * 500, b">" * 500, b"(" * 500, b'"' * 99,
    b"> " * 300, b"-----Original Message-----\r\n", b"Von: \r\nGesendet: \r\nAn: \r\nBetreff: \r\n", b"<!channel> <@U1>",
    "\u202e\u0000\u2028\U0001f4a9".encode(), b"99999999999999999999999999", b"BEGIN:VCARD\r\n", b"--" + b"b" * 80 + b"--\r\n",
)  # fmt: skip


def mutated_mails(seed: int, count: int) -> list[bytes]:
    """Each begins as a sound mail; one to five things go wrong in it. None is empty: that is refused at the door."""
    rng = random.Random(seed)
    sound = [path.read_bytes() for path in sorted(_MAILS.glob("*.eml"))] + [mail(), outlook_forward()]
    found = []
    for number in range(count):
        content = rng.choice(sound)
        for _ in range(rng.randint(1, 5)):
            content = rng.choice(_WAYS)(rng, content, sound)
        found.append(b"X-Number: %d\r\n" % number + content[:200_000])
    return found


def _flip(rng: random.Random, content: bytes, _sound: list[bytes]) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.randint(1, 20)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _drop(rng: random.Random, content: bytes, _sound: list[bytes]) -> bytes:
    start = rng.randrange(len(content))
    return content[:start] + content[start + rng.randint(1, 200) :] or b"x"


def _cut(rng: random.Random, content: bytes, _sound: list[bytes]) -> bytes:
    return content[: rng.randint(1, len(content))]


def _repeat(rng: random.Random, content: bytes, _sound: list[bytes]) -> bytes:
    start = rng.randrange(len(content))
    end = start + rng.randint(1, 400)
    return content[:end] + content[start:end] * rng.randint(1, 30) + content[end:]


def _insert(rng: random.Random, content: bytes, _sound: list[bytes]) -> bytes:
    start = rng.randrange(len(content))
    return content[:start] + rng.choice(_NASTY) * rng.randint(1, 4) + content[start:]


def _splice(rng: random.Random, content: bytes, sound: list[bytes]) -> bytes:
    other = rng.choice(sound)
    return content[: rng.randrange(1, len(content) + 1)] + other[rng.randrange(len(other)) :]


def _shuffle(rng: random.Random, content: bytes, _sound: list[bytes]) -> bytes:
    lines = content.splitlines(keepends=True)
    start = rng.randrange(len(lines))
    part = lines[start : start + 12]
    rng.shuffle(part)
    return b"".join([*lines[:start], *part, *lines[start + 12 :]])


def _ends(rng: random.Random, content: bytes, _sound: list[bytes]) -> bytes:
    return content.replace(b"\n", rng.choice((b"\r", b"\r\n", b"\n\n", b"\n ", b"\x0b", b"\n\x00")))


_WAYS: tuple[Callable[[random.Random, bytes, list[bytes]], bytes], ...] = (
    _flip, _drop, _cut, _repeat, _insert, _splice, _shuffle, _ends,
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, "", 0, -1, 10**30, 1e308, True, [], {}, [[[]]], {"": None}, "x" * 10_000, "\u0000\ud800", "<!channel>", "../..",
    ["U1"], {"id": None}, "U1", "/crm", "note 1 \u202e", "=HYPERLINK()", "undo 99999999999999999999",
)  # fmt: skip


def mutated_requests(seed: int, count: int, response_url: str) -> list[tuple[str, str]]:
    """Bodies with their kind, `form` or `json`: events, commands and presses with wrong values, lost keys, broken text."""
    rng = random.Random(seed)
    return [_request(rng, number, response_url) for number in range(count)]


def _request(rng: random.Random, number: int, response_url: str) -> tuple[str, str]:
    kind = rng.choice(("event", "command", "press"))
    if kind == "event":
        body = _tampered(rng, json.loads(slack_requests.event(f"Ev{number}", client_msg_id=str(number))))
        return _broken(rng, json.dumps(body)), "json"
    if kind == "command":
        text = rng.choice(("pipeline", "note 1 x", "find kunde", "help", "show 1"))
        fields = {
            k: v[0]
            for k, v in parse_qs(slack_requests.command(text, response_url=response_url, trigger=f"{number}.t")).items()
        }
        tampered = _tampered(rng, fields)
        return _broken(rng, urlencode({k: str(v) for k, v in tampered.items()}, errors="replace")), "form"
    action = {"action_id": "crmbot/1", "value": "done 1", "block_id": f"b{number}"}
    payload = json.loads(
        parse_qs(slack_requests.press(action, response_url=response_url, message={"blocks": []}))["payload"][0]
    )
    return _broken(rng, urlencode({"payload": json.dumps(_tampered(rng, payload))})), "form"


def _tampered(rng: random.Random, value: dict[str, Any]) -> dict[str, Any]:
    """A few values replaced, lost or moved to other names, at any depth."""
    for _ in range(rng.randint(1, 4)):
        place: Any = value
        while True:
            key = rng.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if isinstance(place[key], dict | list) and place[key] and rng.random() < 0.7:
                place = place[key]
                continue
            break
        if isinstance(place, dict) and rng.random() < 0.3:
            moved = place.pop(key)
            if rng.random() < 0.5:
                place[str(rng.choice(_VALUES))[:50]] = moved
        else:
            place[key] = deepcopy(rng.choice(_VALUES))
        if not value:
            break
    return value


def _broken(rng: random.Random, body: str) -> str:
    """Now and then the text itself is cut or garbled."""
    if rng.random() < 0.8:
        return body
    start = rng.randrange(len(body))
    return (
        body[:start]
        + rng.choice(("", "\u0000", "%", "%ff", "}", '"', "&payload=", "\U0001f4a9"))
        + body[start + rng.randint(0, 30) :]
    )
