"""Phone numbers in text, as E.164 with what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from crmbot.parsing.parsed import Phone

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

PhoneKind: TypeAlias = Literal["work", "mobile", "fax"]

_MAX_TEXT: Final = 20_000  # characters that are searched
_MAX_LINE: Final = 400
_MAX_PHONES: Final = 20

_CANDIDATE: Final = re.compile(
    r"(?<![\w@.,/])(?P<number>(?:\+|00|\(\+?|\(?0|[1-9]\(?)[\d \u00a0()/.\u2010-\u2015\u2212-]{5,26}\d)(?![\d@])"
)
_FAX: Final = re.compile(r"(?:fax|telefax|telecopie|télécopie|faks|\bf)\b", re.IGNORECASE)
_MOBILE: Final = re.compile(
    r"(?:mobil\w{0,8}|mobile|handy|cell\w{0,6}|mob|natel|gsm|portable|cellulare|móvil|movil|kom|tel\. ?kom|\bm|\bc)\b", re.IGNORECASE
)
_PHONE: Final = re.compile(
    r"(?:tel\w{0,8}|tél\w{0,8}|fon|phone|ph|office|direct|direkt|durchwahl|zentrale|büro|main|work|desk|voice|\bt|\bp|\bo|\bd|toll[- ]?free|hotline)\b", re.IGNORECASE
)
_OTHER: Final = re.compile(
    r"(?:iban|bic|swift|konto\w{0,8}|blz|ust\w{0,3}|vat|mwst|uid|siret|siren|hrb|hra|handelsreg\w{0,10}|kunden\w{0,8}|bestell\w{0,8}|auftrag\w{0,8}|rechnung\w{0,8}|"
    r"angebot\w{0,8}|order|invoice|customer|steuer\w{0,8}|artikel\w{0,6}|ticket|nr|no|number|nummer|id|ref|account|acct|fn|isbn|ean|tracking|case|vorgang\w{0,8}|"
    r"deal|tag|contract|vertrag\w{0,8}|amount|betrag|eur|usd|pin|passcode|password|conference|meeting|code|zugangscode)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_][\w.-]*")
_TRUNK: Final = re.compile(r"\(\s?0\s?\)")
_NANP: Final = re.compile(r"\(?1?[-. (]{0,2}[2-9]\d\d\)?[-. /]{1,3}\d{3}[-. ]\d{4}$")
_DATE: Final = re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d-\d\d-\d\d)\b")


def find_phones(text: str, region: str = "DE") -> tuple[Phone, ...]:
    """The phone numbers in `text`, in order and each once. `region` (ISO 3166) says how to read national numbers.

    A label on the line ("Fax", "Mobil", "(cell)") gives the kind, else the number range does. Numbers that a label
    calls something else (an IBAN, a customer number) are left out. Never raises; at most 20 are given.
    """
    found: dict[str, Phone] = {}
    above = ""
    for line in text[:_MAX_TEXT].splitlines():
        for phone in _on_line(line[:_MAX_LINE], above, region):
            found.setdefault(phone.number, phone)
            if len(found) >= _MAX_PHONES:
                return tuple(found.values())
        above = line if line.strip() else above
    return tuple(found.values())


def _on_line(line: str, above: str, region: str) -> Iterator[Phone]:
    matches = list(_CANDIDATE.finditer(line))
    end = 0
    for i, match in enumerate(matches):
        before = line[end : match.start()]
        after = line[match.end() : matches[i + 1].start() if i + 1 < len(matches) else len(line)]
        label = before if before.strip() else (above if len(above) < 30 and end == 0 else "")
        end = match.end()
        parsed = _read(match["number"], label, region)
        if parsed is not None:
            yield Phone(_e164(parsed), _kind(label, after, parsed))


def _read(raw: str, label: str, region: str) -> PhoneNumber | None:
    """The number, where it is a possible one in its country and nothing calls it something else."""
    import phonenumbers

    named = _label_kind(label)
    if named == "other" or _DATE.match(raw):
        return None
    number = _TRUNK.sub("", raw) if raw.lstrip("( ").startswith(("+", "00")) else raw
    country = "US" if _NANP.match(raw) and not raw.lstrip("(").startswith("0") else region
    national = not raw.lstrip("( ").startswith(("+", "0"))
    if national and country not in {"US", "CA", "PL", "ES", "NO", "DK", "CZ", "PT", "FR", "IT", "LU", "GR"}:
        return None
    if national and country != "US" and named is None:
        return None
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_valid_number(parsed) else None


def _e164(number: PhoneNumber) -> str:
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _label_kind(label: str) -> str | None:
    """What the last word before a number calls it: a kind, "other", or None."""
    for word in reversed(_WORD.findall(label)[-4:]):
        bare = word.strip(".-")
        for kind, pattern in (("fax", _FAX), ("mobile", _MOBILE), ("work", _PHONE), ("other", _OTHER)):
            if pattern.fullmatch(bare):
                return kind
    return None


def _kind(before: str, after: str, number: PhoneNumber) -> PhoneKind:
    import phonenumbers

    trailing = re.match(r"\W{0,4}\(?\s?(\w+)", after)
    in_brackets = trailing is not None and ("(" in after[:4] or before.strip() == "")
    for label in ((trailing[1] if trailing and in_brackets else ""), before):
        named = _label_kind(label)
        if named == "fax":
            return "fax"
        if named == "mobile":
            return "mobile"
        if named == "work":
            break
    mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    return "mobile" if mobile else "work"
