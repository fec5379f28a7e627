"""The version of a part follows from its files: whatever changes in them, documents are read anew."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley import version
from parley.match import Matcher
from parley.ontology.registry import Actor, Registry, load_registry
from parley.pipeline import READERS, make_pipeline
from parley.version import hash_code


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
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


@pytest.fixture
def parley(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of Parley's code and vocabularies, by which its parts are named."""
    here = Path(version.__file__).parent
    shutil.copytree(here, tmp_path / "parley", ignore=shutil.ignore_patterns("*.onnx", "*.bin", "__pycache__"))
    monkeypatch.setattr(version, "HERE", tmp_path / "parley")
    hash_code.cache_clear()
    yield tmp_path / "parley"
    hash_code.cache_clear()


def name_parts() -> dict[str, str]:
    """The versions of the shipped parts."""
    pipeline = make_pipeline()
    named = {"encoder": pipeline.reader.version, "rules": READERS["rules"]("parley").version}
    return {**named, "match": Matcher([]).version, **{part.name: part.version for part in pipeline.resolvers}}


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ("read/encoder/disasters.toml", {"encoder"}),
        ("read/rules/clause.py", {"rules"}),
        ("resolve/times/clock.py", {"times"}),
        ("resolve/numbers.py", {"times", "counts"}),
        ("resolve/actors/pronouns.py", {"actors"}),
        ("resolve/places/choosing.py", {"places"}),
        ("match/lexicon.toml", {"match"}),
        ("derive.py", {"match"}),
        ("ontology/titles.toml", {"encoder", "rules", "match", "actors", "places", "times", "counts"}),
        ("desk/boards.py", set()),
    ],
)
def test_what_a_part_is_made_of_names_it(parley: Path, changed: str, parts: set[str]) -> None:
    before = name_parts()
    with (parley / changed).open("a") as file:
        file.write("\n# changed\n")
    hash_code.cache_clear()
    after = name_parts()
    assert {part for part in after if after[part] != before[part]} == parts


def test_registry_and_gazetteer_name_a_matcher() -> None:
    watch = Actor(id="harbour_watch", name="Harbour Watch", kind="armed group")
    registries = load_registry(), Registry([*load_registry().actors.values(), watch])
    versions = [Matcher([], registry=each, gazetteer=state).version for each in registries for state in ("a", "b")]
    assert len({Matcher([]).version, *versions}) == len(versions) + 1
