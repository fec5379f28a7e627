"""Parley's own voice: no template and no fixed string of board and brief holds a word that judges."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.ontology.judging import find_judging

SOURCE = Path(__file__).parents[3] / "src" / "parley"
SPEAKING = [
    *sorted(path for path in (SOURCE / "export").rglob("*.*") if path.is_file() and path.suffix != ".pyc"),
    *(SOURCE / "cli" / name for name in ("boards.py", "briefs.py", "demo.py")),
    *(SOURCE / "agreement" / name for name in ("results.py", "schedule.py", "status.py")),
]


def list_strings(path: Path) -> Iterator[str]:
    """Yield what a file can put into words: all of a template or data file, the strings of a module but its docs."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from text.splitlines()
        return
    tree = ast.parse(text)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_fixed_word_judges(path: Path) -> None:
    for words in list_strings(path):
        found = find_judging(words, own_voice=True)
        assert not found, f"{words.strip()[:120]!r} holds {found}"


def test_the_list_finds_what_it_is_there_to_find() -> None:
    for words in (
        "Dessovia violated it",
        "in compliance",
        "the aggressor",
        "a breach by Tollaria",
        "the regime",
        "guilty",
        "failed to withdraw",
    ):
        assert find_judging(words, own_voice=True), words
    for words in ("called a breach by Tollaria", "called lawful by Dessovia", "act that the text excludes", "not done"):
        assert not find_judging(words, own_voice=True), words
