"""What an agreement is about, by the names under which reports speak of it: its parties and its places."""

import re

from parley.agreement.coverage import find_entities
from parley.agreement.naming import find_denoted, list_party_names
from parley.agreement.terms import Agreement

_LEAST_PARTIES = 2


class Subject:
    """Tells which texts are about an agreement's subject: they name two of its parties, or one of its places.

    What belongs to a party, and a group bound through it, counts as that party.

    Args:
        agreement: gives the names.
    """

    def __init__(self, agreement: Agreement) -> None:
        self._named: dict[str, str] = {}
        for party in agreement.parties:
            for name in list_party_names(party):
                self._note(name, party.part_of or party.through or party.id)
        self._parties = frozenset(self._named.values())
        for site in agreement.sites:
            for name in (site.name, *site.also):
                self._note(name, f"site {site.id}")
        names = "|".join(re.escape(name) for name in sorted(self._named, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else None

    def _note(self, name: str, named: str) -> None:
        for form in filter(None, (name, find_denoted(name))):
            self._named.setdefault(form, named)

    def holds(self, text: str) -> bool:
        """Tell whether a text is about the subject."""
        words = {*(self._pattern.findall(text) if self._pattern else ()), *find_entities(text)}
        named = {self._named[word] for word in words if word in self._named}
        return bool(named - self._parties) or len(named) >= _LEAST_PARTIES
