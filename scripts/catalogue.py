"""Keeps the catalogues of translated words in step with the code.

    python scripts/catalogue.py           collect the messages, update each crmbot.po and compile it to crmbot.mo
    python scripts/catalogue.py --check   change nothing; exit 1 and name what is missing or stale

Messages are the literal arguments of `t` and `tn`. To add a language, make `crmbot/locale/LANGUAGE/LC_MESSAGES/`
and run this script: an empty crmbot.po appears there, ready for the translator.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "crmbot"
HEADER = {
    "project": "crmbot",
    "version": "1",
    "msgid_bugs_address": "-",
    "last_translator": "-",
    "language_team": "-",
}
KEYWORDS = {"t": (1,), "tn": (1, 2)}


def collect(package: Path) -> Catalog:
    """Every message in the sources below `package`, sorted by place."""
    template = Catalog(project="crmbot", charset="utf-8")
    found = extract_from_dir(
        package, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for filename, line, message, comments, context in sorted(found, key=lambda item: item[:2]):
        template.add(message, None, [(f"crmbot/{filename}", line)], auto_comments=comments, context=context)
    return template


def load(po: Path, language: str) -> Catalog:
    """The catalogue of `po`, empty when there is none yet."""
    if not po.exists():
        return Catalog(
            locale=language, charset="utf-8", header_comment=f"# crmbot in {language}.", fuzzy=False, **HEADER
        )
    with po.open("rb") as stream:
        return read_po(stream, locale=language)


def save(catalogue: Catalog, po: Path) -> None:
    """Writes `po` and the compiled catalogue beside it; without dates and line numbers, so that equal words make equal files."""
    with po.open("wb") as stream:
        write_po(stream, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=False)
    po.with_suffix(".mo").write_bytes(compiled(catalogue))


def compiled(catalogue: Catalog) -> bytes:
    """The binary catalogue; guesses of the update ("fuzzy") are left out."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def words(mo: bytes) -> dict[object, object]:
    """The messages of a compiled catalogue; without its header, which names the version of Babel."""
    return {str(message.id): message.string for message in read_mo(io.BytesIO(mo)) if message.id}


def faults(template: Catalog, po: Path, language: str) -> list[str]:
    """What is missing, guessed, wrong or stale in the catalogue of `language`, one line each."""
    catalogue = load(po, language)
    lines = [f"{language}: not translated: {m.id!r}" for m in template if m.id and not _translation(catalogue, m.id)]
    lines += [f"{language}: {error}: {m.id!r}" for m, errors in catalogue.check() for error in errors]
    lines += [f"{language}: other placeholders: {m.id!r}" for m in catalogue if m.id and not _same_placeholders(m)]
    mo = po.with_suffix(".mo")
    if not mo.exists() or words(mo.read_bytes()) != words(compiled(catalogue)):
        lines.append(f"{language}: crmbot.mo is not compiled from crmbot.po")
    return lines


def _translation(catalogue: Catalog, message_id: str | tuple[str, ...] | list[str]) -> bool:
    message = catalogue.get(message_id[0] if not isinstance(message_id, str) else message_id)
    if message is None or message.fuzzy:
        return False
    forms = (message.string,) if isinstance(message.string, str) else message.string or ("",)
    return all(forms)


def _same_placeholders(message: Message) -> bool:
    """Whether each form names just what the source names. The one form may leave out the number ("a deal")."""
    source = _placeholders(message.id)
    forms = (message.string,) if isinstance(message.string, str) else message.string or ()
    return all(not form or _placeholders(form) | {"n"} == source | {"n"} for form in forms)


def _placeholders(words: str | Iterable[str]) -> set[str]:
    texts = (words,) if isinstance(words, str) else words
    return {name for text in texts for name in re.findall(r"\{(\w+)\}", text)}


def update(template: Catalog, po: Path, language: str) -> None:
    """Brings `po` to the messages of `template`; what is no longer used is dropped."""
    catalogue = load(po, language)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    save(catalogue, po)


def main() -> int:
    """Runs as the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 when something is missing or stale"
    )
    check = parser.parse_args().check
    template = collect(PACKAGE)
    lines: list[str] = []
    for folder in sorted((PACKAGE / "locale").glob("*/LC_MESSAGES")):
        language, po = folder.parent.name, folder / "crmbot.po"
        if not check:
            update(template, po, language)
        lines += faults(template, po, language)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if lines and check else 0


if __name__ == "__main__":
    raise SystemExit(main())
