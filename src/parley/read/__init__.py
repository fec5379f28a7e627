"""Reading: from a document to who said what, and who did what to whom. Readers are replaceable."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def hash_files(files: Iterable[Path]) -> str:
    """Return the first digits of the SHA-256 of the files, in the order given."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def hash_code(package: Path) -> str:
    """Hash the code and the vocabularies of a reader, so that no change of them leaves its version as it was."""
    return hash_files(sorted(path for path in package.iterdir() if path.suffix in {".py", ".toml"}))
