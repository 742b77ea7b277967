"""The commands that need only an index: build, status, verify, export, import, remove."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from pathlib import Path
from typing import Any

from index.building import build_command, embedder_for
from index.console import (
    DAMAGED,
    add_index_option,
    add_json_option,
    add_model_option,
    counted,
    index_folder,
    show,
    show_json,
)
from index.errors import BadUse
from index.formats import NAMES
from index.store import PassageIndex, default_folder
from index.types import PART


def columns(text: str) -> dict[str, str]:
    """An argument's type: text=body,title=headline."""
    from index.formats.tables import COLUMNS

    pairs = dict(pair.partition("=")[::2] for pair in text.split(","))
    wrong = [field for field, column in pairs.items() if field not in COLUMNS or not column]
    if wrong:
        fields = ", ".join(COLUMNS)
        raise argparse.ArgumentTypeError(f"{wrong[0]!r} is not FIELD=COLUMN with one of {fields}")
    return pairs


def add_commands(commands: Any) -> None:
    """Add build, status, verify, export, import and remove to a parser's commands."""
    build = commands.add_parser(
        "build",
        help="index a folder of articles, or synchronise it again",
        description=f"Index the articles in folders and files: {NAMES} of these. Building again "
        "synchronises: only what changed is embedded, what vanished from these folders is "
        "dropped, and articles from elsewhere stay. The network is used for addresses that you "
        "name, and for nothing else. With --model, an index of another model is embedded again "
        "from its stored texts, and answers as before until that is done.",
    )
    build.add_argument(
        "articles",
        nargs="*",
        metavar="ARTICLES",
        help="folder or file, or the address of a page, a feed or a sitemap",
    )
    build.add_argument(
        "--urls",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a file with an address a line, each fetched",
    )
    build.add_argument(
        "--prune", action="store_true", help="allow more than half of a folder's articles to go"
    )
    build.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="PATTERN",
        help="leave out what matches, as in a .gitignore; a folder's file .footnoteignore holds "
        "patterns for good",
    )
    build.add_argument(
        "--columns",
        type=columns,
        default={},
        metavar="FIELD=COLUMN,…",
        help="which column of csv, tsv, json and jsonl is which: text, title, author, published, "
        "url, id, language; others are found by their usual names",
    )
    build.add_argument(
        "--watch", action="store_true", help="go on, and build again whenever something changes"
    )
    add_model_option(build)
    add_index_option(build)
    add_json_option(build)
    build.set_defaults(command=build_command)

    status = commands.add_parser("status", help="tell what an index holds and what runs it")
    add_index_option(status)
    add_json_option(status)
    status.set_defaults(command=status_command)

    verify = commands.add_parser(
        "verify",
        help="check an index, and derive its search files again",
        description="Check an index: its catalog, passages, vectors and search files. The exit "
        "status is 0 where all is well and 4 where something is damaged.",
    )
    verify.add_argument(
        "--repair", action="store_true", help="derive search files again; embeds nothing"
    )
    add_index_option(verify)
    add_json_option(verify)
    verify.set_defaults(command=verify_command)

    export = commands.add_parser(
        "export",
        help="write an index to one file",
        description="Write an index to one file, to keep or to hand on: the articles' texts, "
        "passages and vectors. A build may go on meanwhile.",
    )
    export.add_argument("file", type=Path, metavar="FILE")
    add_index_option(export)
    add_json_option(export)
    export.set_defaults(command=export_command)

    take = commands.add_parser(
        "import",
        help="make an index of such a file",
        description="Make an index of a file that footnote export wrote, in a new folder. It is "
        "checked whole before it is put there.",
    )
    take.add_argument("file", type=Path, metavar="FILE")
    add_model_option(take)
    add_index_option(take)
    add_json_option(take)
    take.set_defaults(command=import_command)

    remove = commands.add_parser(
        "remove",
        help="drop articles from an index; the files stay",
        description="Drop articles from an index. Their files are not touched; building their "
        "folder again brings them back.",
    )
    remove.add_argument(
        "articles", nargs="+", metavar="ARTICLE", help="number, path, address, or folder"
    )
    add_index_option(remove)
    add_json_option(remove)
    remove.set_defaults(command=remove_command)


def status_command(arguments: argparse.Namespace) -> int:
    """footnote status."""
    from index import runtime
    from index.models import has_cuda

    folder = index_folder(arguments)
    with PassageIndex.open(folder, embedder=embedder_for(folder).name) as index:
        entries = index.entries()
        size = sum(map(_size, index.folder.rglob("*")))
        dates = sorted(entry.published for entry in entries if entry.published)
        roots = Counter(entry.root for entry in entries)
        facts = {
            "index": str(index.folder),
            "articles": len(entries),
            "passages": index.manifest.passages,
            "from": dict(sorted(roots.items())),
            "oldest": dates[0].isoformat() if dates else None,
            "newest": dates[-1].isoformat() if dates else None,
            "undated": len(entries) - len(dates),
            "bytes": size,
            "generation": index.generation,
            "built": index.manifest.created,
            "embedder": index.manifest.embedder,
            "search": _search(index.manifest.layout),
            "runtime": runtime.describe() + (", builds on CUDA by torch" if has_cuda() else ""),
        }
    if arguments.json:
        show_json(facts)
        return 0
    dated = f"{facts['oldest']} to {facts['newest']}" if dates else "none dated"
    undated = f", {facts['undated']} undated" if dates and facts["undated"] else ""
    show(
        "\n".join(
            [
                f"Index       {facts['index']}",
                f"Articles    {facts['articles']} in {counted(index.manifest.passages, 'passage')}",
                *(f"  from      {root} ({count})" for root, count in sorted(roots.items())),
                f"Published   {dated}{undated}",
                f"Size        {size / 2**20:.1f} MB",
                f"Built       {facts['built']}, generation {facts['generation']}",
                f"Search      {facts['search']}",
                f"Embedder    {facts['embedder']}",
                f"Runtime     {facts['runtime']}",
            ]
        )
    )
    return 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0  # a build has just deleted it


def _search(layout: Any) -> str:
    """How the nearest passages are found."""
    if not layout.compressed:
        return "exact"
    return (
        f"compressed: {layout.probes} of {layout.lists} lists a question, "
        f"{layout.recall:.1%} of the ten nearest found; {layout.appended:,} passages beside"
    )


def verify_command(arguments: argparse.Namespace) -> int:
    """footnote verify: 0 all is well, 4 something is damaged and was not repaired."""
    from index.verify import only_derived, repair, verify

    folder = index_folder(arguments)
    embedder = embedder_for(folder)
    checks = verify(folder, embedder=embedder)
    faults = [fault for check in checks for fault in check.faults]
    repaired = bool(faults) and arguments.repair and only_derived(checks)
    if repaired:
        repair(folder, embedder=embedder)
        checks = verify(folder, embedder=embedder)
    sound = not any(check.faults for check in checks)
    if arguments.json:
        listed = [{"subject": each.subject, "faults": list(each.faults)} for each in checks]
        show_json({"sound": sound, "repaired": repaired, "checks": listed})
        return 0 if sound else DAMAGED
    for check in checks:
        show(f"{'damaged' if check.faults else 'sound':8} {check.subject}")
        for fault in check.faults:
            show(f"         {fault}")
    if repaired:
        show("The search files were derived again; nothing was embedded.")
    elif not sound:
        show(_remedy(folder, only_derived(checks)))
    return 0 if sound else DAMAGED


def _remedy(folder: Path, only_derived: bool) -> str:
    named = "" if folder == default_folder() else f" --index {folder}"
    if only_derived:
        return f"The articles are safe; to derive the rest again: footnote verify{named} --repair"
    return (
        "What is damaged must be built again from the articles: drop those named with footnote "
        f"remove, or keep {folder} aside; then: footnote build ARTICLES{named}"
    )


def export_command(arguments: argparse.Namespace) -> int:
    """footnote export: 0 written, 2 where it cannot be written, 3 without a usable index."""
    from index.exchange import export_index

    file, folder = arguments.file, index_folder(arguments)
    articles, size = export_index(folder, file, embedder=embedder_for(folder))
    if arguments.json:
        show_json({"file": str(file), "articles": articles, "bytes": size})
    else:
        show(f"{counted(articles, 'article')} in {file}, {size / 2**20:.1f} MB.")
    return 0


def import_command(arguments: argparse.Namespace) -> int:
    """footnote import: 0 there is an index now, 2 bad use, 3 a damaged file."""
    from index.exchange import import_index
    from index.models import load

    folder = index_folder(arguments)
    articles = import_index(arguments.file, folder, embedder=load(arguments.model))
    if arguments.json:
        show_json({"index": os.path.abspath(folder), "articles": articles})  # noqa: PTH100
    else:
        show(f"{counted(articles, 'article')} in the index at {folder}.")
    return 0


def remove_command(arguments: argparse.Namespace) -> int:
    """footnote remove: 0 removed, 2 where a name means no article or several."""
    from index.build import remove

    folder = index_folder(arguments)
    embedder = embedder_for(folder)
    with PassageIndex.open(folder, embedder=embedder.name) as index:
        found = [source for name in arguments.articles for source in _sources(index, name)]
        sources = list(dict.fromkeys(found))
    count = remove(sources, folder, embedder=embedder)
    if arguments.json:
        show_json({"removed": count, "sources": sources})
    else:
        show(f"Removed {counted(count, 'article')} from the index; the files stay where they are.")
    return 0


def _sources(index: PassageIndex, name: str) -> list[str]:
    """The sources that a name means: one article's, or all of a folder's or of a file's."""
    if not name.strip():
        raise BadUse("An empty name means no article: name one by number, path or address.")
    folder = Path(os.path.abspath(name))  # noqa: PTH100
    entries = index.entries()
    sources = [entry.source for entry in entries]
    below = [source for source in sources if folder in Path(source).parents]
    if below and name in {str(entry.id) for entry in entries}:
        raise BadUse(
            f"{name} is an article's number and a folder: write .{os.sep}{name} for the folder, "
            "or the article's path."
        )
    within = [source for source in sources if source.startswith(f"{folder}{PART}")]
    return below or within or [the_article(index, name).source]


def the_article(index: PassageIndex, name: str) -> Any:
    """The one article that a name means. Raises BadUse where it means none or several."""
    found = index.find(name)
    # No number is that long, and Python reads none of thousands of digits.
    is_number = name.isdecimal() and len(name) < 20
    if not found and is_number and (version := index.article(int(name))):
        found = [e for e in index.versions(version.source) if e.id == version.id]
    if not found:
        raise BadUse(f"No article in the index at {index.folder} is called {name}.")
    if len(found) > 1:
        listed = "".join(f"\n  {entry.id}  {entry.source}" for entry in found[:10])
        raise BadUse(f"{name} means {len(found)} articles; name one by its number:{listed}")
    return found[0]
