"""Reads what a plan names and what addresses hold, and hands to the writer what is new in it.

A file of several articles is told part by part, by the words of each: what is as it was is left
alone, what vanished is dropped once the file has been read to its end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index import articles as reading
from index import catalog as catalogs
from index import web
from index.fetch import Fetcher, is_local
from index.formats.documents import Unread, UnreadableFileError
from index.formats.kinds import format_of
from index.ledger import ReadFile
from index.plan import Plan, Skipped, file_of, made_up_for, skipped_file, skipped_parts
from index.types import PART, Article, Progress
from index.writer import Writer

MAX_LISTED = 20
"""Articles of one file that are listed when they cannot be read; of the others, their number is."""
_TAKEN = "its name is also that of a file beside"
_KEPT = (
    "{gone} of the {known} articles indexed from it are no longer in it; they are kept. If they "
    "are meant to go, run the same command with --prune"
)


@dataclass(slots=True)
class Done:
    """What became of the files that were looked at, so far."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    dropped: int = 0
    moved: int = 0
    skipped: list[Skipped] = field(default_factory=list)


def store(made: Plan, writer: Writer, *, prune: bool, tell: Progress) -> Done:
    """Read and store what a plan names."""
    done = Done(
        unchanged=made.unchanged,
        dropped=len(made.gone) - made_up_for(made),
        skipped=list(made.skipped),
    )
    writer.drop(made.gone)
    for number, (path, digest) in enumerate(made.to_read):
        tell("Indexing", number, len(made.to_read))
        for article, content_hash in _read(path, digest, made, writer, done, prune=prune):
            writer.add(article, root=str(made.root), content_hash=content_hash)
    writer.flush()
    tell("Indexing", len(made.to_read), len(made.to_read))
    return done


def _read(
    path: Path, digest: str, made: Plan, writer: Writer, done: Done, *, prune: bool
) -> Iterator[tuple[Article, str]]:
    """The new and changed articles of a file, with the hashes that are stored with them.

    Once the file has been read to its end, what vanished from it is dropped, and it is remembered.
    """
    file = str(path)
    before = made.known.get(file, {})
    several = format_of(path.name).several
    kept: set[str] = set()
    unread: list[tuple[str, str]] = []
    try:
        for part in reading.read(path, made.columns):
            if isinstance(part, Unread):
                unread.append((part.key, part.reason))
                kept.update({f"{file}{PART}{part.key}"} & before.keys())
                continue
            if file_of(part.source, made.files) != file:
                unread.append((part.source.removeprefix(file + PART), _TAKEN))
                continue
            kept.add(part.source)
            content_hash = content_hash_of(part) if several else digest
            entry = before.get(part.source)
            if entry is not None and entry.content_hash == content_hash:
                done.unchanged += 1
                continue
            if entry is None and file in made.moved:
                done.moved += 1
            elif entry is None:
                done.added += 1
            else:
                done.changed += 1
            yield part, content_hash
    except UnreadableFileError as error:
        done.skipped.append(skipped_file(file, str(error), known=bool(before)))
        return
    listed = tuple(unread[:MAX_LISTED])
    if len(unread) > len(listed):
        more = f"{len(unread) - len(listed):,} more articles in it could not be read"
        listed = (*listed, ("", more))
    done.skipped += skipped_parts(file, listed, known=before)
    gone = [source for source in before if source not in kept]
    if len(gone) * 2 > len(before) and not prune:
        # Not remembered as read, so that it is read again and this is told again.
        done.skipped.append(Skipped(file, _KEPT.format(gone=len(gone), known=len(before))))
        return
    done.dropped += len(gone)
    writer.drop(gone)
    if several:
        writer.remember(ReadFile(file, digest, len(kept), listed))


def store_addresses(
    addresses: Sequence[str],
    writer: Writer,
    living: Sequence[catalogs.Entry],
    tell: Progress,
    *,
    local: bool,
) -> Iterator[Done]:
    """Fetch and store what each address holds."""
    known = {entry.source: entry for entry in living}
    read: set[str] = set()
    for number, address in enumerate(dict.fromkeys(addresses)):
        tell("Fetching", number, len(addresses))
        done = Done()
        try:
            # Only who names an address of this machine or network may be led to others there.
            with Fetcher(local=local and is_local(address)) as fetcher:
                for part in web.articles(address, fetcher, read=read):
                    _store_page(part, address, writer, known, done)
        except UnreadableFileError as error:
            done.skipped.append(skipped_file(address, str(error), known=address in known))
        yield done
    writer.flush()


def _store_page(
    part: Article | Unread,
    address: str,
    writer: Writer,
    known: Mapping[str, catalogs.Entry],
    done: Done,
) -> None:
    if isinstance(part, Unread):
        done.skipped.append(skipped_file(part.key, part.reason, known=part.key in known))
        return
    entry = known.get(part.source)
    content_hash = content_hash_of(part)
    if entry and entry.content_hash == content_hash:
        done.unchanged += 1
        return
    if entry:
        done.changed += 1
    else:
        done.added += 1
    writer.add(part, root=entry.root if entry else address, content_hash=content_hash)


def content_hash_of(article: Article) -> str:
    """The sha256 of an article's own words, which tells it changed where its file did."""
    day = article.published.isoformat() if article.published else ""
    about = [article.title, article.author, day, article.url, article.language, article.text]
    return hashlib.sha256(json.dumps(about).encode()).hexdigest()
