"""The web address in the lines of a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from crmbot.parsing.contact import words
from crmbot.parsing.contact.companies import registrable_domain

_URL: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>|,;)\]\"']{3,200}|(?<![\w@.-])[a-z0-9][a-z0-9-]{1,62}(?:\.[a-z0-9-]{1,63}){0,2}\.(?:de|com|at|ch|net|org|eu|example|test|co\.uk|io|info|biz|fr|it|nl|pl|be|es|se|dk|no|cz)\b(?![\w@.-]*@)",
    re.IGNORECASE,
)
_BELOW: Final = tuple(f".{host}" for host in words.NOT_WEBSITES)


def find_website(lines: Sequence[str]) -> str | None:
    """The first web address that is not a social network's."""
    for line in lines:
        if "." not in line:  # no host without one
            continue
        for found in _URL.finditer(line):
            url = found[0].rstrip(".,;:/)*_>")
            host = url.lower().removeprefix("http://").removeprefix("https://").split("/")[0].split(":")[0]
            if host not in words.NOT_WEBSITES and not host.endswith(_BELOW) and registrable_domain(host):
                return url
    return None
