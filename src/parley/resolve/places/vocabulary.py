"""Reads the files of words and places that stand beside this module."""

import hashlib
import tomllib
from importlib.resources import files

_FILES = ("common.toml", "kinds.toml", "supplement.toml")


def load_words(file_name: str) -> dict[str, object]:
    """Read one of the files."""
    return tomllib.loads(files(__package__).joinpath(file_name).read_text(encoding="utf-8"))


def fingerprint_words() -> str:
    """Name the state of the files by the first digits of their SHA-256, for the version of what uses them."""
    data = b"".join(files(__package__).joinpath(name).read_bytes() for name in _FILES)
    return hashlib.sha256(data).hexdigest()[:6]
