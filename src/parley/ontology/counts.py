"""The words by which English text counts (counts.toml)."""

from functools import cache

import msgspec
from msgspec import Struct

from parley.model import Comparator
from parley.ontology.folding import load_vocabulary


class CountWords(Struct, frozen=True):
    """The tables of counts.toml."""

    comparators: dict[str, Comparator]
    vague: dict[str, float]
    befell: dict[str, tuple[str, ...]]
    only_after: dict[str, tuple[str, ...]]
    nouns: dict[str, tuple[str, ...]]


@cache
def count_words() -> CountWords:
    """Load the tables."""
    return msgspec.convert(load_vocabulary("counts.toml"), CountWords)
