"""Other embedders: a small model that the test makes, with prompts and a pooling of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.__main__ import main
from index.embedder import package_folder

MAKE = """
import sys, torch
from transformers import AutoTokenizer, BertConfig, BertModel
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Pooling, Transformer
torch.manual_seed(0)
folder, packaged = sys.argv[1:]
config = BertConfig(
    vocab_size=30522, hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
    intermediate_size=64, max_position_embeddings=128, initializer_range=0.2,
)
BertModel(config).save_pretrained(folder + "/bert")
AutoTokenizer.from_pretrained(packaged).save_pretrained(folder + "/bert")
inner = Transformer(folder + "/bert", max_seq_length=100)
model = SentenceTransformer(
    modules=[inner, Pooling(32, pooling_mode="cls")],
    prompts={"query": "ask: ", "document": "say: "}, device="cpu",
)
model.save(folder + "/model")
"""
ASK = """
import json, sys
import numpy as np
from sentence_transformers import SentenceTransformer
from index.models import embedder_of
from index.store import PassageIndex
index, folder, text = sys.argv[1:]
ours = embedder_of(index)
theirs = SentenceTransformer(folder, device="cpu")
unit = lambda v: v / np.linalg.norm(v)
said, asked = ours.embed([text])[0], ours.embed_questions([text])[0]
with PassageIndex.open(index, embedder=ours.name) as opened:
    ((passage, stored),) = opened.vectors([1]).items()
    kept = opened.passages([1])[1].text
print(json.dumps({
    "name": ours.name, "dimension": ours.dimension, "tokens": ours.count(text), "kept": kept,
    "said": float(said @ unit(theirs.encode("say: " + text))),
    "asked": float(asked @ unit(theirs.encode("ask: " + text))),
    "apart": float(said @ asked), "stored": float(stored @ ours.embed([kept])[0]),
}))
"""


def python(code: str, *arguments: str) -> str:
    # In a process of its own: importing torch here would hide that nothing else does.
    command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    python(MAKE, str(folder), str(package_folder()))
    return folder / "model"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Bridge\n\nThe harbour bridge is closed.", "utf-8")
    return folder


def test_any_sentence_transformers_model_by_its_folder(
    model: Path, articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = tmp_path / "index"
    command = [sys.executable, "-m", "index", "build", str(articles), "--index", str(index)]
    subprocess.run([*command, "--model", str(model)], check=True, capture_output=True)
    facts = json.loads(python(ASK, str(index), str(model), "Which bridge is closed?"))
    assert facts["name"].startswith(f"{model}@")
    assert facts["dimension"] == 32
    assert facts["tokens"] == 5  # which bridge is closed ?
    assert facts["said"] == pytest.approx(1, abs=1e-5), "with the prompt for documents"
    assert facts["asked"] == pytest.approx(1, abs=1e-5), "with the prompt for queries"
    assert facts["apart"] < 0.9995
    assert facts["stored"] == pytest.approx(1, abs=1e-3)

    # From then on the index knows its model: built again, it is not named.
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "0 added, 0 changed, 1 unchanged" in again.stdout
    asked = [sys.executable, "-m", "ui.cli", "ask", "Which bridge is closed?", "--json"]
    answer = subprocess.run([*asked, "--index", str(index)], capture_output=True, text=True)
    assert answer.returncode in (0, 1), answer.stderr
    assert json.loads(answer.stdout)["question"] == "Which bridge is closed?"

    away = model.with_name("away")
    model.rename(away)
    try:
        assert main(["status", "--index", str(index)]) == 3
        told = capsys.readouterr().err
        assert "needs its own model. There is no sentence-transformers model" in told
        assert len(told.splitlines()) == 1
    finally:
        away.rename(model)


def test_naming_another_model_changes_an_index_to_it_and_back(
    model: Path, articles: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    assert main(["build", str(articles), "--index", str(index)]) == 0
    (articles / "a.txt").unlink()  # the stored text is enough
    command = [sys.executable, "-m", "index", "build", "--index", str(index), "--json", "--model"]
    for name, embedder in ((str(model), f"{model}@"), ("all-MiniLM-L6-v2", "all-MiniLM-L6-v2@")):
        changed = subprocess.run([*command, name], capture_output=True, text=True, check=True)
        assert json.loads(changed.stdout)["embedded"] == 1
        status = [sys.executable, "-m", "index", "status", "--index", str(index), "--json"]
        told = subprocess.run(status, capture_output=True, text=True, check=True).stdout
        assert json.loads(told)["embedder"].startswith(embedder)
        assert json.loads(told)["passages"] == 1


BY_TORCH = """
import sys
from index.embedder import default_embedder
from index.models import MiniLMByTorch, for_building, has_cuda
texts = ["The harbour bridge is closed.", "It will be long. " * 99]
theirs, ours = MiniLMByTorch("cpu"), default_embedder()
assert theirs.name == ours.name and theirs.embed([]).shape == (0, 384)
from index import runtime
least = 0.99 if "int8" in runtime.describe() else 0.999
assert ((theirs.embed(texts) * ours.embed(texts)).sum(1) > least).all()
assert ((theirs.embed_questions(texts) * theirs.embed(texts)).sum(1) > least).all()
import torch
assert (type(for_building(ours)) is MiniLMByTorch) == (has_cuda() and torch.cuda.is_available())
"""


def test_by_torch_the_packaged_model_gives_the_same_vectors() -> None:
    python(BY_TORCH)


def test_no_gpu_is_looked_for_where_it_should_not_be() -> None:
    code = "import os; os.environ['FOOTNOTE_DEVICE'] = 'cpu'\n"
    code += "from index.models import has_cuda; import sys; assert not has_cuda()\n"
    python(code + "assert 'torch' not in sys.modules")


def test_a_model_that_is_not_here_is_told(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["build", str(articles), "--index", str(tmp_path / "index"), "--model", "no/such"]
    code = f"import sys; from index.__main__ import main; sys.exit(main({arguments!r}))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.returncode == 2
    assert "There is no sentence-transformers model no/such on this machine" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "index").exists()
