"""`python -m qa.evaluation COMMAND`: the commands that measure and fit."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from index import console
from qa.evaluation import commands


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.evaluation", description="Measure Footnote."
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    calibrate = subparsers.add_parser(
        "calibrate",
        help="fit the numbers that make a probability of what was read",
        description="Fit the numbers of qa.calibration, and with --save use them. QUESTIONS is a "
        "file of JSON lines as of footnote evaluate, with question, answers, sources (names of the "
        "files that hold an answer), answerable (false where the articles do not say) and date; a "
        "few hundred are enough. Each answerable question is asked a second time without the "
        "articles that hold its answer; not so where a file has 30 questions or more of each kind, "
        "answerable and not.",
    )
    calibrate.add_argument("sets", nargs="+", metavar="INDEX=QUESTIONS")
    calibrate.add_argument(
        "--save", type=Path, metavar="INDEX", help="use the numbers for this index from now on"
    )
    calibrate.set_defaults(command=commands.calibrate)
    reader = subparsers.add_parser(
        "reader",
        help="measure the span reader on SQuAD-format questions",
        description="Measure the span reader by SQuAD's rules: on each question's own paragraph "
        "or, with --collection, on the passages that our retriever finds among all paragraphs.",
    )
    reader.add_argument("questions", type=Path, metavar="QUESTIONS")
    reader.add_argument("--weights", type=Path, metavar="FILE", help="default: the shipped reader")
    reader.add_argument("--collection", action="store_true", help="the retrieval setting")
    reader.add_argument(
        "--sample", type=console.whole_number(1, 10**9), metavar="N", help="draw N questions"
    )
    reader.add_argument(
        "--absent",
        type=console.whole_number(0, 10**9),
        default=2000,
        metavar="N",
        help="questions that are also asked without their article (default 2000)",
    )
    reader.add_argument("--plot", type=Path, metavar="FILE", help="draw risk against coverage")
    reader.add_argument("--json", action="store_true", help="figures as JSON")
    reader.set_defaults(command=commands.reader)
    _add_retrieval(subparsers)
    exactness = subparsers.add_parser(
        "exactness",
        help="check citations from a second process, while a third builds the index again",
        description="Ask questions made of the articles' own sentences, and check each citation "
        "from a second process against the stored articles. The exit status is 1 where one is not "
        "exact.",
    )
    exactness.add_argument("index", type=Path, metavar="INDEX")
    exactness.add_argument(
        "--answers", type=console.whole_number(1, 10**9), default=1000, metavar="N"
    )
    exactness.add_argument(
        "--passages", type=console.whole_number(1, 1000), default=10, metavar="N"
    )
    exactness.add_argument(
        "--rebuild",
        type=Path,
        metavar="ARTICLES",
        help="the folder that the index was built from: its files are dropped and taken in again",
    )
    console.add_json_option(exactness)
    exactness.set_defaults(command=commands.exactness)
    prepare = subparsers.add_parser(
        "prepare",
        help="write a published set as articles and questions",
        description="Write a SQuAD-format file, or a folder of news with dev_articles.jsonl.gz and "
        "dev_questions.jsonl.gz, as a folder of articles and a questions.jsonl for `calibrate`.",
    )
    prepare.add_argument("source", type=Path, metavar="SOURCE")
    prepare.add_argument("out", type=Path, metavar="FOLDER")
    prepare.add_argument("--questions", type=console.whole_number(1, 10**9), default=400)
    prepare.add_argument("--half", choices=("a", "b"), default="a", help="of the news questions")
    prepare.add_argument("--articles", type=console.whole_number(1, 10**9), default=2200)
    prepare.set_defaults(command=commands.prepare)
    followups = subparsers.add_parser(
        "followups",
        help="measure how well follow-up questions are understood",
        description="Have written conversations with the articles that they are about, and search "
        "MTRAG-UN's reference passages for its turns.",
    )
    followups.add_argument(
        "conversations", type=Path, nargs="*", metavar="CONVERSATIONS", help="files of JSON lines"
    )
    followups.add_argument(
        "--articles", type=Path, nargs="+", default=[], metavar="FOLDER", help="what they are about"
    )
    followups.add_argument("--mtrag", type=Path, metavar="FILE", help="reference.jsonl.gz")
    followups.add_argument("--json", action="store_true", help="figures as JSON")
    followups.set_defaults(command=commands.followups)
    yesno = subparsers.add_parser(
        "yesno",
        help="measure yes/no answers on questions made of others",
        description="Make yes/no questions, true and false ones, of those that ask who or which "
        "did something, ask them, and tell how many get a yes. QUESTIONS is as for `calibrate`.",
    )
    yesno.add_argument("set", metavar="INDEX=QUESTIONS")
    yesno.add_argument("--wrong", action="store_true", help="show the questions answered wrongly")
    console.add_json_option(yesno)
    yesno.set_defaults(command=commands.yesno)
    return console.run(parser, arguments)


def _add_retrieval(subparsers: Any) -> None:
    retrieval = subparsers.add_parser(
        "retrieval",
        help="measure how well passages are found",
        description="Measure how well passages are found: those of a SQuAD-format file's "
        "paragraphs, as one collection; of a judged collection; or of an index, by questions of "
        "one's own. Without --fusion, --weight and --depth, as questions are answered.",
    )
    retrieval.add_argument("paragraphs", nargs="?", type=Path, metavar="SQUAD_FILE")
    retrieval.add_argument(
        "--cranfield",
        type=Path,
        metavar="FOLDER",
        help="a judged collection: corpus.jsonl.gz, queries.jsonl and qrels.tsv",
    )
    retrieval.add_argument("--questions", type=Path, metavar="FILE", help="as footnote evaluate")
    console.add_index_option(retrieval)
    retrieval.add_argument("--fusion", choices=("convex", "rrf", "dense", "lexical"))
    retrieval.add_argument("--weight", type=float, metavar="W", help="the words' share, 0 to 1")
    depth = console.whole_number(1, 10**6)
    retrieval.add_argument("--depth", type=depth, metavar="N", help="taken from each search")
    console.add_json_option(retrieval)
    retrieval.set_defaults(command=commands.retrieval)


if __name__ == "__main__":
    sys.exit(main())
