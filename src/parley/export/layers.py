"""Readings as lines of reading format 1 (docs/FORMAT.md)."""

import msgspec

from parley.model import Publication, Reading

FORMAT = "reading/1"


def encode_reading(reading: Reading, publication: Publication | None = None) -> dict[str, object]:
    """Turn a reading into the object of one line: document fields first, then every layer.

    `id` is the id that the sender gave the document, else the document's own.
    """
    document = reading.document
    appeared = publication or Publication()
    line: dict[str, object] = {
        "format": FORMAT,
        "id": appeared.given_id or document.id,
        "text": document.text,
        "date": document.date.isoformat() if document.date else None,
        "outlet": appeared.outlet,
        "url": appeared.url,
        "title": appeared.title,
        "lang": document.lang,
        "cited": msgspec.to_builtins(appeared.cited),
    }
    return {key: value for key, value in line.items() if value is not None} | encode_layers(reading)


def encode_layers(reading: Reading) -> dict[str, object]:
    """Turn the layers of a reading into what a line of JSON holds (lists, never tuples), by name."""
    decoded: dict[str, object] = msgspec.json.decode(msgspec.json.encode(reading.layers()))
    return decoded
