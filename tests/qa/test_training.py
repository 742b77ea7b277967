from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import platform
import random
import shutil
import subprocess
import sys
from contextlib import closing, nullcontext
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from index import runtime
from index.embedder import default_embedder, package_folder, tokenizer
from index.errors import BadUse
from index.store import PassageIndex
from index.types import Hit, Passage
from qa.training import held_out, own
from qa.training.__main__ import RECIPE as SHIPPED
from qa.training.__main__ import _read, read_recipe
from qa.training.batches import Batch, batch_of, pools
from qa.training.examples import (
    MAX_QUESTION,
    WINDOW,
    Collection,
    Question,
    Source,
    Window,
    altered,
    example,
    passage,
    question_ids,
    read_squad,
    removed,
    window,
)
from qa.training.models import DROPOUT, Dropout, load
from qa.training.negatives import hard_negatives, kept_negatives
from qa.training.objective import (
    ABSENT_WEIGHT,
    SHARED_WEIGHT,
    Scores,
    hard_loss,
    scores_of,
    soft_loss,
)
from qa.training.own import read_own
from qa.training.recurring import MASK, recurring_questions
from qa.training.train import MASKED, Budget, Progress, _cut_log, _noised, computes_in_bf16, train
from qa.training.written import digest, written_articles

RECIPES = SHIPPED.parent
READER = RECIPES.parent / "models" / "reader.safetensors"
FACTS = [
    ("The river Elbe flooded Dresden in 2002.", "When was Dresden flooded?", "2002"),
    ("The river Rhine flooded Cologne in 1995.", "When was Cologne flooded?", "1995"),
    ("The river Oder flooded Wroclaw in 1997.", "When was Wroclaw flooded?", "1997"),
    ("Germany beat Brazil 7-1 in Belo Horizonte.", "Who beat Brazil?", "Germany"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    paragraphs = [
        {
            "context": context,
            "qas": [
                {
                    "id": str(number),
                    "question": question,
                    "answers": [{"text": answer, "answer_start": context.index(answer)}],
                }
            ],
        }
        for number, (context, question, answer) in enumerate(FACTS)
    ]
    paragraphs[0]["qas"].append(  # type: ignore[attr-defined]
        {"id": "x", "question": "Who swam in it?", "answers": [], "is_impossible": True}
    )
    path = tmp_path / "data.json.gz"
    with gzip.open(path, "wt") as file:
        json.dump({"data": [{"title": "Floods", "paragraphs": paragraphs}]}, file)
    return path


def test_answers_stand_where_they_are_said_to(data: Path) -> None:
    for join in (1, 9):
        collection, held_out = read_squad(data, join=join)
        assert held_out == []
        assert (len(collection.passages) == 4) == (join == 1)
        answers = [
            [collection.passages[question.passage].text[a:b] for a, b in question.answers]
            for question in collection.questions
        ]
        assert answers == [["2002"], [], ["1995"], ["1997"], ["Germany"]]


def test_an_article_is_held_out_whole(data: Path) -> None:
    collection, held_out = read_squad(data, held_out=1.0)
    assert collection.questions == []
    assert [article["title"] for article in held_out] == ["Floods"]


def test_hard_negatives_are_near_and_do_not_answer(data: Path) -> None:
    collection, _ = read_squad(data)
    negatives = hard_negatives(collection, default_embedder())
    dresden = negatives[0]
    assert 0 not in dresden, "its own passage is none"
    assert set(dresden[:2]) == {1, 2}, "other floods are nearer than football"
    assert 3 not in negatives[4]


def test_negatives_are_found_once_for_the_same_questions(data: Path, tmp_path: Path) -> None:
    collection, _ = read_squad(data)
    folder, embedder = tmp_path / "negatives", default_embedder()
    found = kept_negatives(collection, embedder, folder)
    assert found == hard_negatives(collection, embedder)
    (file,) = folder.iterdir()
    file.write_text(json.dumps([[3]] * 5), "utf-8")
    assert kept_negatives(collection, embedder, folder) == [[3]] * 5, "they were not found again"
    collection.questions[0] = Question("When did Dresden lie under water?", 0, ((34, 38),))
    assert kept_negatives(collection, embedder, folder) != [[3]] * 5, "another question"


def test_a_window_keeps_its_answer() -> None:
    chance = random.Random(5)  # noqa: S311
    text = "filler words go here " * 100 + "the answer is Vienna " + "and more words " * 100
    start = text.index("Vienna")
    asked = question_ids("What is the answer? " * 30)
    assert len(asked) == MAX_QUESTION
    for _ in range(30):
        made = window(asked, passage(text), [(start, start + 6)], chance)
        assert len(made.ids) == WINDOW
        ((first, last),) = made.targets
        assert tokenizer().decode(made.ids[first : last + 1]) == "vienna"
        assert made.first == MAX_QUESTION + 2


def test_an_example_has_one_right_window(data: Path) -> None:
    collection, _ = read_squad(data)
    collection.negatives = [[1, 2]] * 5
    chance = random.Random(1)  # noqa: S311
    (made,) = example(collection, 0, Source(data, negatives=1.0), chance)
    assert [len(each.targets) for each in made] == [1, 0]
    made, twin = example(collection, 0, Source(data, negatives=0.0, altered=1.0), chance)
    assert [len(each.targets) for each in made] == [1]
    assert [each.targets for each in twin] == [[]], "the altered question has no answer"


def test_a_long_passage_is_its_own_negative() -> None:
    text = "On Monday Ana Ruiz won. " + "Nothing else was of note that day. " * 120
    collection = Collection([passage(text)], [Question("Who won?", 0, ((10, 18),))])
    chance = random.Random(1)  # noqa: S311
    (made,) = example(collection, 0, Source(Path(), negatives=1.0), chance)
    assert len(made) == 2
    assert made[1].targets == []
    assert "ruiz" not in tokenizer().decode(made[1].ids[made[1].first :])


BRIDGE = (
    "The bridge over the Ostra was opened on Friday by Queen Adela, who walked across it with two "
    "thousand children. It was designed by Lucia Ferrante. Its towers are 110 metres high."
)


def test_a_passage_without_its_answers_sentence_is_a_negative() -> None:
    start = BRIDGE.index("Lucia")
    question = Question("Who designed the bridge?", 0, ((start, start + 14),))
    collection = Collection([passage(BRIDGE)], [question])
    chance = random.Random(1)  # noqa: S311
    (made,) = example(collection, 0, Source(Path(), negatives=0.0, removed=1.0), chance)
    assert [len(each.targets) for each in made] == [1, 0]
    text = tokenizer().decode(made[1].ids[made[1].first :])
    assert text.endswith("two thousand children. its towers are 110 metres high.")


@pytest.mark.parametrize("answer", ["Lucia Ferrante", "Nobody"])
def test_what_is_said_twice_or_alone_cannot_be_removed(answer: str) -> None:
    text = f"{BRIDGE} Lucia Ferrante saw it." if answer in BRIDGE else "Nobody came."
    start = text.index(answer)
    assert removed(passage(text), [(start, start + len(answer))]) is None


@pytest.mark.parametrize(
    ("question", "text", "possible"),
    [
        ("When did Ana meet Ben Ali?", "Ana met Ben Ali and Carl Orff.", {"Carl Orff"}),
        ("Who won in 1995?", "It was won in 2003.", {"2003"}),
        ("Who was the first to arrive?", "", {"last", "wasn't"}),
    ],
)
def test_an_altered_question_asks_for_what_is_not_said(
    question: str, text: str, possible: set[str]
) -> None:
    made = {altered(question, text, random.Random(seed)) for seed in range(30)}  # noqa: S311
    assert question not in made
    for wanted in possible:
        assert any(wanted in each for each in made if each), made


def test_a_question_that_cannot_be_altered_is_left_out() -> None:
    assert altered("Who sang?", "They sang.", random.Random(0)) is None  # noqa: S311


def test_recurring_spans_become_questions_of_another_passage() -> None:
    texts = [
        "The Kazimierz Palace was built in Warsaw for the king.",
        "In Warsaw the family lived near the Kazimierz Palace, built long before.",
    ]
    made = recurring_questions(Collection([passage(text) for text in texts]))
    asked = {
        question.text: [texts[question.passage][a:b] for a, b in question.answers]
        for question in made.questions
    }
    assert asked["The Kazimierz Palace was built in [MASK] for the king."] == ["Warsaw"]
    assert asked["The [MASK] was built in Warsaw for the king."] == ["Kazimierz Palace"]
    for question, answers in asked.items():
        assert question.count(MASK) == 1
        assert not any(answer in question for answer in answers)


def test_long_passages_are_cut_before_spans_recur() -> None:
    text = " ".join(
        f"In {year} the council of Trent met about matter {year}." for year in range(900, 960)
    )
    made = recurring_questions(Collection([passage(text)]))
    assert len(made.passages) > 3
    assert all(len(each.ids) < WINDOW for each in made.passages)
    assert {question.passage for question in made.questions} <= set(range(len(made.passages)))
    answers = {made.passages[q.passage].text[a:b] for q in made.questions for a, b in q.answers}
    assert "council of Trent met" in answers
    assert not any(character.isdigit() for answer in answers for character in answer)


def scored(logits: torch.Tensor, batch: Batch) -> Scores:
    passage, members, question = map(
        torch.from_numpy, (batch.passage, batch.members, batch.question)
    )
    return scores_of(logits, passage, members, question)


def test_the_loss_by_hand() -> None:
    # One question, two windows of three tokens: [CLS], one of the passage, [SEP]. All logits are
    # alike, so within a window one of two is right, and among all one of three.
    windows = [Window([101, 7, 102], 1, [(1, 1)]), Window([101, 7, 102], 1, [])]
    batch = batch_of([windows])
    assert batch.members.tolist() == [[0, 1]]
    right, members = torch.from_numpy(batch.right), torch.from_numpy(batch.members)
    scores = scored(torch.zeros(*batch.ids.shape, 2), batch)
    expected = (1 + ABSENT_WEIGHT) * np.log(2) + SHARED_WEIGHT * np.log(3)
    assert hard_loss(scores, right, members).tolist() == pytest.approx([expected], abs=1e-5)
    # Questions of one window and of two, the answer in the second: each has its own normalisation.
    batch = batch_of([windows[:1], [windows[1], windows[0]]])
    assert batch.members.tolist() == [[0, -1], [1, 2]]
    right, members = torch.from_numpy(batch.right), torch.from_numpy(batch.members)
    losses = hard_loss(scored(torch.zeros(*batch.ids.shape, 2), batch), right, members)
    alone = (1 + SHARED_WEIGHT) * np.log(2)
    assert losses.tolist() == pytest.approx([alone, expected], abs=1e-5)
    # Where "not here" wins everywhere, an unanswerable question costs nothing.
    batch = batch_of([windows[1:], windows[1:]])
    logits = torch.zeros(*batch.ids.shape, 2)
    logits[:, 0] = 50
    right, members = torch.from_numpy(batch.right), torch.from_numpy(batch.members)
    losses = hard_loss(scored(logits, batch), right, members)
    assert losses.tolist() == pytest.approx([0, 0], abs=1e-5)


def test_probabilities_are_of_windows_and_of_questions() -> None:
    windows = [Window([101, 7, 102, 8, 9, 102], 3, [(3, 4)]), Window([101, 7, 102, 8, 102], 3, [])]
    batch = batch_of([windows, windows[1:]])
    logits = torch.randn(*batch.ids.shape, 2, generator=torch.Generator().manual_seed(1))
    scores = scored(logits, batch)
    assert scores.within.exp().sum(1).flatten().tolist() == pytest.approx([1] * 6, abs=1e-5)
    assert scores.within.exp()[0, :, 0].nonzero().flatten().tolist() == [0, 3, 4]
    first = scores.over.exp()[:2].sum((0, 1)) + scores.nowhere.exp()[0]
    second = scores.over.exp()[2].sum(0) + scores.nowhere.exp()[1]
    assert [*first.tolist(), *second.tolist()] == pytest.approx([1] * 4, abs=1e-5)


def test_a_teachers_own_distributions_cost_least() -> None:
    windows = [Window([101, 7, 102, 8, 9, 102], 3, [(3, 4)]), Window([101, 7, 102, 8, 102], 3, [])]
    batch = batch_of([windows])
    members = torch.from_numpy(batch.members)
    chance = torch.Generator().manual_seed(2)
    logits = torch.randn(*batch.ids.shape, 2, generator=chance)
    taught = scored(logits, batch)
    own = float(soft_loss(taught, taught, members)[0])
    for _ in range(20):
        other = logits + torch.randn(logits.shape, generator=chance)
        assert float(soft_loss(scored(other, batch), taught, members)[0]) > own


def test_noise_masks_some_tokens_and_no_special_ones() -> None:
    ids = torch.randint(1000, 2000, (200, 64), generator=torch.Generator().manual_seed(3))
    ids[:, 0], ids[:, 10], ids[:, 50], ids[:, 51:] = 101, 102, 102, 0
    noised = _noised(ids, torch.arange(200) < 100)
    changed = noised != ids
    assert set(noised[changed].tolist()) == {tokenizer().token_to_id("[MASK]")}
    assert not changed[100:].any(), "questions that are left alone"
    assert not changed[:, [0, 10, 50, *range(51, 64)]].any()
    assert float(changed[:100, 1:10].float().mean()) == pytest.approx(MASKED, abs=0.03)


def test_another_model_is_asked_in_its_own_word_pieces(tmp_path: Path) -> None:
    from transformers import BertConfig, BertForQuestionAnswering

    ours = tokenizer().get_vocab()
    pieces = sorted(ours, key=ours.__getitem__)
    plain, turned = tmp_path / "plain", tmp_path / "turned"
    torch.manual_seed(0)
    model = BertForQuestionAnswering(
        BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)
    )
    model.save_pretrained(plain)
    (plain / "vocab.txt").write_text("\n".join(pieces), "utf-8")
    # The same model with its vocabulary in reverse, and with other names for [CLS] and [SEP]; the
    # old names stay as pieces that nothing uses.
    embeddings = model.bert.embeddings.word_embeddings
    weight = embeddings.weight.detach().flip(0)
    cls, sep = (weight[[len(pieces) - 1 - ours[name]]] for name in ("[CLS]", "[SEP]"))
    embeddings.weight = torch.nn.Parameter(torch.cat([weight, cls, sep]))
    for name in ("[CLS]", "[SEP]"):
        embeddings.weight.data[len(pieces) - 1 - ours[name]] = 9.0
    model.config.vocab_size = len(pieces) + 2
    model.save_pretrained(turned)
    (turned / "vocab.txt").write_text("\n".join([*reversed(pieces), "<s>", "</s>"]), "utf-8")

    asked, given = question_ids("Who won?"), passage("On Monday Ana Ruiz won.")
    batch = batch_of([[window(asked, given, (), random.Random(0))]])  # noqa: S311
    ids, types = torch.from_numpy(batch.ids), torch.from_numpy(batch.types)
    with torch.inference_mode():
        one, other = (load(folder).eval()(ids, types) for folder in (plain, turned))
        written = load(turned).export(tmp_path)
        again = load(written).eval()(ids, types)
    assert one.std() > 0.01
    assert torch.allclose(one, other, atol=1e-6)
    assert torch.allclose(one, again, atol=1e-3), "written as fp16"
    assert load(written).export(tmp_path) == written, "over itself"

    (turned / "vocab.txt").write_text("\n".join(pieces[:2000]), "utf-8")
    with pytest.raises(BadUse, match="another vocabulary"):
        load(turned)
    with pytest.raises(BadUse, match="no model that can read"):
        load(tmp_path)
    model.bert.save_pretrained(plain)
    for encoder in (plain, package_folder() / "model.safetensors"):
        with pytest.raises(BadUse, match="encoder without a span head"):
            load(encoder)
        load(encoder, headless=True)
    (tmp_path / "torn.safetensors").write_bytes(b"torn")
    with pytest.raises(BadUse, match="cannot be read"):
        load(tmp_path / "torn.safetensors")


def test_a_reader_is_taught_by_another(data: Path, tmp_path: Path) -> None:
    run = tmp_path / "taught"
    options = ("--teachers", str(READER), "--from", str(READER), "--epochs", "1")
    subprocess.run(
        command(tmp_path, run, *options, "--workers", "1"), capture_output=True, check=True
    )
    (row,) = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    assert 0 < row["loss"] < 10
    assert (run / "reader.safetensors").stat().st_size == READER.stat().st_size

    # Whoever is taught by an encoder learns from noise.
    encoder = package_folder() / "model.safetensors"
    options = ("--teachers", str(encoder), "--from", str(READER), "--epochs", "1")
    refused = subprocess.run(
        command(tmp_path, tmp_path / "other", *options), capture_output=True, text=True
    )
    assert refused.returncode == 2
    assert "train a reader from it first" in refused.stderr.splitlines()[-1]


def test_workers_prepare_the_same_pools(data: Path) -> None:
    collection, _ = read_squad(data)
    drawn = [(collection, Source(data, share=500.0, altered=0.5))]
    with (
        closing(pools(drawn, 3, begin=2, tokens=512)) as here,
        closing(pools(drawn, 3, begin=2, workers=1, tokens=512)) as there,
    ):
        for _ in range(2):
            (number, own), (other, theirs) = next(here), next(there)
            assert number == other
            assert [batch.ids.tolist() for batch in own] == [b.ids.tolist() for b in theirs]


def test_a_batch_holds_no_more_tokens_than_it_may(data: Path) -> None:
    collection, _ = read_squad(data)
    drawn = [(collection, Source(data, share=500.0))]
    sizes = {}
    for tokens in (512, 2048):
        with closing(pools(drawn, 3, tokens=tokens)) as drawn_from:
            sizes[tokens] = [batch.ids.size for batch in next(drawn_from)[1]]
        assert max(sizes[tokens]) <= tokens
    assert max(sizes[2048]) > 512
    assert len(sizes[2048]) < len(sizes[512])


def test_workers_end_with_who_is_killed() -> None:
    script = """
from pathlib import Path
from qa.training.batches import pools
from qa.training.examples import Collection, Question, Source, passage
asked = Collection([passage("Ana won.")], [Question("Who won?", 0, ((0, 3),))])
source = pools([(asked, Source(Path()))], 0, workers=1)
next(source)
print("ready", flush=True)
input()
"""
    training = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert training.stdout is not None
    assert training.stdout.readline() == "ready\n"
    training.kill()
    # The worker has the same output, so that this reads until it has ended, too.
    assert training.communicate(timeout=60)[0] == ""


def test_what_was_held_out_is_asked_with_and_without_its_answer(data: Path) -> None:
    asked = held_out.questions(data)
    assert {each.answers for each in asked.answered} == {
        ("2002",),
        ("1995",),
        ("1997",),
        ("Germany",),
    }
    assert [each.question for each in asked.absent["written"]] == ["Who swam in it?"]
    assert len(asked.absent["near"]) == 4
    for each in asked.absent["near"]:
        (own,) = [one for one in asked.answered if one.question == each.question]
        assert own.answers[0] not in each.passage.text
    said, margins = held_out.answers(load(READER), asked.answered)
    assert said == [each.answers[0] for each in asked.answered]
    _, absent = held_out.answers(load(READER), asked.absent["near"])
    assert margins.mean() > absent.mean() + 5


def test_an_answer_beyond_the_first_window_is_found() -> None:
    text = (
        "Nothing of note was said in the council that day. " * 40 + "The Elbe flooded Dresden in "
    )
    asked = held_out.Asked("When was Dresden flooded?", passage(f"{text}2002."), ("2002",))
    assert len(asked.passage.ids) > 2 * WINDOW
    said, (margin,) = held_out.answers(load(READER), [asked])
    assert said == ["2002"]
    assert margin > 0


def test_readers_are_compared_on_what_was_held_out(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with gzip.open(data, "rt") as file:
        (tmp_path / "held_out.json").write_text(file.read())
    picture = tmp_path / "readers.svg"
    arguments = [str(tmp_path), str(READER), "--most", "3", "--plot"]
    assert held_out.main([*arguments, str(picture)]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.split() == ["EM", "F1", "written", "altered", "near", "reader"]
    assert row.split()[:2] == ["100.00", "100.00"]
    assert "models" in picture.read_text(), "the reader's folder names it"
    assert held_out.main([*arguments, str(tmp_path / "readers.xyz")]) == 2
    (tmp_path / "held_out.json").write_text('{"data": []}')
    assert held_out.main(arguments[:2]) == 2
    assert "holds no question with an answer" in capsys.readouterr().err


def test_a_run_that_cannot_go_on_says_so(data: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "checkpoint.pt").write_bytes(b"torn")
    for options, reason in (
        ((), "is damaged or of another model"),
        (("--from", str(tmp_path / "nowhere")), "There is no model"),
        (("--minutes", "0"), "0 is not above 0"),
        (("--rate", "nan"), "nan is not above 0"),
        (("--layer-decay", "nan"), "nan is not above 0"),
        (("--rate", "inf"), "inf is not finite"),
        (("--workers", "-1"), "-1 is not from 0 to 60"),
    ):
        done = subprocess.run(command(tmp_path, run, *options), capture_output=True, text=True)
        assert done.returncode == 2
        assert reason in done.stderr.splitlines()[-1]


def test_dropout_drops_a_tenth_and_keeps_the_mean() -> None:
    dropout: torch.nn.Module = Dropout(DROPOUT, np.random.Generator(np.random.SFC64(0)))
    ones = torch.ones(1000, 1000)
    dropped = dropout.train()(ones)
    assert float((dropped == 0).float().mean()) == pytest.approx(DROPOUT, abs=0.002)
    assert float(dropped.mean()) == pytest.approx(1, abs=0.002)
    assert torch.equal(dropout.eval()(ones), ones)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the names are those of x86")
def test_bf16_is_used_where_the_processor_has_it() -> None:
    flags = set(Path("/proc/cpuinfo").read_text().split())
    assert computes_in_bf16("cpu") == bool(flags & {"amx_bf16", "avx512_bf16"})


def test_own_questions_are_read_over_what_is_retrieved(samples_index: Path, tmp_path: Path) -> None:
    asked = [
        ("When was smallpox declared eradicated?", ["8 May 1980"], ["smallpox-eradication"]),
        ("Who was the goalkeeper of the Chilean miners?", [], []),
        ("What is said nowhere?", ["xyzzy"], ["smallpox-eradication"]),
    ]
    rows = [dict(zip(("question", "answers", "articles"), row, strict=True)) for row in asked]
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(map(json.dumps, rows)))
    made = read_own(questions, samples_index, default_embedder())
    assert [question.text for question in made.questions] == [asked[0][0], asked[1][0]]
    first, second = made.questions
    text = made.passages[first.passage].text
    assert {text[a:b] for a, b in first.answers} == {"8 May 1980"}
    assert "smallpox" in text
    assert second.answers == ()
    for number in made.negatives[0]:
        assert "8 May 1980" not in made.passages[number].text


RECIPE = "train: [{path: data.json.gz, share: 8.0, negatives: 0.5, altered: 0.2}]"


def command(folder: Path, run: Path, *options: str) -> list[str]:
    (folder / "recipe.yaml").write_text(RECIPE)
    return [
        *(sys.executable, "-m", "qa.training", "--data", str(folder), "--run", str(run)),
        *("--recipe", str(folder / "recipe.yaml"), *options),
    ]


def test_a_stopped_run_goes_on_with_the_questions_it_would_have_met(
    data: Path, tmp_path: Path
) -> None:
    whole, halves = tmp_path / "whole", tmp_path / "halves"
    done = subprocess.run(
        command(tmp_path, whole, "--epochs", "2"), capture_output=True, text=True, check=True
    )
    assert "5 questions" in done.stderr
    log = [json.loads(line) for line in (whole / "log.jsonl").read_text().splitlines()]
    assert [row["pool"] for row in log] == [1, 2]
    assert log[-1]["epochs"] == pytest.approx(2)
    assert all(0 < row["loss"] < 10 for row in log)

    # Stop after the first pool, as a power cut would: only the checkpoint is left.
    class Stopped(Exception):
        pass

    def stop(progress: Progress, done: float, loss: float) -> None:
        if progress.pool == 1:
            raise Stopped

    halves.mkdir()
    drawn, _ = _read(
        read_recipe(tmp_path / "recipe.yaml", tmp_path), tmp_path, tmp_path, recurring=False, seed=0
    )
    with pytest.raises(Stopped):
        train(
            drawn,
            package_folder() / "model.safetensors",
            halves,
            Budget(epochs=2),
            tell=stop,
            keep_every=0,
        )
    assert not (halves / "reader.safetensors").exists()
    subprocess.run(command(tmp_path, halves, "--epochs", "2"), capture_output=True, check=True)
    rows = [json.loads(line) for line in (halves / "log.jsonl").read_text().splitlines()]
    assert [row["windows"] for row in rows] == [row["windows"] for row in log]

    # What was logged after the last checkpoint is read, and logged, again.
    train_log = halves / "log.jsonl"
    _cut_log(train_log, 1)
    assert [json.loads(line)["pool"] for line in train_log.read_text().splitlines()] == [1]

    weights = whole / "reader.safetensors"
    sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
    logits = runtime.load(weights, sha256=sha256, head="span", heads=12).run([[101, 7592, 102]])
    assert logits.shape == (1, 3, 2)
    assert np.isfinite(logits).all()


def test_runs_are_drawn(tmp_path: Path) -> None:
    for name in ("plain", "recurring"):
        (tmp_path / name).mkdir()
        rows = [{"windows": 10 * n, "loss": 5 / n} for n in (1, 2, 3)]
        log = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / name / "log.jsonl").write_text(log)
    draw = [sys.executable, "-m", "qa.training.plot", "out.svg", "plain"]
    subprocess.run([*draw, "recurring"], cwd=tmp_path, check=True)
    assert "recurring" in (tmp_path / "out.svg").read_text()
    failed = subprocess.run([*draw, "other"], cwd=tmp_path, capture_output=True, text=True)
    assert (failed.returncode, len(failed.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("", "names nothing"),
        ("{path: data.json.gz, share: 0}", "share of data.json.gz must be a number above 0"),
        ("{path: data.json.gz, share: .nan}", "share"),
        ("{path: data.json.gz, share: .inf}", "share"),
        ("{path: data.json.gz, share: yes}", "share"),
        ("{path: data.json.gz, negatives: 1.5}", "negatives .* from 0 to 1"),
        ("{path: data.json.gz, held_out: -0.1}", "held_out"),
        ("{path: data.json.gz, altered: often}", "altered"),
        ("{path: data.json.gz, join: 0}", "join .* whole number from 1"),
        ("{path: data.json.gz, join: 1.5}", "join"),
        ("{path: data.json.gz, share: 2020-13-45}", "is no recipe"),
    ],
)
def test_a_recipe_says_what_can_be_done(data: Path, tmp_path: Path, row: str, reason: str) -> None:
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(f"train: [{row}]")
    with pytest.raises(BadUse, match=reason):
        read_recipe(recipe, data.parent)
    for shipped in (
        "recipe",
        *(f"{lap}_lap" for lap in ("first", "second", "fourth", "fifth", "sixth")),
    ):
        with pytest.raises(BadUse, match="There is no data"):
            read_recipe(RECIPES / f"{shipped}.yaml", tmp_path)


def test_nothing_to_train_on_is_bad_use(data: Path, tmp_path: Path) -> None:
    for source in (Source(data, held_out=1.0), Source(data, negatives=0, share=0.01)):
        with pytest.raises(BadUse, match="nothing to train on"):
            _read([source], tmp_path, tmp_path, recurring=False, seed=0)


def test_any_article_may_answer_where_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["The Rhine flooded Cologne in 1995.", "The Elbe flooded Dresden in 2002."]
    found = [
        Hit(Passage(n, n, f"/{n}.md", "", "", None, "", 0, len(text), text), 0.0, 0.0, 0.0)
        for n, text in enumerate(texts)
    ]
    monkeypatch.setattr(own, "retrieve", lambda *_, **__: found)
    monkeypatch.setattr(PassageIndex, "open", lambda *_, **__: nullcontext())
    questions = tmp_path / "questions.jsonl"
    rows: list[dict[str, object]] = [
        {"question": "When was Dresden flooded?", "answers": ["2002"]},
        {"question": "Who was?", "answers": ["Dresden"], "answerable": False},
    ]
    questions.write_text("\n".join(map(json.dumps, rows)))
    made = read_own(questions, tmp_path, SimpleNamespace(name="none"))
    asked = [(made.passages[each.passage].text, each.answers) for each in made.questions]
    assert asked == [(texts[1], ((28, 32),)), (texts[0], ())]


def test_bad_use_is_one_sentence(data: Path, tmp_path: Path) -> None:
    run = command(tmp_path, tmp_path / "run")
    (tmp_path / "recipe.yaml").write_text("train: [{path: nothing.json}]")
    missing = subprocess.run(run, capture_output=True, text=True)
    assert (missing.returncode, len(missing.stderr.splitlines())) == (2, 1)
    assert "nothing.json" in missing.stderr
    (tmp_path / "recipe.yaml").write_text("train: 5")
    broken = subprocess.run(run, capture_output=True, text=True)
    assert (broken.returncode, len(broken.stderr.splitlines())) == (2, 1)
    shutil.rmtree(tmp_path / "run", ignore_errors=True)


def test_the_shipped_recipe_names_what_a_source_takes() -> None:
    import yaml

    rows = yaml.safe_load(SHIPPED.read_text())["train"]
    sources = [Source(**row) for row in rows]
    assert len(sources) == 8
    assert sum(source.held_out > 0 for source in sources) >= 4


def test_readers_are_averaged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from safetensors.numpy import load_file, save_file

    from qa.training.average import main

    for name, value in (("a", 1.0), ("b", 2.0), ("c", 6.0)):
        save_file({"w": np.full((2, 3), value, np.float16)}, tmp_path / name)
    save_file({"w": np.zeros((3, 3), np.float16)}, tmp_path / "other")
    paths = [str(tmp_path / name) for name in ("out", "a", "b", "c")]
    assert main(paths) == 0
    averaged = load_file(tmp_path / "out")["w"]
    assert averaged.dtype == np.float16
    assert averaged.tolist() == [[3.0] * 3] * 2
    assert main([paths[0], paths[1], str(tmp_path / "other")]) == 2
    assert "different architectures" in capsys.readouterr().err
    assert main([paths[0], str(tmp_path / "none")]) == 2


def test_masked_sentences_join_the_questions_of_a_recipe(tmp_path: Path) -> None:

    first = "The Dresden Frauenkirche was destroyed in 1945. Its stones lay there for decades."
    second = "Donors rebuilt the Dresden Frauenkirche by 2005. It looks as the destroyed one did."
    asked = {"question": "When?", "id": "1", "answers": [{"text": "1945", "answer_start": 42}]}
    paragraphs = [{"context": first, "qas": [asked]}, {"context": second, "qas": []}]
    squad = {"data": [{"title": "A", "paragraphs": paragraphs}]}
    (tmp_path / "a.json").write_text(json.dumps(squad), "utf-8")
    row = "{path: a.json, share: 1.0, negatives: 0.0, recurring: 0.5}"
    (tmp_path / "recipe.yaml").write_text(f"train:\n  - {row}\n", "utf-8")
    drawn, _ = _read(
        read_recipe(tmp_path / "recipe.yaml", tmp_path), tmp_path, tmp_path, recurring=False, seed=0
    )
    (own, _), (masked, source) = drawn
    assert [question.text for question in own.questions] == ["When?"]
    assert masked.questions
    assert all(MASK in question.text for question in masked.questions)
    assert (source.share, source.negatives, source.altered) == (0.5, 0, 0)


def test_written_questions_stand_with_their_passages(data: Path, tmp_path: Path) -> None:
    elbe, rhine = FACTS[0][0], FACTS[1][0]
    rain = "It rained in Orle for 3 days, then in Brenn for 3 hours."
    rows = [
        {
            "title": "Rain",
            "text": rain,
            "asked": [
                {"q": "How long did it rain in Brenn?", "a": "3", "at": "3 hours"},
                {"q": "How long did it rain in Carrow?", "a": None, "near": "3 days"},
            ],
        },
        *(
            {"of": data.name, "sha256": digest(text), "asked": [{"q": "Which river?", "a": river}]}
            for text, river in ((elbe, "Elbe"), (rhine, "Rhine"))
        ),
    ]
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text("train: [{path: own.jsonl.gz, written: true, taught: false}]")
    own = tmp_path / "own.jsonl.gz"
    own.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    drawn, _ = _read(
        read_recipe(recipe, data.parent), data.parent, tmp_path, recurring=False, seed=0
    )
    ((collection, source),) = drawn
    said = [
        (collection.passages[question.passage].text[a:], question.text)
        for question in collection.questions
        for a, _ in question.answers or [(0, 0)]
    ]
    assert said == [
        ("3 hours.", "How long did it rain in Brenn?"),
        (rain, "How long did it rain in Carrow?"),
        ("Elbe flooded Dresden in 2002.", "Which river?"),
        ("Rhine flooded Cologne in 1995.", "Which river?"),
    ]
    assert [len(question.answers) for question in collection.questions] == [1, 0, 1, 1]
    articles = [each.article for each in collection.passages]
    assert articles == [0, 1, 1], "passages of one article are one another's hard negatives"
    asked = example(collection, 0, source, random.Random(0))  # noqa: S311
    assert not any(window.taught for windows in asked for window in windows)


def test_a_storys_question_is_asked_of_all_its_passages(tmp_path: Path) -> None:
    texts = ["Orle may buy Brenn.", "Brenn was bought by Orle, not Orle by Brenn.", "Orle is sold."]
    bought = {"q": "Who bought Brenn?", "a": [None, {"a": "Orle", "at": "by Orle"}, None]}
    sold = {"q": "Who may buy, or is sold?", "a": ["Orle", None, "Orle"]}
    lost = {"q": "Who lost?", "a": [None, None, None]}
    passages = [{"title": text, "text": text} for text in texts]
    story = {"passages": passages, "asked": [bought, sold, lost]}
    own = tmp_path / "stories.jsonl.xz"
    own.write_bytes(lzma.compress(json.dumps(story).encode()))
    articles = written_articles(own, tmp_path)
    collection, _ = read_squad(own, articles=articles)
    other = {"id": "0", "question": "Who sank?", "answers": [], "is_impossible": True}
    paragraphs = [*articles[0]["paragraphs"], {"context": "B.", "qas": [other]}]
    apart = [{"title": "A", "paragraphs": paragraphs}]
    assert len(read_squad(own, articles=apart)[0].questions) == 4, "its id alone is not it"
    chance, source = random.Random(0), Source(own, negatives=0)  # noqa: S311
    right = []
    for number in range(3):
        ((*windows,),) = example(collection, number, source, chance)
        assert len(windows) == 3
        said = [[each.ids[first : last + 1] for first, last in each.targets] for each in windows]
        right.append([len(spans) for spans in said])
        orle = tokenizer().encode("Orle", add_special_tokens=False).ids
        assert [span for spans in said for span in spans] == [orle] * sum(right[-1])
    assert right == [[1, 0, 0], [1, 0, 1], [0, 0, 0]], "what answers stands first"
    start = {number: each.answers for number, each in enumerate(collection.questions)}[0]
    assert start == ((20, 24),), "by Orle, not Orle"
    assert collection.questions[0].passage == 1

    (tmp_path / "held_out.json").write_text(json.dumps({"data": articles}), "utf-8")
    asked = held_out.questions(tmp_path / "held_out.json")
    elsewhere = [(each.question, each.passage.text) for each in asked.absent["story"]]
    assert sorted(elsewhere) == sorted(
        [(bought["q"], texts[0]), (bought["q"], texts[2]), (sold["q"], texts[1])]
    )
    assert hard_negatives(collection, default_embedder()) == [[], [], []], "all are asked already"


@pytest.mark.parametrize(
    "row",
    [
        '{"title": "A", "text": "Rain.", "asked": [{"q": "What?", "a": "Snow"}]}',
        '{"passages": [{"title": "A", "text": "Rain."}], "asked": [{"q": "What?", "a": ["Snow"]}]}',
        '{"passages": [{"title": "A", "text": "Rain."}], "asked": [{"q": "What?", "a": []}]}',
        '{"passages": [{"title": "A", "text": "Rain."}], "asked": [{"q": "What?", "a": "Rain"}]}',
        '{"of": "data.json.gz", "sha256": "0123456789abcdef", "asked": []}',
        '{"title": "A", "text": "Rain."}',
        '{"title": "A", "text": "Rain."',
        "[]",
        "rain",
    ],
)
def test_a_file_of_no_written_questions_is_bad_use(data: Path, tmp_path: Path, row: str) -> None:
    own = tmp_path / "own.jsonl.gz"
    own.write_bytes(gzip.compress(row.encode()))
    with pytest.raises(BadUse, match=r"own\.jsonl\.gz holds no written questions"):
        written_articles(own, data.parent)


def test_of_what_is_not_taught_only_the_data_say_what_is_right(tmp_path: Path) -> None:
    """A teacher that finds an answer everywhere cannot keep "not here" from being learned."""
    text = "Mia Berg, 41, opened the bridge. Its builder was not named."
    own = passage(text)
    collection = Collection([own], [Question("How old was the builder?", 0, ())] * 8, [])
    scores = {}
    for taught in (True, False):
        source = Source(Path("own.jsonl"), negatives=0, share=4, taught=taught)
        run = tmp_path / str(taught)
        run.mkdir()
        _, reader = train(
            [(collection, source)],
            READER,
            run,
            Budget(epochs=8),
            tell=lambda *_: None,
            teachers=[READER],
            rate=3e-5,
        )
        scores[taught] = held_out.answers(
            load(reader), [held_out.Asked("How old was the builder?", own)]
        )[1][0]
    assert scores[False] < scores[True]
