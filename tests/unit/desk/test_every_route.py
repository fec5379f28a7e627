"""What holds of every address of the desk, those that somebody adds tomorrow too: guarded, harmless, fuzzed."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote, urlencode

import msgspec
import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

import schemathesis
from hypothesis import HealthCheck, given, settings
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from parley.desk import Guard, make_desk
from parley.desk.actors import ActorsAddress, NamesAddress
from parley.desk.boards import BoardAddress
from parley.desk.briefs import BriefAddress
from parley.desk.data import DOWNLOADS
from parley.desk.filters import CHOICES
from parley.export.brief import BRIEF_FORMATS
from parley.model import Action
from parley.ontology.registry import KINDS
from parley.record import Record

HERE = "http://127.0.0.1:8123"
TEXT = {"type": "string"}
ADDRESSES: dict[str, type[msgspec.Struct]] = {
    "/board/{agreement}": BoardAddress,
    "/board/{agreement}/page": BoardAddress,
    "/brief": BriefAddress,
    "/brief/page": BriefAddress,
    "/actors": ActorsAddress,
    "/actors/{actor_id}": ActorsAddress,
    "/entries/{entry_id}/names": NamesAddress,
}
"""What may stand in the query of an address; elsewhere, the filters of the queue."""
FORMS: dict[str, dict[str, Any]] = {
    "/entries/{entry_id}": {
        "action": {"enum": [*get_args(Action), "drop"]},
        "revision": {"type": "integer"},
        "actor.0.entity": TEXT,
        "actor.add": {"type": "string", "pattern": "^[0-9]{1,3}-[0-9]{1,3}$"},
        **dict.fromkeys(("reason", "type", "mode", "modality", "negated"), TEXT),
    },
    "/brief/file": {
        "format": {"enum": [*BRIEF_FORMATS, ".pdf"]},
        "title": TEXT,
        "known": {"enum": ["", "2025-04-08", "soon"]},
        "agreement": {"enum": ["", "minsk2-2015", "x"]},
    },
    "/actors": {
        "action": {"enum": ["alias", "rename", "merge", "split", "undo", "new", "drop"]},
        "subject": {"enum": ["ISR", "m23", "afc", "none"]},
        "into": TEXT,
        "names": TEXT,
        "name": TEXT,
        "kind": {"enum": [*KINDS, "thing"]},
        "country": TEXT,
        "part": {"enum": ["who", "where", "when"]},
        "back": {"enum": ["", "/entries/x/names", "//evil.example"]},
    },
    "/actors/resolved": {"part": {"enum": ["who", "where", "when"]}},
    "/entries/{entry_id}/add": {
        "kind": {"enum": ["event", "statement"]},
        "type": {"enum": ["ASSAULT", "none"]},
        "trigger.0.at": {"type": "string", "pattern": "^[0-9]{1,3}-[0-9]{1,3}$"},
        "modality": TEXT,
    },
    "/entries/{entry_id}/clauses/{assessment_id}": {"action": TEXT, "revision": {"type": "integer"}, "bearing": TEXT},
    "/board/{agreement}/decide": {"action": TEXT, "take.none": {"type": "integer"}, "take.": TEXT},
    "/undo": {"entry": TEXT, "revision": {"type": "integer"}},
    "/keys": {"key0": TEXT, "key1": TEXT},
    "/name": {"name": TEXT, "to": TEXT},
}
"""The fields of every form; an address that takes a form and does not stand here fails below."""


def list_routes(application: Starlette) -> Iterator[tuple[str, str]]:
    """Yield method and path of everything that the desk answers to."""
    for route in application.routes:
        if isinstance(route, Route):
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield method, route.path
        elif isinstance(route, Mount):
            yield "GET", f"{route.path}/desk.css"


def fill(path: str, value: str = "x") -> str:
    return re.sub(r"\{\w+\}", quote(value, safe=""), path)


@pytest.fixture
def application(filled: Record) -> Starlette:
    return make_desk(filled)


@pytest.fixture
def known(application: Starlette) -> TestClient:
    guard = Guard(application, 8123)
    browser = TestClient(guard, base_url=HERE, follow_redirects=False)
    browser.get(guard.opening)
    browser.cookies.set("parley_coder", "Ana")
    return browser


def test_nothing_answers_without_the_cookie(application: Starlette) -> None:
    stranger = TestClient(Guard(application, 8123), base_url=HERE, follow_redirects=False)
    for method, path in list_routes(application):
        answer = stranger.request(method, fill(path), headers={"origin": HERE})
        assert answer.status_code == 403, (method, path)


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:9999"])
def test_nothing_is_changed_from_elsewhere(
    application: Starlette, known: TestClient, filled: Record, origin: str | None
) -> None:
    before = filled.read_log_head()
    changing = [(method, path) for method, path in list_routes(application) if method != "GET"]
    assert len(changing) > 3
    for method, path in changing:
        headers = {"origin": origin} if origin else {}
        answer = known.request(method, fill(path), headers=headers, data={"action": "accept", "name": "A"})
        assert answer.status_code == 403, (method, path)
    assert filled.read_log_head() == before


def test_looking_changes_nothing(
    application: Starlette, known: TestClient, filled: Record, dump: Callable[[Path], list[str]]
) -> None:
    entry = filled.review.list_queue()[0].entry_id
    before = dump(filled.path)
    values = {"agreement": "minsk2-2015", "entry_id": entry, "actor_id": "ISR", "document_id": "x", "name": "x"}
    seen = 0
    for method, path in list_routes(application):
        if method == "GET":
            answer = known.get(path.format(**values))
            seen += answer.status_code == 200
            assert answer.status_code < 500, path
    for name in DOWNLOADS:
        assert known.get(f"/data/{name}").status_code == 200
    assert seen > 10
    assert dump(filled.path) == before


@pytest.mark.parametrize(
    "value", ["../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "\\..\\x", "\x00", "~"]
)
def test_no_address_leads_to_a_file_of_the_machine(application: Starlette, known: TestClient, value: str) -> None:
    paths = [path for method, path in list_routes(application) if method == "GET" and "{" in path]
    assert len(paths) > 4
    for path in paths:
        for address in (fill(path, value), path.replace("{", "").replace("}", "") + f"?agreement={quote(value)}"):
            answer = known.get(address)
            assert answer.status_code in {303, 400, 404}, address
            assert "root:" not in answer.text


def describe(application: Starlette, values: dict[str, list[str]]) -> dict[str, Any]:
    """Describe every address as OpenAPI 3.1 does.

    Args:
        application: whose addresses.
        values: what may stand for the parts of a path, and for the filters of the queue.
    """
    paths: dict[str, Any] = {}
    for method, path in list_routes(application):
        parameters: list[dict[str, Any]] = [
            {"name": name, "in": "path", "required": True, "schema": {"enum": [*values[name], "none"]}}
            for name in re.findall(r"\{(\w+)\}", path)
        ]
        filters = {choice.name: {"enum": [*choice.values, *values.get(choice.name, ["x"])]} for choice in CHOICES}
        fields = describe_fields(ADDRESSES[path]) if path in ADDRESSES else filters
        parameters += [{"name": name, "in": "query", "schema": schema} for name, schema in fields.items()]
        parameters.append({"name": "parley-part", "in": "header", "schema": {"enum": ["board", "opened", "main", "x"]}})
        operation: dict[str, Any] = {"parameters": parameters, "responses": {"default": {"description": "a page"}}}
        if method == "POST":
            form = {"type": "object", "properties": FORMS[path], "additionalProperties": False}
            operation["requestBody"] = {"content": {"application/x-www-form-urlencoded": {"schema": form}}}
        paths.setdefault(path, {})[method.lower()] = operation
    return {"openapi": "3.1.0", "info": {"title": "The desk", "version": "1"}, "paths": paths}


def describe_fields(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """Describe what may stand in the query of an address: days, words of a list, numbers, or any text."""
    described = msgspec.json.schema(kind)["$defs"][kind.__name__]["properties"]
    return {name: {**field, "default": None} | {"anyOf": [*field.get("anyOf", []), TEXT]} if "anyOf" in field else field
            for name, field in described.items()}  # fmt: skip


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("strange", [False, True])
def test_no_request_breaks_the_desk(
    application: Starlette, known: TestClient, filled: Record, *, strange: bool
) -> None:
    """Once with values that the desk knows, once with any text in every place."""
    queue = [place.entry_id for place in filled.review.list_queue()]
    values = {
        "entry_id": queue,
        "assessment_id": ["none"],
        "document_id": [filled.find_entry(queue[0]).entry.document_id],
        "agreement": ["minsk2-2015"],
        "actor_id": ["ISR", "m23", "LBN.gov"],
        "name": list(DOWNLOADS),
        **{name: ["2025-04-08"] for name in ("since", "until", "happened_since", "happened_until")},
    }
    description = describe(application, values)
    operations = [found.ok() for found in schemathesis.openapi.from_dict(description).get_all_operations()]
    assert len(operations) == len(list(list_routes(application)))
    answered: set[int] = set()
    for operation in operations:
        mode = schemathesis.GenerationMode.NEGATIVE if strange else schemathesis.GenerationMode.POSITIVE

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def ask(case: Any) -> None:
            address = case.formatted_path + "?" + urlencode(case.query or {}, doseq=True)
            headers = {name: str(value) for name, value in (case.headers or {}).items()}
            body = case.body if isinstance(case.body, dict) else None
            with suppress(UnicodeEncodeError):
                answer = known.request(case.method, address, headers={**headers, "origin": HERE}, data=body)
                assert answer.status_code < 500, answer.text
                assert answer.headers["content-security-policy"]
                answered.add(answer.status_code)

        ask()
    assert answered >= {200, 400, 404}
    assert not [finding for finding in filled.check() if finding and finding.broken]
