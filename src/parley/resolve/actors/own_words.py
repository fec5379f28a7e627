"""Linking a mention by its own words: listed names, persons, offices on the day, what acts for whom, names as written."""

import re

from msgspec.structs import replace

from parley.ontology.folding import fold_name
from parley.ontology.persons import find_person, find_surname, is_title
from parley.ontology.references import load_references
from parley.ontology.registry import Actor, Name, Registry, with_article
from parley.resolve.actors.context import Context
from parley.resolve.actors.links import Link, join_links, link_actor, link_name

_JOINT = re.compile(r",?\s+and\s+|,\s+|\s+&\s+")
_BRACKETS = re.compile(r"\s*\([^()]*\)|,? (?:Inc|Ltd|LLC|plc)\b\.?")
_OF_PERSON = re.compile(r"(?:members of )?(?:[Tt]he )?(.+)['’]s? (government|cabinet|administration|military|army|forces)")
_QUANTITY = re.compile(
    r"^(?:(?:[Aa]t least|[Mm]ore than|[Oo]ver|[Nn]early|[Aa]bout|[Aa]round|[Uu]p to|[Ss]everal|[Dd]ozens of"
    r"|[Hh]undreds of|[Tt]housands of|[Aa] faction of|[Mm]embers of|[Uu]nits of|[Cc]ommanders of|[Ff]ighters of"
    r"|[Ff]orces of|[Gg]roups of|(?:[Aa] )?[Dd]elegation from|[Tt]he leadership of|[Aa]lleged|[Ss]uspected) )+"
)
_LEAD = re.compile(r"^(?:(?:[Tt]he|[Aa]n?|its|their|his|her|our|all|both|former|new|ruling|then|opposition) )+")
_BACKED = re.compile(r"^(?:[\w.-]+-(?:backed|led|run|aligned|controlled|based|owned|supported|affiliated) )+")
_DESCRIBED = re.compile(r"^(?:[\w'’-]+ )*?(?:group|movement|militia|organi[sz]ation|party|agency|company|firm|army|paramilitary) (?=[A-Z])")


class OwnWords:
    """Links mentions of one document by their own words.

    Args:
        registry: the entries.
        context: what the document names.
    """

    def __init__(self, registry: Registry, context: Context) -> None:
        self._registry = registry
        self._context = context
        self._references = load_references()

    def find(self, words: str, start: int) -> Link | None:
        """Return what the words denote, the surest rule first.

        Args:
            words: of the mention, without a possessive ending.
            start: of the mention in the text.
        """
        plain = _BRACKETS.sub("", words).strip()
        return (
            self._find_listed(words)
            or (self._find_listed(plain) if plain != words else None)
            or self._find_joint(plain, start)
            or self._find_person(plain)
            or self._find_of_person(plain, start)
            or self._find_office(plain, start)
            or self._find_surname(plain)
            or self._find_inside(plain)
            or self._find_written(plain, start)
        )

    def _find_joint(self, words: str, start: int) -> Link | None:
        """Find every one of several: "X and Y"."""
        pieces = [piece for piece in _JOINT.split(words) if piece]
        if len(pieces) < 2:
            return None
        found = [link for piece in pieces if (link := self.find(piece, start + words.find(piece)))]
        if len(pieces) == 2 and " and " not in words and "&" not in words:
            return self._find_apposed(pieces)
        return join_links(found) if len(found) == len(pieces) else None

    def _find_apposed(self, pieces: list[str]) -> Link | None:
        """Find the person of "X, the president of Y" and "the president of Y, X"."""
        persons = [link for piece in pieces if (link := self._find_person(piece))]
        return persons[0] if len({link.entities for link in persons}) == 1 else None

    def _find_of_person(self, words: str, start: int) -> Link | None:
        """Find "Prime Minister X's government": that of the state in which X holds an office."""
        match = _OF_PERSON.fullmatch(words)
        owner = self._find_person(match[1]) or self._find_surname(match[1]) if match else None
        actor = self._registry.get(owner.ids[0]) if owner and owner.ids else None
        state = actor.country if actor else None
        if match is None or owner is None or state is None or owner.entity == match[1] == "":
            return None
        found = self._registry.find_institution(match[2], state)
        return link_name(found, f"“{match[2]}” of {owner.entity}’s state", 0.65) if found else None

    def _find_listed(self, words: str) -> Link | None:
        if defined := self._context.defined.get(words.removeprefix("the ").removeprefix("The ")):
            return defined.seen_as(f"defined in the text: “{words}”", 0.9)
        for form, score in ((words, 0.95), (_BACKED.sub("", _strip_lead(words)), 0.85), (_DESCRIBED.sub("", words), 0.8)):
            if form and (names := self._registry.find(form)):
                return self._choose(names, form, score)
        if persons := self._registry.find_persons(_strip_lead(words)):
            return self._choose_person(persons, f"alias “{words}”", 0.95)
        return None

    def _choose(self, names: tuple[Name, ...], words: str, score: float) -> Link:
        """Take the first of several that share a name, unless the document speaks of another one's state."""
        spoken_of = {self._context.state_of(one.link) for one in self._context.sightings if one.text != words}
        ours = [name for name in names if (self._country(name) in spoken_of)] if len(names) > 1 else []
        meant = (ours or list(names))[0]
        actor = self._registry.get(meant.id)
        last = words.split()[-1]
        if actor and actor.pack == "institutions" and last[0].isupper() and actor.id.partition(".")[2] in _AS_WRITTEN:
            written = words.removeprefix("the ").removeprefix("The ")
            return Link((written,), f"name as written “{written}”", score - 0.1, (meant.id,))
        rule = {"adjective": "adjective", "seat": "seat"}.get(meant.kind, "alias")
        others = [name for name in names if name is not meant]
        return link_name(meant, f"{rule} “{words}”", score if not others or ours else score - 0.2, others)

    def _country(self, name: Name) -> str | None:
        actor = self._registry.get(name.id)
        return actor.country if actor else None

    def _choose_person(self, persons: tuple[Actor, ...], evidence: str, score: float) -> Link | None:
        serving = [one for one in persons if any(role.may_hold(self._context.day) for role in one.roles)]
        meant = serving if len(persons) > 1 else persons
        others = [one for one in persons if one not in meant[:1]]
        return link_actor(meant[0], evidence, score, others) if len(meant) == 1 else None

    def _find_person(self, words: str) -> Link | None:
        name = find_person(words)
        if name is None or fold_name(name).split()[0] in self._references.indefinite:
            return None
        tokens = name.split()
        for first in range(len(tokens) - 1):
            if persons := self._registry.find_persons(" ".join(tokens[first:])):
                return self._choose_person(persons, f"full name “{name}”", 0.95)
        if words != name and self._is_body_phrase(words, name):
            return None
        return self._context.persons.get(name) or Link((name,), f"full name “{name}”", 0.9)

    def _is_body_phrase(self, words: str, name: str) -> bool:
        """Tell "lobbying firm Northern Star" from "businessman Northern Star": no title or person leads to the name."""
        before = words[: words.find(name)].split()
        return bool(before) and before[-1].strip(",") in self._references.body_nouns

    def _find_office(self, words: str, start: int) -> Link | None:
        """Find who held the office on the day: "the Israeli defence minister", "the president of Syria"."""
        lowered = fold_name(words)
        for office_words in sorted(self._registry.offices, key=len, reverse=True):
            before, found, after = lowered.partition(office_words)
            if not found or (before and before[-1] != " ") or (after and after[0] != " "):
                continue
            if after and not after.startswith(" of "):
                continue
            holder = after.removeprefix(" of ") or before.strip()
            return self._find_holder(office_words, holder, start)
        return None

    def _find_holder(self, office_words: str, of: str, start: int) -> Link | None:
        of = re.sub(r"^(?:the|current|then|new)\s+|'s$|(?:^|\s)(?:the|current|then|new)$", "", of).strip()
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
        titled = [name for name, titles in self._context.offices.items() if office_words in titles]
        spoken_of = self._context.salient_state(start)
        holder = None
        if spoken_of and len(titled) != 1:
            holder = self._link_holder(office_words, spoken_of[0], f"{office_words}, “{spoken_of[1].text}”", 0.65)
        if titled and (holder is None or holder.entity not in titled):
            first = max(titled, key=self._context.count)
            found = self._context.persons[first].seen_as(f"title “{office_words}” in the text", 0.8)
            return found if len(titled) == 1 else replace(found, score=0.6, alternatives=tuple(sorted({*titled} - {first})))
        return holder

    def _find_surname(self, words: str) -> Link | None:
        surname = find_surname(words)
        tokens = words.split()
        if surname is None and len(tokens) > 1 and is_title(tokens[-2]) and tokens[-1][0].isupper() and not is_title(tokens[-1]):
            surname = tokens[-1]
        if surname is None or words.islower():
            return None
        if known := self._context.find_bearer(surname):
            return known
        day = self._context.day
        bearers = self._registry.find_bearers(surname)
        serving = [one for one in bearers if any(role.may_hold(day) for role in one.roles)]
        if len(serving) != 1:
            return None
        others = [one for one in bearers if one is not serving[0]]
        return link_actor(serving[0], f"surname “{surname}”, in office on {day}", 0.7, others)

    def _find_inside(self, words: str) -> Link | None:
        """Find "M23 fighters", "members of Iran's Revolutionary Guards": a listed name and what acts for it."""
        rest = _QUANTITY.sub("", words)
        counted = fold_name(words).split()[0] in self._references.indefinite if words.split() else False
        found = self._find_listed(rest) if rest != words and not counted else None
        if found:
            return found.seen_as(f"part of {found.evidence}", 0.7)
        tokens = rest.split()
        for first in range(min(len(tokens), 6)):
            for last in range(len(tokens) - 1, first, -1):
                name = " ".join(tokens[first:last]).removesuffix("'s").removesuffix("’s")
                tail = tokens[last:]
                if not name[:1].isupper() and not name.startswith("al-"):
                    continue
                if not all(token.islower() for token in tail) or not (names := self._registry.find(name)):
                    continue
                return self._act_for(names, name, tail, indefinite=counted)
        return None

    def _act_for(self, names: tuple[Name, ...], name: str, tail: list[str], *, indefinite: bool) -> Link | None:
        head, kind = tail[-1], names[0].kind
        actor = self._registry.get(names[0].id)
        if actor is None or actor.kind == "people":
            return None
        listed = {"group": self._references.acts_for_group, "country": self._references.acts_for_state,
                  "adjective": self._references.acts_for_state}.get(kind, self._references.acts_for_body)  # fmt: skip
        if head not in listed or (indefinite and kind in ("country", "adjective", "government")):
            return None
        found = self._choose(names, name, 0.8)
        return found.seen_as(f"{found.evidence} and “{head}”", 0.65 if indefinite else 0.75)

    def _find_written(self, words: str, start: int) -> Link | None:
        """Take a proper name that no entry lists as it is written: "lobbying firm Northern Star" is Northern Star."""
        found = find_proper_name(words, self._references.indefinite, self._references.acts_for_body)
        if found is None:
            return None
        if self._registry.is_institution(found) or self._is_common(found):
            return None
        if names := self._registry.find(found):
            return self._choose(names, found, 0.75) if names[0].kind not in ("adjective", "country", "seat") else None
        if " " not in found and not self._is_proper(found, start):
            return None
        return self._find_of_state(found) or Link((found,), f"name as written “{found}”", 0.6)

    def _find_of_state(self, words: str) -> Link | None:
        """Give a state's body its plain name: "Honduran National Council" is National Council (Honduras)."""
        tokens = words.split()
        for count in range(min(3, len(tokens) - 1), 0, -1):
            state = self._registry.find_state(" ".join(tokens[:count]).removesuffix("'s").removesuffix("’s"))
            rest = " ".join(tokens[count:])
            if state is None:
                continue
            actor = self._registry.actors[state]
            if names := self._registry.find(rest):
                known = self._registry.actors[names[0].id]
                ours = known.country in (None, state) and (known.country or known.kind == "body")
                return self._choose(names, rest, 0.75) if ours and names[0].kind not in ("adjective", "country", "seat") else None
            if " " not in rest or (tokens[0] == actor.name.split()[0] and not tokens[count - 1].endswith(("'s", "’s"))):
                return None
            name = name_of_state(rest, actor.name)
            return Link((name,), f"name as written “{rest}”, of {actor.name}", 0.6) if name else None
        return None

    def _is_common(self, words: str) -> bool:
        """Tell words that only look like a name ("Prime Minister", "This Court", "We")."""
        references = self._references
        common = references.person | references.thing | references.speaker | references.hearer | references.indefinite
        return all(is_title(word) or word.casefold() in common | references.body_nouns | _FILLERS for word in words.split())

    def _is_proper(self, word: str, start: int) -> bool:
        """Tell a name from a word that is capitalised because it begins a sentence."""
        if any(letter.isupper() or letter.isdigit() for letter in word[1:]):
            return True
        begins = self._context.sentence_of(start) != self._context.sentence_of(max(0, start - 2)) or start < 2
        again = re.search(rf"(?<=[\w,] ){re.escape(word)}\b", self._context.text)
        return not begins or bool(again)


def _strip_lead(words: str) -> str:
    return _LEAD.sub("", words)


_RUN = re.compile(
    r"(?:[A-Z0-9][\w'’.&–-]*|al-[A-Z][\w-]*)(?:\s+(?:(?:of|for|on|the|and|de|du|la|del|des)\s+)*(?:[A-Z0-9][\w'’.&–-]*|al-[A-Z][\w-]*))*"
)
_FILLERS = frozenset({"this", "that", "these", "those", "of", "the", "for", "and", "her", "majesty", "his", "my", "both", "all", "what", "who", "court", "police", "south", "north", "state"})
_AS_WRITTEN = frozenset({"police", "senate", "house"})
"""Institutions whose own names differ so much that a capitalised one is left as it is written."""
_PLACED = re.compile(r"\s(?:in|within|from|near|at|along with)\s")
_LINKED = re.compile(r"(?:^|\s)(?:of|in|from|for|to|by|at|and|with|against|including|than)(?:\s|$)")
_DEPARTMENTS = ("Department", "National", "Senate", "House", "Secret", "Embassy", "Commission", "Office", "Special", "Court")
_PEOPLES = re.compile(r"(?:[a-z](?:ians|ans|ers|ists|nese|lims|ics)|[A-Z][a-z]+is)$")
"""Ends of plural names of peoples and believers, who as such are nobody in particular."""


def find_proper_name(words: str, indefinite: frozenset[str], heads: frozenset[str]) -> str | None:
    """Return the proper name in a phrase: at its end, or before nouns that act for it; null where there is none.

    Args:
        words: the phrase.
        indefinite: first words that make it unspecific.
        heads: nouns that may follow the name.
    """
    bare = _PLACED.split(re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", words))[0]
    first = words.split()[0].casefold() if words.split() else ""
    runs = list(_RUN.finditer(bare))
    if not runs or first in indefinite - {"a", "an", "former", "other"}:
        return None
    run = runs[-1]
    after, before = bare[run.end() :].split(), bare[: run.start()].split()
    name = run[0].removesuffix("'s").removesuffix("’s").strip(".,")
    if after and (not after[-1].islower() or after[-1] not in heads):
        return None
    if before and (not before[-1].isalpha() or _LINKED.search(" ".join(before))):
        return None
    if (first in ("a", "an") and not after) or re.search(r"-[a-z]+$", name) or (" " not in name and _PEOPLES.search(name)):
        return None
    return name if len(name) > 1 and not name[0].isdigit() else None


def name_of_state(body: str, state: str) -> str | None:
    """Give the plain name of a state's body: courts are "of" it, ministries and councils carry it in brackets."""
    plain = state.removesuffix(" (country)")
    if "Court" in body or "Parliament" in body:
        return body if body.startswith("Federal") else f"{body} of {with_article(plain)}"
    if plain == "United States" and body.startswith(_DEPARTMENTS):
        return f"United States {body}"
    if body.startswith(("Ministry", "Department", "National", "Public", "Central", "Supreme")):
        return f"{body} ({plain})"
    return body if body.startswith("Federal") else None
