"""Which party of an agreement a name is: the one home of the names that a party goes by."""

import re
from collections.abc import Iterator

from parley.agreement.terms import Agreement, Party
from parley.ontology import find_name, is_people
from parley.ontology.folding import fold_name
from parley.ontology.registry import Registry

_STYLE = re.compile(r"^(?:State|Republic|Kingdom|territory|Government) of (?:the )?", re.IGNORECASE)
_UNNAMED = re.compile(r"\bnot named\b|^other\b", re.IGNORECASE)
_GOVERNMENT = re.compile(r"Government of (?:the )?")


class PartyNames:
    """The names of an agreement's parties.

    Args:
        agreement: its parties with their other names.
        registry: what else they may be called; the shipped one by default.
    """

    def __init__(self, agreement: Agreement, registry: Registry | None = None) -> None:
        self._registry = registry
        self._by_form: dict[str, str] = {}
        for party in agreement.parties:
            for name in (party.id.replace("_", " "), *list_party_names(party)):
                for form in _list_forms(name, registry):
                    self._by_form.setdefault(form, party.id)

    def find(self, name: str) -> str | None:
        """Return the id of the party whose name, or whose government's name, this is; a people is no party."""
        return next((self._by_form[form] for form in _list_forms(name, self._registry) if form in self._by_form), None)


def list_party_names(party: Party) -> Iterator[str]:
    """Yield the names of a party; one that is described rather than named goes only by its names in `also`."""
    name = re.sub(r"\s*\([^)]*\)", "", party.name)
    own = () if is_unnamed(party) else (name, strip_style(name))
    yield from dict.fromkeys((*own, *party.also))


def is_unnamed(party: Party) -> bool:
    """Tell whether a party is described rather than named: "other armed groups", "States (not named)"."""
    return _UNNAMED.search(party.name) is not None


def strip_style(name: str) -> str:
    """Take the style off a name: "State of", "Republic of the"."""
    return _STYLE.sub("", name)


def find_denoted(name: str, registry: Registry | None = None) -> str | None:
    """Return what the lists of names say that a name denotes; a government stands for its country."""
    found = find_name(name, registry)
    return _GOVERNMENT.sub("", found.entity) if found else None


def _list_forms(name: str, registry: Registry | None) -> Iterator[str]:
    """Yield the folded forms under which a name may be listed: itself, and what the lists of names say it denotes."""
    yield fold_name(name)
    if (found := find_name(name, registry)) and not is_people(found, registry):
        yield from (fold_name(found.entity), fold_name(_GOVERNMENT.sub("", found.entity)))
