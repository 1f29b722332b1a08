"""Accepted processes: each version is kept as it was written, the newest of each key is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmbot.domain.process.model import Process, Processes, Stage, together
from crmbot.domain.process.reading import LEADING, fingerprint, read_process
from crmbot.domain.process.settings import ProcessSettings
from crmbot.domain.records import ProcessVersion
from crmbot.domain.records.work import Work
from crmbot.folding import fold


def newest_id(session: Session) -> int | None:
    """What changes with every accepted version: the cheap question whether there is a newer one."""
    return session.scalar(select(func.max(ProcessVersion.id)))


def all_versions(session: Session, key: str | None = None) -> list[ProcessVersion]:
    """Every accepted version, the oldest first."""
    statement = select(ProcessVersion).order_by(ProcessVersion.id)
    return list(session.scalars(statement if key is None else statement.where(ProcessVersion.key == key)))


def bare_key(session: Session) -> str:
    """The process whose stages stand in the records by their own keys: the first that was ever accepted."""
    return session.scalar(select(ProcessVersion.key).order_by(ProcessVersion.id).limit(1)) or LEADING


def read_candidate(session: Session, text: str, *, origin: str) -> Process:
    """A text as it would be in force here. Raises ProcessFault with all its faults."""
    process = read_process(text, origin=origin)
    return read_process(text, origin=origin, bare=bare_key(session) if newest_id(session) is not None else process.key)


def accept(work: Work, text: str, *, origin: str) -> tuple[ProcessVersion, bool]:
    """Put a process into force; False with the version that stands when it is the same text. Raises ProcessFault."""
    process = read_candidate(work.session, text, origin=origin)
    standing = work.session.scalars(
        select(ProcessVersion).where(ProcessVersion.key == process.key).order_by(ProcessVersion.version.desc()).limit(1)
    ).first()
    if standing is not None and standing.sha256 == fingerprint(text):
        return standing, False
    version = ProcessVersion(
        key=process.key, version=standing.version + 1 if standing else 1, text=text, sha256=fingerprint(text),
        accepted_at=work.now, accepted_by=work.actor,
        teams=_team_words(process),
    )  # fmt: skip
    work.session.add(version)
    work.session.flush()
    return version, True


def _team_words(process: Process) -> list[str] | None:
    """Every name of the departments that see the process, as members may name theirs."""
    names = (name for team in process.teams for name in (team, *process.departments.get(team, {}).values()))
    return sorted({fold(name) for name in names}) or None


def in_force(session: Session, settings: ProcessSettings) -> Processes:
    """The newest version of each process. Deals begin in the one that says `default`, else in the first ever accepted."""
    by_key: dict[str, list[ProcessVersion]] = {}
    for version in all_versions(session):
        by_key.setdefault(version.key, []).append(version)
    bare = next(iter(by_key))
    lines = [_line(versions, bare) for versions in by_key.values()]
    newest = {key: versions[-1].id for key, versions in by_key.items()}
    lines.sort(key=lambda line: -newest[line.key] if line.default else 1)  # stable: the others keep their order
    return together(tuple(lines), settings)


def _line(versions: Sequence[ProcessVersion], bare: str) -> Process:
    read = [replace(_read(version, bare), version=version.version) for version in versions]
    current = read[-1]
    former: dict[str, Stage] = {}
    for older in reversed(read[:-1]):
        for stage in older.stages:
            former.setdefault(stage.key, stage)
    known = {stage.key for stage in current.stages}
    return replace(current, former=tuple(stage for key, stage in former.items() if key not in known))


def _read(version: ProcessVersion, bare: str) -> Process:
    return read_process(version.text, origin=f"process {version.key}, version {version.version}", bare=bare)
