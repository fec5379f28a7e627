"""Finds the names of places in running text: the longest that the gazetteer knows, unless it reads as something else.

A run of capitalised words is searched from the left. What a town shares with a word, a person or an institution is
taken for a town only where something speaks for it: a preposition of place, a container, or its size.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import msgspec
from msgspec import Struct

from parley.model import Mention, Place, Reading, Span
from parley.ontology.folding import load_vocabulary
from parley.ontology.persons import find_person
from parley.resolve.places.candidates import find_sites
from parley.resolve.places.containment import list_containers, split_place
from parley.resolve.places.gazetteer import Site

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|(?:St|Mt|Ft)\.|[A-Z][a-z]{1,4}\.(?=,|\s[a-z(])|(?:al|el|ash|ad|an|ar|as|at|az|ez)-[A-Z][\w’'-]*|"
    r"[^\W\d_a-zß-öø-ÿ][\w’']*(?:-(?:[A-Z]|e[a-z]-|al-|upon-|le-|la-|sur-|de-)[\w’']*)*"
)
_JOIN = re.compile(r"\s(?:(?:of|and|de|del|la|du|des|da|do|es|el|al|ez|upon|on|the)\s(?:the\s|la\s)?)?")
_SIDE = re.compile(
    r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:ern)?(?:\s(?:part\s)?of(?:\sthe)?)?\s$|"
    r"(?:central|mainland|occupied|rural)\s$"
)
_WHERE = re.compile(
    r"\b(?:in|at|near|into|outside|around|across|inside|within|throughout|(?:city|town|village|port|capital)(?:\sof)?)\s+"
    r"(?:the\s+)?(?:\w+ern\s+|central\s+)?$"
)
_WHITHER = re.compile(r"\b(?:from|to|of|on|over|off|towards?|between|through|via|and)\s+(?:the\s+)?$")
_HEAD = re.compile(r"(?:[A-Z]|al-|el-)")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_ARTICLES = frozenset({"the", "a", "an", "as", "in", "at"})
_LONGEST = 6
_SHORTEST = 3
_WINDOW = 40
_MEDIUM = 15_000
"""People from which a looser preposition is enough."""
_LARGE = 100_000
"""People from which a town is taken for itself wherever it stands."""
_PERSON = frozenset({"full name", "surname"})
_BODY = frozenset({"body", "forces", "group", "carrier"})
"""Evidence of the layer `mentions` that a name is a person's, or a body's."""


class _Words(Struct, frozen=True):
    words: frozenset[str]
    titles: frozenset[str]
    openers: frozenset[str]


def find_toponyms(reading: Reading) -> tuple[Place, ...]:
    """Find the names of places in a document, in order, not yet resolved; names of persons and bodies are passed by."""
    found = list(_Search(reading).find())
    for event in reading.events:
        for head in (head for mention in event.place for head in _find_head(mention)):
            if not any(head.overlaps(place) for place in found):
                found.append(head)
    return tuple(sorted(found, key=lambda place: place.start))


def _find_head(mention: Mention) -> Iterator[Place]:
    """Yield the name in a place of an event that nobody knows: it is known to name a place, whatever it is."""
    bare = _ARTICLE.sub("", mention.text)
    head = _POSSESSIVE.sub("", split_place(bare)[0])
    if _HEAD.match(head):
        start = mention.end - len(bare)
        yield Place(start, start + len(head), head)


class _Search:
    """The search through one document."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.document.text
        self._taken = _find_taken(reading)
        self._events = [(mention.start, mention.end) for event in reading.events for mention in event.place]
        self._runs = list(_list_runs(self._text))
        self._surnames = {
            last.text for run in self._runs for first, last in pairwise(run)
            if self._text[first.end : last.start] == " " and not self._leads(first)
        }  # fmt: skip

    def find(self) -> Iterator[Place]:
        """Yield the names of places."""
        for run in self._runs:
            at = 0
            while at < len(run):
                count, place = self._find_longest(run, at)
                if place:
                    yield place
                at += max(1, count)

    def _find_longest(self, run: Sequence[Span], at: int) -> tuple[int, Place | None]:
        """Find the longest name of a place that begins with a word of a run, and how many words it takes."""
        text, start = self._text, run[at].start
        for count in range(min(_LONGEST, len(run) - at), 0, -1):
            words = _POSSESSIVE.sub("", text[start : run[at + count - 1].end])
            end = start + len(words)
            if self._taken & {start, end - 1} or "\n" in words:
                continue
            sites = find_sites(words)
            if run[at].text.casefold() in _ARTICLES:
                sites = tuple(site for site in sites if site.name.casefold().startswith(run[at].text.casefold()))
            if sites and (self._is_given(run, at, count) or self._reads_as_place(run, at, count, sites)):
                side = _SIDE.search(text, max(0, start - _WINDOW), start)
                begin = side.start() if side and find_sites(text[side.start() : end]) else start
                return count, Place(begin, end, text[begin:end])
        return 0, None

    def _reads_as_place(self, run: Sequence[Span], at: int, count: int, sites: Sequence[Site]) -> bool:
        """Tell whether a name in a run of capitalised words stands for a place there."""
        text, vocabulary = self._text, _words()
        best = sites[0] if sites[0].feature != "town" else max(sites, key=lambda site: site.people)
        whole = best.whole or best.naming == "people" or best.feature in {"water", "line"}
        word = run[at].text.casefold()
        if count == 1 and (word in vocabulary.words or (len(word) < _SHORTEST and not best.whole)):
            return False
        if count == 1 and not whole and run[at].text in self._surnames:
            return False
        if self._adjoins(run, at + count):
            after = run[at + count :]
            title = best.naming == "people" or after[0].text.casefold() in vocabulary.titles
            return whole and (title or bool(find_person(text[after[0].start : run[-1].end])))
        if self._adjoins(run, at) and not self._leads(run[at - 1]):
            return whole and best.naming == "people"
        return whole or best.feature in {"site", "area", "county"} or self._is_placed(run, at, count, best.people)

    def _is_given(self, run: Sequence[Span], at: int, count: int) -> bool:
        """Tell whether words of a run lie in a place of an event, and are no part of a longer name there."""
        start, end = run[at].start, run[at + count - 1].end
        inside = any(first <= start and end <= last for first, last in self._events)
        return inside and not self._adjoins(run, at) and not self._adjoins(run, at + count)

    def _adjoins(self, run: Sequence[Span], at: int) -> bool:
        """Tell whether only a space parts a word of a run from the one before it."""
        return 0 < at < len(run) and self._text[run[at - 1].end : run[at].start] == " "

    def _is_placed(self, run: Sequence[Span], at: int, count: int, people: int) -> bool:
        """Tell whether anything speaks for a town: its size, a preposition of place, what contains it."""
        start, end = run[at].start, run[at + count - 1].end
        before = self._text[max(0, start - _WINDOW) : start]
        placed = _WHERE.search(before) or (people >= _MEDIUM and _WHITHER.search(before))
        return people >= _LARGE or bool(placed) or bool(list_containers(self._text, start, end))

    def _leads(self, word: Span) -> bool:
        """Tell whether a capitalised word before a name is no part of it: it opens a sentence, owns, or is a title."""
        plain = word.text.casefold()
        return (
            plain.endswith(("'s", "’s"))
            or plain in _words().titles
            or plain in _words().openers
            or any(site.whole for site in find_sites(word.text))
        )


def _list_runs(text: str) -> Iterator[Sequence[Span]]:
    """Yield runs of capitalised words that only spaces and small joining words part."""
    run: list[Span] = []
    for span in _list_words(text):
        if run and not _JOIN.fullmatch(text, run[-1].end, span.start):
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _list_words(text: str) -> Iterator[Span]:
    """Yield the capitalised words; one with a hyphen that is no name itself ("Egyptian-US") in its parts."""
    for match in _TOKEN.finditer(text):
        if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in "@#/"):
            continue
        if "-" not in match[0] or find_sites(match[0]):
            yield Span(match.start(), match.end(), match[0])
            continue
        for part in re.finditer(r"[^-]+", match[0]):
            yield Span(match.start() + part.start(), match.start() + part.end(), part[0])


def _find_taken(reading: Reading) -> set[int]:
    """Return the offsets that names of persons, bodies and groups cover."""
    taken: set[int] = set()
    for named in reading.mentions:
        if named.evidence in _PERSON and not any(site.whole for site in find_sites(named.text)):
            person = find_person(named.text) or named.text
            taken.update(range(named.end - len(person) if named.text.endswith(person) else named.start, named.end))
        elif named.evidence in _BODY and named.entity and named.entity.casefold() in named.text.casefold():
            taken.update(() if find_sites(named.text) else range(named.start, named.end))
    return taken


@cache
def _words() -> _Words:
    return msgspec.convert(load_vocabulary("place_words.toml"), _Words)
