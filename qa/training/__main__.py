"""`python -m qa.training --data FOLDER --run FOLDER`: train a reader, or go on with one."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import console
from index.embedder import default_embedder, package_folder
from index.errors import BadUse
from qa.training.batches import BATCH_TOKENS

if TYPE_CHECKING:
    from qa.training.examples import Collection, Source

RECIPE = Path(__file__).with_name("recipe.yaml")


def _is_number(value: object) -> bool:
    # YAML reads yes and no as truth values, which Python counts as numbers.
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]


_FIELDS: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("share", lambda value: _is_number(value) and value > 0, "a number above 0"),
    ("recurring", lambda value: _is_number(value) and value >= 0, "a number from 0"),
    *(
        (name, lambda value: _is_number(value) and 0 <= value <= 1, "a share from 0 to 1")
        for name in ("negatives", "altered", "removed", "held_out")
    ),
    *((name, lambda value: type(value) is bool, "true or false") for name in ("written", "taught")),
    ("join", lambda value: type(value) is int and value >= 1, "a whole number from 1"),
)
"""Of a recipe: what each field may be."""


def _above_0(text: str) -> float:
    number = float(text)
    if not number > 0:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return number


def _finite(text: str) -> float:
    number = _above_0(text)
    if math.isinf(number):
        raise argparse.ArgumentTypeError(f"{text} is not finite")
    return number


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.training",
        description="Train a span reader on SQuAD-format files, from all-MiniLM-L6-v2 or from "
        "another reader. A run that was stopped goes on where it was when started again.",
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help="where the recipe's files are"
    )
    parser.add_argument(
        "--run", type=Path, required=True, metavar="FOLDER", help="checkpoint, log and weights"
    )
    parser.add_argument(
        "--recipe", type=Path, default=RECIPE, metavar="FILE", help="default: the shipped reader's"
    )
    parser.add_argument(
        "--from",
        dest="start",
        type=Path,
        metavar="MODEL",
        help="a reader or an encoder: a file of the shipped architecture, or a folder of another "
        "with the same word pieces; default: all-MiniLM-L6-v2",
    )
    parser.add_argument(
        "--epochs", type=_above_0, metavar="N", help="default: 4 where no time is set"
    )
    parser.add_argument("--minutes", type=_above_0, default=math.inf, metavar="N")
    parser.add_argument("--rate", type=_finite, default=3e-4, help="peak learning rate")
    parser.add_argument("--layer-decay", type=_finite, default=0.9, metavar="SHARE")
    parser.add_argument("--recurring", action="store_true", help="on recurring spans instead")
    parser.add_argument(
        "--teachers",
        type=Path,
        nargs="+",
        default=[],
        metavar="READER",
        help="readers to learn from",
    )
    parser.add_argument(
        "--workers",
        type=console.whole_number(0, 60),
        default=0,
        metavar="N",
        help="processes that prepare questions, so that a GPU need not wait",
    )
    parser.add_argument(
        "--batch-tokens",
        type=console.whole_number(512, 1 << 20),
        default=BATCH_TOKENS,
        metavar="N",
        help="most tokens read at a step (default: %(default)s)",
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.set_defaults(command=_train)
    return console.run(parser, arguments)


def read_recipe(path: Path, data: Path) -> list[Source]:
    """The sources that a recipe names, below the folder `data`. Raises BadUse."""
    import yaml

    from qa.training.examples import Source

    try:
        rows = yaml.safe_load(path.read_text("utf-8"))["train"]
        sources = [
            Source(
                **row
                | {key: data / row[key] for key in ("path", "index") if key in row}
                | ({"path": path.parent / row["path"]} if row.get("written") else {})
            )
            for row in rows
        ]
    except OSError as error:
        raise BadUse(f"Cannot read the recipe {path}: {error.strerror}.") from None
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError):
        # ValueError: no UTF-8, or what looks like a day and is none.
        raise BadUse(f"{path} is no recipe: write it like {RECIPE}.") from None
    if not sources:
        raise BadUse(f"{path} names nothing to train on: write it like {RECIPE}.")
    for source in sources:
        for name, allowed, said in _FIELDS:
            if not allowed(getattr(source, name)):
                raise BadUse(f"{path}: {name} of {source.path.name} must be {said}.")
        if not source.path.is_file():
            raise BadUse(f"There is no data {source.path}: see --data and {path}.")
    return sources


def _train(arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    from qa.training.train import Budget, Progress, train

    sources = read_recipe(arguments.recipe, arguments.data)
    start = arguments.start or package_folder() / "model.safetensors"
    for path in (start, *arguments.teachers):
        if not path.exists():
            raise BadUse(f"There is no model {path}: name a file of weights or a folder.")
    arguments.run.mkdir(parents=True, exist_ok=True)
    drawn, held_out = _read(
        sources, arguments.data, arguments.run, recurring=arguments.recurring, seed=arguments.seed
    )
    (arguments.run / "held_out.json").write_text(json.dumps({"data": held_out}), "utf-8")
    epochs = arguments.epochs or (4.0 if math.isinf(arguments.minutes) else math.inf)
    bar: Any
    with tqdm(
        total=1000, disable=None, bar_format="{percentage:5.1f}% |{bar}| {elapsed} {postfix}"
    ) as bar:

        def tell(progress: Progress, done: float, loss: float) -> None:
            bar.update(int(1000 * done) - bar.n)
            speed = progress.windows / max(progress.seconds, 1e-9)
            bar.set_postfix_str(
                f"loss {loss:.2f}, {speed:.0f} windows/s, epoch {progress.epochs:.2f}"
            )

        progress, reader = train(
            drawn,
            start,
            arguments.run,
            Budget(arguments.minutes, epochs),
            tell=tell,
            teachers=arguments.teachers,
            workers=arguments.workers,
            batch_tokens=arguments.batch_tokens,
            rate=arguments.rate,
            layer_decay=arguments.layer_decay,
            seed=arguments.seed,
        )
    minutes = progress.seconds / 60
    console.say(
        f"{progress.windows} windows, {progress.epochs:.2f} epochs, {minutes:.0f} minutes: {reader}"
    )
    return 0


def _read(
    sources: list[Source], data: Path, run: Path, *, recurring: bool, seed: int
) -> tuple[list[tuple[Collection, Source]], list[dict[str, Any]]]:
    """What to train on, and the articles held out, in SQuAD's form."""
    from qa.training.examples import read_squad
    from qa.training.negatives import kept_negatives
    from qa.training.own import read_own
    from qa.training.recurring import recurring_questions
    from qa.training.written import written_articles

    drawn, held_out = [], []
    for source in sources:
        out: list[dict[str, Any]] = []
        if source.index is not None:
            kept = read_own(source.path, source.index, default_embedder())
        else:
            kept, out = read_squad(
                source.path,
                join=source.join,
                held_out=source.held_out,
                seed=seed,
                articles=written_articles(source.path, data) if source.written else None,
            )
        if recurring:
            kept = recurring_questions(kept, seed=seed)
        elif source.negatives and source.index is None:
            kept.negatives = kept_negatives(kept, default_embedder(), run / "negatives")
        if kept.questions:
            drawn.append((kept, source))
        if source.recurring and not recurring:
            masked = recurring_questions(kept, seed=seed)
            plain = replace(source, share=source.recurring, negatives=0, altered=0, removed=0)
            drawn.append((masked, plain))
        held_out += out
        console.say(f"{source.path}: {len(kept.questions)} questions, {len(out)} articles held out")
    if not any(round(source.share * len(each.questions)) for each, source in drawn):
        raise BadUse("There is nothing to train on: the recipe's files give no question.")
    return drawn, held_out


if __name__ == "__main__":
    sys.exit(main())
