"""Linking a mention by what stands before it: pronouns, "the group", "both sides", apposition."""

import re
from collections.abc import Callable, Iterable

from parley.model import Span
from parley.ontology.carriers import is_carrier
from parley.ontology.folding import fold_name, strip_possessive
from parley.resolve.actors.context import INDIRECT, Context, Sighting
from parley.resolve.actors.links import Link, join_links, link_actor, link_name, quote_antecedent

_PAIR = re.compile(r"(?:both|(?:the |these )?two|the (?:warring|opposing|rival|negotiating)|the) (?P<noun>[\w ]+)")
_RECIPROCAL = frozenset({"each other", "one another", "both", "the two", "each side"})
_OF_EVERY_STATE = frozenset(
    {"government", "military", "army", "armed forces", "forces", "troops", "security forces", "government forces",
     "authorities", "administration", "central government", "federal government", "transitional government"}
)  # fmt: skip
_WE = frozenset({"we", "us", "our", "ourselves"})
_BESIDE = 60
"""Code points behind a person within which a body stands with them."""
_HER = frozenset({"she", "her", "herself"})
_SPOKES = "spokes"
"""Part of the titles of those who call the body that they speak for "it"."""
_REACH = 3
"""Sentences back to which a pronoun may point."""
_APPOSED = re.compile(
    r",?\s+(?:named |called |identified as )?"
    r"((?:[A-Z][\w'’-]+|al-[A-Z]\w+)(?:\s(?:[A-Z][\w'’.-]+|al-[A-Z]\w+|de|bin|van)){1,4})"
    r"(?=[,.;]|\s(?:who|said|was|is|in)\b)"
)
_DEFINITE = re.compile(r"(?:the|this|that)\s", re.IGNORECASE)
_OWNED = re.compile(r"^(?:this|that|its|their|his|her|the country's) ")
_UNSURE = frozenset(
    {"forces", "troops", "police", "security forces", "authorities", "house", "law enforcement", "leaders"}
)
"""Nouns that may mean anybody's where they stand without an article or owner."""
_ANY_BODY = frozenset(
    {"organization", "organisation", "agency", "institution", "bloc", "alliance", "network", "group", "ngo"}
)
_BUSINESS = frozenset({"company", "firm", "corporation", "airline", "bank"})
_OF_STATES = frozenset({"countries", "nations", "states", "neighbours", "neighbors", "governments"})
_OF_PERSONS = frozenset({"men", "leaders", "presidents"})


class BackReferences:
    """Links mentions of one document to what was named before them.

    Args:
        context: what the document names, and the registry.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._registry, self._words = context.registry, context.references

    def find(self, span: Span, speaker: Link | None, hearer: Link | None, others: Iterable[str]) -> Link | None:
        """Return what a pronoun, a definite noun or a pair goes back to.

        Args:
            span: the mention.
            speaker: the source of the statement around it.
            hearer: the addressee of that statement.
            others: entities in the other roles of the same event, which it cannot be.
        """
        words = fold_name(span.text)
        if words in self._words.speaker:
            return self._find_speaker(span, speaker, plural=words in _WE)
        if words in self._words.hearer:
            return hearer.seen_as(f"“{span.text}”: the addressee, “{hearer.entity}”", 0.6) if hearer else None
        if words in self._words.person:
            other_sex = self._words.men if words in _HER else self._words.women
            return self._find_pronoun(
                span, speaker, others,
                lambda one: one.sort == "person" and one.link.entity.split()[0].casefold() not in other_sex,
            )  # fmt: skip
        if words in self._words.thing:
            plural = words.startswith("the")
            if speaker and self._is_person(speaker) and (body := self._find_body_of(span, speaker, _SPOKES)):
                return body
            return self._find_pronoun(
                span,
                speaker,
                others,
                lambda one: one.sort in ("state", "group", "body") or (plural and one.sort == "joint"),
                plural=plural,
            )
        barred = frozenset(others)
        return (
            self._find_pair(span, words)
            or self._find_side_of_compass(span, words)
            or self._find_own(span, words, speaker, barred)
            or self._find_definite(span, words, barred)
            or self._find_apposed(span)
        )

    def _find_speaker(self, span: Span, speaker: Link | None, *, plural: bool) -> Link | None:
        """Find "I", the speaker, and "we", the body or government that a person speaks for."""
        if speaker is None:
            return None
        if plural and self._is_person(speaker):
            return self._find_office_of(span, speaker) or self._find_body_of(span, speaker)
        return speaker.seen_as(f"“{span.text}”: the speaker, “{speaker.entity}”", 0.7)

    def _find_office_of(self, span: Span, speaker: Link) -> Link | None:
        person = self._registry.get(speaker.ids[0]) if speaker.ids else None
        roles = [role for role in person.roles if role.may_hold(self._context.day)] if person else []
        body = self._registry.get(roles[0].of) if roles else None
        body = self._registry.get(f"{body.id}.gov") if body and body.kind == "state" else body
        return link_actor(body, f"“{span.text}”: “{speaker.entity}” is {roles[0]}", 0.6) if body else None

    def _find_body_of(self, span: Span, speaker: Link, title: str = "") -> Link | None:
        """Find the body that stands with a person: "Valley Guard commander X", "X, head of the Valley Guard"."""
        named = (one for one in self._context.sightings if one.link.entities == speaker.entities)
        for person in [one for one in named if title in one.text]:
            for one in self._context.sightings:
                near = person.start <= one.start < person.end + _BESIDE and one.sort in ("group", "body")
                if near and self._context.sentence_of(one.start) == self._context.sentence_of(person.start):
                    evidence = f"“{span.text}”: {quote_antecedent(_span(one))}, named with “{speaker.entity}”"
                    return one.link.seen_as(evidence, 0.55)
        return None

    def _is_person(self, link: Link) -> bool:
        return link.entity in self._context.persons

    def _find_pronoun(
        self,
        span: Span,
        speaker: Link | None,
        others: Iterable[str],
        fits: Callable[[Sighting], bool],
        *,
        plural: bool = False,
    ) -> Link | None:
        """Go back to the speaker, else to the first in the sentence, else to the subject of the sentence before."""
        barred = set(others)
        if speaker and self._context.is_quoted(span.start):
            barred.add(speaker.entity)
        sentence = self._context.sentence_of(span.start)
        near = [
            one
            for one in self._context.before(span.start)
            if fits(one) and one.link.entity not in barred and one.link.entities and one.link.score > INDIRECT
            and sentence - self._context.sentence_of(one.start) <= _REACH
        ]  # fmt: skip
        if speaker and speaker.entity not in barred and any(one.link.entities == speaker.entities for one in near):
            return speaker.seen_as(f"pronoun, the speaker “{speaker.entity}”", 0.75)
        for distance in range(_REACH + 1):
            there = [one for one in near if sentence - self._context.sentence_of(one.start) == distance]
            if there:
                chosen = next((one for one in reversed(there) if one.subject), there[-1])
                if plural:
                    chosen = next((one for one in there if one.sort == "joint"), chosen)
                    if self._context.has_crowd(chosen.start, span.start):
                        return None
                rest = {one.link.entity for one in there} - {chosen.link.entity}
                return _go_back(chosen, "pronoun", 0.7 if not rest else 0.55, sorted(rest))
        return None

    def _find_pair(self, span: Span, words: str) -> Link | None:
        """Find "both sides" and "each other": the nearest joint mention, else the only two in a sentence."""
        match = _PAIR.fullmatch(words)
        noun = match["noun"] if match else ""
        if words not in _RECIPROCAL and noun not in self._words.pairs:
            return None
        wanted = {"state"} if noun in _OF_STATES else {"person"} if noun in _OF_PERSONS else {"state", "group", "body"}
        before = self._context.before(span.start)
        sentences = sorted({self._context.sentence_of(one.start) for one in before}, reverse=True)
        for sentence in sentences[:_REACH]:
            there = [one for one in before if self._context.sentence_of(one.start) == sentence]
            if joint := next((one for one in there if len(one.link.entities) == 2), None):
                return _go_back(joint, "both", 0.75)
            distinct = {self._side_of(one): one for one in there if one.sort in wanted}
            if len(distinct) == 2:
                pair = sorted(distinct.values(), key=lambda one: one.start)
                evidence = "both: " + ", ".join(quote_antecedent(_span(one)) for one in pair)
                return join_links([one.link for one in pair], evidence).seen_as(evidence, 0.65)
        return None

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
        return _go_back(found[0], f"“{span.text}”", 0.6) if len(found) == 1 else None

    def _find_own(self, span: Span, words: str, speaker: Link | None, others: Iterable[str]) -> Link | None:
        """Find "its fighters" and "her government": the group or body that they act for, else what the state has."""
        owner, _, noun = words.partition(" ")
        persons = owner in ("his", "her")
        institution = self._registry.is_institution(noun) or noun in _OF_EVERY_STATE
        acting = self._words.acts_for_group | self._words.acts_for_body | {"members"}
        if not (institution if persons else noun in acting or institution) or owner not in (
            "his",
            "her",
            "its",
            "their",
        ):
            return None
        sorts = ("person",) if persons else ("state", "group", "body")
        found = self._find_pronoun(span, speaker, others, lambda one: one.sort in sorts)
        if found and persons:
            found = self._find_office_of(span, found)
        actor = self._registry.get(found.ids[0]) if found and found.ids else None
        if found is None or (actor and actor.kind == "region"):
            return None
        if actor is None or actor.pack not in ("states", "institutions"):
            return None if noun == "police" or (institution and owner == "their") or noun not in acting else found
        own = self._registry.find_institution(noun, actor.country) if actor.country else None
        return link_name(own, f"“{noun}” of {found.evidence}", 0.65) if own else None

    def _find_definite(self, span: Span, words: str, barred: frozenset[str]) -> Link | None:
        """Find "the country", "the group", "the government", "its military", "the court"."""
        definite = bool(_DEFINITE.match(self._context.text[max(0, span.start - 4) :]) or _DEFINITE.match(span.text))
        noun = _OWNED.sub("", words)
        owned = words != noun
        if noun in self._words.country:
            return self._find_country(span, barred) if definite else None
        by_group = (definite and noun in self._words.group) or (owned and noun in self._words.acts_for_group)
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
        evidence = f"“{span.text}”: {quote_antecedent(_span(sighting))}"
        return Link((self._registry.actors[state].name,), evidence, 0.7, (state,))

    def _find_institution(self, span: Span, noun: str, *, sure: bool) -> Link | None:
        """Find what every state has, in the region or state spoken of, unless the text has named one itself."""
        if not self._registry.is_institution(noun) and noun not in _OF_EVERY_STATE:
            return None
        if named := self._find_named_so(span, noun):
            return named
        if self._is_of_unlisted(noun):
            return None
        region, spoken_of = self._context.salient_region(), self._context.salient_state(span.start)
        names = self._registry.find(f"{region.link.entity} {noun}") if region else ()
        score = 0.45 if noun in _UNSURE and not sure else 0.65
        if region and names:
            return link_name(names[0], f"“{noun}” of the region spoken of: {quote_antecedent(_span(region))}", score)
        found = self._registry.find_institution(noun, spoken_of[0]) if spoken_of else None
        if spoken_of is None or found is None:
            return None
        return link_name(found, f"“{noun}” of the state spoken of: {quote_antecedent(_span(spoken_of[1]))}", score)

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
        if noun in _ANY_BODY | _BUSINESS and len(bodies) == 1:
            return _go_back(next(iter(bodies.values())), f"“{span.text}”, the only body named", 0.55)
        return None

    def _may_be(self, one: Sighting, noun: str) -> bool:
        """Tell whether somebody may be meant by "the company": no carrier, nobody whose entry says otherwise."""
        actor = self._registry.get(one.link.ids[0]) if one.link.ids else None
        fits = actor is None or actor.kind == "company" or noun not in _BUSINESS
        return one.sort == "body" and fits and (noun == "network" or not is_carrier(one.link.entity))

    def _find_last(self, span: Span, fits: Callable[[Sighting], bool]) -> Link | None:
        found = [one for one in self._context.before(span.start) if fits(one)]
        if not found:
            return None
        rest = sorted({one.link.entity for one in found} - {found[0].link.entity})
        return _go_back(found[0], f"“{span.text}”", 0.75 if not rest else 0.6, rest)

    def _find_apposed(self, span: Span) -> Link | None:
        if not span.text.casefold().startswith(("a ", "an ", "the ", "his ", "her ")) or span.text.count(" ") > 6:
            return None
        match = _APPOSED.match(self._context.text, span.end)
        name = strip_possessive(match[1]) if match else None
        if match and name and (known := self._context.persons.get(name)):
            return known.seen_as(f"apposition “{match[1]}” at {match.start(1)}-{match.end(1)}", 0.7)
        return None


def _go_back(antecedent: Sighting, rule: str, score: float, alternatives: Iterable[str] = ()) -> Link:
    link = antecedent.link
    return Link(link.entities, f"{rule}: {quote_antecedent(_span(antecedent))}", score, link.ids, tuple(alternatives))


def _span(sighting: Sighting) -> Span:
    return Span(sighting.start, sighting.end, sighting.text)
