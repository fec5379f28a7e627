"""Reading a vocabulary file, and the one way in which names are compared."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

_MARKS = re.compile(r"[\u0300-\u036f]")
_CONTRACTED = re.compile(r"['’](?:m|ve|ll|d|re)$")
_ARTICLE = re.compile(r"^the\s+")


@lru_cache(maxsize=131_072)
def fold_name(name: str) -> str:
    """Reduce a name to what is compared: no case, no diacritics, no leading "the", single spaces, plain apostrophes."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", name)).casefold().replace("’", "'").replace(".", "")
    return _ARTICLE.sub("", " ".join(bare.split()))


def strip_possessive(words: str) -> str:
    """Take a possessive ending off: "Lebanon's" is Lebanon."""
    return words.removesuffix("'s").removesuffix("’s")


def strip_ending(words: str) -> str:
    """Take off a possessive ending or a contracted verb: "Lebanon's" is Lebanon, "I'm" is I, "they've" is they."""
    return _CONTRACTED.sub("", strip_possessive(words))


def load_vocabulary(file_name: str) -> dict[str, object]:
    """Read one of the vocabulary files that stand beside this module."""
    return tomllib.loads(files(__package__).joinpath(file_name).read_text(encoding="utf-8"))
