"""A copied citation, to the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.types import Passage
from qa.types import Citation
from ui import references

DAY = date(2019, 4, 16)
URL = "https://www.example.org/a_(b)"
PASSAGE = Passage(7, 3, "/a/inquiry.md", "The 100% inquiry", "Claire Martin", DAY, URL, 0, 9, "")
CITED = Citation(
    1,
    "/a/inquiry.md",
    "The 100% inquiry",
    "Claire Martin",
    DAY,
    "It\nwas *me*.",
    12,
    24,
    PASSAGE,
    0.8,
)


def test_plain() -> None:
    assert references.plain(CITED) == (
        "“It was *me*.” Claire Martin, The 100% inquiry, 16 April 2019,"
        " https://www.example.org/a_(b)."
    )


def test_markdown() -> None:
    assert references.markdown(CITED) == (
        "> It\n> was \\*me\\*.\n>\n> Claire Martin, "
        "[The 100% inquiry](<https://www.example.org/a_(b)>), 16 April 2019"
    )


def test_bibtex() -> None:
    assert references.bibtex(CITED).splitlines() == [
        "@misc{martin2019-3-12,",
        "  author = {{Claire Martin}},",
        r"  title = {{The 100\% inquiry}},",
        "  year = {2019},",
        "  month = {4},",
        "  day = {16},",
        r"  url = {https://www.example.org/a\_(b)},",
        "  note = {``It was *me*.'', characters 12 to 24}",
        "}",
    ]


def test_several_authors_are_told_apart() -> None:
    several = references.bibtex(replace(CITED, author="Müller, Jürgen; Claire Martin"))
    assert "  author = {{Müller, Jürgen} and {Claire Martin}}," in several
    assert several.startswith("@misc{muller2019-3-12,")


def test_braces_and_backslashes_cannot_end_a_field() -> None:
    entry = references.bibtex(replace(CITED, quote=r"\end} {x"))
    assert r"``\textbackslash{}end\} \{x''" in entry


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(CITED, author="", title="", published=None)
    bare = replace(bare, passage=replace(PASSAGE, url=""))
    assert references.plain(bare) == "“It was *me*.” /a/inquiry.md."
    assert references.bibtex(bare).splitlines()[:2] == [
        "@misc{article-3-12,",
        "  howpublished = {/a/inquiry.md},",
    ]
