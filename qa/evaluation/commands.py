"""What each command of `python -m qa.evaluation` does; returns the exit status.

What can be asked of them stands in `__main__`.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index import console
from index.embedder import Embedder, default_embedder
from index.errors import BadUse
from index.store import PassageIndex

if TYPE_CHECKING:
    from qa.evaluation.rankings import Ranking
    from qa.evaluation.squad import Floats


def retrieval(arguments: argparse.Namespace) -> int:
    """Measure how well passages are found."""
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


def exactness(arguments: argparse.Namespace) -> int:
    """Check citations; the exit status is 1 where one is not exact."""
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
        # JSON has no NaN and no infinity.
        told = {name: value if math.isfinite(value) else None for name, value in rows}
        console.show(json.dumps(told))
    else:
        console.show("\n".join(f"{name:44} {_figure(value):>10}" for name, value in rows))


def _figure(value: float) -> str:
    """Counts in full, shares with four digits."""
    return f"{value:.0f}" if value.is_integer() else f"{value:.4g}"


def calibrate(arguments: argparse.Namespace) -> int:
    """Fit the numbers of `qa.calibration`, show them, and with --save use them."""
    from index.models import embedder_of
    from qa import calibration
    from qa.evaluation.calibrate import (
        Found,
        ask_twice,
        calibrate,
        cross_validate,
        enough,
        report,
    )
    from qa.evaluation.questions import read_questions

    if arguments.save and not arguments.save.is_dir():
        raise BadUse(f"{arguments.save} is no folder: name the index that is to use the numbers.")
    found = Found()
    for named in arguments.sets:
        folder, file = _set(named)
        questions = read_questions(file)
        if not any(each.answerable for each in questions):
            raise BadUse(f"{file} holds no answerable question: there is nothing to calibrate on.")
        embedder = embedder_of(folder)
        with PassageIndex.open(folder, embedder=embedder.name) as index:
            ask_twice(questions, index, embedder, found, _bar(folder, len(questions)))
    console.show(report(cross_validate(found.candidates)))
    if enough(found.sentences):
        console.show("\nThe same of the sentences of accounts")
        console.show(report(cross_validate(found.sentences)))
    count = len({question for asked in found.asked for question in asked})
    times = sum(times for _, times in found.sizes)
    fitted = calibrate(found, fitted=f"on {count} questions, asked {times} times")
    console.show(calibration.written(fitted))
    if arguments.save:
        console.say(f"In use from now on: {calibration.save(fitted, arguments.save)}")
    return 0


def _set(named: str) -> tuple[str, Path]:
    folder, separator, file = named.partition("=")
    if not separator or not Path(file).is_file():
        raise BadUse(f"{named} is no INDEX=QUESTIONS: name an index and a file of questions.")
    return folder, Path(file)


def yesno(arguments: argparse.Namespace) -> int:
    """Measure yes/no answers on questions made of others."""
    from qa.assistant import Assistant
    from qa.evaluation import yesno as measuring
    from qa.evaluation.questions import read_questions

    folder, file = _set(arguments.set)
    questions = read_questions(file)
    with Assistant(folder) as assistant:
        known = measuring.words_of(assistant.index)
        made = measuring.make(questions, known.__contains__)
        if not made:
            raise BadUse(f"{file} holds no question that asks who or which did something.")
        answered = measuring.ask(made, assistant, _bar("Asking", len(made)))
    if arguments.wrong:
        wrong = [each.text for each, text in answered if text == ("no" if each.true else "yes")]
        console.show("\n".join(wrong))
    _show(measuring.report(answered), arguments.json)
    return 0


def prepare(arguments: argparse.Namespace) -> int:
    """Write a published set as articles and questions."""
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


def reader(arguments: argparse.Namespace) -> int:
    """Measure the span reader."""
    import random

    from qa.evaluation import reader as measuring
    from qa.evaluation.squad import read_cases
    from qa.extractive import SpanReader

    every = read_cases(arguments.questions)
    plot = _plot_to(arguments.plot) if arguments.plot else None
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
        outcomes = [choice.span for choice in choices]
    if plot:
        plot(measuring.curve(outcomes))
    _show(rows, arguments.json)
    return 0


def followups(arguments: argparse.Namespace) -> int:
    """Measure how well follow-ups are understood."""
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
            with Assistant(index, embedder=embedder) as assistant:
                outcomes = followups.converse(assistant, talks, _bar(path.stem, len(talks)))
            rows += [(f"{path.stem}: {name}", value) for name, value in followups.report(outcomes)]
            every += outcomes
    if len(arguments.conversations) > 1:
        rows += [(f"all: {name}", value) for name, value in followups.report(every)]
    if arguments.mtrag:
        tasks, pools = mtrag.read_tasks(arguments.mtrag)
        found = mtrag.find_references(tasks, pools, embedder, _bar("MTRAG-UN", len(tasks)))
        rows += mtrag.report(found)
    missed = followups.misses(every)
    if arguments.json:
        console.show_json({"figures": dict(rows), "missed": missed})
    else:
        figures = (f"{name:64} {_figure(value):>8}" for name, value in rows)
        console.show("\n".join([*missed, *figures]))
    return 0


def _plot_to(path: Path) -> Callable[[tuple[Floats, Floats]], None]:
    """What draws a curve to a file. Raises BadUse, before anything is read, where it could not."""
    from qa.evaluation.outcomes import check_place

    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise BadUse("A plot needs matplotlib: pip install 'footnote[train]'.") from None
    check_place(path)
    figure = Figure(figsize=(5, 3.2), layout="constrained")
    known = figure.canvas.get_supported_filetypes()
    if path.suffix and path.suffix[1:].lower() not in known:
        raise BadUse(f"{path} cannot be written: name it .svg or .png.")

    def plot(curve: tuple[Floats, Floats]) -> None:
        axes = figure.subplots()
        axes.plot(*curve)
        axes.set(xlabel="coverage", ylabel="risk", xlim=(0, 1), ylim=(0, None))
        figure.savefig(path)

    return plot
