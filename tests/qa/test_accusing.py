"""Who did a wrong is not who was only near it, nor whom it was done to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.embedder import default_embedder
from qa import Assistant
from qa.accusing import befell
from qa.clearing import acquits, is_doubted
from qa.verbs import verb_terms
from qa.wrongs import asks_who_did_wrong

REPORTS = Path(__file__).parents[1] / "data" / "accusations.jsonl"

HELD = "His friend [Pablo Picasso], who had bought two of the stolen statues, was questioned too."
THEFT = "Who stole the painting?"


def cleared(question: str, marked: str, following: str) -> bool:
    sentence = marked.replace("[", "").replace("]", "")
    return asks_who_did_wrong(question) and acquits(sentence, marked.index("]") - 1, following)


@pytest.mark.parametrize(
    ("question", "marked", "following"),
    [
        (THEFT, HELD, "Neither had anything to do with it, and both left."),
        (THEFT, HELD, "Both were let go."),
        (THEFT, HELD, "He was later acquitted."),
        (THEFT, "[Holt] was cleared of the theft.", ""),
        (THEFT, "[Holt], a guard, has since been cleared of the theft.", ""),
        ("Who set the mill on fire?", "[Holt] was seen.", "She had nothing to do with it."),
        ("Who started the fire?", "[Holt] had nothing to do with the fire.", ""),
        ("Which guard stole the painting?", HELD, "Both men were cleared."),
    ],
)
def test_whoever_was_cleared_did_not_do_it(question: str, marked: str, following: str) -> None:
    assert cleared(question, marked, following)


@pytest.mark.parametrize(
    ("question", "marked", "following"),
    [
        (THEFT, HELD, ""),
        (THEFT, HELD, "The guards were let go."),
        (THEFT, HELD, "He had much to do with it."),
        (THEFT, HELD, "He was not acquitted."),
        (THEFT, HELD, "He said that the guard was cleared."),
        (THEFT, "[Holt] was never cleared of the theft.", ""),
        (THEFT, "[Holt] stole it after Bold was acquitted.", ""),
        (THEFT, "The guard was cleared: it was [Holt].", ""),
        ("Who killed the student?", "Knox was acquitted after [Rudy Guede] had confessed.", ""),
        ("Who won the election?", "[Trump] won the election.", "He was acquitted by the Senate."),
        ("Who led the rescue?", "[Holt] led it.", "They were cleared by noon."),
        ("Who was questioned?", HELD, "He was cleared."),
        ("Who did the guard kill?", "He killed [Holt].", "He was acquitted."),
        ("What was stolen?", HELD, "He was cleared."),
    ],
)
def test_whoever_may_have_done_it_is_not_cleared(
    question: str, marked: str, following: str
) -> None:
    assert not cleared(question, marked, following)


@pytest.mark.parametrize(
    "question",
    [
        "Who stole the painting?",
        "Who allegedly shot the driver?",
        "Which guard first robbed the bank?",
        "Who had stolen the bus?",
        "Who drowned her?",
        "Who harassed the clerk?",
        "Who set the mill on fire?",
    ],
)
def test_whoever_did_a_wrong_is_asked_for(question: str) -> None:
    assert asks_who_did_wrong(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who was murdered in the park?",
        "Who was shot by the guard?",
        "Who got robbed?",
        "Who drowned in the lake?",
        "Who investigates murders in the city?",
        "Who led the attack on the fort?",
        "Who opened the bridge?",
    ],
)
def test_whoever_suffered_it_or_did_something_else_is_no_wrongdoer(question: str) -> None:
    assert not asks_who_did_wrong(question)


DEAD = "The dead are the doctor [Astrid Moen] and her driver."
GUARD = "The attacker, Darko Petan, was shot dead by one of Mertens's guards, [Stefan Ulm]."


@pytest.mark.parametrize(
    ("marked", "acts", "names", "is_so"),
    [
        (
            "He described [Anton Revik] so in a cable that was leaked to the Courier.",
            "leak",
            "",
            True,
        ),
        ("A video of the coach [Bo Lindgren] was leaked.", "leak", "", True),
        ("The report was stolen from [the offices of the council].", "steal", "", True),
        (DEAD, "kill", "", True),
        (GUARD, "shoot", "Ilya Mertens", True),
        ("[Aid workers] killed", "kill", "Astrid Moen", True),
        (GUARD, "shoot", "Darko Petan", False),
        ("It was stolen by a customs officer, [Karl Munk].", "steal", "Standing Boy", False),
        ("The bank was robbed in May by [Dan Loft], a former clerk.", "rob", "", False),
        ("[Dan Loft] robbed the bank.", "rob", "", False),
        ("In Dallas the president was shot by [Leo Hark].", "shoot", "Tom Wendt", False),
        ("The Beatle was shot by [Mark Chapman].", "shoot", "John Lennon", False),
        ("The victims were killed by [Kim Berg].", "kill", "", False),
        ("She was killed in front of his two children by [Kim Berg].", "kill", "", False),
        ("[Dan Loft], who was later shot, robbed the bank.", "rob", "", False),
    ],
)
def test_what_befell_somebody_is_not_what_he_did(
    marked: str, acts: str, names: str, is_so: bool
) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    sentence = marked.replace("[", "").replace("]", "")
    assert befell(sentence, start, end, verb_terms(acts), names.split()) is is_so


@pytest.mark.parametrize(
    ("sentence", "doubted"),
    [
        ("The inquiry ruled out that Tor Aas murdered her.", True),
        ("It was rumoured that Ola Vik murdered her.", True),
        ("Per Dahl may have murdered her.", True),
        ("Jon Brekke is thought to have murdered her.", True),
        ("Olav Friis was convicted of her murder.", False),
        ("Kim Berg, who killed Lee, is thought to have fled.", False),
        ("The jewels, rumoured to be worth millions, were stolen by Kim Berg.", False),
    ],
)
def test_what_may_have_been_is_doubted(sentence: str, doubted: bool) -> None:
    assert is_doubted(sentence) is doubted


def test_nobody_is_named_for_a_wrong_whom_a_report_only_mentions(
    write: Callable[..., Path], tmp_path: Path, capsys: Any
) -> None:
    """Invented reports by a language model, 26 of them without anybody who plainly did it."""
    accused, told, plain = [], 0, 0
    for number, line in enumerate(REPORTS.read_text("utf-8").splitlines()):
        row = json.loads(line)
        folder = write(f"report{number}", **{"1.md": row["text"]})
        build([folder], tmp_path / f"index{number}", embedder=default_embedder())
        with Assistant(tmp_path / f"index{number}") as assistant:
            answer = assistant.ask(row["question"])
        if not row["answer"]:
            accused += [answer.text] if answer.answered else []
            continue
        plain += 1
        told += answer.answered and answer.text.split()[-1] in row["answer"].split()
    with capsys.disabled():
        print(f"\nwrongly named, of 26: {accused}; who did it, of {plain}: {told}")
    # A captain of a hijacked ferry is still named, and 7 are told; without bf16 a little otherwise.
    assert len(accused) <= 2
    assert told >= 5
