"""The JSON Schema of an agreement's file, made from `shape`; editors check and complete files with it."""

import json
from pathlib import Path
from typing import Any

import msgspec

from parley.agreement.shape import FORMAT, FileShape

SCHEMA = Path(__file__).parent / "agreement-0.schema.json"
"""The schema as it is shipped; a test holds it equal to `make_schema`."""


def make_schema() -> dict[str, Any]:
    """Return the schema of format `agreement/0`.

    It says what the file's keys and values may be. That ids stand for something, and that what belongs together
    stands together, is for the loader alone to say.
    """
    schema = msgspec.json.schema(FileShape)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"An agreement, {FORMAT}"}
    return {**head, **schema}


def write_schema(schema: dict[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
