"""Proper names that no entry lists, taken as they are written, and the plain names of states' bodies."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from parley.ontology.folding import fold_name, strip_possessive
from parley.ontology.persons import is_title
from parley.ontology.registry import with_article

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĞĢĪĮİĶŁŃŅŇŐŒŘŚŞȘŠŤȚŪŮŰŹŻŽ0-9"
_RUN = re.compile(
    rf"(?:[{_UPPER}][\w'’.&–-]*|al-[A-Z][\w-]*)"
    rf"(?:\s+(?:(?:of|for|on|the|and|de|du|la|del|des)\s+)*(?:[{_UPPER}][\w'’.&–-]*|al-[A-Z][\w-]*))*"
)
_FULL_STOP = re.compile(r"(?<=\w{3})\.\s")
_WHERE = re.compile(r"\s(?:in|within|from|near|at|along with)\s")
_LINKED = re.compile(r"(?:^|\s)(?:of|in|from|for|to|by|at|and|with|against|including|than)(?:\s|$)")
_LISTED = re.compile(r"(?<!\S)([a-z]+) and (?=[a-z])")
_OF_UNITED_STATES = re.compile(r"Department|National|Senate|House|Secret|Embassy|Commission|Office|Special")
_IN_BRACKETS = re.compile(r"Ministry|Department|National|Public|Central|Supreme")
_PEOPLES = re.compile(r"(?:[a-z](?:ians|ans|ers|ists|nese|lims|ics)|[A-Z][a-z]+is)$")
"""Ends of plural names of peoples and believers, who as such are nobody in particular."""


def find_proper_name(words: str, indefinite: frozenset[str], heads: frozenset[str]) -> str | None:
    """Return the proper name in a phrase: at its end, or before nouns that act for it; null where there is none.

    Args:
        words: the phrase.
        indefinite: first words that make it unspecific.
        heads: nouns that may follow the name.
    """
    bare = _WHERE.split(re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", words))[0]
    first = words.split(maxsplit=1)[0].casefold() if words.split() else ""
    runs = list(_RUN.finditer(bare))
    if not runs or first in indefinite - {"a", "an", "former", "other"}:
        return None
    run = runs[-1]
    after, before = bare[run.end() :].split(), bare[: run.start()].split()
    name = strip_possessive(run[0]).strip(".,")
    if after and (not after[-1].islower() or after[-1] not in heads):
        return None
    if before and (not strip_possessive(before[-1]).isalpha() or _LINKED.search(_LISTED.sub(r"\1 ", " ".join(before)))):
        return None
    if (
        (first in ("a", "an") and not after)
        or re.search(r"-[a-z]+$", name)
        or (" " not in name and _PEOPLES.search(name) and name[1:].islower())
    ):
        return None
    return name if len(name) > 1 and not name[0].isdigit() else None


def list_bodies(text: str, nouns: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield where a text names a body in several words, one of which, among the nouns, says what it is."""
    for run in _RUN.finditer(text):
        words = _FULL_STOP.split(run[0])[0].rstrip(".")
        *parts, last = words.casefold().split()
        if parts and (last in nouns or (not is_title(last) and not nouns.isdisjoint(parts))):
            yield run.start(), words


def find_abbreviated(short: str, names: Sequence[str]) -> str | None:
    """Return which of ever shorter ends of a name a short name stands for: by its capitals, else by its letters."""
    initials = short.replace("-", "").casefold()
    exact = (name for name in names if "".join(filter(str.isupper, _firsts(name))).casefold() == initials)
    return next(chain(exact, (name for name in reversed(names) if _abbreviates(short, name))), None)


def _firsts(name: str) -> list[str]:
    return [word[0] for word in name.split()]


def _abbreviates(short: str, name: str) -> bool:
    """Tell whether a short name stands for a name: its letters occur there in order, the first one at the beginning.

    "PG&E" is Pacific Gas and Electric, "CalFire" the California Department of Forestry and Fire Protection. After
    Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (2003).
    """
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    rest = iter(name.casefold())
    begins = bool(letters) and len(short) < len(name) and name[0].casefold() == letters[0]
    return begins and " " in name and all(letter in rest for letter in letters)


def name_of_state(body: str, state: str) -> str | None:
    """Give the plain name of a state's body: courts are "of" it, ministries and councils carry it in brackets."""
    plain = state.removesuffix(" (country)")
    if "Court" in body or "Parliament" in body:
        return body if body.startswith("Federal") else f"{body} of {with_article(plain)}"
    if plain == "United States" and _OF_UNITED_STATES.match(body):
        return f"United States {body}"
    if _IN_BRACKETS.match(body):
        return f"{body} ({plain})"
    return body if body.startswith("Federal") else None


def is_short_of_state(words: str, entity: str, state: frozenset[str]) -> bool:
    """Tell whether words are a plain name without its state, before it, after "of" or in brackets.

    Args:
        words: as written: "Department of Energy", "Labour Party".
        entity: the plain name: "United States Department of Energy", "Labour Party (UK)".
        state: folded names and adjectives of the entity's state.
    """
    plain, whole = fold_name(words), fold_name(entity)
    bare, _, bracket = whole.partition(" (")
    if bracket not in ("", "country)") and plain in (bare, bare.removesuffix(" party")):
        return True
    rest = whole.removesuffix(f" {plain}") if whole.endswith(f" {plain}") else whole.partition(f"{plain} of ")[2]
    return rest.removeprefix("the ") in state
