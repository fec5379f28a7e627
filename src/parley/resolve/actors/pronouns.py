"""Linking pronouns, and what pronouns own: "he", "we", "they", "its fighters", "her government"."""

import re
from collections.abc import Callable, Iterable

from parley.model import Span
from parley.ontology.folding import fold_name, strip_ending
from parley.ontology.persons import is_title
from parley.ontology.registry import Actor
from parley.resolve.actors.context import Context
from parley.resolve.actors.links import Link, link_actor, link_name
from parley.resolve.actors.sightings import INDIRECT, Sighting

_BESIDE = 60
"""Code points beside a person within which a body or state stands with them."""
_OF = re.compile(
    r"\s+(?:of|from)\s+(?:the\s+)?"
    r"|,\s+(?:(?:the|an?)\s+)?(?P<titles>(?:[\w'’-]+\s+){0,5}?)(?P<of>(?:of|for|at)\s+)?(?:the\s+)?"
)
"""What leads from a person to their own body: "X of the Guard", "X, head of the Guard", "X, Guard commander"."""
_FOR_STATE = re.compile(r"\b(?:minister|president|premier|chancellor|ambassador|secretary)\b")
"""Offices that speak for their state; an opposition leader's does not."""
_SERVES = re.compile(r",\s+(?:(?:the|then|an?)\s+)?(?:(?P<office>[A-Za-z -]+?)\s+(?:of|for)\s+(?:the\s+)?)?")
"""What leads from a person to the state they serve: "X, the foreign minister of Ruritania", "X, Ruritania's"."""
_SERVED = re.compile(r"(?:['’]s?)?\s+(?P<office>[A-Za-z -]+?)(?=[,.;])")
_NEXT = re.compile(r"\s+([\w-]+)")
_POSSESSIVE = re.compile(r"^['’]s?(?=\s)")
_SPOKES = "spokes"
"""Part of the titles of those who call the body that they speak for "it"."""
_BLAMED = re.compile(r"\b(?:for|over|due to|because of|citing|accused of|in response to)\s+$")
"""What leads to "its role" and "his remarks": they are of whoever is blamed or praised, not of who does so."""
_PLURAL = re.compile(r"(?:[a-z]s|forces|police|[Mm]ilitary|army)$")
_REACH = 3
"""Sentences back to which a pronoun may point."""


class Pronouns:
    """Links pronouns of one document to what was named before them.

    Args:
        context: what the document names, and the registry.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._registry, self._words = context.registry, context.references

    def find(self, span: Span, speaker: Link | None, hearer: Link | None, others: Iterable[str]) -> Link | None:
        """Return what a pronoun, or a noun with its owner, goes back to; its arguments are those of back references."""
        words = fold_name(strip_ending(span.text))
        if words in self._words.speaker:
            return self._find_speaker(span, speaker, plural=words in self._words.we)
        if words in self._words.hearer:
            return hearer.seen_as(f"“{span.text}”: the addressee, “{hearer.entity}”", 0.6) if hearer else None
        if words in self._words.person:
            other_sex = self._words.men if words in self._words.her else self._words.women
            return self._go_back(
                span, speaker, others,
                lambda one: one.sort == "person" and one.link.entity.split()[0].casefold() not in other_sex,
            )  # fmt: skip
        if words in self._words.thing:
            return self._find_thing(span, speaker, others, plural=words.startswith("the"))
        return self._find_owned(span, words, speaker, others)

    def _find_thing(self, span: Span, speaker: Link | None, others: Iterable[str], *, plural: bool) -> Link | None:
        """Find "it" and "they": whom a spokesman speaks for, else what was named before."""
        if speaker and self._context.is_person(speaker) and (body := self._find_body_of(span, speaker, _SPOKES)):
            return body
        sorts = ("state", "group", "body", "joint") if plural else ("state", "group", "body")
        return self._go_back(span, speaker, others, lambda one: one.sort in sorts, plural=plural)

    def _find_speaker(self, span: Span, speaker: Link | None, *, plural: bool) -> Link | None:
        """Find "I", the speaker, and "we", the body or government that a person speaks for."""
        if speaker is None:
            return None
        if plural and self._context.is_person(speaker):
            return (
                self._find_office_of(span, speaker)
                or self._find_state_of(span, speaker)
                or self._find_body_of(span, speaker)
            )
        return speaker.seen_as(f"“{span.text}”: the speaker, “{speaker.entity}”", 0.7)

    def _find_office_of(self, span: Span, speaker: Link) -> Link | None:
        person = self._registry.get(speaker.ids[0]) if speaker.ids else None
        roles = [role for role in person.roles if role.may_hold(self._context.day)] if person else []
        body = self._registry.get(roles[0].of) if roles else None
        body = self._government_of(body) if body else None
        return link_actor(body, f"“{span.text}”: “{speaker.entity}” is {roles[0]}", 0.6) if body else None

    def _government_of(self, body: Actor) -> Actor:
        """Return the government of a state where one is listed; any other body is itself."""
        return (self._registry.get(f"{body.id}.gov") if body.kind == "state" else None) or body

    def _find_state_of(self, span: Span, speaker: Link) -> Link | None:
        """Find the state of whoever holds its office: "Ruritanian Foreign Minister X", "X, premier of Ruritania"."""
        for person in [one for one in self._context.sightings if one.link.entities == speaker.entities]:
            for one in self._context.sightings:
                state = self._registry.get(one.link.ids[0]) if len(one.link.ids) == 1 else None
                if state is None or state.kind != "state" or abs(person.end - one.end) > _BESIDE:
                    continue
                office = fold_name(self._find_office(person, one, speaker.entity))
                if office in self._registry.offices and _FOR_STATE.search(office):
                    evidence = f"“{span.text}”: {one.quoted}, the state of “{speaker.entity}”"
                    return link_actor(self._government_of(state), evidence, 0.55)
        return None

    def _find_office(self, person: Sighting, state: Sighting, name: str) -> str:
        """Return what leads from a state to the person who serves it, or from the person to the state."""
        text = self._context.text
        if state.end <= person.end:
            return _POSSESSIVE.sub("", text[state.end : person.end].removesuffix(name))
        match = _SERVES.fullmatch(text, person.end, state.start)
        after = _SERVED.match(text, state.end) if match and not match["office"] else None
        found = after or match
        return (found["office"] or "") if found else ""

    def _find_body_of(self, span: Span, speaker: Link, title: str = "") -> Link | None:
        """Find the body that stands with a person: "Valley Guard commander X", "X, head of the Valley Guard".

        Whom the person speaks of ("X accused the Valley Guard") is none of theirs.
        """
        named = (one for one in self._context.sightings if one.link.entities == speaker.entities)
        for person in [one for one in named if title in one.text]:
            for one in self._context.sightings:
                near = person.start <= one.start < person.end + _BESIDE and one.sort in ("group", "body")
                if (
                    near
                    and self._is_their_own(person, one)
                    and self._context.sentence_of(one.start) == self._context.sentence_of(person.start)
                ):
                    evidence = f"“{span.text}”: {one.quoted}, named with “{speaker.entity}”"
                    return one.link.seen_as(evidence, 0.55)
        return None

    def _is_their_own(self, person: Sighting, body: Sighting) -> bool:
        """Tell whether a body stands in a person's title, or behind the person with nothing but a title between."""
        if body.end <= person.end:
            return True
        match = _OF.fullmatch(self._context.text, person.end, body.start)
        if match is None or match["titles"] is None:
            return match is not None
        titles = match["titles"].split()
        if not match["of"]:
            after = _NEXT.match(self._context.text, body.end)
            titles.append(after[1] if after else "")
        return bool(titles) and all(map(is_title, titles))

    def _go_back(
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
                if distance == 0 and _BLAMED.search(self._context.text[max(0, span.start - _BESIDE) : span.start]):
                    there = [one for one in there if not one.subject] or there
                    chosen = there[0]
                else:
                    several = [one for one in there if _PLURAL.search(one.text)] if plural else []
                    chosen = next((one for one in reversed(several or there) if one.subject), (several or there)[-1])
                if plural:
                    chosen = next((one for one in there if one.sort == "joint"), chosen)
                    if self._context.has_crowd(chosen.start, span.start):
                        return None
                rest = {one.link.entity for one in there} - {chosen.link.entity}
                return chosen.lead("pronoun", 0.7 if not rest else 0.55, sorted(rest))
        return None

    def _find_state_owned(self, span: Span, speaker: Link | None, others: Iterable[str]) -> Link | None:
        """Find "his country": the state of whoever is meant."""
        found = self._go_back(span, speaker, others, lambda one: one.sort == "person")
        state = self._registry.get(self._context.state_of(found)) if found else None
        return link_actor(state, f"the country of {found.entity}: {found.evidence}", 0.6) if found and state else None

    def _find_owned(self, span: Span, words: str, speaker: Link | None, others: Iterable[str]) -> Link | None:
        """Find "its fighters" and "her government": the group or body that they act for, else what the state has."""
        owner, _, noun = words.partition(" ")
        institution = self._registry.is_institution(noun) or noun in self._words.of_every_state
        acting = self._words.acts_for_group | self._words.acts_for_body | {"members"}
        persons = owner in ("his", "her")
        if persons and noun in self._words.country:
            return self._find_state_owned(span, speaker, others)
        if not (persons and institution) and not (owner in ("its", "their") and (institution or noun in acting)):
            return None
        sorts = ("person",) if persons else ("state", "group", "body")
        found = self._go_back(span, speaker, others, lambda one: one.sort in sorts)
        if found and persons:
            found = self._find_office_of(span, found)
        actor = self._registry.get(found.ids[0]) if found and found.ids else None
        if found is None or (actor and actor.kind == "region"):
            return None
        ministry = actor is not None and actor.name.startswith("Ministry of ")
        if actor is None or not (ministry or actor.pack in ("states", "institutions")):
            return None if noun == "police" or (institution and owner == "their") or noun not in acting else found
        own = self._registry.find_institution(noun, actor.country) if actor.country else None
        return link_name(own, f"“{noun}” of {found.evidence}", 0.65) if own else None
