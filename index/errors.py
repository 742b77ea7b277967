"""What can go wrong, said to the person who can mend it: what, where, what to do.

FootnoteError
├── BadUse           the request cannot be carried out as given        exit status 2
├── NothingUsable    no article could be read                          exit status 1
├── ModelUnusable    weights are missing, altered or of another kind   exit status 3
└── IndexUnusable    no index there, a damaged one, or another model's exit status 3
    └── IndexBusy    another process is writing it
"""

from __future__ import annotations


class FootnoteError(Exception):
    """Parent of every error that Footnote raises for a person to read."""


class BadUse(FootnoteError):
    """The request names something that does not exist or contradicts itself."""


class NothingUsable(FootnoteError):
    """No article could be read where some were expected."""


class ModelUnusable(FootnoteError):
    """The weights are missing, altered, or of another architecture."""


class IndexUnusable(FootnoteError):
    """There is no index at that place, or it cannot be used as it is."""


class IndexBusy(IndexUnusable):
    """Another process is changing the index."""
