"""Linking a mention by its own words: listed names, several joined, what acts for whom, names as written."""

import re

from parley.ontology.folding import fold_name, strip_possessive
from parley.ontology.persons import is_title
from parley.ontology.registry import Name, with_article
from parley.resolve.actors.context import Context
from parley.resolve.actors.links import Link, join_links, link_actor, link_name
from parley.resolve.actors.persons import Persons
from parley.resolve.actors.proper_names import find_proper_name, name_of_state
from parley.resolve.actors.sightings import PLACED

_JOINT = re.compile(r",?\s+(?:and|along with|together with|as well as)\s+|,\s+|\s+&\s+")
_OF = re.compile(r"\s(?:of|for)\s")
_BRACKETS = re.compile(r"\s*\([^()]*(?:\)|$)|,? (?:Inc|Ltd|LLC|plc)\b\.?")
_QUANTITY = re.compile(
    r"^(?:(?:[Aa]t least|[Mm]ore than|[Oo]ver|[Nn]early|[Aa]bout|[Aa]round|[Uu]p to|[Ss]everal|[Dd]ozens of"
    r"|[Hh]undreds of|[Tt]housands of|[Aa] faction of|[Mm]embers of|[Bb]oth (?:houses|chambers) of|[Uu]nits of"
    r"|[Cc]ommanders of|[Ff]ighters of"
    r"|[Ff]orces of|[Gg]roups of|(?:[Aa] )?[Dd]elegation from|[Tt]he leadership of|[Aa]lleged|[Ss]uspected) )+"
)
_LEAD = re.compile(
    r"^(?:(?:[Tt]he|[Aa]n?|its|their|his|her|our|all|both|former|new|ruling|then|opposition|central|current|full"
    r"|entire) )+"
)
_BACKED = re.compile(
    r"^(?:[A-Z][\w.-]*(?: [A-Z][\w.-]*)*['’]s )?"
    r"(?:[\w.-]+-(?:backed|led|run|aligned|controlled|based|owned|supported|affiliated) )+"
)
_DESCRIBED = re.compile(
    r"^(?:(?!and |or |of )[\w'’-]+ )*?"
    r"(?:group|movement|militia|organi[sz]ation|party|agency|company|firm|army|paramilitary) (?=[A-Z])"
)

_INDEFINITE = re.compile(r"an?\s[a-z]")
_OWNER = re.compile(r"(?:his|her|its|their|the)\s", re.IGNORECASE)
_MINISTRY = re.compile(
    r"(?:[Tt]he )?(?P<state>[A-Z].*?)(?:['’]s)? (?P<field>[A-Za-z]+(?: (?:and )?[A-Za-z]+)?) [Mm]inistry"
    r"|(?:[Tt]he )?[Mm]inistry of (?:the )?(?P<of>[A-Za-z]+(?:(?: and|,)? [A-Za-z]+){0,3})"
    r" of (?:the )?(?P<there>[A-Z].*)"
)
_PEOPLE = re.compile(r"[Tt]he ([A-Z]\w+)s")
_ABBREVIATED = re.compile(r"U\.?[SK]\.?")
_CITY = r"(?:in|to) (?P<{}>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)"
_EMBASSY = re.compile(
    rf"(?:[Tt]he )?(?:former )?(?P<state>[A-Z].*?)(?:['’]s)? [Ee]mbassy {_CITY.format('city')}"
    rf"|(?:[Tt]he )?[Ee]mbassy of (?:the )?(?P<of>[A-Z].*?) {_CITY.format('there')}"
)
_SAID_BY = re.compile(
    r"(?P<who>.+)['’]s? (?:[\w-]+ )?(?:statement|report|summary|letter|tweet|post|decree|ruling|decision"
    r"|remarks|comments|communiqué|website|announcement|account|press release)s?"
)
_BRACKETED = re.compile(r"\[(\w+)\]")
"""Letters and words that an editor put into a quotation: "[T]he House", "[the] U.S."."""
_SHARED = re.compile(r" and (?P<other>[A-Z]\w+(?: [A-Z]\w+)?) (?P<noun>[a-z]+(?: [a-z]+)?)\b")
_INDIRECT = ("adjective", "country", "seat")


AS_WRITTEN = 0.6
"""Score of a name that no entry lists."""


class OwnWords:
    """Links mentions of one document by their own words.

    Args:
        context: what the document names, and the registry.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._registry, self._references = context.registry, context.references
        self._persons = Persons(context)
        self._several = {one.text for one in context.sightings if _JOINT.search(one.text)}

    def find(self, words: str, start: int) -> Link | None:
        """Return what the words denote, the surest rule first.

        Args:
            words: of the mention, without a possessive ending.
            start: of the mention in the text.
        """
        plain = _BRACKETS.sub("", _BRACKETED.sub(r"\1", words)).strip()
        return (
            self._find_shared(words, start)
            or self._find_listed(words)
            or (self._find_listed(plain) if plain != words else None)
            or self._find_described(plain, start)
            or self._find_joint(plain, start)
            or self._persons.find_government(plain)
            or self._persons.find_named(plain)
            or self._persons.find_holder_of(plain, start)
            or self._persons.find_surname(plain)
            or self._find_inside(plain)
            or self._find_embassy(plain)
            or self._find_author(plain, start)
            or self._find_written(PLACED.sub("", plain), start)
            or self._find_ministry(plain)
            or self._find_last_person(plain)
        )

    def _find_shared(self, words: str, start: int) -> Link | None:
        """Find the first of two that share a noun: "Ruritanian" of "the Ruritanian and Arcadian navies"."""
        match = _SHARED.match(self._context.text, start + len(words))
        names = self._registry.find(words) if match else ()
        if match is None or not names or names[0].kind != "adjective" or not self._registry.find_state(match["other"]):
            return None
        first = match["noun"].split()[0]
        for noun in (match["noun"], first, first.removesuffix("s")):
            if own := self._registry.find_institution(noun, names[0].id):
                return link_name(own, f"“{words}” and “{noun}”", 0.75)
        return None

    def _find_described(self, words: str, start: int) -> Link | None:
        """Find the one of "X, a relief body of many sorts", "X, head of this and that", "his opponent, X"."""
        first, comma, rest = words.partition(", ")
        if not comma:
            return None
        if _INDEFINITE.match(rest):
            return self.find(first, start)
        if rest[0].islower() and is_title(rest.replace("-", " ").split()[0]):
            return self._persons.find_named(first)
        if _OWNER.match(first) and first[1:].islower() and not _JOINT.search(rest):
            return self.find(rest, start + words.find(rest))
        return None

    def _find_joint(self, words: str, start: int) -> Link | None:
        """Find every one of several: "X and Y"."""
        pieces = self._split_joint(words)
        if len(pieces) < 2:
            return None
        found = [link for piece in pieces if (link := self.find(piece, start + words.find(piece)))]
        if len(found) == 2 and found[0].score <= AS_WRITTEN and _OF.search(pieces[0]):
            if any(map(is_title, pieces[0].replace("-", " ").split())):
                return found[1]
            if found[1].score <= AS_WRITTEN and " " not in pieces[1]:
                return None
        if len(pieces) == 2 and " and " not in words and "&" not in words:
            return self._find_apposed(pieces)
        return join_links(found) if len(found) == len(pieces) == len({link.entities for link in found}) else None

    def _split_joint(self, words: str) -> list[str]:
        """Split words at commas and "and", but not amid a listed name ("Trinidad and Tobago")."""
        if not _JOINT.search(words):
            return [words]
        whole = [match.span() for name in self._several for match in re.finditer(re.escape(name), words)]
        ends = [0]
        for match in _JOINT.finditer(words):
            if not any(first <= match.start() and match.end() <= last for first, last in whole):
                ends += match.span()
        ends.append(len(words))
        return [words[first:last] for first, last in zip(ends[::2], ends[1::2], strict=True) if first < last]

    def _find_apposed(self, pieces: list[str]) -> Link | None:
        """Find the person of "X, the president of Y" and "the president of Y, X"."""
        persons = [link for piece in pieces if (link := self._persons.find_named(piece))]
        return persons[0] if len({link.entities for link in persons}) == 1 else None

    def _find_listed(self, words: str) -> Link | None:
        if defined := self._context.defined.get(words.removeprefix("the ").removeprefix("The ")):
            return defined.seen_as(f"defined in the text: “{words}”", 0.9)
        described = _DESCRIBED.sub("", words)
        bare = _BACKED.sub("", _LEAD.sub("", words))
        for form, score in ((words, 0.95), (bare, 0.85), (described, 0.8), (PLACED.sub("", words), 0.75)):
            if form and (names := self._leave_out_elsewhere(self._registry.find(form), form)):
                return self._choose(names, form, score) if self._may_name(form, names[0]) else None
        if (people := _PEOPLE.fullmatch(words)) and (state := self._registry.find_state(people[1])):
            return link_actor(self._registry.actors[state], f"people “{words}”", 0.55)
        if persons := self._registry.find_persons(_LEAD.sub("", words)):
            return self._persons.choose(persons, f"alias “{words}”", 0.95)
        return None

    def _leave_out_elsewhere(self, names: tuple[Name, ...], words: str) -> tuple[Name, ...]:
        """Leave out what a name short of its state means only where that state is spoken of.

        "Labour Party" is Labour Party (Nigeria), "Department of Energy" the United States' where the text says so.
        """
        short = [name for name in names if self._context.is_short(words, name)]
        if not short:
            return names
        here = {None, *self._list_states_beside(words)}
        meant = [name for name in short if self._country(name) in here]
        return tuple(name for name in names if name not in short or [name] == meant)

    def _list_states_beside(self, words: str) -> set[str | None]:
        """List the states that the document speaks of in other words than these."""
        plain = fold_name(words)
        return {self._context.state_of(one.link) for one in self._context.sightings if fold_name(one.text) != plain}

    def _may_name(self, words: str, name: Name) -> bool:
        """Tell whether words name an entry: in small letters only where the text speaks of its state."""
        small = words.removeprefix("the ").islower()
        return not small or (" " in words and self._context.speaks_of(self._country(name)))

    def _choose(self, names: tuple[Name, ...], words: str, score: float) -> Link:
        """Take the first of several that share a name, unless the document speaks of another one's state."""
        spoken_of = self._list_states_beside(words) if len(names) > 1 else set()
        ours = [name for name in names if self._country(name) in spoken_of]
        meant = (ours or list(names))[0]
        actor = self._registry.get(meant.id)
        own_named = actor and actor.pack == "institutions" and actor.id.partition(".")[2] in self._references.own_named
        if own_named and words.rsplit(maxsplit=1)[-1][0].isupper():
            written = words.removeprefix("the ").removeprefix("The ")
            return Link((written,), f"name as written “{written}”", score - 0.1, (meant.id,))
        rule = {"adjective": "adjective", "seat": "seat"}.get(meant.kind, "alias")
        others = [name for name in names if name is not meant]
        return link_name(meant, f"{rule} “{words}”", score if not others or ours else score - 0.2, others)

    def _country(self, name: Name) -> str | None:
        actor = self._registry.get(name.id)
        return actor.country if actor else None

    def _find_inside(self, words: str) -> Link | None:
        """Find "M23 fighters", "members of Iran's Revolutionary Guards": a listed name and what acts for it."""
        rest = _QUANTITY.sub("", words)
        counted = next(iter(fold_name(words).split()), "") in self._references.indefinite
        found = self._find_listed(rest) if rest != words and not counted else None
        if found:
            return found.seen_as(f"part of {found.evidence}", 0.7)
        tokens = rest.split()
        for first in range(min(len(tokens), 6)):
            for last in range(len(tokens) - 1, first, -1):
                name = strip_possessive(" ".join(tokens[first:last]))
                tail = tokens[last:]
                if not name[:1].isupper() and not name.startswith("al-"):
                    continue
                acting = "of" not in tokens[:first] and all(token.islower() for token in tail)
                if not acting or not (names := self._registry.find(name)):
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
        of_some = indefinite and (kind in ("country", "adjective", "government") or head == "members")
        if head not in listed or of_some:
            return None
        found = self._choose(names, name, 0.8)
        return found.seen_as(f"{found.evidence} and “{head}”", 0.65 if indefinite else 0.75)

    def _find_written(self, words: str, start: int) -> Link | None:
        """Take a proper name that no entry lists as it is written: "lobbying firm Northern Star" is Northern Star."""
        found = find_proper_name(words, self._references.indefinite, self._references.acts_for_body)
        institutions = all(map(self._registry.is_institution, _JOINT.split(found or "")))
        if found is None or institutions or self._is_common(found):
            return None
        kind = words.rpartition(" ")[2]
        if kind in ("party", "movement", "group") and f"{found} {kind.title()}" in self._context.text:
            found = f"{found} {kind.title()}"
        listed = self._registry.find(found)
        if names := self._leave_out_elsewhere(listed, found):
            return self._choose(names, found, 0.75) if names[0].kind not in _INDIRECT else None
        if any(name.entity == found for name in listed):
            return None
        if " " not in found and (longer := self._context.find_longer(found, start)):
            return longer
        if " " not in found and not self._is_proper(found, start):
            return None
        written = words if words == f"The {found}" and not self._begins(start) else found
        return self._find_of_state(found) or Link((written,), f"name as written “{written}”", AS_WRITTEN)

    def _find_embassy(self, words: str) -> Link | None:
        """Name an embassy: "the Ruritanian embassy in Strelsau" is Embassy of Ruritania, Strelsau."""
        match = _EMBASSY.fullmatch(words)
        state = self._registry.find_state(match["state"] or match["of"]) if match else None
        if match is None or state is None:
            return None
        city = match["city"] or match["there"]
        if self._registry.find_state(city):
            return None
        owner = with_article(self._registry.actors[state].name.removesuffix(" (country)"))
        return Link((f"Embassy of {owner}, {city}",), f"name as written “{words}”", AS_WRITTEN)

    def _find_author(self, words: str, start: int) -> Link | None:
        """Find whose words a text is: "Judge Exemplar's statement" is Exemplar's."""
        match = _SAID_BY.fullmatch(words)
        found = self.find(match["who"], start) if match else None
        return found.seen_as(f"the words of {found.evidence}", 0.7) if found else None

    def _find_ministry(self, words: str) -> Link | None:
        """Name a ministry that no entry lists: "the Iranian sports ministry" is Ministry of Sports (Iran)."""
        match = _MINISTRY.fullmatch(words)
        state = self._registry.find_state(match["state"] or match["there"]) if match else None
        if match is None or state is None:
            return None
        body = f"Ministry of {(match['field'] or match['of']).title().replace(' And ', ' and ')}"
        name = name_of_state(body, self._registry.actors[state].name) or body
        return Link((name,), f"name as written “{words}”", AS_WRITTEN)

    def _find_last_person(self, words: str) -> Link | None:
        """Find the known person whose name ends the words: "commander of the Guard Ana Exemplar"."""
        first = _LEAD.sub("", words).replace("-", " ").split()[:1]
        if not first or not (first[0][0].isupper() or is_title(first[0])):
            return None
        for name, link in self._context.cast.persons.items():
            before = words.removesuffix(name).split()
            leads = before and (before[-1][0].isupper() or is_title(before[-1]))
            if words.endswith(f" {name}") and leads and any(map(is_title, re.split(r"[\s-]", words))):
                return link.seen_as(f"full name “{name}”", 0.75)
        return None

    def _find_of_state(self, words: str) -> Link | None:
        """Give a state's body its plain name: "Honduran National Council" is National Council (Honduras)."""
        tokens = words.split()
        for count in range(min(3, len(tokens) - 1), 0, -1):
            state = self._registry.find_state(strip_possessive(" ".join(tokens[:count])))
            rest = " ".join(tokens[count:])
            if state is None:
                continue
            actor = self._registry.actors[state]
            owned = tokens[count - 1].endswith(("'s", "’s"))
            if names := self._registry.find(rest):
                ours = tuple(name for name in names if self._country(name) == state)
                if ours and ours[0].kind not in _INDIRECT:
                    return self._choose(ours, rest, 0.75)
                listed = self._registry.actors[names[0].id]
                if listed.kind == "body" and listed.country is None:
                    plain = f"{rest} ({actor.name.removesuffix(' (country)')})"
                    return Link((plain,), f"name as written “{rest}”, of {actor.name}", AS_WRITTEN)
                if not any(self._context.is_short(rest, name) for name in names):
                    return None
            if " " not in rest or (tokens[0] == actor.name.split()[0] and not owned):
                return None
            name = name_of_state(rest, actor.name) or (rest if owned or _ABBREVIATED.fullmatch(tokens[0]) else None)
            return Link((name,), f"name as written “{rest}”, of {actor.name}", AS_WRITTEN) if name else None
        return None

    def _is_common(self, words: str) -> bool:
        """Tell words that only look like a name ("Prime Minister", "This Court", "We")."""
        known = self._references
        common = known.pronouns | known.indefinite | known.body_nouns | known.named_bodies | known.fillers
        return all(is_title(word) or word.casefold() in common for word in words.split())

    def _is_proper(self, word: str, start: int) -> bool:
        """Tell a name from a word that is capitalised because it begins a sentence."""
        if any(letter.isupper() or letter.isdigit() for letter in word[1:]):
            return True
        again = re.search(rf"(?<=[\w,] ){re.escape(word)}\b", self._context.text)
        return not self._begins(start) or bool(again)

    def _begins(self, start: int) -> bool:
        """Tell whether a sentence begins here."""
        return self._context.sentence_of(start) != self._context.sentence_of(max(0, start - 2)) or start < 2
