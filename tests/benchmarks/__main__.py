"""`python tests/benchmarks ARTICLES QUESTIONS`: every benchmark, one after the other.

ARTICLES is a folder of md files, QUESTIONS a jsonl with a `question` a line. Each can be run alone;
see the scripts. All of it takes hours, and nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
KILLS = "200"


def main() -> int:
    """Run them; the exit status is the first that is not 0."""
    parser = argparse.ArgumentParser(prog="python tests/benchmarks", description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--work", type=Path, help="a folder with room: a million take 5 GB")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.work) as scratch:
        index, room = str(Path(scratch) / "index"), ["--work", scratch]
        scripts = [
            [str(HERE / "speed.py"), str(given.articles)],
            [str(HERE / "whole.py"), str(given.articles), "--keep", index, *room],
            [str(HERE / "growth.py"), index, str(given.questions), *room],
            ["-m", "pytest", "-q", str(HERE.parent / "index" / "test_verify.py"), "-k", "kill"],
        ]
        for script in scripts:
            print(f"\n$ python {' '.join(script)}", flush=True)
            environment = {**os.environ, "FOOTNOTE_KILLS": KILLS}
            status = subprocess.run([sys.executable, *script], env=environment).returncode
            if status:
                return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
