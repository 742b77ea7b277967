"""`python tests/benchmarks/speed.py ARTICLES`: Footnote against the plain stack, in turn.

With `--index INDEX` in place of ARTICLES, questions alone, of an index that is there: the plain
stack is given its passages and vectors.

Each task runs in a process of its own, the contenders one after the other, several times; what is
printed are medians, and the medians of what each took to what Footnote took beside it. Haystack and
txtai take part where they are installed (see `contenders`). Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.contenders import installed  # noqa: E402

QUESTIONS = (
    "Who won the election?",
    "How many people were killed?",
    "When did the company announce the merger?",
    "Which country closed its border?",
    "What caused the outage?",
    "Who is the new chief executive?",
    "Where did the storm make landfall?",
    "How much did the film earn on its first weekend?",
    "What did the court decide?",
    "Which team won the final?",
)
CONTENDERS = ("footnote", "plain", "haystack", "txtai")
WARM = 5
"""Times that the questions are asked for the warm figure, after one round that is not counted."""


def task_embed_footnote(work: Path) -> dict[str, float]:
    """Embed the passages: seconds without loading the model."""
    from index.embedder import default_embedder

    texts = json.loads((work / "texts.json").read_text("utf-8"))
    embedder = default_embedder()
    embedder.embed(["a first text"])
    figures = _timed(lambda: np.save(work / "footnote.npy", embedder.embed(texts)))
    if (work / "plain.npy").exists():  # from the second run on
        cosines = (np.load(work / "footnote.npy") * np.load(work / "plain.npy")).sum(1)
        figures |= {"mean cosine": float(cosines.mean()), "least cosine": float(cosines.min())}
    return figures


def task_embed_plain(work: Path) -> dict[str, float]:
    """The same with sentence-transformers."""
    from tests.benchmarks import plain

    texts = json.loads((work / "texts.json").read_text("utf-8"))
    model = plain.embedder()
    model.encode(["a first text"])
    return _timed(
        lambda: np.save(work / "plain.npy", model.encode(texts, normalize_embeddings=True))
    )


def task_index_footnote(work: Path) -> dict[str, float]:
    """Files to a published index, imports and models included."""

    def build() -> None:
        from index.build import build
        from index.embedder import default_embedder

        build([work / "articles"], work / "footnote", embedder=default_embedder())

    shutil.rmtree(work / "footnote", ignore_errors=True)
    return _timed(build)


def task_index_plain(work: Path) -> dict[str, float]:
    """The same with the plain stack."""

    def build() -> None:
        from tests.benchmarks import plain

        plain.build(work / "articles", work / "plain")

    return _timed(build)


def task_index_haystack(work: Path) -> dict[str, float]:
    """The same with Haystack."""

    def build() -> None:
        from tests.benchmarks import contenders

        contenders.haystack_build(work / "articles", work / "haystack")

    return _timed(build)


def task_index_txtai(work: Path) -> dict[str, float]:
    """The same with txtai."""

    def build() -> None:
        from tests.benchmarks import contenders

        contenders.txtai_build(work / "articles", work / "txtai")

    return _timed(build)


def task_ask_footnote(work: Path) -> dict[str, float]:
    """A first question in a new process, then the median of warm ones."""

    def ask() -> Callable[[str], object]:
        from qa import Assistant

        return Assistant(work / "footnote").ask

    return _asked(ask)


def task_ask_plain(work: Path) -> dict[str, float]:
    """The same with the plain stack."""

    def ask() -> Callable[[str], object]:
        from tests.benchmarks import plain

        answerer = plain.Answerer(work / "plain")
        return answerer.ask

    return _asked(ask)


def task_ask_haystack(work: Path) -> dict[str, float]:
    """The same with Haystack."""

    def ask() -> Callable[[str], object]:
        from tests.benchmarks import contenders

        return contenders.Haystack(work / "haystack", work / "reader").ask

    return _asked(ask)


def task_ask_txtai(work: Path) -> dict[str, float]:
    """The same with txtai."""

    def ask() -> Callable[[str], object]:
        from tests.benchmarks import contenders

        return contenders.Txtai(work / "txtai", work / "reader").ask

    return _asked(ask)


def task_reader(work: Path) -> dict[str, float]:
    """Write the reader's weights as the others load them."""
    from tests.benchmarks import plain

    return _timed(lambda: plain.save_reader(work / "reader"))


def task_copy(work: Path) -> dict[str, float]:
    """Give the plain stack what is in Footnote's index."""
    from tests.benchmarks import plain

    return {"passages": plain.build_from(work / "footnote", work / "plain")}


def task_change_footnote(work: Path) -> dict[str, float]:
    """Build again after one article has changed."""
    from index.build import build
    from index.embedder import default_embedder

    changed = min((work / "articles").iterdir())
    with changed.open("a", encoding="utf-8") as file:
        file.write(f"\n\nOne more sentence at {time.time()}.\n")
    embedder = default_embedder()
    embedder.embed(["a first text"])
    return _timed(lambda: build([work / "articles"], work / "footnote", embedder=embedder))


def main() -> int:
    """Prepare the work folder, run the tasks in turn, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="?", help="a folder of md files (see README)")
    parser.add_argument("--index", type=Path, help="ask questions of this one of Footnote's")
    parser.add_argument("--count", type=int, default=1000, help="articles taken (default 1000)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each contender (default 3)")
    parser.add_argument("--tasks", default="embed,index,ask,change")
    parser.add_argument("--one", nargs=2, metavar=("TASK", "WORK"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        figures = globals()[f"task_{given.one[0]}"](Path(given.one[1]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(figures | {"peak MB": peak}))
        return 0
    if given.index:
        return _ask_of(given.index.absolute(), given.runs)
    files = sorted(given.articles.rglob("*.md")) if given.articles else []
    if not files:
        found = f"There are no md files in {given.articles}. " if given.articles else ""
        print(f"{found}Name a folder of md files, or --index INDEX.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        taken = random.Random(0).sample(files, min(given.count, len(files)))  # noqa: S311
        (work / "articles").mkdir()
        for path in taken:
            shutil.copy(path, work / "articles" / path.name)
        passages = _write_texts(work)
        print(f"{len(taken)} articles, {passages} passages, {given.runs} runs")
        names = [name for name in CONTENDERS if installed(name)]
        if len(names) > 2:
            _run("reader", work)
        for task in given.tasks.split(","):
            _compare(task, names, work, given.runs)
    return 0


def _ask_of(index: Path, runs: int) -> int:
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        (work / "footnote").symlink_to(index)
        passages = _run("copy", work)["passages"]
        print(f"{passages:.0f} passages, {runs} runs")
        _compare("ask", ["footnote", "plain"], work, runs)
    return 0


def _write_texts(work: Path) -> int:
    from index.embedder import default_embedder
    from index.passages import split

    count = default_embedder().count
    texts = []
    for path in sorted((work / "articles").iterdir()):
        text = path.read_text("utf-8")
        texts += [text[piece.start : piece.end] for piece in split(text, count=count)]
    (work / "texts.json").write_text(json.dumps(texts), "utf-8")
    return len(texts)


def _compare(task: str, names: Sequence[str], work: Path, runs: int) -> None:
    contenders = [name for name in names if f"task_{task}_{name}" in globals()]
    found: dict[str, list[dict[str, float]]] = {name: [] for name in contenders}
    for _ in range(runs):
        for name in contenders:
            found[name].append(_run(f"{task}_{name}", work))
    for figure in found[contenders[0]][-1]:
        columns = {n: [each[figure] for each in found[n] if figure in each] for n in contenders}
        shown = [f"{n} {statistics.median(c):9.3f}" for n, c in columns.items() if c]
        for name in contenders[1:]:
            pairs = list(zip(columns[name], columns["footnote"], strict=False))
            if pairs and figure != "peak MB":
                shown.append(f"{name}/footnote {statistics.median(p / f for p, f in pairs):.2f}")
        print(f"{task:8} {figure:12} {'  '.join(shown)}", flush=True)


def _run(task: str, work: Path) -> dict[str, float]:
    command = [sys.executable, __file__, ".", "--one", task, str(work)]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(f"{task} has failed:\n{ran.stderr}")
    figures: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return figures


def _timed(act: Callable[[], object]) -> dict[str, float]:
    started = time.perf_counter()
    act()
    return {"seconds": time.perf_counter() - started}


def _asked(opened: Callable[[], Callable[[str], object]]) -> dict[str, float]:
    started = time.perf_counter()
    ask = opened()
    ask(QUESTIONS[0])
    cold = time.perf_counter() - started
    for question in QUESTIONS:
        ask(question)
    warm = []
    for _ in range(WARM):
        for question in QUESTIONS:
            begun = time.perf_counter()
            ask(question)
            warm.append(1e3 * (time.perf_counter() - begun))
    return {
        "cold s": cold,
        "warm p50 ms": statistics.median(warm),
        "warm p95 ms": statistics.quantiles(warm, n=20)[-1],
    }


if __name__ == "__main__":
    sys.exit(main())
