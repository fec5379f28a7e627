"""Words by which texts point back, and heads of phrases that say in what capacity a name stands in them."""

from functools import cache

import msgspec
from msgspec import Struct

from parley.ontology.folding import load_vocabulary


class References(Struct, frozen=True):
    """The lists of references.toml."""

    person: frozenset[str]
    thing: frozenset[str]
    speaker: frozenset[str]
    hearer: frozenset[str]
    pairs: frozenset[str]
    country: frozenset[str]
    group: frozenset[str]
    acts_for_group: frozenset[str]
    acts_for_state: frozenset[str]
    acts_for_body: frozenset[str]
    indefinite: frozenset[str]
    body_nouns: frozenset[str]
    named_bodies: frozenset[str]
    public_bodies: frozenset[str]
    openers: frozenset[str]
    we: frozenset[str]
    her: frozenset[str]
    reciprocal: frozenset[str]
    states: frozenset[str]
    persons: frozenset[str]
    organized: frozenset[str]
    of_the_hurt: frozenset[str]
    any_body: frozenset[str]
    business: frozenset[str]
    of_every_state: frozenset[str]
    unsure: frozenset[str]
    own_named: frozenset[str]
    fillers: frozenset[str]
    women: frozenset[str]
    men: frozenset[str]

    @property
    def pronouns(self) -> frozenset[str]:
        """All pronouns."""
        return self.person | self.thing | self.speaker | self.hearer


@cache
def load_references() -> References:
    """Return the lists."""
    return msgspec.convert(load_vocabulary("references.toml"), References)
