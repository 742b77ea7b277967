"""`python -m qa.evaluation calibrate INDEX=QUESTIONS …`: the commands that measure and fit."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from index import commands
from index.embedder import default_embedder
from index.errors import BadUse
from index.store import PassageIndex
from qa.aggregation import FEATURES


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.evaluation", description="Measure Footnote."
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    calibrate = subparsers.add_parser(
        "calibrate",
        help="fit the weights that make a confidence of what was read",
        description="Fit the weights of qa.calibration. QUESTIONS is a file of JSON lines with "
        "question, answers and articles (file names, without ending, that hold an answer).",
    )
    calibrate.add_argument("sets", nargs="+", metavar="INDEX=QUESTIONS")
    calibrate.set_defaults(command=_calibrate)
    return commands.run(parser, arguments)


def _calibrate(arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    from qa.evaluation.calibrate import ask_twice, cross_validate, fit, read_questions, report

    asked = []
    for named in arguments.sets:
        folder, separator, file = named.partition("=")
        if not separator or not Path(file).is_file():
            raise BadUse(f"{named} is no INDEX=QUESTIONS: name an index and a file of questions.")
        questions = read_questions(Path(file))
        with (
            PassageIndex.open(folder, embedder=default_embedder().name) as index,
            tqdm(total=len(questions), desc=folder, disable=None) as bar,
        ):
            asked += ask_twice(questions, index, lambda done, bar=bar: bar.update(done - bar.n))  # type: ignore[misc]
    commands.show(report(cross_validate(asked)))
    none, *weights = fit(asked)
    commands.show(f"NONE = {none:.3f}")
    commands.show("\n".join(f"{n!r}: {w:.3f}," for n, w in zip(FEATURES, weights, strict=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
