"""The JSON Schema that is shipped is the one that the loader goes by."""

import json
from pathlib import Path

import pytest

import parley.agreement
from parley.agreement import list_library
from parley.agreement.shape import make_schema
from parley.agreement.tree import parse_tree

PAGE = Path(__file__).parents[3] / "docs" / "AGREEMENT.md"
SCHEMA = Path(parley.agreement.__file__).with_name("agreement-0.schema.json")
SHAPES = make_schema()["$defs"]


def test_the_schema_that_is_shipped_is_made_of_the_code() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == json.dumps(make_schema(), indent=2, ensure_ascii=False) + "\n"


def test_the_schema_refuses_keys_that_the_loader_refuses() -> None:
    assert all(shape["additionalProperties"] is False for shape in SHAPES.values())
    assert SHAPES["ClauseShape"]["required"] == ["id", "gist", "modal", "kind", "bearer", "acts"]


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_key_is_explained(name: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for key in SHAPES[name]["properties"]:
        assert f"`{key}`" in page, key


def test_the_keys_of_the_shipped_agreements_stand_in_the_schema() -> None:
    known = set(SHAPES["ClauseShape"]["properties"])
    for path in list_library():
        value = parse_tree(path.read_text(encoding="utf-8")).value
        clauses = json.loads(json.dumps(value))["clauses"]
        assert {key for clause in clauses for key in clause} <= known
