"""Which articles are the same: word for word, or all but a headline and a few sentences.

Agencies' reports appear in many papers. Exact copies are indexed once; near copies stay apart, and
share a group. Near means that at least SHARED of all runs of five words are common to both (Jaccard
similarity of shingles, Broder 1997); candidates come from 16 bands of 4 minima each, which meet for
98% of pairs at 0.7 and for 10% at 0.3 (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets,
3.4).
"""

from __future__ import annotations

import hashlib
import re
import zlib
from itertools import islice

import numpy as np
from numpy.typing import NDArray

SHARED = 0.7
WORDS = 5
BANDS = 16
ROWS = 4
_PRIME = np.uint64(2**31 - 1)
_chance = np.random.default_rng(20_261_124)  # changing it would make earlier bands meaningless
_FACTORS = _chance.integers(1, 2**31 - 1, (BANDS * ROWS, 1), np.uint64)
_OFFSETS = _chance.integers(0, 2**31 - 1, (BANDS * ROWS, 1), np.uint64)

Shingles = NDArray[np.uint64]
"""The distinct hashes of a text's runs of words, in order."""


def text_hash(title: str, text: str) -> str:
    """The same for articles that are the same word for word."""
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()


def shingles(text: str) -> Shingles:
    """A text's runs of WORDS words, without case and punctuation."""
    words = re.findall(r"\w+", text.lower())
    runs = zip(*(islice(words, start, None) for start in range(WORDS)), strict=False)
    hashes = {zlib.crc32(" ".join(run).encode()) for run in runs}
    return np.array(sorted(hashes), np.uint64)


def bands(found: Shingles) -> list[int]:
    """What near copies have at least one in common of; nothing for a text of few words."""
    if not len(found):
        return []
    # 31 bits, so that the product fits into 64; one function at a time, so that a book does, too.
    least = [
        ((factor * (found % _PRIME) + offset) % _PRIME).min()
        for factor, offset in zip(_FACTORS, _OFFSETS, strict=True)
    ]
    rows = np.array(least, "<u8").reshape(BANDS, ROWS)
    return [
        int.from_bytes(
            hashlib.blake2b(bytes([number]) + row.tobytes(), digest_size=7).digest(), "big"
        )
        for number, row in enumerate(rows)
    ]


def shared(one: Shingles, other: Shingles) -> float:
    """The Jaccard similarity of two texts' shingles, 0 to 1."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    every = len(one) + len(other) - common
    return common / every if every else 0.0
