"""`footnote build`: a build with its progress, its report, and building again on a change."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.console import (
    INTERRUPTED,
    counted,
    index_folder,
    say,
    show,
    show_json,
)
from index.errors import BadUse, FootnoteError

if TYPE_CHECKING:  # its loading takes a while
    from index.build import Report


def build_command(arguments: argparse.Namespace) -> int:
    """footnote build: 0 indexed, 1 nothing usable, 2 bad use, 3 unusable index, 130 interrupted."""
    arguments.articles += [line for file in arguments.urls for line in _addresses(file)]
    if not arguments.articles and not arguments.model:
        raise BadUse("Nothing is named to build from: name a folder, a file or an address.")
    from index.web import is_address

    folders = [Path(name) for name in arguments.articles if not is_address(name)]
    if arguments.watch and not folders:
        raise BadUse("Only folders and files can be watched, and none is named.")
    if arguments.own_process:
        _give_way()
    report = _build(arguments)
    _show_report(report, arguments)
    if not arguments.watch:
        return 0
    from index.watch import changes

    arguments.articles = folders  # addresses are fetched once
    say("Watching for changes; Ctrl-C ends it.")
    try:
        for _ in changes(folders, arguments.ignore, index=index_folder(arguments)):
            report = _build_again(arguments, report)
    except (KeyboardInterrupt, SystemExit):
        say("Watching has ended; the index answers.")
    return 0


def _give_way() -> None:
    """Let questions, which are asked in other processes, have the processor first."""
    with contextlib.suppress(AttributeError, OSError):  # Windows has no such call
        os.nice(10)


def _addresses(file: Path) -> list[str]:
    """The addresses in a file, a line each; lines that begin with # are remarks."""
    from index.web import is_address

    try:
        lines = [line.strip() for line in file.read_text("utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise BadUse(f"{file} cannot be read ({reason}).") from None
    named = [line for line in lines if line and not line.startswith("#")]
    for line in named:
        if not is_address(line):
            raise BadUse(f"{file} holds a line that is no web address: {line[:80]}")
    return named


def _build(arguments: argparse.Namespace) -> Report:
    folder = index_folder(arguments)
    return build_with_progress(
        arguments.articles,
        folder,
        arguments.prune,
        arguments.ignore,
        arguments.columns,
        arguments.model,
    )


def _build_again(arguments: argparse.Namespace, before: Report) -> Report:
    """Build on a change and return the report; what goes wrong may be right at the next one."""
    try:
        report = _build(arguments)
    except FootnoteError as error:
        say(str(error))
        return before
    if report.added + report.changed + report.moved + report.dropped:
        _show_report(report, arguments, undated=report.undated > before.undated)
    return report


def _show_report(report: Report, arguments: argparse.Namespace, *, undated: bool = True) -> None:
    if not arguments.json:
        show(describe_report(report, undated=undated))
        return
    fields = (
        "added changed moved copies unchanged dropped ignored articles undated passages embedded"
    )
    show_json(
        {name: getattr(report, name) for name in fields.split()}
        | {
            "seconds": round(report.seconds, 3),
            "skipped": [{"path": s.path, "reason": s.reason} for s in report.skipped],
            "index": os.path.abspath(index_folder(arguments)),  # noqa: PTH100
        }
    )


def build_with_progress(
    articles: Sequence[Path | str],
    folder: Path,
    prune: bool = False,
    ignore: Sequence[str] = (),
    mapped: Mapping[str, str] | None = None,
    model: str = "",
) -> Report:
    """Build, with a progress bar on standard error where that is a terminal."""
    from tqdm import tqdm

    from index.build import build

    bar: Any = None
    shown = "", 0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal bar, shown
        if (stage, total) != shown:  # the next stage, or the next folder
            if bar is not None:
                bar.close()
            bar = tqdm(total=total, desc=stage, unit=" articles", leave=False, disable=None)
            shown = stage, total
        bar.update(done - bar.n)

    try:
        return build(
            articles,
            folder,
            embedder=embedder_for(folder, model, writing=True),
            prune=prune,
            ignore=ignore,
            columns=mapped,
            change_model=bool(model),
            progress=progress,
        )
    except KeyboardInterrupt:
        say(
            "Interrupted. What was embedded is kept, and an index that was there answers as "
            "before: run the same command again to go on."
        )
        raise SystemExit(INTERRUPTED) from None
    finally:
        if bar is not None:
            bar.close()


def embedder_for(folder: Path, model: str = "", *, writing: bool = False) -> Any:
    """The model that is named, else the index's own."""
    from index.models import embedder_of, for_building, load

    embedder = load(model) if model else embedder_of(folder, writing=writing)
    return for_building(embedder) if writing else embedder


def describe_report(report: Report, *, undated: bool = True) -> str:
    """A build's outcome for people, with every skipped file and why.

    Without `undated` it is silent about articles without a date: who watches has been told.
    """
    seldom = {
        "moved": report.moved,
        "word for word as another": report.copies,
        "ignored": report.ignored,
    }
    more = "".join(f", {number:,} {what}" for what, number in seldom.items() if number)
    speed = report.embedded / max(report.seconds, 0.001)
    embedded = f" ({counted(report.embedded, 'passage')} embedded, {speed:.0f} a second)"
    lines = [
        f"{report.added:,} added, {report.changed:,} changed, {report.unchanged:,} unchanged, "
        f"{report.dropped:,} dropped{more} in {report.seconds:.1f} s"
        f"{embedded if report.embedded else ''}. The index holds "
        f"{counted(report.articles, 'article')} in {counted(report.passages, 'passage')}."
    ]
    if undated and report.undated:
        lines.append(
            f"{counted(report.undated, 'article')} of these without a date that could be read: "
            f"questions about days leave {'it' if report.undated == 1 else 'them'} out. "
            "A day is read in every format where it is written as 2024-12-31."
        )
    if report.skipped:
        lines.append(f"Skipped {counted(len(report.skipped), 'file')}:")
        lines += [f"  {skip.path}: {skip.reason}" for skip in report.skipped]
    return "\n".join(lines)
