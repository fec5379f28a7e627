"""The version of the whole, and how its parts are named by what they are made of."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

__version__ = "0.1.0"

HERE = Path(__file__).parent
CODE = {".py", ".toml", ".csv", ".yaml"}
"""Endings of the files that decide what a part does: its code and its vocabularies."""


def hash_files(files: Iterable[Path]) -> str:
    """Return the first digits of the SHA-256 of the files and their names, in the order given."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


@cache
def hash_code(*parts: str) -> str:
    """Hash code and vocabularies of packages and modules, `read.encoder` say, so that no change goes unnoticed."""
    return hash_files(file for part in parts for file in _list_files(HERE.joinpath(*part.split("."))))


def _list_files(part: Path) -> list[Path]:
    if part.is_dir():
        return sorted(file for file in part.rglob("*") if file.suffix in CODE)
    return [part.with_suffix(".py")]
