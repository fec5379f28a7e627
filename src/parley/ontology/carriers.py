"""News agencies, broadcasters and papers: whoever carries a report without being a party to it."""

import re
from functools import cache
from urllib.parse import urlsplit

import msgspec

from parley.ontology.folding import fold_name, load_vocabulary

_CALL_SIGN = re.compile(r"[CKW][A-Z]{2,3}(?:-[A-Z]+)?")
"""A local station, whose pages stand at the address of its network."""
_JOINT = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*")


def find_carrier(name: str) -> str | None:
    """Return the full name of the agency or outlet that goes by this name, or None."""
    return _carriers().get(fold_name(name))


def is_carrier(name: str) -> bool:
    """Tell whether the whole name is a carrier's, or a joint name all of whose parts are ("AFP and Reuters")."""
    if find_carrier(name):
        return True
    parts = _JOINT.split(name.strip())
    return len(parts) > 1 and all(find_carrier(part) for part in parts)


def is_own_outlet(name: str) -> bool:
    """Tell whether an outlet means itself or its own people: "our correspondent on the east bank", "this newspaper"."""
    return bool(_own().fullmatch(name.strip()))


def find_page_carrier(name: str, url: str | None = None) -> str | None:
    """Return the full name of the carrier that is named beside a text, or None.

    The address beside it decides where the name is no carrier's, or that of several.
    """
    known = find_carrier(name) or _beside().get(name)
    is_open = name in _shared() or (known is None and not _CALL_SIGN.fullmatch(name))
    return (_find_host(url) if is_open else None) or known


def _find_host(url: str | None) -> str | None:
    labels = (urlsplit(url or "").hostname or "").split(".")
    return next(filter(None, (_hosts().get(".".join(labels[start:])) for start in range(len(labels)))), None)


def carrier_names() -> frozenset[str]:
    """Return every name that a carrier goes by, as the vocabulary writes it."""
    return frozenset(name for group in _groups() for name in group)


@cache
def _carriers() -> dict[str, str]:
    return {fold_name(name): group[0] for group in _groups() for name in group}


@cache
def _own() -> re.Pattern[str]:
    words = msgspec.convert(load_vocabulary("carriers.toml")["own"], list[str])
    nouns = "|".join(map(re.escape, words))
    where = r"(?: (?:in|on|at|from|near|with|covering|reporting)\b[^,.;]*)?"
    return re.compile(rf"(?:one of )?(?:our|this)(?: own)? (?:{nouns})s?{where}", re.IGNORECASE)


@cache
def _shared() -> frozenset[str]:
    return msgspec.convert(load_vocabulary("carriers.toml")["shared"], frozenset[str])


@cache
def _beside() -> dict[str, str]:
    return msgspec.convert(load_vocabulary("carriers.toml")["beside"], dict[str, str])


@cache
def _hosts() -> dict[str, str]:
    return msgspec.convert(load_vocabulary("carriers.toml")["hosts"], dict[str, str])


@cache
def _groups() -> list[list[str]]:
    return msgspec.convert(load_vocabulary("carriers.toml")["carriers"], list[list[str]])
