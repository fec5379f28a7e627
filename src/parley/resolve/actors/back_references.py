"""Linking a mention by what stands before it: pronouns, "the group", "the airline", "both sides", apposition."""

import re
from collections.abc import Callable, Iterable

from parley.model import Span
from parley.ontology.carriers import is_carrier
from parley.ontology.folding import fold_name, strip_ending, strip_possessive
from parley.ontology.persons import is_title
from parley.resolve.actors.context import Context
from parley.resolve.actors.links import Link, join_links, link_name
from parley.resolve.actors.pronouns import Pronouns
from parley.resolve.actors.sightings import Sighting, Sort

_PAIR = re.compile(r"(?:both|(?:these )?two|warring|opposing|rival|negotiating) (?P<noun>[\w ]+)")
_REACH = 3
"""Sentences back in which the two of "both" may stand."""
_APPOSED = re.compile(
    r",?\s+(?:named |called |identified as )?"
    r"((?:[A-Z][\w'’-]+|al-[A-Z]\w+)(?:\s(?:[A-Z][\w'’.-]+|al-[A-Z]\w+|de|bin|van)){1,4})"
    r"(?=[,.;]|\s(?:who|said|was|is|in)\b)"
)
_DEFINITE = re.compile(r"(?:the|this|that)\s", re.IGNORECASE)
_OWNED = re.compile(r"^(?:this|that|its|their|his|her|the country's) ")


class BackReferences:
    """Links mentions of one document to what was named before them.

    Args:
        context: what the document names, and the registry.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._registry, self._words = context.registry, context.references
        self._pronouns = Pronouns(context)

    def find(self, span: Span, speaker: Link | None, hearer: Link | None, others: Iterable[str]) -> Link | None:
        """Return what a pronoun, a definite noun or a pair goes back to.

        Args:
            span: the mention.
            speaker: the source of the statement around it.
            hearer: the addressee of that statement.
            others: entities in the other roles of the same event, which it cannot be.
        """
        words, barred = fold_name(strip_ending(span.text)), frozenset(others)
        if not words:
            return None
        if words in self._words.pronouns:
            return self._pronouns.find(span, speaker, hearer, barred)
        return (
            self._find_one_of_two(span, words)
            or self._find_pair(span, words, barred)
            or self._find_side_of_compass(span, words)
            or self._pronouns.find(span, speaker, hearer, barred)
            or self._find_definite(span, words, barred)
            or self._find_apposed(span)
        )

    def _find_one_of_two(self, span: Span, words: str) -> Link | None:
        """Find "the latter", who was named last, and "the former", who was named before them."""
        if words not in ("latter", "former") or not _DEFINITE.match(span.text):
            return None
        named: dict[str, Sighting] = {}
        for one in self._context.before(span.start):
            near = self._context.sentence_of(span.start) - self._context.sentence_of(one.start) <= 1
            if near and one.sort != "joint":
                named.setdefault(one.link.entity, one)
        found = list(named.values())[:2]
        if len(found) < 2:
            return None
        return found[0 if words == "latter" else 1].lead(f"“{span.text}”", 0.6)

    def _find_pair(self, span: Span, words: str, barred: frozenset[str]) -> Link | None:
        """Find "both sides" and "each other": the nearest joint mention, else the only two in a sentence.

        Who calls on both sides is neither of them; who accuses each other is both.
        """
        match = _PAIR.fullmatch(words)
        definite = _DEFINITE.match(span.text) and words not in self._words.unsure
        noun = match["noun"] if match else words if definite else ""
        if words not in self._words.reciprocal and noun not in self._words.pairs:
            return None
        wanted = self._list_sorts(noun)
        barred = frozenset() if words in self._words.reciprocal else barred
        before = [one for one in self._context.before(span.start) if barred.isdisjoint(one.link.entities)]
        sentences = sorted({self._context.sentence_of(one.start) for one in before}, reverse=True)
        for sentence in sentences[:_REACH]:
            there = [one for one in before if self._context.sentence_of(one.start) == sentence]
            if joint := next((one for one in there if self._is_pair(one.link, wanted)), None):
                return joint.lead("both", 0.75)
            distinct = {
                self._side_of(one): one for one in there if one.sort in wanted and not is_carrier(one.link.entity)
            }
            if len(distinct) == 2:
                pair = sorted(distinct.values(), key=lambda one: one.start)
                evidence = "both: " + ", ".join(one.quoted for one in pair)
                return join_links([one.link for one in pair], evidence).seen_as(evidence, 0.65)
        return None

    def _list_sorts(self, noun: str) -> tuple[Sort, ...]:
        """List what the two may be: "the two countries" are states, "both organizations" are none."""
        if noun in self._words.states:
            return ("state",)
        if noun in self._words.persons:
            return ("person",)
        return ("group", "body") if noun in self._words.organized else ("state", "group", "body")

    def _is_pair(self, link: Link, wanted: tuple[Sort, ...]) -> bool:
        """Tell whether a joint mention is of two that may be meant, by their entries where they have one."""
        known = [self._registry.get(actor_id) for actor_id in link.ids]
        states = [actor for actor in known if actor and actor.kind in ("state", "government")]
        return len(set(link.entities)) == len(link.entities) == 2 and not (states and "state" not in wanted)

    def _side_of(self, sighting: Sighting) -> str:
        """Name the side that a sighting stands for: a state and its government are one."""
        state = self._context.state_of(sighting.link) if sighting.sort == "state" else None
        return state or sighting.link.entity

    def _find_side_of_compass(self, span: Span, words: str) -> Link | None:
        """Find "the North" and "the South" of two states of one name."""
        if words not in ("north", "south") or not span.text[-len(words)].isupper():
            return None
        named = {one.link.entity: one for one in self._context.sightings if one.sort == "state"}
        found = [one for entity, one in named.items() if entity.casefold().startswith(f"{words} ")]
        return found[0].lead(f"“{span.text}”", 0.6) if len(found) == 1 else None

    def _find_definite(self, span: Span, words: str, barred: frozenset[str]) -> Link | None:
        """Find "the country", "the group", "the government", "its military", "the court"."""
        definite = bool(_DEFINITE.match(self._context.text[max(0, span.start - 4) :]) or _DEFINITE.match(span.text))
        noun = _OWNED.sub("", words)
        owned = words != noun
        if noun in self._words.country:
            return self._find_country(span, barred) if definite else None
        pointed = words.startswith(("this ", "that ")) and noun in self._words.of_every_state
        acting = owned and noun in self._words.acts_for_group and not pointed
        by_group = (definite and noun in self._words.group) or acting
        if by_group and (found := self._find_last(span, lambda one: one.sort == "group")):
            return found
        found = self._find_institution(span, noun, sure=definite or owned)
        if found or not definite or owned:
            return found
        return self._find_named_so(span, noun) or self._find_called(span, noun)

    def _find_country(self, span: Span, barred: frozenset[str]) -> Link | None:
        spoken_of = self._context.salient_state(span.start, barred)
        if spoken_of is None:
            return None
        state, sighting = spoken_of
        evidence = f"“{span.text}”: {sighting.quoted}"
        return Link((self._registry.actors[state].name,), evidence, 0.7, (state,))

    def _find_institution(self, span: Span, noun: str, *, sure: bool) -> Link | None:
        """Find what every state has, in the region or state spoken of, unless the text has named one itself."""
        if not self._registry.is_institution(noun) and noun not in self._words.of_every_state:
            return None
        if named := self._find_named_so(span, noun):
            return named
        if self._is_of_unlisted(noun):
            return None
        barred = self._context.list_attackers() if noun in self._words.of_the_hurt else frozenset()
        region, spoken_of = self._context.salient_region(), self._context.salient_state(span.start, barred)
        names = self._registry.find(f"{region.link.entity} {noun}") if region else ()
        here = spoken_of and self._context.sentence_of(spoken_of[1].start) == self._context.sentence_of(span.start)
        if spoken_of and not here and self._context.has_rival(spoken_of[0], barred):
            spoken_of = None
        alone = spoken_of is not None and not self._context.has_other(spoken_of[0])
        score = 0.45 if noun in self._words.unsure and not sure and not alone else 0.65
        if region and names:
            return link_name(names[0], f"“{noun}” of the region spoken of: {region.quoted}", 0.65)
        found = self._registry.find_institution(noun, spoken_of[0]) if spoken_of else None
        if spoken_of is None or found is None:
            return None
        return link_name(found, f"“{noun}” of the state spoken of: {spoken_of[1].quoted}", score)

    def _is_of_unlisted(self, noun: str) -> bool:
        """Tell whether the text names an institution of a state that no entry lists ("the Ruritanian army")."""
        named = re.compile(
            rf"(?:[Tt]he )?(?!The |This |Our |His |Her |Its |Their )[A-Z][\w-]+(?:['’]s)? {re.escape(noun)}"
        )
        return any(named.fullmatch(one.text) for one in self._context.unnamed)

    def _find_named_so(self, span: Span, noun: str) -> Link | None:
        """Find the last one whose own name holds the noun ("the council" after "the Security Council")."""
        return self._find_last(
            span,
            lambda one: one.sort in ("body", "group") and noun in fold_name(one.link.entity).split()
            and not one.text.islower(),
        )  # fmt: skip

    def _find_called(self, span: Span, noun: str) -> Link | None:
        """Find whom the text said to be one ("the airline" after "Northern Air, an airline"), else the only body."""
        head = noun.rsplit(maxsplit=1)[-1]
        if head.endswith("s") or head in ("of", "for") or not span.text[1:].islower():
            return None
        sorts = ("body", "group", "person")
        if found := self._find_last(span, lambda one: one.sort in sorts and self._context.is_called(one, head)):
            return found
        bodies = {one.link.entity: one for one in self._context.before(span.start) if self._may_be(one, noun)}
        if noun in self._words.any_body | self._words.business and len(bodies) == 1:
            return next(iter(bodies.values())).lead(f"“{span.text}”, the only body named", 0.55)
        return None

    def _may_be(self, one: Sighting, noun: str) -> bool:
        """Tell whether somebody may be meant by "the company": no carrier, nobody whose entry says otherwise."""
        actor = self._registry.get(one.link.ids[0]) if one.link.ids else None
        public = not self._words.public_bodies.isdisjoint(fold_name(one.link.entity).split())
        fits = noun not in self._words.business or (actor.kind == "company" if actor else not public)
        return one.sort == "body" and fits and (noun == "network" or not is_carrier(one.link.entity))

    def _find_last(self, span: Span, fits: Callable[[Sighting], bool]) -> Link | None:
        found = [one for one in self._context.before(span.start) if fits(one)]
        if not found:
            return None
        rest = sorted({one.link.entity for one in found} - {found[0].link.entity})
        return found[0].lead(f"“{span.text}”", 0.75 if not rest else 0.6, rest)

    def _find_apposed(self, span: Span) -> Link | None:
        """Find who is named right after what they are: "the ambassador to Dessovia, Ana Exemplar"."""
        first = span.text.split(maxsplit=1)[0].casefold()
        titled = first not in self._words.indefinite and any(map(is_title, span.text.split()))
        leads = titled or first in ("a", "an", "the", "his", "her")
        match = _APPOSED.match(self._context.text, span.end) if leads and span.text.count(" ") <= 6 else None
        if match is None:
            return None
        evidence = f"apposition “{match[1]}” at {match.start(1)}-{match.end(1)}"
        if known := self._context.cast.persons.get(strip_possessive(match[1])):
            return known.seen_as(evidence, 0.7)
        noun = span.text.rsplit(maxsplit=1)[-1]
        if self._context.text[span.end] != "," or noun not in self._words.group | self._words.body_nouns:
            return None
        named = next((one for one in self._context.sightings if one.start == match.start(1)), None)
        return named.link.seen_as(evidence, 0.65) if named and named.sort in ("body", "group") else None
