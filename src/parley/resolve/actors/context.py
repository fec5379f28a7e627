"""What a document names, in the order of its text: the antecedents that later mentions go back to."""

import re
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from parley.model import Mention, Reading, Span
from parley.ontology.carriers import find_carrier
from parley.ontology.folding import fold_name, strip_possessive
from parley.ontology.persons import find_person, is_particle, is_title
from parley.ontology.quotations import find_quotations
from parley.ontology.references import load_references
from parley.ontology.registry import Actor, Name, Registry
from parley.ontology.times import MONTHS, WEEKDAYS
from parley.resolve.actors.cast import Cast
from parley.resolve.actors.links import Link, link_actor, link_name
from parley.resolve.actors.proper_names import find_abbreviated, is_short_of_state
from parley.resolve.actors.sightings import INDIRECT, PLACED, Sighting, Sort, list_attackers, list_named

_SORTS: dict[str, Sort] = {"country": "state", "adjective": "state", "government": "state", "seat": "place",
                           "group": "group", "place": "place"}  # fmt: skip
_WORD = re.compile(r"[^\W_](?:[\w'’–.&-]*[\w])?")
_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z])|\n+")
_DEFINED = re.compile(r"([A-Z][\w'’.–-]*(?:\s+[\w'’.–-]+){0,12})\s+\(([A-Z][\w&-]{1,9})\)")
_CROWD = re.compile(
    r"(?:[\w'’.,-]+\s+)*?(?:(?!its|his|this)\w{2,}[^s\Ws]s|people|women|men|children|team|crew|family|couple|jury|crowd|mob|gang|duo|trio)(?:\s(?:in|of|from|at|who|with|to)\b.*)?$"
)
"""Words for several people or things."""
_BESIDE = 80
_APPOSED = re.compile(
    r",\s+(?:an?|the)\s+(?:[\w'’-]+\s+){0,6}?(?P<noun>[\w-]+)(?=[,.;]|\s(?:of|in|from|at|for|who|that|which)\b)"
)
_LONGEST = 4
"""Words of a full name that is not listed."""
_OF_NO_STATE = frozenset({"company", "outlet", "BUS", "NGO", "REL", "EDU"})
"""Kinds and sectors (PLOVER) of what sits in a state without being of it."""
_OF_STATE = frozenset({"state", "government", "force"})
"""Kinds whose acts are their state's."""


class Context:
    """One document's names, sentences and definitions.

    Args:
        reading: its mentions tell persons that no registry lists.
        registry: the entries.
    """

    def __init__(self, reading: Reading, registry: Registry) -> None:
        self.text, self.day = reading.document.text, reading.document.date
        self.registry, self.references = registry, load_references()
        self._quotations = list(find_quotations(self.text))
        self._breaks = [0, *(match.end() for match in _SENTENCE.finditer(self.text))]
        self.cast = Cast(self.text)
        self.sightings: list[Sighting] = []
        self.unnamed: list[Mention] = []
        self._attacking = list(list_attackers(reading))
        for mention in sorted(list_named(reading), key=lambda mention: len(mention.text)):
            self._note_person(mention)
        self._scan()
        self.defined = dict(self._find_definitions())
        self._states = Counter(state for sighting in self.sightings if (state := self.state_of(sighting.link)))
        self.cast.revise(self._doubt)
        self.sightings = [replace(one, link=self._doubt(one.link)) for one in self.sightings]

    def sentence_of(self, position: int) -> int:
        """Return the number of the sentence that holds a position."""
        return bisect_right(self._breaks, position) - 1

    def is_quoted(self, position: int) -> bool:
        """Tell whether a position stands in quotation marks."""
        return any(start <= position < end for start, end in self._quotations)

    def note(self, span: Span, link: Link, *, subject: bool) -> None:
        """Keep a resolved mention as an antecedent for those after it."""
        unlisted_place = not link.ids and PLACED.match(span.text)
        sort = "place" if unlisted_place else self._sort(link)
        sighting = Sighting(span.start, span.end, span.text, link, sort, subject)
        same = [other for other in self.sightings if other.start == span.start and other.link.entities == link.entities]
        if not any(other.subject >= subject for other in same):
            insort(self.sightings, sighting, key=_place)

    def find_cut(self, start: int, end: int) -> Link | None:
        """Return what is named where a span ends amid a name ("the U" of "the U.S."), or on the article before it."""
        only_article = self.text[start:end].casefold() == "the"
        found = [
            one
            for one in self.sightings
            if start <= one.start < end < one.end or (only_article and one.start == end + 1)
        ]
        return found[0].link.seen_as(f"the name runs on: “{found[0].text}”", 0.6) if found else None

    def before(self, position: int) -> list[Sighting]:
        """List what is named before a position, the nearest first."""
        return [sighting for sighting in reversed(self.sightings) if sighting.end <= position]

    def has_crowd(self, start: int, end: int) -> bool:
        """Tell whether somebody in the plural whom nothing names is spoken of between two positions."""
        return any(start < one.start and one.end <= end and _CROWD.match(one.text) for one in self.unnamed)

    def is_called(self, one: Sighting, noun: str) -> bool:
        """Tell whether the text itself says what somebody named is: "the airline X", "X, a German airline"."""
        before, after = self.text[max(0, one.start - _BESIDE) : one.start], self.text[one.end : one.end + _BESIDE]
        apposed = _APPOSED.match(after)
        within = re.search(rf"\b{re.escape(noun)} (?=[A-Z])", one.text) or before.casefold().endswith(f" {noun} ")
        return bool(within) or bool(apposed and apposed["noun"].casefold() == noun)

    def find_longer(self, word: str, start: int) -> Link | None:
        """Return whom the text named before by a longer name that begins with this word ("Mahan" of Mahan Air)."""
        named = (
            one
            for one in self.before(start)
            if one.sort == "body" and re.fullmatch(rf"{re.escape(word)}(?: \S+){{1,2}}", one.link.entity)
        )
        found = next(named, None)
        return found.link.seen_as(f"short for “{found.text}”", 0.65) if found else None

    def count(self, person: str) -> int:
        """Return how often the text names somebody in full."""
        return sum(one.link.entity == person for one in self.sightings)

    def state_of(self, link: Link) -> str | None:
        """Return the id of the one state that an entity is or belongs to.

        A company sits in one and is nobody's; so is a person without an office.
        """
        actor = self.registry.get(link.ids[0]) if len(link.ids) == 1 else None
        if actor is None or _OF_NO_STATE & {actor.kind, actor.sector}:
            return None
        return None if actor.kind == "person" and not actor.roles else actor.country

    def salient_region(self) -> Sighting | None:
        """Return the region that the document is about: named more often than any state."""
        regions = Counter(one.link.entity for one in self.sightings if self._is_region(one.link))
        if not regions:
            return None
        name, count = regions.most_common(1)[0]
        states = Counter(one.link.entity for one in self.sightings if one.sort == "state")
        return (
            next(one for one in self.sightings if one.link.entity == name)
            if count > max(states.values(), default=0)
            else None
        )

    def _is_region(self, link: Link) -> bool:
        actor = self.registry.get(link.ids[0]) if link.ids else None
        return actor is not None and actor.kind == "region"

    def salient_state(self, position: int, barred: frozenset[str] = frozenset()) -> tuple[str, Sighting] | None:
        """Return the state that is spoken of at a position: the only one, the nearest one that is named often enough.

        `barred` are entities that it cannot be.
        """
        found = [(state, one) for one in self.before(position) if (state := self.state_of(one.link))]
        if not found or len(self._states) == 1:
            found = [(state, one) for one in self.sightings if (state := self.state_of(one.link))]
        found = [(state, one) for state, one in found if self.registry.actors[state].name not in barred]
        most = max((self._states[state] for state, _ in found), default=0)
        return next(((state, one) for state, one in found if 2 * self._states[state] >= most), None)

    def has_rival(self, state: str, barred: frozenset[str] = frozenset()) -> bool:
        """Tell whether another state is named as often, those left out that are barred by their names."""
        return any(
            count >= self._states[state]
            for other, count in self._states.items()
            if other != state and self.registry.actors[other].name not in barred
        )

    def list_attackers(self) -> frozenset[str]:
        """List the states, by name, that the document says to have attacked somebody: the hurt are not theirs.

        An armed group's act is not that of the state in which it lives.
        """
        found = {
            self.state_of(one.link)
            for one in self.sightings
            if self._acts_for_state(one.link)
            and any(mention.start < one.end and one.start < mention.end for mention in self._attacking)
        }
        return frozenset(self.registry.actors[state].name for state in found if state)

    def _acts_for_state(self, link: Link) -> bool:
        """Tell whether somebody is a state, its government or its forces."""
        actor = self.registry.get(link.ids[0]) if len(link.ids) == 1 else None
        return actor is not None and actor.kind in _OF_STATE

    def is_short(self, written: str, name: Name) -> bool:
        """Tell a name without its state ("Labour Party"), which says nothing of what the text is about."""
        actor = self.registry.get(name.id)
        bare = actor is not None and fold_name(written) in map(fold_name, actor.bare)
        state = actor.country if actor else None
        return bare or is_short_of_state(written, name.entity, self.registry.list_words_of(state))

    def has_other(self, state: str) -> bool:
        """Tell whether any other state is named."""
        return any(other != state for other in self._states)

    def list_defined(self) -> Iterator[tuple[int, str]]:
        """Yield where a short name stands that the text defines."""
        if self.defined:
            for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, self.defined))})\b", self.text):
                yield match.start(), match[0]

    def is_person(self, link: Link) -> bool:
        """Tell whether somebody is a person whom the text names in full."""
        return link.entity in self.cast.persons

    def speaks_of(self, state: str | None) -> bool:
        """Tell whether a state is named."""
        return state in self._states

    def may_mean(self, person: Actor) -> bool:
        """Tell whether somebody may be meant by name alone: he held an office, or the text speaks of his state."""
        return bool(person.roles) or person.country is None or self.speaks_of(person.country)

    def _doubt(self, link: Link) -> Link:
        """Leave out the entry of a person who may only share a name with it."""
        actor = self.registry.get(link.ids[0]) if link.ids else None
        doubtful = actor is not None and actor.kind == "person" and not self.may_mean(actor)
        return replace(link, ids=()) if doubtful else link

    def _note_person(self, mention: Mention) -> None:
        name = mention.entity if mention.entity and find_person(mention.entity) == mention.entity else None
        name = name or find_person(strip_possessive(mention.text))
        if name and name.split()[0].casefold() in self.references.indefinite:
            return
        name = name and self._leave_out_before(name)
        if name and not self.registry.find_listed(name) and not find_carrier(mention.text):
            self.cast.add(name, Link((name,), "full name", 0.9))

    def _leave_out_before(self, name: str) -> str:
        """Leave out what stands before a listed full name: "Yesterday Ana Exemplar" is Ana Exemplar."""
        return next((end for end in self.list_ends(name)[1:] if self.registry.find_persons(end)), name)

    def list_ends(self, name: str) -> list[str]:
        """List a full name and what of it is left without the words before it that are none of a name.

        "Minister Ana Exemplar" ends with Ana Exemplar; "José Antonio García" is nobody but himself.
        """
        words = name.split()
        common = [number for number, word in enumerate(words[:-2]) if self._is_no_name(word)]
        return [
            name,
            *(" ".join(words[first:]) for first in range(min(common, default=len(words)) + 1, len(words) - 1)),
        ]

    def _scan(self) -> None:
        words = list(_WORD.finditer(self.text))
        position = 0
        while position < len(words):
            taken = self._scan_name(words, position) or self._scan_person(words, position)
            position += max(1, taken)
        self._note_unlisted(words)
        self._sight_persons(words)
        distinct: dict[int, Sighting] = {}
        for one in sorted(self.sightings, key=lambda one: (one.start, -one.end)):
            held = next(reversed(distinct.values()), None)
            if held is None or one.start >= held.end:
                distinct[one.start] = one
        self.sightings = sorted(distinct.values(), key=_place)

    def _scan_name(self, words: list[re.Match[str]], position: int) -> int:
        """Note the longest listed name that begins at a word; return how many words it has."""
        first = words[position]
        if not (first[0][0].isupper() or first[0].startswith(("al-", "el-"))):
            return 0
        longest = self.registry.longest_name(strip_possessive(first[0]))
        for count in range(min(longest, len(words) - position), 0, -1):
            last = words[position + count - 1]
            written = strip_possessive(self.text[first.start() : last.end()])
            found = self.registry.find_listed(written)
            if not found or any(isinstance(one, Name) and self.is_short(written, one) for one in found):
                continue
            link, sort = self._link_listed(written, found)
            if sort == "person":
                self.cast.add(written, link)
                self._note_office(words, position, link)
            self.sightings.append(Sighting(first.start(), first.start() + len(written), written, link, sort))
            return count
        return 0

    def _note_unlisted(self, words: list[re.Match[str]]) -> None:
        """Note full names whose surname stands alone elsewhere ("Ana Petrović ... Petrović said")."""
        alone: Counter[str] = Counter(strip_possessive(word[0]) for word in words)
        run: list[re.Match[str]] = []
        for word in [*words, None]:
            named = word if word and word[0][0].isupper() and not self._is_no_name(word[0]) else None
            if named and (not run or self.text[run[-1].end() : named.start()] == " "):
                run.append(named)
                continue
            if 1 < len(run) <= _LONGEST and any(alone[strip_possessive(part[0])] > 1 for part in run[1:]):
                written = strip_possessive(self.text[run[0].start() : run[-1].end()])
                again = any(alone[part] > self.text.count(written) for part in written.split()[1:])
                if again and find_person(written) == written:
                    self.cast.add(written, Link((written,), "full name", 0.8))
            run = [named] if named else []

    def _is_no_name(self, word: str) -> bool:
        plain = word.casefold()
        known = self.references
        return is_title(word) or plain in known.openers | known.fillers or plain in MONTHS or plain in WEEKDAYS

    def _sight_persons(self, words: list[re.Match[str]]) -> None:
        """Note where known persons stand in full, and where a surname that only one of them bears stands alone."""
        called = dict(self.cast.persons)
        for word in {strip_possessive(word[0]) for word in words if word[0][0].isupper()}:
            if not self.registry.find_listed(word) and (known := self.cast.find_bearer(word)):
                called.setdefault(word, self.cast.persons[known.entity])
        if called:
            names = "|".join(sorted(map(re.escape, called), key=len, reverse=True))
            for match in re.finditer(rf"\b(?:{names})\b", self.text):
                self.sightings.append(Sighting(match.start(), match.end(), match[0], called[match[0]], "person"))

    def _link_listed(self, written: str, found: tuple[Name, ...] | tuple[Actor, ...]) -> tuple[Link, Sort]:
        meant = found[0]
        evidence = f"alias “{written}”"
        if isinstance(meant, Actor):
            return link_actor(meant, evidence, 0.9), "person"
        score = INDIRECT if meant.kind in ("adjective", "seat") else 0.9
        return link_name(meant, evidence, score), _SORTS.get(meant.kind, "body")

    def _scan_person(self, words: list[re.Match[str]], position: int) -> int:
        """Note a full name after a title ("mayor Ana Petrović"); return how many words it has."""
        if position == 0 or not is_title(words[position - 1][0]) or is_title(words[position][0]):
            return 0
        name: list[re.Match[str]] = []
        for word in words[position : position + 4]:
            particle = is_particle(word[0])
            if not (word[0][0].isupper() or particle) or (name and self.text[name[-1].end() : word.start()] != " "):
                break
            name.append(word)
            if word[0].endswith(("'s", "’s")):
                break
        written = strip_possessive(self.text[name[0].start() : name[-1].end()]) if name else ""
        if len(name) < 2 or find_person(written) != written:
            return 0
        link = Link((written,), "full name", 0.85)
        self.cast.add(written, link)
        self._note_office(words, position, link)
        return len(name)

    def _note_office(self, words: list[re.Match[str]], position: int, link: Link) -> None:
        titles: list[str] = []
        for word in reversed(words[max(0, position - 4) : position]):
            if not is_title(word[0]):
                break
            titles.insert(0, word[0].casefold())
        self.cast.add_titles(link, titles)

    def _find_definitions(self) -> Iterator[tuple[str, Link]]:
        """Yield the short names that the text itself defines: "Gaza Humanitarian Foundation (GHF)"."""
        for match in _DEFINED.finditer(self.text):
            words = match[1].split()
            ends = [" ".join(words[first:]) for first, word in enumerate(words) if word[0].isupper()]
            listed = next(((end, names) for end in ends if (names := self.registry.find(end))), None)
            written = find_abbreviated(match[2], ends)
            if listed:
                yield match[2], link_name(listed[1][0], "own words", 0.9)
            elif written:
                yield match[2], Link((written,), "own words", 0.8)

    def _sort(self, link: Link) -> Sort:
        if len(link.entities) > 1:
            return "joint"
        if link.entity in self.cast.persons:
            return "person"
        actor = self.registry.get(link.ids[0]) if link.ids else None
        if actor is None:
            return "body"
        if actor.kind in ("state", "government") and actor.id.partition(".")[0] == actor.country:
            return "state"
        sorts: dict[str, Sort] = {"person": "person", "armed group": "group", "communal group": "group",
                                  "party": "group", "people": "group", "region": "place"}  # fmt: skip
        return sorts.get(actor.kind, "body")


def _place(sighting: Sighting) -> tuple[int, int]:
    return sighting.start, sighting.end
