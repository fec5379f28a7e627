"""Who reports: the side of an assessment, by the agreement's own names (docs/STATUS.md, 9)."""

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from parley.agreement.naming import PartyNames
from parley.agreement.reports import Parties
from parley.agreement.terms import Agreement
from parley.ontology import find_name
from parley.ontology.folding import fold_name
from parley.ontology.registry import Registry

FindWhose = Callable[[str, dt.date | None], str | None]
UNKNOWN = "unknown"
"""The side of unnamed people whose words give none."""
_FILLERS = re.compile(r"^(?:(?:an?|one|two|three|several|some|senior|top|unnamed|anonymous|other|former)\s+)+")


class Sides:
    """Finds sides by the names of an agreement's parties.

    Args:
        agreement: its parties with their other names.
        find_whose: says on a day whose people and bodies are that the agreement does not list: "Bastor Nive" is
            "Tollaria"; null for one who is nobody's.
        registry: what else names may be; the shipped one by default.
    """

    def __init__(
        self, agreement: Agreement, find_whose: FindWhose | None = None, registry: Registry | None = None
    ) -> None:
        self.parties = frozenset(party.id for party in agreement.parties)
        self._names = PartyNames(agreement, registry)
        self._registry = registry
        self._find_root = Parties(agreement).find_root
        self._find_whose = find_whose

    def find_party(self, name: str, day: dt.date | None = None) -> str | None:
        """Return the party that a name belongs to on a day, null where it belongs to none."""
        party = self._names.find(name)
        if party is None and self._find_whose and (whose := self._find_whose(name, day)):
            party = self._names.find(whose)
        return self._find_root(party) if party else None

    def find_side(self, speaker: str, day: dt.date | None = None, *, is_outlet: bool = False) -> str:
        """Return the side of a speaker, an agency or an outlet on a day: a party's id, else its own name, or "unknown".

        The day is that of the report: who spoke for a government in December does not change with a board of March.
        A speaker without a capital letter ("forensic testing") names nobody; outlets may be written so.
        """
        if party := self.find_party(speaker, day):
            return party
        folded = _FILLERS.sub("", fold_name(speaker))
        offices, nobody = _load_offices()
        if folded in nobody:
            return UNKNOWN
        match = offices.fullmatch(folded)
        if not match:
            return UNKNOWN if speaker.islower() and not is_outlet else speaker
        who = match["before"] or match["after"]
        if party := self.find_party(who, day):
            return party
        named = find_name(who, self._registry)
        return named.entity if named else speaker


@cache
def _load_offices() -> tuple[re.Pattern[str], frozenset[str]]:
    text = files(__package__).joinpath("officials.toml").read_text(encoding="utf-8")
    words: dict[str, list[str]] = tomllib.loads(text)
    offices = "|".join(sorted(map(re.escape, words["offices"]), key=len, reverse=True))
    pattern = re.compile(rf"(?P<before>.+?)(?:'s?)? (?:{offices})|(?:{offices}) (?:of|from) (?:the )?(?P<after>.+)")
    return pattern, frozenset(words["nobody"])
