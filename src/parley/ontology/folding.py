"""Reading a vocabulary file, and the one way in which names are compared."""

import hashlib
import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

_MARKS = re.compile(r"[\u0300-\u036f]")
_ARTICLE = re.compile(r"^the\s+")


@lru_cache(maxsize=131_072)
def fold_name(name: str) -> str:
    """Reduce a name to what is compared: no case, no diacritics, no leading "the", single spaces, plain apostrophes."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", name)).casefold().replace("’", "'").replace(".", "")
    return _ARTICLE.sub("", " ".join(bare.split()))


def strip_possessive(words: str) -> str:
    """Take a possessive ending off: "Lebanon's" is Lebanon."""
    return words.removesuffix("'s").removesuffix("’s")


def fingerprint_vocabulary(*file_names: str) -> str:
    """Name the state of some vocabulary files by the first digits of their SHA-256, for versions of what uses them."""
    data = b"".join(files(__package__).joinpath(name).read_bytes() for name in file_names)
    return hashlib.sha256(data).hexdigest()[:6]


def load_vocabulary(file_name: str) -> dict[str, object]:
    """Read one of the vocabulary files that stand beside this module."""
    return tomllib.loads(files(__package__).joinpath(file_name).read_text(encoding="utf-8"))
