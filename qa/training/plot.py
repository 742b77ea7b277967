"""`python -m qa.training.plot OUT.svg RUN …`: the loss of runs against the windows they saw."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index import console
from index.errors import BadUse


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.training.plot",
        description="Draw the loss of training runs, each a folder with a log.jsonl.",
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="an svg, png or pdf file")
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN")
    parser.set_defaults(command=_plot)
    return console.run(parser, arguments)


def draw(runs: Sequence[tuple[str, Path]], out: Path) -> None:
    """Draw (label, log file) runs. Raises BadUse."""
    drawn = figure(6, 3.4)
    axes = drawn.subplots()
    for label, log in runs:
        try:
            rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
            windows, losses = ([row[key] for row in rows] for key in ("windows", "loss"))
        except (OSError, ValueError, KeyError) as error:
            raise BadUse(f"{log} is no training log ({error}).") from None
        axes.plot(windows, losses, label=label, linewidth=1)
    axes.set(xlabel="windows read", ylabel="loss of a pool of 1,024 questions")
    axes.legend(frameon=False)
    save(drawn, out)


def figure(width: float = 6.0, height: float = 4.0) -> Any:
    """An empty figure, in inches. Raises BadUse."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise BadUse("A plot needs matplotlib: pip install 'footnote[train]'.") from None
    return Figure(figsize=(width, height), layout="constrained")


def save(drawn: Any, out: Path) -> None:
    """Write a figure, in the form that the file's name says. Raises BadUse."""
    try:
        drawn.savefig(out)
    except (OSError, ValueError) as error:
        raise BadUse(f"Cannot draw to {out}: {error}.") from None


def _plot(arguments: argparse.Namespace) -> int:
    draw([(run.name, run / "log.jsonl") for run in arguments.runs], arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
