"""`python -m qa.training.average OUT WEIGHTS WEIGHTS…`: the mean of readers with one ancestor.

Laps of one run lie in one valley of the loss, and the middle of the valley generalises better than
where the last step ended (Izmailov et al. 2018).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from index import console
from index.errors import BadUse


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.training.average", description="Average the weights of readers."
    )
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("weights", type=Path, nargs="+", metavar="WEIGHTS")
    parser.set_defaults(command=_average)
    return console.run(parser, arguments)


def _average(arguments: argparse.Namespace) -> int:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file, save_file

    try:
        read = [load_file(path) for path in arguments.weights]
    except (OSError, SafetensorError) as error:
        raise BadUse(f"Weights cannot be read ({error}).") from None
    shapes = [{name: tensor.shape for name, tensor in each.items()} for each in read]
    if any(each != shapes[0] for each in shapes):
        raise BadUse("The weights are of different architectures.")
    mean = {
        name: np.mean([each[name].astype(np.float32) for each in read], axis=0).astype(np.float16)
        for name in shapes[0]
    }
    save_file(mean, arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
