"""What every command shares: options, exit statuses, and how results and errors are written.

Each command writes its result to standard output, as text or JSON, and progress and errors to
standard error; what it returns is the exit status.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

from index.errors import BadUse, FootnoteError, NothingUsable
from index.store import default_folder

NOTHING_USABLE, BAD_USE, NO_INDEX, DAMAGED, INTERRUPTED = 1, 2, 3, 4, 130

Command = Callable[[argparse.Namespace], int]


def run(parser: argparse.ArgumentParser, arguments: list[str] | None) -> int:
    """Parse, run the command, and turn errors into one sentence and an exit status."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        # A console that cannot show a character must not stop an answer.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    parsed = parser.parse_args(arguments)
    command: Command | None = getattr(parsed, "command", None)
    if command is None:
        parser.print_help(sys.stderr)
        return BAD_USE
    parsed.own_process = arguments is None
    try:
        status = command(parsed)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except FootnoteError as error:
        say(str(error))
        if isinstance(error, NothingUsable):
            return NOTHING_USABLE
        return BAD_USE if isinstance(error, BadUse) else NO_INDEX
    except KeyboardInterrupt:
        say("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough of it; keep Python from complaining at exit.
        _silence()
        return 0
    except OSError as error:
        _silence()
        say(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}.")
        return BAD_USE


def _silence() -> None:
    """Let nothing more be written to standard output, not even what still waits to be."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def add_index_option(parser: argparse.ArgumentParser) -> None:
    """--index, the same for every command."""
    parser.add_argument(
        "--index",
        type=Path,
        metavar="DIR",
        help="the index's folder (default: $FOOTNOTE_INDEX, else in your data folder)",
    )


def add_model_option(parser: argparse.ArgumentParser) -> None:
    """--model, for commands that make an index."""
    parser.add_argument(
        "--model",
        default="",
        metavar="NAME",
        help="a sentence-transformers model that is on this machine, by name or folder (default: "
        "the index's own, or the packaged all-MiniLM-L6-v2)",
    )


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """An argument's type: a whole number within bounds."""

    def parse(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text} is not from {least} to {most}")
        return number

    parse.__name__ = "whole number"
    return parse


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """--json, the same for every command."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def index_folder(arguments: argparse.Namespace) -> Path:
    """The index that a command means."""
    return arguments.index if arguments.index is not None else default_folder()


def counted(number: int, noun: str) -> str:
    """1 article, 2 articles."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def show(text: str) -> None:
    """Print for people. What articles hold is hostile: no control character reaches a terminal."""
    print("".join(c if c in "\n\t" or unicodedata.category(c) != "Cc" else "�" for c in text))


def show_json(value: object) -> None:
    """Print one JSON object."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def say(text: str) -> None:
    """One sentence to standard error."""
    safe = "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else "�" for c in text)
    print(safe, file=sys.stderr)
