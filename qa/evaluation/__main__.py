"""`python -m qa.evaluation COMMAND`: the commands that measure and fit."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import console
from index.embedder import Embedder, default_embedder
from index.errors import BadUse
from index.store import PassageIndex

if TYPE_CHECKING:
    from qa.evaluation.rankings import Ranking
    from qa.evaluation.squad import Floats


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
        "file of JSON lines with question, answers and sources (names of the files that hold an "
        "answer); a few hundred are enough.",
    )
    calibrate.add_argument("sets", nargs="+", metavar="INDEX=QUESTIONS")
    calibrate.add_argument(
        "--save", type=Path, metavar="INDEX", help="use the numbers for this index from now on"
    )
    calibrate.set_defaults(command=_calibrate)
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
    reader.set_defaults(command=_reader)
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
    exactness.set_defaults(command=_exactness)
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
    prepare.set_defaults(command=_prepare)
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
    followups.set_defaults(command=_followups)
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
    retrieval.set_defaults(command=_retrieval)


def _retrieval(arguments: argparse.Namespace) -> int:
    from index.build import build
    from index.models import embedder_of
    from qa.evaluation import retrieval as measuring
    from qa.evaluation.questions import read_questions
    from qa.evaluation.reader import make_collection
    from qa.evaluation.squad import read_cases

    given = [arguments.paragraphs, arguments.cranfield, arguments.questions]
    if sum(each is not None for each in given) != 1:
        raise BadUse("Name one of a SQuAD-format file, --cranfield FOLDER and --questions FILE.")
    changed = {
        name: value
        for name, value in (
            ("method", arguments.fusion),
            ("weight", arguments.weight),
            ("depth", arguments.depth),
        )
        if value is not None
    }
    fusion = measuring.Fusion(**changed) if changed else None
    if fusion and not 0 <= fusion.weight <= 1:
        raise BadUse("--weight is the words' share: it must be from 0 to 1.")
    with tempfile.TemporaryDirectory() as scratch:
        folder, made = Path(scratch, "articles"), Path(scratch, "index")
        embedder: Embedder = default_embedder()
        rank: Callable[[PassageIndex, measuring.Search, measuring.Tell], list[Ranking]]
        if arguments.paragraphs:
            every = read_cases(arguments.paragraphs)
            make_collection(every, folder, made, embedder)
            cases = [case for case in every if case.answers]
            rank, total = partial(measuring.rank_paragraphs, cases), len(cases)
        elif arguments.cranfield:
            judged = measuring.write_collection(arguments.cranfield, folder)
            build([folder], made, embedder=embedder)
            rank, total = partial(measuring.rank_articles, judged), len(judged)
        else:
            questions = read_questions(arguments.questions)
            made = console.index_folder(arguments)
            embedder = embedder_of(made)
            rank, total = partial(measuring.rank_named, questions), len(questions)
        with PassageIndex.open(made, embedder=embedder.name) as index:
            search = measuring.searching(index, embedder, fusion)
            rows = measuring.figures(rank(index, search, _bar("Searching", total)))
    _show(rows, arguments.json)
    return 0


def _exactness(arguments: argparse.Namespace) -> int:
    from qa.evaluation.exactness import check

    if arguments.rebuild and not arguments.rebuild.is_dir():
        raise BadUse(
            f"{arguments.rebuild} is no folder: name the one that the index is built from."
        )
    checked = check(
        arguments.index,
        answers=arguments.answers,
        rebuild=arguments.rebuild,
        passages=arguments.passages,
        tell=_bar("Checking", arguments.answers),
    )
    for exception in checked.exceptions:
        console.say(exception)
    rows = [
        ("questions asked", checked.questions),
        ("answers checked", checked.answers),
        ("citations checked", checked.citations),
        ("generations answered from", checked.generations),
        ("exceptions", len(checked.exceptions)),
    ]
    _show([(name, float(count)) for name, count in rows], arguments.json)
    return 1 if checked.exceptions else 0


def _bar(name: str, total: int) -> Callable[[int], object]:
    from tqdm import tqdm

    shown = tqdm(total=total, desc=name, disable=None)
    return lambda done: shown.update(done - shown.n)


def _show(rows: Sequence[tuple[str, float]], as_json: bool) -> None:
    if as_json:
        console.show(json.dumps(dict(rows)))
    else:
        console.show("\n".join(f"{name:44} {value:10.4g}" for name, value in rows))


def _calibrate(arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    from index.models import embedder_of
    from qa import calibration
    from qa.evaluation.calibrate import (
        Found,
        ask_twice,
        calibrate,
        cross_validate,
        report,
    )
    from qa.evaluation.questions import read_questions

    found, count = Found(), 0
    for named in arguments.sets:
        folder, separator, file = named.partition("=")
        if not separator or not Path(file).is_file():
            raise BadUse(f"{named} is no INDEX=QUESTIONS: name an index and a file of questions.")
        questions = read_questions(Path(file))
        embedder = embedder_of(folder)
        with (
            PassageIndex.open(folder, embedder=embedder.name) as index,
            tqdm(total=len(questions), desc=folder, disable=None) as bar,
        ):
            ask_twice(
                questions,
                index,
                embedder,
                found,
                lambda done, bar=bar: bar.update(done - bar.n),  # type: ignore[misc]
            )
        count += len(questions)
    console.show(report(cross_validate(found.candidates)))
    if found.sentences:
        console.show("\nThe same of the sentences of accounts")
        console.show(report(cross_validate(found.sentences)))
    fitted = calibrate(found, fitted=f"on {count} questions, each asked twice")
    console.show(calibration.written(fitted))
    if arguments.save:
        console.say(f"In use from now on: {calibration.save(fitted, arguments.save)}")
    return 0


def _prepare(arguments: argparse.Namespace) -> int:
    from qa.evaluation.sets import write_news, write_squad
    from qa.evaluation.squad import read_cases

    if arguments.source.is_dir():
        count = write_news(
            arguments.source, arguments.out, half=arguments.half, articles=arguments.articles
        )
    else:
        cases = read_cases(arguments.source)
        count = write_squad(cases, arguments.out, questions=arguments.questions)
    console.say(f"{count} questions: {arguments.out / 'questions.jsonl'}")
    return 0


def _reader(arguments: argparse.Namespace) -> int:
    import random

    from qa.evaluation import reader as measuring
    from qa.evaluation.squad import read_cases
    from qa.extractive import SpanReader

    every = read_cases(arguments.questions)
    asked = every
    if arguments.sample and arguments.sample < len(every):
        asked = random.Random(0).sample(every, arguments.sample)  # noqa: S311
    reader = SpanReader(arguments.weights)
    reader.load()

    if not arguments.collection:
        outcomes = measuring.read_gold(reader, asked, _bar("Reading", len(asked)))
        rows = measuring.gold_report(outcomes)
    else:
        embedder = default_embedder()
        with tempfile.TemporaryDirectory() as scratch:
            folder, made = Path(scratch, "articles"), Path(scratch, "index")
            measuring.make_collection(every, folder, made, embedder)
            with PassageIndex.open(made, embedder=embedder.name) as index:
                choices, absent = (
                    measuring.read_collection(
                        reader, some, index, embedder, _bar(name, len(some)), absent=without
                    )
                    for name, some, without in (
                        ("Reading", asked, False),
                        ("Without its article", asked[: arguments.absent], True),
                    )
                )
        rows = measuring.collection_report(choices, absent)
        outcomes = [choice.by_margin for choice in choices]
    if arguments.plot:
        _plot(arguments.plot, measuring.curve(outcomes))
    _show(rows, arguments.json)
    return 0


def _followups(arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    from index.build import build
    from qa.assistant import Assistant
    from qa.evaluation import followups, mtrag

    if bool(arguments.conversations) != bool(arguments.articles):
        raise BadUse("Conversations need their articles: name both, CONVERSATIONS and --articles.")
    if not (arguments.conversations or arguments.mtrag):
        raise BadUse("Nothing is named to measure: name CONVERSATIONS, or --mtrag FILE.")
    embedder = default_embedder()
    rows: list[tuple[str, float]] = []
    every: list[followups.Outcome] = []
    with tempfile.TemporaryDirectory() as scratch:
        index = Path(scratch, "index")
        if arguments.conversations:
            build(arguments.articles, index, embedder=embedder)
        for path in arguments.conversations:
            talks = followups.read_conversations(path)
            with (
                Assistant(index, embedder=embedder) as assistant,
                tqdm(total=len(talks), desc=path.stem, disable=None) as bar,
            ):
                outcomes = followups.converse(assistant, talks, lambda _, bar=bar: bar.update())  # type: ignore[misc]
            rows += [(f"{path.stem}: {name}", value) for name, value in followups.report(outcomes)]
            every += outcomes
    if len(arguments.conversations) > 1:
        rows += [(f"all: {name}", value) for name, value in followups.report(every)]
    if arguments.mtrag:
        tasks, pools = mtrag.read_tasks(arguments.mtrag)
        with tqdm(total=len(tasks), desc="MTRAG-UN", disable=None) as bar:
            found = mtrag.find_references(tasks, pools, embedder, lambda _: bar.update())
        rows += mtrag.report(found)
    missed = followups.misses(every)
    if arguments.json:
        console.show_json({"figures": dict(rows), "missed": missed})
    else:
        console.show("\n".join([*missed, *(f"{name:64} {value:8.4g}" for name, value in rows)]))
    return 0


def _plot(path: Path, curve: tuple[Floats, Floats]) -> None:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise BadUse("A plot needs matplotlib: pip install 'footnote[train]'.") from None
    figure = Figure(figsize=(5, 3.2), layout="constrained")
    axes = figure.subplots()
    axes.plot(*curve)
    axes.set(xlabel="coverage", ylabel="risk", xlim=(0, 1), ylim=(0, None))
    figure.savefig(path)


if __name__ == "__main__":
    sys.exit(main())
