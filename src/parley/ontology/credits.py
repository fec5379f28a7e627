"""The wording of credits: how a report says which agency or outlet it has its news from."""

from functools import cache

import msgspec
from msgspec import Struct

from parley.ontology.folding import load_vocabulary


class CreditWords(Struct, frozen=True):
    """The phrases of credits.toml, by where the carrier's name stands to them."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    fillers: tuple[str, ...]
    work: tuple[str, ...]
    line_before: tuple[str, ...]
    line_after: tuple[str, ...]
    kinds: tuple[str, ...]
    given: tuple[str, ...]
    told_by: tuple[str, ...]
    within: tuple[str, ...]
    writing: tuple[str, ...]
    own: tuple[str, ...]
    done_by: tuple[str, ...]
    report_verbs: tuple[str, ...]
    sections: tuple[str, ...]
    mastheads: tuple[str, ...]
    no_mastheads: tuple[str, ...]
    short: tuple[str, ...]


@cache
def credit_words() -> CreditWords:
    """Read the phrases."""
    return msgspec.convert(load_vocabulary("credits.toml"), CreditWords)
