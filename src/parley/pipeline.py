"""The built-in parts, as literal lists, and the way a document takes through them.

A pipeline is itself a Reader: what a reader proposes, resolvers complete, and the whole has one name and version.
"""

from collections.abc import Callable, Sequence
from typing import Literal

from parley.errors import InputError, ParleyError
from parley.model import Document, Reading
from parley.ontology.registry import Registry
from parley.steps import Layer, Reader, Resolver

READ_LAYERS: frozenset[Layer] = frozenset({"statements", "events"})
"""What every reader gives."""

LANGUAGES = frozenset({"en"})
"""What the built-in reader reads; documents in other languages are listed as not read."""
ReaderName = Literal["encoder", "rules"]
Convention = Literal["parley", "polnear"]
"""Whose borders of cues and sources the trained reader draws: our annotation rules', or those of PolNeAR."""


class Pipeline:
    """A reader followed by resolvers.

    Args:
        reader: proposes statements and events.
        resolvers: in the order in which they run.

    Raises:
        ParleyError: a resolver needs a layer that nothing before it gives.
    """

    def __init__(self, reader: Reader, resolvers: Sequence[Resolver]) -> None:
        given = READ_LAYERS
        for resolver in resolvers:
            if missing := resolver.needs - given:
                what = (
                    f"the resolver {resolver.name!r} needs {', '.join(sorted(missing))}, which nothing before it gives"
                )
                raise ParleyError(what, remedy="Put the part that gives it earlier in the list.")
            given |= resolver.gives
        self.reader = reader
        self.resolvers = tuple(resolvers)
        self.gives = given
        self.name = reader.name
        self.base_version = reader.version
        self.version = "+".join([reader.version, *(f"{part.name}.{part.version}" for part in resolvers)])

    def read(self, document: Document) -> Reading:
        """Read and resolve one document."""
        return self.resolve(self.reader.read(document))

    def resolve(self, reading: Reading) -> Reading:
        """Complete a reading that somebody else made."""
        for resolver in self.resolvers:
            reading = resolver.resolve(reading)
        return reading


def make_pipeline(
    reader: ReaderName = "encoder", registry: Registry | None = None, convention: Convention = "parley"
) -> Pipeline:
    """Make the pipeline that `parley read` and `parley annotate` use.

    Args:
        reader: which one reads.
        registry: the actors; the shipped ones by default.
        convention: whose borders cues and sources get.

    Raises:
        InputError: the reader knows no such convention.
    """
    from parley.resolve import ActorResolver, CountResolver, PlaceResolver, TimeResolver  # noqa: PLC0415 (few verbs read)

    resolvers: list[Resolver] = [ActorResolver(registry), PlaceResolver(), TimeResolver(), CountResolver()]
    return Pipeline(READERS[reader](convention), resolvers)


def _make_encoder(convention: Convention) -> Reader:
    from parley.read.encoder import EncoderReader  # noqa: PLC0415

    return EncoderReader(convention=convention)


def _make_rules(convention: Convention) -> Reader:
    if convention != "parley":
        what = f"the rules know no convention {convention}"
        raise InputError(what, where="--convention", remedy="Leave it out, or read with the encoder.")
    from parley.read.rules import RuleReader  # noqa: PLC0415

    return RuleReader()


READERS: dict[ReaderName, Callable[[Convention], Reader]] = {"encoder": _make_encoder, "rules": _make_rules}
"""The readers: the trained one, and the rules that it is measured against."""
