"""Bytes to text, whatever charset a mail names or fails to name.

Order: byte order mark, the declared charset, UTF-8, the charset an HTML page names itself, a guess, Windows-1252.
Charsets are read as the superset that senders use in fact (WHATWG Encoding Standard): gb2312 as GB 18030 and so on.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from functools import lru_cache

from crmbot.parsing.mime.iso2022jp import decode_iso2022jp

_ALIASES = {
    "ansi_x3.4-1968": "ascii",
    "us-ascii": "ascii",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "windows-874": "cp874",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "936": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "euc-cn": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "cp950",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "cp950",
    "cn-big5": "cp950",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "x-euc-jp": "euc_jp",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "ksc_5601": "cp949",
    "euc-kr": "cp949",
    "euc_kr": "cp949",
    "ksc5601.1987": "cp949",
    "latin-9": "iso-8859-15",
    "windows-949": "cp949",
    "x-windows-949": "cp949",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ce": "mac_latin2",
    "koi8": "koi8_r",
    "ibm-850": "cp850",
    "ansi": "cp1252",
    "ansi_x3.110-1983": "cp1252",
    "iso-8859-1-windows-3.1-latin-1": "cp1252",
}
# Python codecs that are no charsets of mail: they need state, arguments or turn bytes into something else.
_DENIED = frozenset(
    [
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "raw_unicode_escape",
        "mbcs",
        "oem",
        "rot13",
        "bz2",
        "hex",
        "zlib",
        "quopri",
        "uu",
        "base64",
        "utf-8-sig",
    ]
)
_INSIDE = (
    (re.compile(r"utf-?8"), "utf-8"),
    (re.compile(r"(?:windows|win|cp|ms)[-_ ]?(125\d|874|866|850|437|949|932)"), "cp{}"),
    (re.compile(r"iso[-_ ]?8859[-_ ]?(1[0-6]|[1-9])(?!\d)"), "iso-8859-{}"),
)
_META = re.compile(rb"<meta\b[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{2,40})", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DETECT_BYTES = 20_000  # enough to know a charset by; the detector costs about 100 us per kilobyte


def decode_text(data: bytes, declared: str | None = None, *, html: bool = False) -> str:
    """`data` as text, free of NUL and lone surrogates; never fails. `html` looks for a charset in the page too."""
    if data.isascii() and b"\x1b" not in data and b"\0" not in data and not _shifts(declared):
        return data.decode("ascii")
    return clean(_decode(data, declared, html=html))


def decode_texts(values: Iterable[bytes], declared: str | None = None) -> list[str]:
    """Many short values in one charset, each as by `decode_text`."""
    if _shifts(declared):
        return [decode_text(value, declared) for value in values]
    return [
        value.decode("ascii")
        if value.isascii() and b"\x1b" not in value and b"\0" not in value
        else decode_text(value, declared)
        for value in values
    ]


def clean(text: str) -> str:
    """`text` without NUL; lone surrogates become U+FFFD, pairs of them the character they stand for."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")
    return text


def codec_name(declared: str) -> str | None:
    """The Python codec for a charset as mails write it, None where it is unknown or no charset."""
    return _codec_name(declared[:200])  # cut before it becomes a key of the cache


@lru_cache(maxsize=512)
def _codec_name(declared: str) -> str | None:
    name = declared.strip(" \t\r\n\"'<>;,").lower().removeprefix("3d").split(";")[0].split("*")[0].strip(" \"'")
    if not name.isascii() or not name.isprintable() or len(name) > 80:
        return None
    found = _lookup(_ALIASES.get(name, name))
    if found is None:
        for pattern, codec in _INSIDE:
            if match := pattern.search(name):
                candidate = codec.format(*match.groups())
                return _lookup(_ALIASES.get(candidate, candidate))
    return found


def _lookup(name: str) -> str | None:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name.replace("-", "_") in _DENIED or info.name in _DENIED:
        return None
    return _ALIASES.get(info.name, info.name)


def _shifts(declared: str | None) -> bool:
    """Whether plain ASCII bytes may stand for something else in the declared charset (UTF-7, UTF-16, HZ)."""
    return declared is not None and codec_name(declared) in {
        "utf-7",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "hz",
    }


def _decode(data: bytes, declared: str | None, *, html: bool) -> str:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    name = codec_name(declared) if declared else None
    if b"\x1b$" in data and name in {None, "ascii"} and data.isascii():
        return decode_iso2022jp(data)  # the escape sequences say what the mail does not
    text = _declared(data, name)
    if text is None:
        text = _strict(data, "utf-8")
    if text is None and html and (meta := _META.search(data[:4096])):
        text = _declared(data, codec_name(meta[1].decode("ascii", "replace")))
    if text is None:
        text = _nearly(data, name)
    return _guessed(data) if text is None else text


def _declared(data: bytes, name: str | None) -> str | None:
    """The text in charset `name` if all bytes fit, except that a single-byte charset yields to valid UTF-8."""
    if name is None:
        return None
    if name.startswith("iso2022_jp"):
        return decode_iso2022jp(data)
    if _single_byte(name) and (text := _strict(data, "utf-8")) is not None and not text.isascii():
        return text  # text in another charset is valid UTF-8 by chance only
    text = _strict(data, name)
    return data.decode(name, "replace") if text is None and name == "cp1252" and _undefined_only(data) else text


def _single_byte(name: str) -> bool:
    return name.startswith(("cp125", "iso8859", "cp874", "koi8"))


def _undefined_only(data: bytes) -> bool:
    """Whether nothing but a stray C1 byte keeps `data` from being Windows-1252."""
    bad = sum(data.count(byte) for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))
    return bad * 10 <= sum(1 for byte in data[:_DETECT_BYTES] if byte > 0x7F)


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, ValueError, LookupError):
        return None


def _nearly(data: bytes, name: str | None) -> str | None:
    """A declared multi-byte charset in which all but a few bytes fit: a cut character, one foreign byte."""
    for candidate in dict.fromkeys((name, "utf-8")):
        if candidate and not _single_byte(candidate) and candidate != "ascii":
            text = data.decode(candidate, "replace")
            bad = text.count("�")
            if (
                bad * (3 if candidate == "utf-8" else 8)
                <= sum(1 for char in text[:_DETECT_BYTES] if char > "\x7f") - bad
            ):
                return text
    return None


def _guessed(data: bytes) -> str:
    text = _strict(data, guess_charset(data))
    return data.decode("cp1252", "replace") if text is None else text


def guess_charset(data: bytes) -> str:
    """The codec that `data` is most likely in."""
    import chardetng_py

    detector = chardetng_py.EncodingDetector()
    detector.feed(data[:_DETECT_BYTES], last=True)
    return codec_name(detector.guess(tld=None, allow_utf8=True)) or "cp1252"
