"""The pipeline: a reader, then resolvers, under one name and version."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from parley.errors import ParleyError
from parley.model import Document, Named, Reading
from parley.pipeline import LANGUAGES, READ_LAYERS, Pipeline, make_pipeline
from parley.steps import Layer, Reader


class Marker:
    """A resolver that leaves its name as a mention."""

    version = "7"

    def __init__(self, name: str, needs: str, gives: str) -> None:
        self.name = name
        self.needs: frozenset[Layer] = frozenset(needs.split())
        self.gives: frozenset[Layer] = frozenset(gives.split())

    def resolve(self, reading: Reading) -> Reading:
        return replace(reading, mentions=(*reading.mentions, Named(0, 1, reading.document.text[0], self.name)))


@pytest.fixture
def reader(make_reader: Callable[..., Reader]) -> Reader:
    return make_reader("3", Reading)


def test_resolvers_run_in_their_order_under_one_version(reader: Reader) -> None:
    pipeline = Pipeline(reader, [Marker("one", "events", "mentions"), Marker("two", "mentions", "places")])
    document = Document("Talks.")
    reading = pipeline.read(document)
    assert [mention.entity for mention in reading.mentions] == ["one", "two"]
    assert pipeline.resolve(Reading(document)) == reading
    assert (pipeline.name, pipeline.version) == ("scripted", "3+one.7+two.7")
    assert pipeline.gives == {"statements", "events", "mentions", "places"}


def test_a_resolver_without_what_it_needs_is_refused(reader: Reader) -> None:
    with pytest.raises(ParleyError, match=r"'two' needs mentions, which nothing before it gives") as caught:
        Pipeline(reader, [Marker("two", "mentions", "places"), Marker("one", "events", "mentions")])
    assert caught.value.remedy


def test_the_built_in_pipeline_fills_the_layers_that_it_promises() -> None:
    pipeline = make_pipeline()
    reading = pipeline.read(Document("France said on Monday that Germany had agreed to talks."))
    assert pipeline.gives >= READ_LAYERS
    assert reading.mentions
    assert pipeline.read(reading.document) == reading
    assert "en" in LANGUAGES
