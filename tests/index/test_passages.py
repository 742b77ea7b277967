from __future__ import annotations

import itertools
import random

import pytest

from index.embedder import default_embedder
from index.passages import OVERLAP, SIZE, split


def count_words(text: str) -> int:
    return len(text.split())


def check(text: str, *, size: int = SIZE, overlap: int = OVERLAP) -> list[str]:
    """The promises that hold for any text."""
    count = default_embedder().count
    slices = split(text, count=count, size=size, overlap=overlap)
    starts = [piece.start for piece in slices]
    assert starts == sorted(set(starts)), "starts rise strictly"
    assert all(before.end < after.end for before, after in itertools.pairwise(slices))
    covered: set[int] = set()
    for piece in slices:
        words = text[piece.start : piece.end]
        assert words.strip() == words
        assert words
        assert count(words) <= size
        covered.update(range(piece.start, piece.end))
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered), "nothing is lost"
    return [text[piece.start : piece.end] for piece in slices]


def test_repeated_text_gets_its_own_offsets() -> None:
    # A splitter that looks its pieces up in the text finds the first "chunk" again and again.
    text = "chunk chunk chunk chunk"
    slices = split(text, count=count_words, size=1, overlap=0)
    assert [(piece.start, piece.end) for piece in slices] == [(0, 5), (6, 11), (12, 17), (18, 23)]


def test_short_text_is_one_passage() -> None:
    assert check("Just one line.") == ["Just one line."]


def test_neighbours_share_a_sentence() -> None:
    sentences = [f"Sentence number {n} tells of event {n} in town {n}." for n in range(40)]
    passages = check(" ".join(sentences))
    assert len(passages) > 2
    for before, after in itertools.pairwise(passages):
        shared = [sentence for sentence in sentences if sentence in before and sentence in after]
        assert shared, "an answer at a border stands whole in one of the two"


def test_a_passage_begins_with_no_half_of_a_sentence() -> None:
    denied = (
        "No witness accused the chairman of the committee, a friend of the builder and of "
        "Sen. Robert Kane, of having taken money from the builder in May of that year. "
    )
    other = "The inquiry heard from forty witnesses about the collapse of the bridge in May. "
    for words in range(30):
        text = "Intro word " * words + "ends here. " + other * 6 + denied + other * 6
        assert not any(passage.startswith("Robert") for passage in check(text))


def test_passages_are_near_their_size() -> None:
    sentences = [f"Sentence number {n} tells of event {n} in town {n}." for n in range(400)]
    lengths = [default_embedder().count(p) for p in check(" ".join(sentences))[:-1]]
    assert min(lengths) > 120


@pytest.mark.parametrize(
    "text",
    [
        "word " * 3000,
        "x" * 5000,
        "a\n" * 800,
        "\n\n\n  \n Ends in space.   \n\n",
        "emoji 🏟️👩‍🚀 and astral 𝔘𝔫𝔦 text. " * 90,
        "日本語の文章です。" * 200,
        "Mr. A. B. Cee said no. " * 120,
    ],
    ids=["one line", "no spaces", "many lines", "space", "astral", "no word breaks", "initials"],
)
def test_promises_hold(text: str) -> None:
    check(text)


def test_promises_hold_for_random_text() -> None:
    random.seed(7)
    alphabet = [
        "a",
        "Bee",
        "3.5",
        "end.",
        "What?",
        "\n",
        "\n\n",
        " ",
        "  ",
        "“quote”",
        "é",
        "𝔘",
        "-",
    ]
    for _ in range(40):
        check("".join(random.choice(alphabet) for _ in range(400)), size=24, overlap=8)  # noqa: S311
