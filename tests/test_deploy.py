"""What administrators install: the unit is taken by systemd and shuts the service in; the container's lines make sense."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

DEPLOY = Path(__file__).parents[1] / "deploy"
ANALYSE = shutil.which("systemd-analyze") or ""
UNIT = (DEPLOY / "crmbot.service").read_text()


def _here(tmp_path: Path) -> Path:
    """The unit with a program that is on this machine."""
    copy = tmp_path / "crmbot.service"
    copy.write_text(re.sub("^ExecStart=.*$", "ExecStart=/bin/true", UNIT, flags=re.MULTILINE))
    return copy


if ANALYSE:

    def test_systemd_takes_the_unit(tmp_path: Path) -> None:
        done = subprocess.run(
            [ANALYSE, "verify", "--man=no", _here(tmp_path)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")

    def test_its_exposure_is_low(tmp_path: Path) -> None:
        done = subprocess.run(
            [ANALYSE, "security", "--offline=true", "--threshold=15", _here(tmp_path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-300:]


def test_the_container_runs_as_nobody_in_particular_and_keeps_its_data_in_a_volume() -> None:
    lines = (DEPLOY / "Containerfile").read_text()
    final = lines.rpartition("\nFROM ")[2]
    assert "USER 10001" in final
    assert "VOLUME /var/lib/crmbot" in final
    assert "--require-hashes" in lines
    assert not re.search("TOKEN|SECRET|PASSWORD", lines)


def test_no_secret_stands_in_the_unit() -> None:
    assert not re.search(r"xox[bap]-|PASSWORD=|_TOKEN=", UNIT)
