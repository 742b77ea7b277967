"""Passages that share words with a question: BM25 by tantivy, derived from the catalog.

The sole room of tantivy. Words are lower-cased, folded to ASCII and stemmed; a title's words count
for each of its passages.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy

from index.dense import Found, link_or_copy
from index.types import Passage

FOLDER = "lexical"
LOCKS = (".tantivy-meta.lock", ".tantivy-writer.lock")
TITLE_BOOST = 0.5
"""A title's word against a passage's: it tells what an article is about, not where it says so."""
MAX_TERMS = 64
RAREST = 10
"""Terms of a question that are searched for: what nearly all passages say takes the most time, and
finds the least."""
_ANALYZER = "footnote_en"
_LAST_DAY = 99_999_999


class LexicalIndex:
    """An open index of words."""

    def __init__(self, folder: Path) -> None:
        """Open an index. Raises OSError or ValueError where it is missing or damaged."""
        if not folder.is_dir():
            raise FileNotFoundError(folder)
        self._copy: TemporaryDirectory[str] | None = None
        with _panics_as_errors():
            self._index = self._opened(folder)
            self._index.register_tokenizer(_ANALYZER, _analyzer())
            self._index.reload()
            self._searcher = self._index.searcher()

    def _opened(self, folder: Path) -> tantivy.Index:
        try:
            return tantivy.Index.open(str(folder))
        except ValueError as error:
            if "Lockfile" not in str(error):
                raise
        # tantivy locks even to read; where nothing can be written, read from a copy.
        self._copy = TemporaryDirectory(prefix="footnote-")
        copied = shutil.copytree(folder, Path(self._copy.name) / FOLDER)
        for path in (copied, *copied.iterdir()):
            path.chmod(0o700)
        return tantivy.Index.open(str(copied))

    def close(self) -> None:
        """Delete the copy that a read-only index is read from."""
        if self._copy is not None:
            self._copy.cleanup()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def ids(self) -> list[int]:
        """The ids of all passages, in order. Raises ValueError over damaged files."""
        if not len(self):
            return []
        with _panics_as_errors():
            hits = self._searcher.search(tantivy.Query.all_query(), len(self), count=False).hits
            ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        return sorted(int(i or 0) for i in ids)

    def search(
        self, text: str, k: int, *, since: date | None = None, until: date | None = None
    ) -> Found:
        """The k passages that match a text best by BM25, published within the days given.

        Raises ValueError over damaged files.
        """
        terms = question_terms(text)[:MAX_TERMS]
        if not terms or not len(self):
            return []
        if len(terms) > RAREST:
            said = [term for term in terms if self._is_said(term)]  # the rest would find nothing
            terms = sorted(said, key=self.document_frequency)[:RAREST]
        schema, query, should = self._index.schema, tantivy.Query, tantivy.Occur.Should
        wanted = query.boolean_query(
            [(should, query.term_query(schema, "text", term)) for term in terms]
            + [
                (should, query.boost_query(query.term_query(schema, "title", term), TITLE_BOOST))
                for term in terms
            ]
        )
        if since or until:
            days = query.range_query(
                schema,
                "day",
                tantivy.FieldType.Integer,
                _day_number(since) if since else 1,
                _day_number(until) if until else _LAST_DAY,
            )
            must, unscored = tantivy.Occur.Must, query.const_score_query(days, 0.0)
            wanted = query.boolean_query([(must, wanted), (must, unscored)])
        with _panics_as_errors():
            hits = self._searcher.search(wanted, k, count=False).hits
            ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        return [(int(i or 0), float(score)) for i, (score, _) in zip(ids, hits, strict=True)]

    def document_frequency(self, term: str) -> int:
        """Passages that hold an analyzed term; those that are gone count until files are merged."""
        with _panics_as_errors():
            return min(int(self._searcher.doc_freq("text", term)), len(self))

    def _is_said(self, term: str) -> bool:
        with _panics_as_errors():
            return any(self._searcher.doc_freq(field, term) for field in ("text", "title"))


@contextmanager
def _panics_as_errors() -> Iterator[None]:
    """tantivy panics over damaged bytes, and a panic is no Exception: make it a ValueError."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(f"tantivy: {error}") from error


def derive(folder: Path, passages: Iterable[Passage]) -> None:
    """Write an index of passages into a new folder."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", fast=True, indexed=True)
    builder.add_integer_field("day", fast=True, indexed=True)
    for field in ("title", "text"):  # how often, not where: no phrase is searched for here
        builder.add_text_field(field, tokenizer_name=_ANALYZER, index_option="freq")
    folder.mkdir(parents=True)
    _write(tantivy.Index(builder.build(), path=str(folder)), passages, gone=[])


def amend(folder: Path, before: Path, passages: Iterable[Passage], *, gone: Iterable[int]) -> None:
    """Write the index in the folder `before` into a new one, with passages come and gone.

    tantivy's files are never changed once written, so that those which stay are links.
    """
    folder.mkdir(parents=True)
    for path in before.iterdir():
        if path.name not in LOCKS:
            link_or_copy(path, folder / path.name)
    _write(tantivy.Index.open(str(folder)), passages, gone=gone)


def _write(index: tantivy.Index, passages: Iterable[Passage], *, gone: Iterable[int]) -> None:
    index.register_tokenizer(_ANALYZER, _analyzer())
    writer = index.writer(heap_size=64_000_000, num_threads=1)
    for passage_id in gone:
        writer.delete_documents_by_term("id", passage_id)
    for passage in passages:
        writer.add_document(
            tantivy.Document(
                id=passage.id,
                day=_day_number(passage.published) if passage.published else 0,
                title=_composed(passage.title),
                text=_composed(passage.text),
            )
        )
    writer.commit()
    writer.wait_merging_threads()


def terms_of(text: str) -> list[str]:
    """The terms of a text, one after the other, as the index holds them; common words left out."""
    return list(_analyzer().analyze(_composed(text)))


def analyze(text: str) -> list[str]:
    """The distinct terms of a text, in order."""
    return list(dict.fromkeys(terms_of(text)))


def question_terms(question: str) -> list[str]:
    """The distinct terms that a question is about: the words that only ask are left out.

    Rare in articles, "what" and "did" would otherwise weigh more than many a name. WHO in capitals
    is the organisation.
    """
    words = _WORD.findall(_CLITIC.sub("", _composed(question)))
    # Where all words have capitals, they tell nothing.
    tells = sum(word[:1].isupper() for word in words) <= len(words) / 2
    about = [
        word
        for place, word in enumerate(words)
        if word.lower() not in _ASKING or (tells and _is_name(word, first=place == 0))
    ]
    return analyze(" ".join(about)) or analyze(question)


def _is_name(word: str, *, first: bool) -> bool:
    """Whether a word that could ask is a name: WHO, or May within a sentence."""
    return (word.isupper() and len(word) > 1) or (word in _NAMES and not first)


def _composed(text: str) -> str:
    """The words' own form: one code point for "ü", where a file may have two, and US for U.S."""
    joined = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    return unicodedata.normalize("NFC", joined)


_DOTTED = re.compile(r"\b[A-Z](?:\.[A-Z])+\b\.?")
_NAMES = frozenset(("May", "Can", "Will"))
_CLITIC = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))\b", re.I)
"""What is left of "didn't" and "wouldn't" is as common as the rest of what only asks."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ASKING = frozenset(
    "who whom whose what which when where why how many much did do does done doing is are was were "
    "be been being am has have had having can could would should may might must shall will a an "
    "the of in on at to from by for with about into over after before during and or but not no "
    "there their its his her they them he she it this that these those i me my we us our you your "
    "tell say said please ca wo".split()
)


@cache
def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.ascii_fold())  # first: lower-cased, "İ" is two code points
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _day_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
