from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import runtime
from index.embedder import MiniLM, default_embedder, package_folder, tokenizer
from index.errors import ModelUnusable

TEXTS = [
    "hello",
    "Who is the new commander of the Quds Force?",
    "A cathedral burned in Paris; 400 firefighters fought the blaze.",
    "naïve café — “quotes”, 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 and 日本語",
    "The quick brown fox, isn't it, jumps over the lazy dog near the river bank. " * 14,
    "long text that has to be cut at the window's end " * 60,
]


def test_vectors_equal_those_of_sentence_transformers(tmp_path: Path) -> None:
    # In a process of its own: importing torch here would hide that nothing else does.
    reference = tmp_path / "reference.npy"
    code = (
        "import sys, warnings; warnings.simplefilter('ignore')\n"
        "import numpy as np\n"
        "from sentence_transformers import SentenceTransformer\n"
        "model = SentenceTransformer(sys.argv[1], device='cpu')\n"
        "assert model.max_seq_length == 256\n"
        "np.save(sys.argv[2], model.encode(sys.argv[3:]))\n"
    )
    arguments = [str(package_folder()), str(reference), *TEXTS]
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True)
    theirs = np.load(reference)
    ours = default_embedder().embed(TEXTS)
    assert default_embedder().count(TEXTS[4]) > 250
    assert np.linalg.norm(ours, axis=1) == pytest.approx(1, abs=1e-5)
    cosines = (ours * theirs).sum(axis=1) / np.linalg.norm(theirs, axis=1)
    in_eight_bits = "int8" in runtime.describe()
    assert cosines.min() > (0.99 if in_eight_bits else 0.999)


def test_a_batch_gives_what_single_texts_give() -> None:
    together = default_embedder().embed(TEXTS)
    alone = np.concatenate([default_embedder().embed([text]) for text in TEXTS])
    assert (together * alone).sum(axis=1) == pytest.approx(1, abs=2e-3)


def test_meaning_orders_texts() -> None:
    asked, near, far = default_embedder().embed(
        ["Who won the football match?", "Germany beat Brazil 7-1.", "Bake at 180 degrees."]
    )
    assert asked @ near > asked @ far + 0.2


def test_no_text_gives_no_vector() -> None:
    assert default_embedder().embed([]).shape == (0, 384)


def test_tokens_are_counted_beyond_the_packaged_limit() -> None:
    # The packaged tokenizer.json cuts and pads at 128 unless told otherwise.
    text = "antidisestablishmentarianism isn't 3.5% " * 50
    assert default_embedder().count(text) == len(tokenizer().encode(text, add_special_tokens=False))
    assert default_embedder().count(text) > 400
    assert default_embedder().count("hello") == 1


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = tmp_path / "model.safetensors"
    shutil.copy(package_folder() / "model.safetensors", altered)
    with altered.open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x01")
    monkeypatch.setenv("FOOTNOTE_CACHE", str(tmp_path / "cache"))
    with pytest.raises(ModelUnusable, match="sha256 differs"):
        runtime.load(altered, sha256=MiniLM.sha256, head="mean", heads=12)
    assert not (tmp_path / "cache").exists()


def test_a_damaged_cache_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_CACHE", str(tmp_path))
    weights = package_folder() / "model.safetensors"

    def load_afresh() -> runtime.Encoder:
        runtime.forget()
        return runtime.load(weights, sha256=MiniLM.sha256, head="mean", heads=12)

    first = load_afresh().run([[101, 7592, 102]])
    (blob,) = (tmp_path / "models").glob("*.blob")
    size = blob.stat().st_size
    whole = blob.read_bytes()
    for damaged in (whole[:1000], whole[: size // 2] + bytes(9000) + whole[size // 2 + 9000 :]):
        blob.write_bytes(damaged)
        assert load_afresh().run([[101, 7592, 102]]) == pytest.approx(first, abs=1e-3)
        assert blob.read_bytes() != damaged
        assert blob.stat().st_size == size
    runtime.forget()


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("FOOTNOTE_CACHE", str(blocked / "cache"))
    runtime.forget()
    weights = package_folder() / "model.safetensors"
    encoder = runtime.load(weights, sha256=MiniLM.sha256, head="mean", heads=12)
    assert encoder.run([[101, 7592, 102]]).shape == (1, 384)
    runtime.forget()


def load_in(precision: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> runtime.Encoder:
    monkeypatch.setenv("FOOTNOTE_CACHE", str(cache))
    monkeypatch.setenv("FOOTNOTE_PRECISION", precision)
    runtime.forget()
    weights = package_folder() / "model.safetensors"
    try:
        return runtime.load(weights, sha256=MiniLM.sha256, head="mean", heads=12)
    finally:
        runtime.forget()


def test_eight_bits_round_vectors_to_nearly_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [tokenizer().encode(text).ids for text in TEXTS[:4]]
    exact = load_in("f32", tmp_path, monkeypatch).run(texts)
    try:
        eight = load_in("int8", tmp_path, monkeypatch)
    except ModelUnusable as error:
        pytest.skip(str(error))
    assert eight.precision == "int8"
    cosines = (exact * eight.run(texts)).sum(1)
    assert 0.99 < cosines.min() < 0.99999  # rounded, and not by much
    assert load_in("int8", tmp_path, monkeypatch).run(texts) == pytest.approx(eight.run(texts))


def test_a_precision_that_there_is_not_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelUnusable, match="FOOTNOTE_PRECISION is 'int4': choose one of bf16,"):
        load_in("int4", tmp_path, monkeypatch)
    assert not list(tmp_path.rglob("*.blob"))
