"""`python tests/benchmarks/growth.py INDEX QUESTIONS`: search as a collection grows to a million.

INDEX is an index of real articles, QUESTIONS a jsonl with a `question` a line. The real passages
come first. Beyond their number, articles are made: sentences of the real ones in new company, and
real vectors moved at random as far as real neighbours lie apart; that these are as hard to search
as real ones is shown first, at the real number. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from index import catalog as catalogs  # noqa: E402
from index import dense, manifest, publishing  # noqa: E402
from index.embedder import default_embedder  # noqa: E402
from index.ledger import Ledger  # noqa: E402
from index.passages import Slice  # noqa: E402
from index.sentences import sentence_spans  # noqa: E402
from index.store import PassageIndex  # noqa: E402
from index.types import Article  # noqa: E402

ASKED = 1000
PER_ARTICLE = 8
BATCH = 500
"""Articles stored in one transaction."""


class Maker:
    """Makes vectors and texts like those of a real index."""

    def __init__(self, index: Path) -> None:
        catalog = catalogs.Catalog.open(index)
        self.ids = catalog.living_ids(catalogs.LATEST)
        self.vectors = np.concatenate([block for _, block in catalog.vector_blocks(self.ids)])
        sample = np.sort(np.random.default_rng(0).choice(self.ids, min(20_000, len(self.ids))))
        texts = [passage.text for passage in catalog.passages_of(sample, catalogs.LATEST)]
        catalog.close()
        self.sentences = [text[a:b] for text in texts for a, b in sentence_spans(text)]
        self._residuals, self.spread = self._measured()

    def _measured(self) -> tuple[NDArray[np.float32], float]:
        """Differences between real neighbours, and how far apart those lie."""
        chance = np.random.default_rng(1)
        rows = chance.choice(len(self.vectors), min(4000, len(self.vectors)), replace=False)
        differences = []
        for part in np.array_split(rows, 40):
            near = self.vectors[part] @ self.vectors.T
            near[np.arange(len(part)), part] = -1
            # The tenth: the first few may be other passages of the same article.
            tenth = np.argpartition(-near, 10, axis=1)[:, 10]
            differences.append(self.vectors[tenth] - self.vectors[part])
        every = np.concatenate(differences).astype(np.float32)
        return every, float(np.linalg.norm(every, axis=1).mean())

    def made_vectors(self, count: int, seed: int) -> NDArray[np.float32]:
        """Unit vectors: real ones, moved along differences that real neighbours have."""
        chance = np.random.default_rng(seed)
        base = self.vectors[chance.integers(0, len(self.vectors), count)]
        # A mean of two differences at random signs points anywhere that differences do.
        moved = sum(
            self._residuals[chance.integers(0, len(self._residuals), count)]
            * chance.choice([-1.0, 1.0], (count, 1)).astype(np.float32)
            for _ in range(2)
        )
        made = base + np.float32(0.5**0.5) * moved
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        return np.asarray(made.astype(np.float16).astype(np.float32))

    def made_articles(self, passages: int) -> Iterator[tuple[Article, list[Slice]]]:
        """Articles of sentences taken at random."""
        chance = random.Random(2)  # noqa: S311
        for number in range(-(-passages // PER_ARTICLE)):
            text, slices = "", []
            for _ in range(min(PER_ARTICLE, passages - number * PER_ARTICLE)):
                piece = " ".join(chance.choices(self.sentences, k=5))
                start = len(text)
                text += piece + "\n\n"
                slices.append(Slice(start, start + len(piece)))
            title = chance.choice(self.sentences)[:80]
            yield Article(f"/made/{number}", title, text.rstrip(), published=None), slices


def make(maker: Maker, folder: Path, passages: int) -> tuple[float, float]:
    """An index of made articles; returns seconds to store and to publish."""
    folder.mkdir(parents=True)
    embedder = default_embedder()
    started = time.perf_counter()
    catalog = Ledger.create_or_open(folder)
    meta = {"format": str(manifest.FORMAT), "embedder": embedder.name}
    catalog.set_meta(meta | {"dimension": str(embedder.dimension)})
    articles = maker.made_articles(passages)
    seed = 10
    while batch := list(islice(articles, BATCH)):
        _add(catalog, maker, batch, seed, generation=1)
        seed += 1
    stored = time.perf_counter() - started
    started = time.perf_counter()
    publishing.publish(catalog, folder, 1, embedder, lambda stage, done, total: None)
    catalog.close()
    return stored, time.perf_counter() - started


def _add(
    catalog: Ledger,
    maker: Maker,
    batch: list[tuple[Article, list[Slice]]],
    seed: int,
    *,
    generation: int,
) -> None:
    vectors = maker.made_vectors(sum(len(slices) for _, slices in batch), seed)
    row = 0
    with catalog.transaction() as connection:
        for article, slices in batch:
            catalog.add(
                connection,
                article,
                root="/made",
                content_hash="",
                slices=slices,
                vectors=vectors[row : row + len(slices)],
                generation=generation,
            )
            row += len(slices)


def change_one(maker: Maker, folder: Path) -> float:
    """Seconds to publish after one article has changed."""
    embedder = default_embedder()
    catalog = Ledger.create_or_open(folder)
    generation = publishing.next_generation(catalog, folder)
    started = time.perf_counter()
    with catalog.transaction() as connection:
        catalog.drop(connection, ["/made/7"], generation)
    text = "A changed article. It says something else now."
    changed = Article("/made/7", "Changed", text)
    _add(catalog, maker, [(changed, [Slice(0, len(text))])], 1, generation=generation)
    publishing.publish(catalog, folder, generation, embedder, lambda stage, done, total: None)
    catalog.close()
    return time.perf_counter() - started


def ask(folder: Path, questions: list[str]) -> dict[str, float]:
    """In a process of its own: open, search, and whole questions; then the peak of its memory."""
    from qa import Assistant

    embedder = default_embedder()
    vectors = embedder.embed(questions)
    started = time.perf_counter()
    opened = PassageIndex.open(folder, embedder=embedder.name)
    opening = time.perf_counter() - started
    found = np.full((len(questions), dense.TOP), -1, np.int64)
    near, match = [], []
    for row, (question, vector) in enumerate(zip(questions, vectors, strict=True)):
        started = time.perf_counter()
        ids = [passage_id for passage_id, _ in opened.nearest(vector, dense.TOP)]
        near.append(1e3 * (time.perf_counter() - started))
        found[row, : len(ids)] = ids
        started = time.perf_counter()
        opened.matching(question, 20)
        match.append(1e3 * (time.perf_counter() - started))
    opened.close()
    np.save(folder / "found.npy", found)
    assistant, whole = Assistant(folder), []
    for question in questions[:200]:
        started = time.perf_counter()
        assistant.ask(question)
        whole.append(1e3 * (time.perf_counter() - started))
    return {
        "open s": opening,
        "dense p50 ms": statistics.median(near),
        "dense p99 ms": statistics.quantiles(near, n=100)[-1],
        "lexical p50 ms": statistics.median(match),
        "lexical p95 ms": statistics.quantiles(match, n=20)[-1],
        "answer p50 ms": statistics.median(whole),
        "answer p95 ms": statistics.quantiles(whole, n=20)[-1],
        "peak MB": _peak(),
    }


def _peak() -> float:
    """VmHWM, mapped pages included. What `resource` tells counts the process that started this."""
    (line,) = (x for x in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in x)
    return int(line.split()[1]) / 1024


def recall(folder: Path, questions: list[str]) -> float:
    """Of the ten truly nearest, the share that `ask` found."""
    nearest = dense.Nearest(default_embedder().embed(questions))
    catalog = catalogs.Catalog.open(folder)
    for ids, block in catalog.vector_blocks(catalog.living_ids(catalogs.LATEST)):
        nearest.add(ids, block)
    catalog.close()
    return nearest.recall(np.load(folder / "found.npy"))


def compare(maker: Maker, work: Path, questions: list[str]) -> None:
    """Print the recall of real and of made vectors, as many and looked into as deep."""
    vectors = default_embedder().embed(questions)
    kinds = {"real": maker.vectors, "made": maker.made_vectors(len(maker.vectors), 3)}
    for kind, held in kinds.items():
        folder = work / kind
        folder.mkdir()
        ids = np.arange(1, len(held) + 1)

        def blocks(
            wanted: NDArray[np.int64], held: NDArray[np.float32] = held
        ) -> Iterator[dense.Block]:
            for start in range(0, len(wanted), 4096):
                some = wanted[start : start + 4096]
                yield some, held[some - 1]

        layout = dense.derive(
            folder, ids, blocks, held.shape[1], before=None, queries=lambda: vectors, exact=0
        )
        nearest = dense.Nearest(vectors)
        for some, block in blocks(ids):
            nearest.add(some, block)
        index = dense.DenseIndex(folder)
        shown = []
        for probes in (1, 2, 4, 8, 16, 32):
            found = np.full((len(vectors), dense.candidates_for(dense.TOP)), -1, np.int64)
            for row, vector in enumerate(vectors):
                got = [i for i, _ in index.search(vector, dense.TOP, probes=probes)]
                found[row, : len(got)] = got
            shown.append(f"{probes} {nearest.recall(found):.3f}")
        print(f"{len(ids):9,} {kind}: recall by lists looked into: {', '.join(shown)}; ", end="")
        print(f"chosen {layout.probes} of {layout.lists}, {layout.recall:.3f}", flush=True)


def main() -> int:
    """Make each size, measure it, and print a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--sizes", default="10000,100000,300000,1000000")
    parser.add_argument("--work", type=Path, help="a folder with room: a million take 5 GB")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    lines = given.questions.read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines][:ASKED]
    if given.one:
        print(json.dumps(ask(given.index, questions)))
        return 0
    with tempfile.TemporaryDirectory(dir=given.work) as scratch:
        work = Path(scratch)
        maker = Maker(given.index)
        print(f"{len(questions)} questions; neighbours lie {maker.spread:.2f} apart", flush=True)
        compare(maker, work, questions)
        for size in map(int, given.sizes.split(",")):
            folder = work / "index"
            stored, published = make(maker, folder, size)
            layout = manifest.read(folder, 1).layout
            command = [sys.executable, __file__, str(folder), str(given.questions), "--one"]
            ran = subprocess.run(command, capture_output=True, text=True, check=True)
            figures = json.loads(ran.stdout.splitlines()[-1])
            figures |= {
                "recall@10": recall(folder, questions),
                "store s": stored,
                "publish s": published,
                "MB on disk": sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6,
                "one changed s": change_one(maker, folder),
            }
            print(f"\n{size:9,} passages, {layout}", flush=True)
            for name, value in figures.items():
                print(f"  {name:16} {value:9.3f}", flush=True)
            shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
