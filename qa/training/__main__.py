"""`python -m qa.training --from WEIGHTS --out FILE DATA=SHARE …`: train a reader for a time."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from index import commands
from index.embedder import default_embedder
from index.errors import BadUse
from qa.training.examples import hard_negatives, read_squad
from qa.training.train import train


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.training",
        description="Train a span reader on SQuAD-format files with hard negatives. DATA=SHARE "
        "takes that share of a file's questions an epoch; DATA=SHARE:join joins sentences.",
    )
    parser.add_argument("data", nargs="+", metavar="DATA=SHARE")
    parser.add_argument("--from", dest="weights", type=Path, required=True, metavar="WEIGHTS")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--minutes", type=float, default=60, metavar="N")
    parser.set_defaults(command=_train)
    return commands.run(parser, arguments)


def _train(arguments: argparse.Namespace) -> int:
    collections = []
    for named in arguments.data:
        path, _, share = named.partition("=")
        if not Path(path).is_file():
            raise BadUse(f"There is no data {path}: name SQuAD-format files.")
        share, _, join = share.partition(":")
        collection = read_squad(Path(path), join=join == "join")
        negatives = hard_negatives(collection, default_embedder())
        collections.append((collection, negatives, float(share or 1)))
        commands.say(f"{path}: {len(collection.questions)} questions")
    train(
        arguments.weights,
        collections,
        arguments.out,
        minutes=arguments.minutes,
        tell=lambda batches, windows, loss: commands.say(f"{batches} {windows} {loss:.3f}"),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
