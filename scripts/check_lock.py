"""Audits the lock files without the network: what is installed is what is locked, and each line of a lock can be trusted.

Every requirement is pinned to one version with hashes, none stands twice, none comes from elsewhere than the registry;
the development lock agrees with the product's; each direct dependency is locked; the installed versions are the locked.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

_ROOT = Path(__file__).parents[1]
_LOCKS = ("requirements.lock", "requirements-dev.lock")
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[a-z0-9,_-]+\])?==([^ ;\\]+)(?: *; *([^\\]+?))? *\\?$")
_HASH = re.compile(r"^--hash=sha256:[0-9a-f]{64} *\\?$")
_OURS = ("crmbot", "pip", "setuptools", "wheel", "uv")  # not locked: ourselves, and what installs


class Lock:
    """The pins of one lock file that hold on this machine; `faults` say what is wrong with the file."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.pins: dict[str, str] = {}
        self.faults: list[str] = []
        self._read(text)

    def _read(self, text: str) -> None:
        """Pins begin a line, their hashes follow indented."""
        pin, hashes = "", 0
        for line in text.splitlines():
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            if line.startswith(" "):
                hashes += bool(_HASH.match(line.strip()))
                if not _HASH.match(line.strip()):
                    self._fault(f"{pin}: no sha256 hash: {line.strip()}")
                continue
            self._end(pin, hashes)
            pin, hashes = self._pin(line), 0
        self._end(pin, hashes)

    def _end(self, pin: str, hashes: int) -> None:
        if pin and not hashes:
            self._fault(f"{pin}: has no hash")

    def _pin(self, line: str) -> str:
        found = _PIN.match(line)
        if found is None:
            self._fault(f"not pinned to one version of the registry: {line}")
            return line
        name, version, marker = canonicalize_name(found[1]), found[2], found[3]
        self._judge(name, version)
        if marker is None or Marker(marker).evaluate():
            if name in self.pins:
                self._fault(f"{name} stands there twice")
            self.pins[name] = version
        return name

    def _judge(self, name: str, version: str) -> None:
        try:
            if Version(version).is_devrelease:
                self._fault(f"{name} {version} is no release")
        except InvalidVersion:
            self._fault(f"{name}: {version} is no version")

    def _fault(self, words: str) -> None:
        self.faults.append(f"{self.name}: {words}")


def audit(locks: list[Lock], direct: list[str], installed: dict[str, str]) -> list[str]:
    """Everything that is wrong; empty when nothing is. The last lock is the one that is installed here."""
    product, everything = locks[0], locks[-1]
    faults = [fault for lock in locks for fault in lock.faults]
    for name, version in product.pins.items():
        if everything.pins.get(name) != version:
            faults.append(f"{name}: {version} in {product.name}, {everything.pins.get(name)} in {everything.name}")
    for requirement in map(Requirement, direct):
        locked = product.pins.get(canonicalize_name(requirement.name))
        if locked is None or not requirement.specifier.contains(locked, prereleases=True):
            faults.append(f"{product.name}: {requirement} is not met by {locked}")
    for name, version in installed.items():
        if everything.pins.get(name, version) != version:
            faults.append(f"{name} {version} is installed, {everything.pins[name]} is locked")
    faults += [
        f"{name} {version} is locked and not installed"
        for name, version in everything.pins.items()
        if name not in installed
    ]
    return faults


def required(project: Mapping[str, Any]) -> list[str]:
    """What the product asks for directly, with all its extras; what development asks for besides is in the other lock."""
    extras = [extra for name, extra in project["optional-dependencies"].items() if name != "dev"]
    asked = [*project["dependencies"], *(one for extra in extras for one in extra)]
    return [one for one in asked if canonicalize_name(Requirement(one).name) not in _OURS]


def main() -> None:
    """Says what is wrong and ends with 1, or with what was looked at."""
    locks = [Lock(name, (_ROOT / name).read_text("utf-8")) for name in _LOCKS]
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    installed = {str(canonicalize_name(one.metadata["Name"])): one.version for one in distributions()}
    if faults := audit(locks, required(project), installed):
        sys.exit("\n".join(faults))
    counts = ", ".join(f"{len(lock.pins)} in {lock.name}" for lock in locks)
    sys.stdout.write(f"locked and hashed: {counts}; what is installed is what is locked\n")
    if strangers := sorted(set(installed) - set(locks[-1].pins) - set(_OURS)):
        sys.stdout.write(f"installed and not locked (left over?): {', '.join(strangers)}\n")


if __name__ == "__main__":
    main()
