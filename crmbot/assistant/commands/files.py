"""`files`: what came with the mails and entries of somebody."""

from __future__ import annotations

from collections import Counter

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.history.file_kinds import file_kind
from crmbot.domain.history.timeline import files_of
from crmbot.domain.records import Activity, File
from crmbot.shapes import Column, Moment, Reply, Table, Text, Value, Verbatim, t, tn

_KINDS: dict[str, Text] = {
    "offer": t("Offer"), "contract": t("Contract"), "invoice": t("Invoice"), "order": t("Order"),
    "drawing": t("Drawing"), "picture": t("Picture"), "mail": t("Mail"), "table": t("Spreadsheet"),
    "presentation": t("Presentation"), "archive": t("Archive"), "document": t("Document"), "other": t("File"),
}  # fmt: skip


def handle(ask: Asking) -> Reply:
    """The files, newest first; of several by one name the versions are counted, the oldest is version 1."""
    found = named(ask)
    files = files_of(ask.session, found.record, access=ask.access)
    if not files:
        return Reply("list", t("{record}: no files.", record=called(found.record)), totals={"count": 0})
    versions = Counter(file.filename for file, _ in files)
    rows = []
    for file, entry in files:
        rows.append(_row(file, entry, versions[file.filename]))
        versions[file.filename] -= 1
    columns = (Column(t("No."), numeric=True), Column(t("Name")), Column(t("Kind")), Column(t("Version"), numeric=True), Column(t("From")), Column(t("Entry"), numeric=True))  # fmt: skip
    return Reply(
        "list",
        tn("{record}: {n} file", "{record}: {n} files", len(files), record=called(found.record)),
        table=Table(columns, tuple(rows)),
        lines=(t("Take one out with “crmbot file NO PATH”."),),
        totals={"count": len(files)},
    )


def _row(file: File, entry: Activity, version: int) -> tuple[Value, ...]:
    kind = _KINDS[file_kind(file.filename, file.content_type)]
    return (file.id, Verbatim(file.filename), kind, version, Moment(entry.at, day_only=True), entry.number)


COMMAND = Command(
    key="files",
    topic="ask",
    names={"en": ("files", "attachments", "documents"), "de": ("dateien", "anhänge", "unterlagen")},
    usage=t("files WHO"),
    summary=t("the files in somebody's history, with their kinds and versions"),
    examples={"en": ("files Julia Brandt",), "de": ("dateien Julia Brandt",)},
    writes=False,
    handler=handle,
)
