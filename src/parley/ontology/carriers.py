"""News agencies, broadcasters and papers: whoever carries a report without being a party to it."""

import re
from functools import cache
from urllib.parse import urlsplit

import msgspec

from parley.ontology.folding import fold_name, load_vocabulary

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


def find_host_carrier(url: str, name: str) -> str | None:
    """Return the full name of who publishes at an address, where the name beside it is one that several go by."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return _shared().get(name, {}).get(host)


def carrier_names() -> frozenset[str]:
    """Return every name that a carrier goes by, as the vocabulary writes it."""
    return frozenset(name for group in _groups() for name in group)


@cache
def _carriers() -> dict[str, str]:
    return {fold_name(name): group[0] for group in _groups() for name in group}


@cache
def _shared() -> dict[str, dict[str, str]]:
    return msgspec.convert(load_vocabulary("carriers.toml")["shared"], dict[str, dict[str, str]])


@cache
def _groups() -> list[list[str]]:
    return msgspec.convert(load_vocabulary("carriers.toml")["carriers"], list[list[str]])
