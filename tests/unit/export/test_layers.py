"""Readings as lines of reading format 1."""

import json
from collections.abc import Callable

import msgspec

from parley.export import encode_layers, encode_reading
from parley.model import Carrier, Document, Publication, Reading

Read = Callable[[Document], Reading]


def test_a_line_holds_the_document_its_publication_and_every_layer(document: Document, read_sample: Read) -> None:
    publication = Publication("Ternwire", "https://t.example", "Teskal", cited=(Carrier("AFP"),), given_id="a")
    line = json.loads(json.dumps(encode_reading(read_sample(document), publication)))
    assert line["format"] == "reading/1"
    assert (line["id"], line["text"], line["date"], line["lang"]) == ("a", document.text, "2025-04-08", "en")
    assert (line["outlet"], line["url"], line["title"]) == ("Ternwire", "https://t.example", "Teskal")
    assert line["cited"] == [{"outlet": "AFP", "url": None}]
    assert {"statements", "events", "times", "mentions"} <= line.keys()


def test_without_a_publication_the_id_is_the_documents_own(document: Document) -> None:
    line = encode_reading(Reading(document))
    assert line["id"] == document.id
    assert "outlet" not in line


def test_layers_are_what_a_line_of_json_would_give_back(document: Document, read_sample: Read) -> None:
    layers = encode_layers(read_sample(document))
    assert json.loads(json.dumps(layers)) == layers
    assert msgspec.convert({"document": document, **layers}, Reading) == read_sample(document)
