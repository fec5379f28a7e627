"""The version of a part follows from its files: whatever changes in them, documents are read anew."""

from pathlib import Path

import pytest

from parley import version
from parley.match import Matcher
from parley.model import Document
from parley.ontology.registry import Actor, Registry, load_registry
from parley.pipeline import READERS, ReaderName, make_pipeline
from parley.version import hash_code


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package `part` with another in it, in place of Parley's own."""
    monkeypatch.setattr(version, "HERE", tmp_path)
    (tmp_path / "part/packs").mkdir(parents=True)
    for name in ("part/reader.py", "part/words.toml", "part/packs/actors.yaml", "part/CARD.md"):
        (tmp_path / name).write_text("first = 1\n")
    hash_code.cache_clear()
    yield tmp_path / "part"
    hash_code.cache_clear()


@pytest.mark.parametrize("name", ["reader.py", "words.toml", "rules.py", "packs/actors.yaml"])
def test_a_changed_or_added_file_changes_the_hash(package: Path, name: str) -> None:
    before = hash_code("part")
    (package / name).write_text("second = 2\n")
    hash_code.cache_clear()
    assert hash_code("part") != before


def test_what_is_no_code_leaves_the_hash_alone(package: Path) -> None:
    before = hash_code("part")
    (package / "CARD.md").write_text("Another card.\n")
    hash_code.cache_clear()
    assert hash_code("part") == before


@pytest.mark.parametrize("name", READERS)
def test_the_shipped_readers_are_named_by_their_code(name: ReaderName) -> None:
    reader = READERS[name]("parley")
    assert reader.version.startswith(hash_code(f"read.{name}", "ontology"))
    assert reader.read(Document("No deal.")).document.text == "No deal."


def test_resolvers_and_matcher_are_named_by_their_code() -> None:
    resolved = hash_code("resolve", "ontology")
    assert all(resolved in resolver.version for resolver in make_pipeline().resolvers)
    plain = Matcher([]).version
    assert plain == f"match.{hash_code('match', 'agreement', 'derive', 'ontology')}"
    watch = Actor(id="harbour_watch", name="Harbour Watch", kind="armed group")
    registries = load_registry(), Registry([*load_registry().actors.values(), watch])
    versions = [Matcher([], registry=each, gazetteer=state).version for each in registries for state in ("a", "b")]
    assert len({plain, *versions}) == len(versions) + 1
