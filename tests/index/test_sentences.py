from __future__ import annotations

import pytest

from index.sentences import sentence_around, sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        (
            "Mr. Smith met Dr. J. K. Rowling on Jan. 3 at 5 p.m. The talk was long.",
            ["Mr. Smith met Dr. J. K. Rowling on Jan. 3 at 5 p.m.", "The talk was long."],
        ),
        ("The U.S. Senate voted. It was close.", ["The U.S. Senate voted.", "It was close."]),
        ("It rose 3.5 percent. Then fell.", ["It rose 3.5 percent.", "Then fell."]),
        ("He said: “It ended.” She left.", ["He said: “It ended.”", "She left."]),
        ("No. 5 is alive. No. That is all.", ["No. 5 is alive.", "No.", "That is all."]),
        ("“Stop!” he cried. They ran.", ["“Stop!” he cried.", "They ran."]),
        ("A headline\n\nThe text. ", ["A headline", "The text."]),
        ("- first point\n- second point", ["first point", "second point"]),
        (
            "She denied that the F.B.I. Director James Comey lied. J.K. Rowling agreed.",
            ["She denied that the F.B.I. Director James Comey lied.", "J.K. Rowling agreed."],
        ),
        (
            "It went to the F.B.I. The bureau was silent.",
            ["It went to the F.B.I.", "The bureau was silent."],
        ),
        (
            "The court overturned Roe v. Wade. It did.",
            ["The court overturned Roe v. Wade.", "It did."],
        ),
        ("Det. Supt. Ray said so.", ["Det. Supt. Ray said so."]),
        ("Founded by Acme Inc.\nNobody knows.", ["Founded by Acme Inc.", "Nobody knows."]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_hard_wrapped_prose_is_not_cut_at_the_line_end() -> None:
    text = (
        "The rescue of all thirty-three men took twenty-two hours and was watched\n"
        "around the world. The last man up was the shift foreman, who had led them\n"
        "since August."
    )
    first, second = sentence_spans(text)
    assert text[slice(*first)].endswith("watched\naround the world.")
    assert text[slice(*second)].endswith("led them\nsince August.")


@pytest.mark.parametrize("words", ["Dr.\nSmith", "the U.S.\nSenate", "Robert F.\nKennedy"])
def test_wrapped_prose_is_not_cut_after_an_abbreviation(words: str) -> None:
    text = f"The witnesses all denied on Thursday that the man who had shot {words} was there."
    assert sentence_spans(text) == ((0, len(text)),)


def test_the_sentence_around_a_span() -> None:
    text = "It was late. Dr. Lee won 3.5 points in the U.S. Open. She smiled."
    at = text.index("3.5 points")
    start, end = sentence_around(text, at, at + len("3.5 points"))
    assert text[start:end] == "Dr. Lee won 3.5 points in the U.S. Open."


def test_a_span_across_sentences_gets_them_all() -> None:
    text = "One is here. Two is there. Three is gone."
    start, end = sentence_around(text, text.index("here"), text.index("there"))
    assert text[start:end] == "One is here. Two is there."


@pytest.mark.parametrize("run", [".", "…", "?!", "\n", " ", '."', "A.", ". "])
def test_a_long_run_of_marks_is_read_in_one_go(run: str) -> None:
    """An article may hold a line of a hundred thousand dots; each was sought from anew."""
    text = f"The first one. Before{run * (100_000 // len(run))}x. The last one."
    found = [text[start:end] for start, end in sentence_spans(text)]
    assert found[0] == "The first one."
    assert found[-1] == "The last one."
    assert "".join("".join(found).split()) == "".join(text.split())
