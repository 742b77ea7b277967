"""`python tests/benchmarks/whole.py ARTICLES`: a whole folder, and then one changed article of it.

What is printed is what a person at the command line would wait for, in a process of its own each
time. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CHANGES = 5


def footnote(*arguments: str) -> tuple[float, dict[str, Any]]:
    """Run a command; returns its seconds, imports included, and what it printed."""
    started = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-m", "ui.cli", *arguments, "--json"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    if ran.returncode:
        raise SystemExit(ran.stderr)
    return time.perf_counter() - started, json.loads(ran.stdout)


def main() -> int:
    """Copy the articles, build, change one and build again, verify."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="a folder of articles")
    parser.add_argument("--count", type=int, default=0, help="articles taken (default: all)")
    parser.add_argument("--work", type=Path, help="a folder with room")
    parser.add_argument("--keep", type=Path, help="where to leave the index")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.work) as scratch:
        articles, index = Path(scratch) / "articles", given.keep or Path(scratch) / "index"
        articles.mkdir()
        for path in sorted(p for p in given.articles.rglob("*") if p.is_file())[
            : given.count or None
        ]:
            shutil.copy(path, articles / path.name)
        whole, report = footnote("build", str(articles), "--index", str(index))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 1e6
        print(f"{report['articles']:,} articles, {report['passages']:,} passages in {whole:.0f} s")
        print(f"  {report['embedded'] / report['seconds']:9.1f} passages a second")
        print(f"  {peak:9.0f} MB peak memory")
        print(f"  {size:9.0f} MB on disk")
        seconds = []
        changed = min(articles.iterdir())
        for number in range(CHANGES):
            with changed.open("a", encoding="utf-8") as file:
                file.write(f"\n\nOne more sentence, the {number}th.\n")
            taken, report = footnote("build", str(articles), "--index", str(index))
            if report["changed"] != 1:
                raise SystemExit(f"one article should have changed: {report}")
            seconds.append(taken)
        change = statistics.median(seconds)
        print(f"  {change:9.2f} s after one changed article, {change / whole:.2%} of the whole")
        taken, _ = footnote("verify", "--index", str(index))
        print(f"  {taken:9.1f} s to verify", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
