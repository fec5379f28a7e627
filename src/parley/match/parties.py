"""Who of an agreement a mention denotes, and which of its names stand in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from parley.agreement import Agreement, Party
from parley.agreement.naming import PartyNames, is_unnamed, list_party_names, strip_style
from parley.match.lexicon import has_cue
from parley.match.places import Atlas, Locate
from parley.model import Mention
from parley.ontology import find_country, find_name, list_adjectives
from parley.ontology.folding import fold_name
from parley.ontology.registry import Registry

_HEAD_ENDS = re.compile(r",|\b(?:in|at|on|against|near|for|with|over|inside|across|who|that|which|including|by|to)\b")

PartyIds = frozenset[str]
NOBODY: PartyIds = frozenset()


class Whom(Struct, frozen=True):
    """What a mention denotes, seen from one agreement.

    `parties` are ids; `people` tells persons who belong to them from those who act for them; `foreign` means that a
    known name stands there which the agreement does not name.
    """

    parties: PartyIds = NOBODY
    people: bool = False
    foreign: bool = False


class Directory:
    """The names of an agreement's parties and sites.

    A party goes by its name, the names in `also`, and where it is a state by the adjectives of that state (an unlisted
    name in -a by its form in -an); forces and governments stand for the state, unless they are a party themselves.
    """

    def __init__(self, agreement: Agreement, locate: Locate | None = None, registry: Registry | None = None) -> None:
        self._registry = registry
        self.parties: Mapping[str, Party] = {party.id: party for party in agreement.parties}
        self._names = PartyNames(agreement, registry)
        self._by_country: dict[str, str] = {}
        spellings: dict[str, str] = {}
        for party in agreement.parties:
            for name in list_party_names(party):
                if (found := find_name(name, registry)) is None or found.kind != "seat":
                    spellings.setdefault(name, party.id)
            country = find_country(strip_style(party.name), registry)
            if country and party.part_of is None:
                self._by_country.setdefault(country, party.id)
                spellings |= dict.fromkeys(list_adjectives(country), party.id)
            elif party.part_of is None and party.name.endswith("a") and " " not in party.name:
                spellings |= dict.fromkeys((f"{party.name}n", f"{party.name}ns"), party.id)
        self.sites = {site.id: site for site in agreement.sites}
        self.atlas = Atlas(self.sites, self._by_country, locate)
        site_names = {
            name: site.id
            for site in agreement.sites
            for spelled in (site.name, *site.also)
            for name in _shorten_site(spelled)
        }
        self._scanner = _compile(spellings)
        self._by_spelling = {fold_name(name): party for name, party in spellings.items()}
        self._site_scanner = _compile(site_names)
        self._by_site = {fold_name(name): site for name, site in site_names.items()}
        self.open = frozenset(party.id for party in agreement.parties if is_unnamed(party))
        self.find_parties = lru_cache(65_536)(self._find_parties)
        self.find_sites = lru_cache(65_536)(self._find_sites)
        self.denote = lru_cache(65_536)(self._denote)

    def identify(self, mention: Mention) -> Whom:
        """Say whom a mention denotes: by its entity where that is known, else by its words."""
        return self.denote(mention.text, mention.entities or ((mention.entity,) if mention.entity else ()))

    def find_party(self, name: str) -> str | None:
        """Return the party whose name this is, or whose government or forces it names."""
        return self._names.find(name) or self._by_country.get(find_country(name, self._registry) or "")

    def _denote(self, text: str, entities: tuple[str, ...]) -> Whom:
        named = (text.removesuffix("'s").removesuffix("’s"),)
        head = _HEAD_ENDS.split(text.strip(), maxsplit=1)[0] or text
        people = has_cue("private", head)
        for names in (entities, named):
            parties = frozenset(filter(None, map(self.find_party, names)))
            if parties:
                return Whom(parties, people)
        if parties := self._find_parties(head):
            return Whom(parties, people)
        return Whom(NOBODY, people, any(self._is_foreign(name) for name in (*entities, *named)))

    def _is_foreign(self, name: str) -> bool:
        found = find_name(name, self._registry)
        return found is not None and found.kind != "place"

    def _find_parties(self, text: str) -> PartyIds:
        """List the parties whose names stand in a text; "X-backed" names nobody."""
        return frozenset(self._by_spelling[fold_name(name)] for name in _scan(self._scanner, text))

    def _find_sites(self, text: str) -> frozenset[str]:
        """List the sites whose names stand in a text."""
        return frozenset(self._by_site[fold_name(name)] for name in _scan(self._site_scanner, text))

    def around(self, site: str) -> Iterator[str]:
        """Yield a site and those that it is part of, inside out."""
        seen: set[str] = set()
        current: str | None = site
        while current and current not in seen and current in self.sites:
            seen.add(current)
            yield current
            current = self.sites[current].part_of

    def find_homes(self, parties: PartyIds) -> frozenset[str]:
        """List the sites that are the countries of parties."""
        countries = {country for country, party in self._by_country.items() if party in parties}
        return frozenset(site for country in countries for site in self.find_sites(country))

    def answers(self, party: str) -> PartyIds:
        """List the parties whose act an act of this party is: itself, what it is part of, and its parts."""
        whole = self.parties[party].part_of
        parts = {other.id for other in self.parties.values() if other.part_of == party}
        return frozenset({party, *parts, *({whole} if whole else ())})


def _shorten_site(name: str) -> Iterator[str]:
    yield name
    bare = strip_style(name)
    yield bare
    if (found := find_name(bare)) and found.kind == "place" and bare.endswith((" Strip", " River", " Valley")):
        yield bare.rsplit(" ", 1)[0]


def _compile(names: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(set(names), key=lambda name: -len(name))
    if not ordered:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w])(?!-\w)")


def _scan(pattern: re.Pattern[str] | None, text: str) -> Iterator[str]:
    return (match[0] for match in pattern.finditer(text)) if pattern else iter(())
