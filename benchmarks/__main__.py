"""`python -m benchmarks [name …]`: all benchmarks, or those named. Each prints what it measured."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.crm import bench_crm
from benchmarks.crowd import bench_crowd
from benchmarks.digests import bench_digests
from benchmarks.intake import bench_intake
from benchmarks.parse import bench_parse
from benchmarks.slack import bench_slack

BENCHMARKS: dict[str, Callable[[Path], None]] = {
    "crm": bench_crm,
    "crowd": bench_crowd,
    "digests": bench_digests,
    "intake": bench_intake,
    "parse": bench_parse,
    "slack": bench_slack,
}


def main() -> None:
    """All benchmarks, or those named."""
    wanted = sys.argv[1:] or list(BENCHMARKS)
    for name in wanted:
        if name not in BENCHMARKS:
            sys.exit(f"unknown benchmark {name!r}; known are {', '.join(BENCHMARKS)}")
        with tempfile.TemporaryDirectory(prefix="crmbot-bench-") as folder:
            BENCHMARKS[name](Path(folder))


if __name__ == "__main__":
    main()
