"""The version of a reader follows from its files: whatever changes in them, documents are read anew."""

from pathlib import Path

import pytest

from parley.model import Document
from parley.pipeline import READERS, ReaderName
from parley.read import hash_code


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name, words in (("reader.py", "RULE = 1\n"), ("words.toml", "[verbs]\n"), ("CARD.md", "A card.\n")):
        (tmp_path / name).write_text(words)
    return tmp_path


@pytest.mark.parametrize("name", ["reader.py", "words.toml", "rules.py"])
def test_a_changed_or_added_file_changes_the_hash(package: Path, name: str) -> None:
    before = hash_code(package)
    (package / name).write_text("RULE = 2\n")
    assert hash_code(package) != before


def test_what_is_no_code_leaves_the_hash_alone(package: Path) -> None:
    before = hash_code(package)
    (package / "CARD.md").write_text("Another card.\n")
    assert hash_code(package) == before


@pytest.mark.parametrize("name", READERS)
def test_the_shipped_readers_are_named_by_their_code(name: ReaderName) -> None:
    reader = READERS[name]("parley")
    folder = Path(__file__).parents[3] / "src/parley/read" / name
    assert reader.version.startswith(hash_code(folder))
    assert reader.read(Document("No deal.")).document.text == "No deal."
