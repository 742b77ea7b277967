"""`python -m index build ARTICLES --index DIR`: rebuild an index without the rest of Footnote."""

from __future__ import annotations

import argparse
import sys

from index import commands, console


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m index", description="Keep a Footnote index.")
    commands.add_commands(parser.add_subparsers(title="commands", metavar="COMMAND"))
    return console.run(parser, arguments)


if __name__ == "__main__":
    sys.exit(main())
