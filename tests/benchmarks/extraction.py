"""`python tests/benchmarks/extraction.py PAGES SOURCES`: how much of an article each library finds.

PAGES is a folder of html, SOURCES one of the Markdown that they were made from, by the same names
(npm's own documentation is such a pair). Counted are words, as often as they occur: the share of
the article's that was found, the share of the found that are the article's, their harmonic mean.

With `--pdf FILE --text FILE` a PDF is read as well, and counted which share of the text's runs of
ten words it says in one piece: what a page's foot or a hyphen cuts in two is lost to a search.
Libraries that are not installed are left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from index import articles  # noqa: E402
from index.formats import markup  # noqa: E402
from index.types import Article  # noqa: E402

RUN = 10
Extract = Callable[[Path], str]


def ours(path: Path) -> str:
    """As Footnote stores it: trafilatura without boilerplate; pdfium with paragraphs made."""
    return "\n".join(part.text for part in articles.read(path) if isinstance(part, Article))


def trafilatura(path: Path) -> str:
    """Alone."""
    import trafilatura

    return trafilatura.extract(path.read_text("utf-8"), include_comments=False) or ""


def justext(path: Path) -> str:
    """With its English stop words."""
    import justext

    found: Any = justext.justext(path.read_bytes(), justext.get_stoplist("English"))
    return "\n".join(each.text for each in found if not each.is_boilerplate)


def readability(path: Path) -> str:
    """Its summary, as words."""
    from readability import Document

    return markup.words(markup.page(Document(path.read_text("utf-8")).summary()))


def everything(path: Path) -> str:
    """All that a page shows."""
    return markup.words(markup.page(path.read_text("utf-8")))


def pdfium(path: Path) -> str:
    """Its text, page by page."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as opened:
        return "\n".join(page.get_textpage().get_text_range() for page in opened)


def pypdf(path: Path) -> str:
    """Its text, page by page."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def pdfminer(path: Path) -> str:
    """Its text, put together by boxes."""
    from pdfminer.high_level import extract_text

    return str(extract_text(path))


PAGES: Mapping[str, Extract] = {
    "footnote": ours,
    "trafilatura": trafilatura,
    "justext": justext,
    "readability": readability,
    "everything": everything,
}
PDFS: Mapping[str, Extract] = {
    "footnote": ours,
    "pypdfium2": pdfium,
    "pypdf": pypdf,
    "pdfminer": pdfminer,
}


def scores(found: str, true: str) -> tuple[float, float, float]:
    """Recall, precision and their harmonic mean."""
    one, other = (Counter(re.findall(r"\w+", text.lower())) for text in (found, true))
    common = (one & other).total()
    recall, precision = common / max(other.total(), 1), common / max(one.total(), 1)
    return recall, precision, 2 * recall * precision / max(recall + precision, 1e-9)


def runs(found: str, true: str) -> float:
    """The share of a text's runs of RUN words that were found unbroken."""
    one, other = (re.findall(r"\w+", text.lower()) for text in (found, true))
    said = {tuple(one[at : at + RUN]) for at in range(len(one))}
    wanted = [tuple(other[at : at + RUN]) for at in range(len(other) - RUN + 1)]
    return sum(run in said for run in wanted) / max(len(wanted), 1)


def compare(libraries: Mapping[str, Extract], pairs: list[tuple[Path, str]]) -> None:
    """Print a line for each library: means over the pages, and milliseconds a page."""
    for name, extract in libraries.items():
        if name not in ("footnote", "everything") and not importlib.util.find_spec(name):
            continue
        extract(pairs[0][0])  # imports
        started = time.perf_counter()
        found = [scores(extract(path), true) for path, true in pairs]
        took = 1e3 * (time.perf_counter() - started) / len(pairs)
        recall, precision, both = (statistics.mean(column) for column in zip(*found, strict=True))
        print(
            f"{name:12} found {recall:.3f}  of it the article's {precision:.3f}  both {both:.3f}"
            f"  {took:7.1f} ms",
            flush=True,
        )


def main() -> int:
    """Find the pairs and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--pdf", type=Path)
    parser.add_argument("--text", type=Path)
    given = parser.parse_args()
    sources = {path.stem: path for path in given.sources.rglob("*.md")}
    pages = sorted(path for path in given.pages.rglob("*.html") if path.stem in sources)
    print(f"{len(pages)} pages")
    compare(PAGES, [(path, ours(sources[path.stem])) for path in pages])
    if given.pdf and given.text:
        true = given.text.read_text("utf-8")
        print(given.pdf.name)
        for name, extract in PDFS.items():
            if name == "footnote" or importlib.util.find_spec(name):
                print(f"{name:12} unbroken {runs(extract(given.pdf), true):.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
