"""The `footnote` command: here serve, ask, search and show.

Exit status of ask: 0 answered, 1 not answered, 2 bad use, 3 no or unusable index. What an index
alone can do is `index.commands`' business, and `evaluate` has a room of its own; nothing heavy is
imported before a command needs it.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

from index import building, commands, console
from index.console import index_folder, say, show, show_json
from ui.evaluate import add_evaluate
from ui.terminal import answer_text, byline, hit_text

if TYPE_CHECKING:
    from qa import Assistant

NOT_ANSWERED = 1
EXAMPLES = (
    "How many firefighters fought the Notre-Dame fire?",
    "Which company ran the Fukushima nuclear plant?",
    "When was smallpox declared eradicated?",
    "How much did the Sydney Opera House cost?",
)
"""Shown over the sample articles; they do not say what the last one asks."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    return console.run(_parser(), arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="footnote",
        description="Ask a folder of articles a question: a short answer, the exact words it rests "
        "on, and how sure it is. Nothing leaves this machine.",
    )
    parser.add_argument(
        "--version", action="version", version=f"footnote {metadata.version('footnote')}"
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")

    serve = subparsers.add_parser(
        "serve",
        help="open the chat page on this machine",
        description="Index the folders named, if any, and open the chat page on 127.0.0.1. With "
        "no folder and no index yet, the bundled sample articles are indexed.",
    )
    serve.add_argument("articles", nargs="*", metavar="ARTICLES", help="folder, file or address")
    port = console.whole_number(1, 65535)
    serve.add_argument("--port", type=port, metavar="N", help="default: 7860, or the next free one")
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="where to listen (default: 127.0.0.1, which only this machine can reach)",
    )
    serve.add_argument(
        "--auth-file",
        type=Path,
        metavar="FILE",
        help="who may log in: lines made with python -m ui.login NAME",
    )
    serve.add_argument(
        "--without-login",
        action="store_true",
        help="let everybody in who can reach --host",
    )
    serve.add_argument("--no-browser", action="store_true", help="only print the page's address")
    serve.add_argument(
        "--prune", action="store_true", help="allow more than half of a folder's articles to go"
    )
    console.add_index_option(serve)
    serve.set_defaults(command=_serve)

    commands.add_commands(subparsers)

    ask = subparsers.add_parser(
        "ask",
        help="answer a question, with the words it rests on",
        description="Answer a question from the indexed articles, with the words that the answer "
        "rests on and how sure it is. Without --risk, an answer is given from a probability of "
        "about 38% in a small collection to 59% in a large one; else you are told why there is "
        "none, and shown the nearest passages.",
        epilog='example: footnote ask "Who was the mayor in 2019?" --since 2018-01-01',
    )
    ask.add_argument(
        "--risk",
        type=float,
        metavar="SHARE",
        help="the largest share of wrong answers among those given that you accept: with 0.1, at "
        "most one in ten",
    )
    ask.add_argument(
        "--mode",
        choices=("auto", "span", "sentences"),  # `qa.assistant.MODES`, which is not imported yet
        default="auto",
        help="answer as the question asks for it (default), in a few words, or in sentences",
    )
    ask.set_defaults(command=_ask)
    search = subparsers.add_parser(
        "search",
        help="list the passages nearest to a question",
        description="List the passages nearest to a question, best first, without reading an "
        "answer out of them.",
    )
    search.set_defaults(command=_search)
    for asking in (ask, search):
        asking.add_argument(
            "question", nargs="+", metavar="QUESTION", help="in your own words, best in quotes"
        )
        asking.add_argument(
            "--passages",
            type=console.whole_number(1, 1000),
            default=10,
            metavar="N",
            help="how many passages are found (and read), from 1 to 1000 (default: 10)",
        )
        asking.add_argument("--since", metavar="DAY", help="only articles from this day on")
        asking.add_argument("--until", metavar="DAY", help="only articles up to this day")
        console.add_index_option(asking)
        console.add_json_option(asking)

    shown = subparsers.add_parser("show", help="print an article as it is stored, or list them all")
    shown.add_argument("article", nargs="?", metavar="ARTICLE", help="number, path or address")
    shown.add_argument(
        "--versions", action="store_true", help="list a web page's earlier versions instead"
    )
    console.add_index_option(shown)
    console.add_json_option(shown)
    shown.set_defaults(command=_show)
    add_evaluate(subparsers)
    return parser


def _serve(arguments: argparse.Namespace) -> int:
    from ui import login, serving

    logins = login.read(arguments.auth_file) if arguments.auth_file else None
    serving.check_host(
        arguments.host, login=logins is not None, without_login=arguments.without_login
    )
    folder = index_folder(arguments)
    articles = list(arguments.articles)
    if not articles and not os.path.exists(folder / "catalog.sqlite3"):  # noqa: PTH110
        say("There is no index yet: starting with the bundled sample articles.")
        articles = [sample_articles()]
    if articles:
        report = building.build_with_progress(articles, folder, arguments.prune)
        say(building.describe_report(report))
    from qa import Assistant
    from ui.desk import Desk
    from ui.page import build_page, serve

    with Assistant(folder) as assistant:
        samples = _told_of_samples(assistant, arguments)
        assistant.ask("What happened?")  # loads the models, so that the first question is quick
        desk = Desk(
            assistant,
            examples=EXAMPLES if samples else _drawn_examples(assistant),
            local_addresses=serving.is_loopback(arguments.host),
        )
        open_browser = not arguments.no_browser and _has_screen()
        try:
            serving_page = serve(
                build_page(desk),
                host=arguments.host,
                port=arguments.port,
                open_browser=open_browser,
                login=logins,
            )
            try:
                print(f"Footnote is at {serving_page.url} (stop it with Ctrl-C)", flush=True)
                serving_page.wait()
            except KeyboardInterrupt:
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second one would cut closing short
                say("Stopped.")
            finally:
                serving_page.close()
        finally:
            desk.close()
    return 0


def _told_of_samples(assistant: Assistant, arguments: argparse.Namespace) -> int:
    """The number of sample articles in the index; tells where there are others beside them."""
    entries = assistant.index.entries()
    samples = sum(Path(entry.root) == sample_articles() for entry in entries)
    if 0 < samples < len(entries):
        say(
            f"Among them are {samples} bundled sample articles; to drop them run: "
            f"footnote remove {sample_articles()}"
            + (f" --index {arguments.index}" if arguments.index else "")
        )
    return samples


def _drawn_examples(assistant: Assistant) -> tuple[str, ...]:
    """A few questions that the articles answer, drawn from some of them."""
    from ui import examples

    index = assistant.index
    chosen = examples.spread([entry.id for entry in index.entries() if entry.passages], 40)
    articles = filter(None, map(index.article, chosen))
    return tuple(examples.pick(articles, assistant.ask))


def _has_screen() -> bool:
    """Whether a browser has somewhere to open; else Python may start one inside the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def sample_articles() -> Path:
    """The folder of the bundled sample articles."""
    return Path(str(resources.files("ui") / "samples"))


def _ask(arguments: argparse.Namespace) -> int:
    from qa import Assistant

    with Assistant(index_folder(arguments)) as assistant:
        answer = assistant.ask(
            " ".join(arguments.question),
            passages=arguments.passages,
            since=arguments.since,
            until=arguments.until,
            risk=arguments.risk,
            mode=arguments.mode,
        )
    if arguments.json:
        show_json(answer.to_dict())
    else:
        show(answer_text(answer))
    return 0 if answer.answered else NOT_ANSWERED


def _search(arguments: argparse.Namespace) -> int:
    from qa import Assistant

    with Assistant(index_folder(arguments)) as assistant:
        hits = assistant.search(
            " ".join(arguments.question),
            passages=arguments.passages,
            since=arguments.since,
            until=arguments.until,
        )
    if arguments.json:
        found = [
            {
                "rank": rank,
                "score": round(hit.score, 4),
                "cosine": round(hit.cosine, 4),
                "bm25": round(hit.bm25, 4),
                "article": hit.passage.article_id,
                "source": hit.passage.source,
                "title": hit.passage.title,
                "author": hit.passage.author,
                "published": hit.passage.published.isoformat() if hit.passage.published else None,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "text": hit.passage.text,
            }
            for rank, hit in enumerate(hits, start=1)
        ]
        show_json({"question": " ".join(arguments.question), "passages": found})
        return 0
    for rank, hit in enumerate(hits, start=1):
        show(hit_text(rank, hit))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from index.models import embedder_of
    from index.store import PassageIndex

    folder = index_folder(arguments)
    with PassageIndex.open(folder, embedder=embedder_of(folder).name) as index:
        if arguments.article is None:
            entries = index.entries()
            article = None
        else:
            entries = [commands.the_article(index, arguments.article)]
            article = index.article(entries[0].id)
            if arguments.versions:
                entries, article = index.versions(entries[0].source), None
    if arguments.json:
        listed = [
            {
                "article": entry.id,
                "source": entry.source,
                "title": entry.title,
                "author": entry.author,
                "published": entry.published.isoformat() if entry.published else None,
                "url": entry.url,
                "language": entry.language,
                "passages": entry.passages,
            }
            for entry in entries
        ]
        show_json({"articles": listed} if article is None else {**listed[0], "text": article.text})
    elif article is None:
        for entry in entries:
            day = entry.published.isoformat() if entry.published else "undated   "
            show(f"{entry.id:5}  {day}  {entry.title}  ({Path(entry.source).name})")
    else:
        show(f"{article.title}{byline(article.author, article.published)}\n{article.source}")
        about = (article.url, f"Language: {article.language}" if article.language else "")
        show("".join(f"{line}\n" for line in about if line) + f"\n{article.text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
