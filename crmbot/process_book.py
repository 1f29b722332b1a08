"""The processes in force, as the database has them: accepted on the first start, newer versions seen without a restart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from crmbot.domain.process import BUILTIN, Processes, ProcessSettings, builtin_text, read_process
from crmbot.domain.process.reading import fingerprint
from crmbot.domain.process.versions import accept, all_versions, in_force, newest_id
from crmbot.errors import ConfigFault, ProcessFault, file_fault
from crmbot.storage.store import Store


@dataclass(frozen=True, slots=True)
class ProcessText:
    """A process as somebody wrote it, with where it stands."""

    origin: str
    text: str


def process_text(name: str) -> ProcessText:
    """A built-in process by its key, else a file. Raises ConfigFault for one that cannot be read."""
    if name in BUILTIN and not Path(name).is_file():
        return ProcessText(f"{name} (built in)", builtin_text(name))
    try:
        return ProcessText(name, Path(name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigFault([f"{name}: {file_fault(error)}"]) from error


class ProcessBook:
    """Safe to use from several threads: what is held is replaced as a whole."""

    def __init__(
        self, store: Store, settings: ProcessSettings, files: Sequence[str], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._settings = settings
        self._files = tuple(files) or BUILTIN[:1]
        self._clock = clock
        self._held: tuple[int, Processes] | None = None

    def current(self) -> Processes:
        """The processes in force at this moment. Raises ConfigFault, StorageAway."""
        with self._store.read() as session:
            newest = newest_id(session)
        if newest is None:
            self._begin()
        elif self._held is not None and self._held[0] == newest:
            return self._held[1]
        with self._store.read() as session:
            newest = newest_id(session)
            assert newest is not None
            try:
                processes = in_force(session, self._settings)
            except ProcessFault as fault:
                raise ConfigFault(fault.faults) from fault
        self._held = (newest, processes)
        return processes

    def last_known(self) -> Processes:
        """The processes as they were read last: for within a unit of work, which must not wait for another connection."""
        return self._held[1] if self._held is not None else self.current()

    def _begin(self) -> None:
        """The first start: what the configuration names is accepted, in its order."""
        texts = [process_text(name) for name in self._files]
        try:
            with self._store.write(self._clock(), channel="system", action="process") as work:
                if newest_id(work.session) is None:
                    for one in texts:
                        accept(work, one.text, origin=one.origin)
        except IntegrityError:
            return  # another process was faster
        except ProcessFault as fault:
            raise ConfigFault(fault.faults) from fault

    def changed(self) -> list[str]:
        """What the configuration names and is not in force, in words for the administrator."""
        found = []
        with self._store.read() as session:
            versions = all_versions(session)
        for name in self._files:
            try:
                one = process_text(name)
                key = read_process(one.text, origin=one.origin).key
            except (ConfigFault, ProcessFault) as fault:
                found.append(f"{name}: cannot be used: {fault.faults[0]}")
                continue
            mine = [version for version in versions if version.key == key]
            if not mine:
                found.append(f"{name}: the process {key!r} was never accepted: it is not in force")
            elif fingerprint(one.text) not in {version.sha256 for version in mine}:
                found.append(f"{name}: differs from version {mine[-1].version} of {key!r}, which is in force")
        return found
