"""The registry in hand: entries by id, and everything that a name, an office or a surname may stand for."""

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache
from typing import Literal

import msgspec
from msgspec import Struct

from parley.ontology.folding import fold_name, load_vocabulary
from parley.ontology.registry.entries import Actor, ActorKind
from parley.ontology.registry.packs import load_countries, load_offices

NameKind = Literal["country", "adjective", "seat", "government", "body", "forces", "group", "place"]
_KIND_OF: dict[ActorKind, NameKind] = {
    "state": "country", "government": "government", "armed group": "group", "communal group": "group",
    "supporters": "group", "party": "group", "people": "group", "force": "forces", "region": "place",
}  # fmt: skip
_SHORT = re.compile(r"[A-Z0-9.&-]{2,6}")
_GOVERNMENT = re.compile(
    r"(?:(?:federal |central |transitional |interim )?government|authorities|leaders|leadership) of (?:the )?(.+)"
    r"|(.+?)(?:'s?)? (?:(?:federal|central|transitional|interim) )?"
    r"(?:government|authorities|administration|state|regime|leadership|leaders)"
)
_FORCES = re.compile(
    r"(.+?)(?:'s?)? (?:government |armed |military |defence |defense |ground )?"
    r"(?:military|army|armed forces|forces|troops|soldiers)"
    r"|(?:military|army|armed forces) of (?:the )?(.+)"
)
_AFTER_NAMES = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""What stands behind a surname and is none."""
_BY_GROUP = re.compile(
    r"(.+?)(?:'s?)? (?:armed |rebel |militant |insurgent )?"
    r"(?:rebels|fighters|militants|insurgents|movement|group|militia|forces|guerrillas)"
)


class Name(Struct, frozen=True):
    """What a name denotes, in which capacity it stands for it, and the entry's id.

    `adjective` and `seat` are indirect: "Israeli" stands for Israel, "Beirut" for its government where it speaks.
    """

    entity: str
    kind: NameKind
    id: str


class Institution(Struct, frozen=True):
    """What every state may have; see institutions.toml."""

    name: str
    words: tuple[str, ...]
    sector: str
    own: dict[str, str] = {}


class Registry:
    """All entries, and the ways to them.

    Args:
        actors: entries, states among them, in the order of their rank.
        named_last: entries that count only where no other has the name (UCDP's).
    """

    def __init__(self, actors: Iterable[Actor], named_last: Iterable[Actor] = ()) -> None:
        self._countries, self._institutions = load_countries(), load_institutions()
        ranked = list(actors)
        claimed = {actor.ids["ucdp"] for actor in ranked if "ucdp" in actor.ids}
        last = [actor for actor in named_last if actor.ids.get("ucdp") not in claimed]
        self.actors: Mapping[str, Actor] = {actor.id: actor for actor in [*ranked, *last]}
        self._by_name = {actor.name: actor for actor in reversed(self.actors.values())}
        self._short: dict[str, list[Name]] = {}
        self._long: dict[str, list[Name]] = {}
        self._persons: dict[str, list[Actor]] = {}
        self._surnames: dict[str, list[Actor]] = {}
        self._holders: dict[tuple[str, str], list[Actor]] = {}
        self._institution_of = {words: key for key, one in self._institutions.items() for words in one.words}
        nouns = "|".join(map(re.escape, self._institution_of))
        self._after_state = re.compile(rf"(?P<state>.+?)(?:'s?)? (?P<noun>{nouns})")
        self._before_state = re.compile(rf"(?P<noun>{nouns}) of (?:the )?(?P<state>.+)")
        self._longest: dict[str, int] = {}
        self._words_of = {
            one.iso3: frozenset(map(fold_name, (name, name.removesuffix(" (country)"), *one.adjectives, *one.others)))
            for name, one in self._countries.items()
        }
        self._of_states = frozenset().union(*self._words_of.values())
        self._index()
        self.find = lru_cache(maxsize=65_536)(self._find)
        self.offices = _index_offices()

    @cached_property
    def fingerprint(self) -> str:
        """The first digits of a hash over everything that the registry holds, for versions of what uses it."""
        return hashlib.sha256(msgspec.json.encode(list(self.actors.values()))).hexdigest()[:6]

    def get(self, actor_id: str | None) -> Actor | None:
        """Return the entry with this id."""
        return self.actors.get(actor_id or "")

    def find_entry(self, entity: str) -> Actor | None:
        """Return the entry whose plain name this is."""
        return self._by_name.get(entity)

    def _find(self, words: str) -> tuple[Name, ...]:
        """Return what the words may denote when the whole of them is a known name, what is meant first in front."""
        plain = words.strip().removeprefix("the ").removeprefix("The ").replace(".", "")
        folded = fold_name(words)
        found = self._short.get(plain) or self._long.get(folded) or _listed(self._find_derived(folded))
        return tuple(found)

    def find_listed(self, words: str) -> tuple[Name, ...] | tuple[Actor, ...]:
        """Return what goes by exactly these words: names first, else persons."""
        folded = fold_name(words)
        plain = words.replace(".", "")
        return tuple(self._short.get(plain) or self._long.get(folded) or ()) or tuple(self._persons.get(folded, ()))

    def longest_name(self, first_word: str) -> int:
        """Return how many words the longest name that begins with this one has; 0 when none does."""
        return self._longest.get(fold_name(first_word), 0)

    def find_persons(self, words: str) -> tuple[Actor, ...]:
        """Return the persons who go by the whole of the words."""
        return tuple(self._persons.get(fold_name(words), ()))

    def find_bearers(self, surname: str) -> tuple[Actor, ...]:
        """Return the persons whose surname this is."""
        return tuple(self._surnames.get(fold_name(surname), ()))

    def find_holders(self, office: str, of: str, day: dt.date | None) -> tuple[Actor, ...]:
        """Return who may have held an office in a state or body on a day; without a day, who holds it still."""
        known = self._holders.get((office, of), ())
        return tuple(
            actor
            for actor in known
            if any(role.office == office and role.of == of and role.may_hold(day) for role in actor.roles)
        )

    def _find_derived(self, folded: str) -> Name | None:
        """Find "the X government", "X forces" and "X's parliament" where X is a country or its adjective."""
        if (match := _GOVERNMENT.fullmatch(folded)) and (state := self.find_state(match[1] or match[2])):
            return Name(self.actors[f"{state}.gov"].name, "government", f"{state}.gov")
        if (match := _FORCES.fullmatch(folded)) and (state := self.find_state(match[1] or match[2])):
            return Name(self.actors[f"{state}.mil"].name, "forces", f"{state}.mil")
        if (match := _BY_GROUP.fullmatch(folded)) and (group := self._find_group(match[1])):
            return group
        return self._find_institution(folded)

    def _find_group(self, folded: str) -> Name | None:
        found = self._long.get(folded) or self._short.get(folded.upper()) or ()
        return next((name for name in found if name.kind == "group"), None)

    def _find_institution(self, folded: str) -> Name | None:
        match = self._after_state.fullmatch(folded) or self._before_state.fullmatch(folded)
        state = self.find_state(match["state"]) if match else None
        if match is None or state is None:
            return None
        key = self._institution_of[match["noun"]]
        own = self._institutions[key].own.get(state, f"{state}.{key}")
        return Name(self.actors[own].name, "body", own)

    def find_institution(self, noun: str, state: str) -> Name | None:
        """Return what "the parliament", "the army" or "the government" is in a state; null for other nouns."""
        return next(iter(self.find(f"{self.actors[state].name} {noun}")), None)

    def list_words_of(self, state: str | None) -> frozenset[str]:
        """Return the folded names and adjectives of a state; none for what is no state."""
        return self._words_of.get(state or "", frozenset())

    def is_institution(self, words: str) -> bool:
        """Tell whether the words name what every state may have ("Parliament", "the Supreme Court")."""
        return fold_name(words) in self._institution_of

    def find_state(self, words: str) -> str | None:
        """Return the id of the state that the words or an adjective name."""
        folded = fold_name(words)
        found = self._long.get(folded) or self._short.get(folded.upper()) or ()
        return next((name.id for name in found if name.kind in ("country", "adjective") and name.id in self.actors
                     and self.actors[name.id].kind == "state"), None)  # fmt: skip

    def _index(self) -> None:
        for actor in self.actors.values():
            if actor.kind == "person":
                self._index_person(actor)
            elif actor.pack != "institutions":
                self._index_names(actor)
        for country in self._countries.values():
            state, government = self.get(country.iso3), self.get(f"{country.iso3}.gov")
            if state is None or government is None:
                continue
            for words in country.adjectives:
                if not is_people(words):
                    self._add(words, Name(state.name, "adjective", state.id))
            for seat in country.seats:
                self._add(seat, Name(government.name, "seat", government.id))

    def _index_names(self, actor: Actor) -> None:
        name = Name(actor.name, _KIND_OF.get(actor.kind, "body"), actor.id)
        names = [actor.name.removesuffix(" (country)"), *actor.names[1:]]
        if actor.pack == "ucdp":
            names = [words for words in names if fold_name(words) not in self._of_states]
        for words in names:
            if actor.pack != "ucdp" or len(words) > _longest_acronym(words):
                self._add(words, name)

    def _measure(self, words: str) -> None:
        parts = fold_name(words).split()
        if parts:
            self._longest[parts[0]] = max(len(parts), self._longest.get(parts[0], 0))

    def _add(self, words: str, name: Name) -> None:
        self._measure(words)
        if _SHORT.fullmatch(words):
            listed = self._short.setdefault(unicodedata.normalize("NFC", words).replace(".", ""), [])
        else:
            listed = self._long.setdefault(fold_name(words), [])
        if name.id not in [other.id for other in listed]:
            listed.append(name)

    def _index_person(self, actor: Actor) -> None:
        for words in actor.names:
            self._measure(words)
            surname = next((word for word in reversed(words.split()) if fold_name(word) not in _AFTER_NAMES), words)
            for table, key in ((self._persons, words), (self._surnames, surname)):
                listed = table.setdefault(fold_name(key), [])
                if actor not in listed:
                    listed.append(actor)
        for role in actor.roles:
            listed = self._holders.setdefault((role.office, role.of), [])
            if actor not in listed:
                listed.append(actor)


def is_people(adjective: str) -> bool:
    """Tell a plural ("Israelis"), which means some people, from an adjective, which may stand for the state."""
    return adjective.endswith("s") and adjective != "Swiss"


def with_article(country: str) -> str:
    """Write a country's name as it stands after "of"."""
    plural = country.startswith(
        ("United ", "Democratic ", "Central African", "Republic of", "Czech Rep", "Dominican R")
    )
    plural = plural or country.endswith("s")
    return f"the {country}" if plural and country not in ("Cyprus", "Honduras", "Belarus", "Laos") else country


def _listed(name: Name | None) -> list[Name]:
    return [name] if name else []


def _longest_acronym(words: str) -> int:
    """Return the length up to which words without a small letter or a space would be taken for too much."""
    return 6 if " " not in words else 4


def _index_offices() -> dict[str, tuple[str, ...]]:
    """Map the words of offices, in lower case, to the offices that they may name."""
    found: dict[str, list[str]] = {}
    for name, office in load_offices().items():
        for words in office.words:
            found.setdefault(words, []).append(name)
    return {words: tuple(names) for words, names in found.items()}


@cache
def load_institutions() -> dict[str, Institution]:
    """Return what every state may have."""
    return msgspec.convert(load_vocabulary("registry/institutions.toml")["institution"], dict[str, Institution])


def list_states() -> Iterator[Actor]:
    """Yield every state with its government, forces and institutions."""
    for name, country in load_countries().items():
        iso, adjective = country.iso3, next(iter(country.adjectives), name)
        aliases = [{"name": other} for other in country.others]
        ids = {"iso2": country.iso2, "iso3": iso}
        yield msgspec.convert(
            {
                "id": iso,
                "name": name,
                "kind": "state",
                "aliases": aliases,
                "ids": ids,
                "country": iso,
                "pack": "states",
            },
            Actor,
        )
        of = with_article(name.removesuffix(" (country)"))
        government = Actor(id=f"{iso}.gov", name=f"Government of {of}", kind="government", country=iso, sector="GOV",
                           parent=iso, pack="states")  # fmt: skip
        forces = country.forces or f"{adjective} Armed Forces"
        yield government
        yield Actor(id=f"{iso}.mil", name=forces, kind="force", country=iso, sector="MIL", parent=iso, pack="states")
        for key, institution in load_institutions().items():
            if iso not in institution.own:
                called = institution.name.format(state=name.removesuffix(" (country)"), country=of, adjective=adjective)
                yield Actor(id=f"{iso}.{key}", name=called, kind="body", country=iso, sector=institution.sector,
                            parent=iso, pack="institutions")  # fmt: skip
