"""Names of people: from a header field ("Müller, Anna (Einkauf)") and from the first lines of a signature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Final

from crmbot.parsing.contact import words as contact_words
from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting import signature_lines as line
from crmbot.parsing.wordlists import first_runs, runs, without_start

_MAX_NAME: Final = 200  # characters of a header's name or mailbox that are looked at

# Words whose order needs no parser: the first of two is the given name unless either has a meaning of its own.
_ORDINARY: Final = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,20}")
_NOTES_PATH: Final = re.compile(
    r"(?:(?<=[^\W\d_])/[A-Z][^/@]{0,40}){0,6}(?:@[A-Z][A-Z0-9 .-]{1,40})?$"
)  # `Jane Roe/HAM/FIRMA@FIRMA`
_BRACKETS: Final = re.compile(r"\s*[(\[{][^)\]}]{0,80}[)\]}]")
_VIA: Final = re.compile(r"\s+(?:via|über|c/o|for|-|–|\||@)\s.*$", re.IGNORECASE)
_GREETING: Final = re.compile(
    r"^(?:herr|frau|hr\.|fr\.|mr\.?|mrs\.?|ms\.?|miss|dear|sig\.(?:ra)?|m\.|mme)\s+", re.IGNORECASE
)
_PROXY: Final = re.compile(
    r"^(?:i\. ?a\.?|i\. ?v\.?|ppa\.?|p\. ?p\. ?a\.|p\. ?p\.|z\. ?a\.|i\.a|iA|iV)(?:\s+|(?<=\.))(?=[^\W\d_])",
    re.IGNORECASE,
)
_PROXY_STARTS: Final = frozenset("iIpPzZ")
_ACADEMIC: Final = re.compile(
    r"^(?:(?:univ\.?-?\s?)?(?:prof(?:essor)?|dr|ddr|dipl|mag|ing|dkfm|di|ba|ma|msc|pd|priv\.-doz|doc|mgr|inż|ir|drs|rndr|judr|mudr|phdr|dott|avv|arch|kommr|b\.?sc|m\.?sc|"
    r"bakk|lic|m\.?a|mba)\b\.?(?:-[^\W\d_]+\.?(?:\([^)]{1,6}\))?){0,3}\s*(?:(?:rer|nat|med|phil|jur|oec|techn|h\.?c|ing|agr|vet|dent|pol|theol|mult|e\.h|habil|publ)\b\.?\s*){0,4}(?:\([^)]{1,8}\)\s*)?)+",
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(
    r",?\s+(?:(?:m\.?sc|b\.?sc|m\.?a|b\.?a|mba|emba|llm|ll\.m|ph\.?d|m\.?eng|b\.?eng|dba|cpa|cfa|pmp|esq|md|bsc|msc|fh|mim|mas|dipl\.-ing|m\.?ed|b\.?ed|rn|ra|cissp|csm)\b\.?(?:\s?\([^)]{1,8}\))?[,\s]*)+$",
    re.IGNORECASE,
)

_FORMS: Final = tuple(f for f in contact_words.LEGAL_FORMS if len(f) > 2 or f in {"AG", "KG", "SE", "OG"})
_COMPANY: Final = re.compile(
    r"(?<![\w.])(?:" + "|".join(re.escape(f) for f in sorted(_FORMS, key=len, reverse=True)) + r")(?!\w)|"
    r"(?<!\w)(?i:" + "|".join(re.escape(t) for t in contact_words.TRADES) + r")(?!\w)"
)
_SHORT_WORD: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,3}(?![^\W\d_])")
_BEHIND_NAME: Final = re.compile(r"\s[+(\d]|[,:](?!\s?(?:m|b|dr|dipl|mba|ll|ph)\b)", re.IGNORECASE)
_COMPANY_RUNS: Final = first_runs((*_FORMS, *contact_words.TRADES))


@dataclass(frozen=True, slots=True)
class Person:
    """A name and its parts; `name` without title and honorific."""

    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    title: str | None = None


def person_from_header(author: Address | None) -> Person:
    """The person of a header field; without a display name, the one the mailbox spells out (`anna.mueller@`)."""
    if author is None:
        return Person()
    header = _NOTES_PATH.sub("", author.name[:_MAX_NAME]) if author.name and author.address is None else author.name
    if header and "@" not in header:
        name = _VIA.sub("", _BRACKETS.sub("", header[:_MAX_NAME]))
        return Person(name=name) if is_company(name) and len(name.split()) > 2 else split_name(name)
    mailbox = (author.address or "")[:_MAX_NAME].split("@")[0].split("+")[0]
    parts = mailbox.replace("_", ".").split(".")
    if len(parts) == 2 and all(len(part) > 1 and part.replace("-", "").isalpha() for part in parts):
        return split_name(" ".join(part.title() for part in parts))
    return Person()


def person_from_lines(lines: Sequence[str], author: Address | None) -> Person | None:
    """The person whose name heads the signature; None where no line among the first ones is a name."""
    tokens = line.author_tokens(author)
    initials = frozenset(token[0] for token in tokens)
    likenesses = [_likeness(entry, tokens, initials) for entry in lines[:8]]
    if any(likenesses):
        best = lines[likenesses.index(max(likenesses))]
        return _spelled_as(split_name(bare_name(best)), author)
    if tokens and author is not None and author.name:
        return None
    for entry in lines[:3]:
        name = bare_name(entry)
        if len(name.split()) > 1 and line.looks_like_name(name) and not is_company(entry):
            return split_name(name)
    return None


def _likeness(entry: str, tokens: frozenset[str], initials: frozenset[str]) -> int:
    """How many words of the author's name the line spells, if it is a person's name at all."""
    lowered = line.fold(entry).lower()
    if not any(map(lowered.__contains__, tokens)) and not any(map(initials.issuperset, _SHORT_WORD.findall(lowered))):
        return 0  # neither a word of the name nor what may be its initials
    name = bare_name(entry)
    if (
        not name
        or not line.names_author(name, tokens)
        or not line.looks_like_name(name, known=True)
        or is_company(entry)
    ):
        return 0
    return sum(word.strip(".,").lower() in tokens for word in name.split()) or 1


def _spelled_as(signed: Person, author: Address | None) -> Person:
    """Capitals of a signature ("ANNA KERN") give way to the spelling of the header field."""
    if not signed.name or not any(len(word) > 2 and word.isupper() for word in signed.name.split()):
        return signed
    header = person_from_header(author)
    if header.name and header.name.lower() == signed.name.lower():
        return replace(header, title=header.title or signed.title)
    given, family = (
        part.title() if part and part.isupper() else part for part in (signed.given_name, signed.family_name)
    )
    return Person(f"{given or ''} {family or ''}".strip() or None, given, family, signed.title)


def bare_name(entry: str) -> str:
    """The name part of a line: closing, signing power, position and contact data left out, academic titles kept."""
    text = (line.closing_rest(entry) or entry).strip("-–—/~ ").strip()
    text = without_start(_PROXY, text) if text[:1] in _PROXY_STARTS else text
    title = _ACADEMIC.match(text)
    start = title.end() if title else 0
    rest = text[start:]
    for cut in (" | ", " – ", " - ", " • ", "\t", "  ", ";", " ("):
        rest = rest.split(cut, 1)[0].strip()
    rest = _BEHIND_NAME.split(rest, maxsplit=1)[0].strip(" ,.")
    return f"{text[:start].strip()} {rest}".strip() if rest else ""


def is_company(text: str) -> bool:
    """Whether a line names a company by its legal form or trade, so that it is nobody's name."""
    return not _COMPANY_RUNS.isdisjoint(runs(text)) and bool(_COMPANY.search(text))


def split_name(name: str) -> Person:
    """Splits a name into given and family name and academic title; "MÜLLER Anna" and "Müller, Anna" are turned round."""
    text = " ".join(name.strip("\"' ").split())[:120]
    text = without_start(_PROXY, text) if text[:1] in _PROXY_STARTS else text
    text = without_start(_GREETING, text)
    text, suffix = _cut(_SUFFIX, text)
    found = _ACADEMIC.match(text)
    title = found[0].strip() if found and found.end() < len(text) else ""
    text = text[found.end() :].strip() if title and found else text
    text = text.lstrip(") ")
    if not text or not any(ch.isalpha() for ch in text):
        return Person()
    given, family = _given_and_family(text)
    if not given and not family:
        return Person(name=text, title=title or None)
    whole = f"{given or ''} {family or ''}".strip()
    return Person(whole, given, family, title or suffix or None)


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text[-80:])
    if not found or found.start() == 0:
        return text, ""
    return text[: len(text) - len(text[-80:]) + found.start()].strip(" ,"), found[0].strip(" ,")


@cache
def _with_meaning() -> frozenset[str]:
    """Every word that nameparser takes for more than a name: titles, suffixes, particles, conjunctions."""
    from nameparser import Lexicon

    lexicon = Lexicon.default()
    values = (getattr(lexicon, field.name) for field in fields(lexicon))
    return frozenset(str(word) for value in values if isinstance(value, Iterable) for word in value)


def _given_and_family(text: str) -> tuple[str | None, str | None]:
    from nameparser import parse

    words = text.split()
    if len(words) == 1:
        return text, None
    if len(words) == 2 and all(_ORDINARY.fullmatch(word) and word.lower() not in _with_meaning() for word in words):
        return words[0], words[1]
    if "," not in text and len(words) == 2 and words[0].isupper() and len(words[0]) > 2 and not words[1].isupper():
        text = f"{words[0].title()}, {words[1]}"
    parsed = parse(text)
    given = " ".join(part for part in (parsed.given, parsed.middle) if part) or None
    return given, parsed.family or None
