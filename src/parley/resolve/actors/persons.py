"""Linking a mention to a person: a full name, who holds the office on the day, a surname, whose government it is."""

import re
from functools import cache

from msgspec.structs import replace

from parley.ontology.folding import fold_name
from parley.ontology.persons import find_person, find_surname, is_title
from parley.ontology.registry import Actor
from parley.resolve.actors.context import Context
from parley.resolve.actors.links import Link, link_actor, link_name

_BODIES = r"(?:government|cabinet|administration|military|army|forces)"
_OF_PERSON = (
    re.compile(rf"(?:members of )?(?:[Tt]he )?(?P<person>.+)['’]s? (?P<body>{_BODIES})"),
    re.compile(rf"(?:members of )?(?:[Tt]he )?(?P<body>{_BODIES}) of (?P<person>.+)"),
)
_AROUND = re.compile(r"^(?:the|current|then|new)\s+|'s$|(?:^|\s)(?:the|current|then|new)$")


class Persons:
    """Links mentions of one document to persons.

    Args:
        context: what the document names, and the registry.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._registry, self._references = context.registry, context.references
        offices = "|".join(sorted(map(re.escape, self._registry.offices), key=len, reverse=True))
        self._office = _compile_office(offices)

    def find_named(self, words: str) -> Link | None:
        """Find the full name that the words end with."""
        name = find_person(words)
        if name is None or fold_name(name).split()[0] in self._references.indefinite:
            return None
        for end in self._context.list_ends(name):
            if persons := self._registry.find_persons(end):
                found = self.choose(persons, f"full name “{name}”", 0.95)
                return found or (Link((end,), f"full name “{end}”", 0.9) if len(persons) == 1 else None)
        if words != name and self._is_body_phrase(words, name):
            return None
        known = self._context.cast.persons.get(name) or self._context.cast.find_bearer(name)
        return known or Link((name,), f"full name “{name}”", 0.9)

    def _is_body_phrase(self, words: str, name: str) -> bool:
        """Tell "lobbying firm Northern Star" from "businessman Northern Star": no title or person leads to the name."""
        before = words[: words.find(name)].split()
        return bool(before) and before[-1].strip(",") in self._references.body_nouns

    def choose(self, persons: tuple[Actor, ...], evidence: str, score: float) -> Link | None:
        """Take the only one who goes by a name, or the only one of several who is in office on the day."""
        persons = tuple(one for one in persons if self._context.may_mean(one))
        serving = [one for one in persons if any(role.may_hold(self._context.day) for role in one.roles)]
        meant = serving if len(persons) > 1 else persons
        others = [one for one in persons if one not in meant[:1]]
        return link_actor(meant[0], evidence, score, others) if len(meant) == 1 else None

    def find_government(self, words: str) -> Link | None:
        """Find "Prime Minister X's government": that of the state in which X holds an office."""
        match = next(filter(None, (pattern.fullmatch(words) for pattern in _OF_PERSON)), None)
        owner = self.find_named(match["person"]) or self.find_surname(match["person"]) if match else None
        actor = self._registry.get(owner.ids[0]) if owner and owner.ids else None
        state = actor.country if actor else None
        if match is None or owner is None or state is None:
            return None
        found = self._registry.find_institution(match["body"], state)
        return link_name(found, f"“{match['body']}” of {owner.entity}’s state", 0.65) if found else None

    def find_holder_of(self, words: str, start: int) -> Link | None:
        """Find who held the office on the day: "the Israeli defence minister", "the president of Syria"."""
        match = self._office.fullmatch(fold_name(words))
        if match is None:
            return None
        return self._find_holder(match["office"], match["after"] or match["before"] or "", start)

    def _find_holder(self, office_words: str, of: str, start: int) -> Link | None:
        of = _AROUND.sub("", of).strip()
        if not of:
            return self._find_named_holder(office_words, start)
        names = self._registry.find(of)
        body = names[0].id.partition(".gov")[0] if names else None
        if body is None:
            return None
        return self._link_holder(office_words, body, f"{office_words} of {names[0].entity}", 0.8)

    def _link_holder(self, office_words: str, body: str, evidence: str, score: float) -> Link | None:
        day = self._context.day
        holders = [
            actor
            for office in self._registry.offices[office_words]
            for actor in self._registry.find_holders(office, body, day)
        ]
        unique = list(dict.fromkeys(actor.id for actor in holders))
        if len(unique) != 1:
            return None
        actor = self._registry.actors[unique[0]]
        role = next(role for role in actor.roles if role.of == body and role.may_hold(day))
        when = f" on {day}" if day else ""
        return link_actor(actor, f"{evidence}{when}: {role} ({role.source or actor.source})", score)

    def _find_named_holder(self, office_words: str, start: int) -> Link | None:
        """Find whom "the president" means: who bears the title in the text, else who held it in the state spoken of."""
        titled = [name for name, titles in self._context.cast.offices.items() if office_words in titles]
        spoken_of = self._context.salient_state(start)
        holder = None
        if spoken_of and len(titled) != 1:
            holder = self._link_holder(office_words, spoken_of[0], f"{office_words}, “{spoken_of[1].text}”", 0.65)
        if titled and (holder is None or holder.entity not in titled):
            first = max(titled, key=self._context.count)
            found = self._context.cast.persons[first].seen_as(f"title “{office_words}” in the text", 0.8)
            rest = tuple(sorted({*titled} - {first}))
            return replace(found, score=0.6, alternatives=rest) if rest else found
        return holder

    def find_surname(self, words: str) -> Link | None:
        """Find "Qassem", "President Trump": a person named in full in the text, else the one in office on the day."""
        if not words.islower() and (bearer := self._context.cast.find_bearer(words)):
            return bearer
        surname = find_surname(words) or _find_titled(words.split())
        if surname is None or words.islower():
            return None
        if known := self._context.cast.find_bearer(surname):
            return known
        day = self._context.day
        bearers = self._registry.find_bearers(surname)
        serving = [one for one in bearers if any(role.may_hold(day) for role in one.roles)]
        if len(serving) != 1 or not self._is_spoken_of(serving[0], words):
            return None
        others = [one for one in bearers if one is not serving[0]]
        return link_actor(serving[0], f"surname “{surname}”, in office on {day}", 0.7, others)

    def _is_spoken_of(self, person: Actor, words: str) -> bool:
        """Tell whether the text names somebody's state, a body in which he is in office, or the words that office."""
        named = {actor_id for one in self._context.sightings for actor_id in one.link.ids}
        offices = self._registry.offices.get(fold_name(words).rpartition(" ")[0], ())
        return self._context.speaks_of(person.country) or any(
            role.of in named or role.office in offices for role in person.roles if role.may_hold(self._context.day)
        )


@cache
def _compile_office(offices: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<before>.*?)\s)?(?P<office>{offices})(?:\sof\s(?P<after>.+))?")


def _find_titled(tokens: list[str]) -> str | None:
    """Return the one name after a title: "newly elected President Sandu"."""
    titled = len(tokens) > 1 and is_title(tokens[-2]) and not is_title(tokens[-1]) and tokens[-1][0].isupper()
    return tokens[-1] if titled else None
