"""What stands where in a sentence: the lexicon's hits, noun phrases and subjects."""

import re
from functools import cached_property

from msgspec import Struct

from parley.ontology.names import find_name
from parley.ontology.times import WEEKDAYS
from parley.read.rules.lexicon import Lexicon, Sense
from parley.read.rules.sentences import Token

Range = tuple[int, int]
"""Token positions, half-open."""

_VERB_FORMS = frozenset({"base", "present", "past", "participle"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_RELATIVES = frozenset({"who", "which", "that"})
_NUMBER = re.compile(r"\d[\d,.]*")
_DATE = re.compile(rf"\d{{4}}-\d\d-\d\d|{'|'.join(WEEKDAYS)}|yesterday|today|tomorrow")
_JOINS = frozenset({"and", "or", ",", "."})
_BREAKS = frozenset({",", ";", ":", "“", "”", '"', "(", ")", "—", "–", "-"})


class Hit(Struct, frozen=True):
    """A known word or phrase at token positions `at` to `end`, in one sense."""

    at: int
    end: int
    sense: Sense

    @property
    def is_verb(self) -> bool:
        """Tell a verb form from a noun."""
        return self.sense.form != "noun"


class Sentence:
    """The tokens of a sentence, with what the lexicon knows of them."""

    def __init__(self, tokens: list[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.low = [token.low for token in tokens]
        self.lexicon = lexicon
        self._verbs: set[int] = set()
        self._subjects: dict[int, Range | None] = {}
        self.hits = self._find_hits()

    @property
    def start(self) -> int:
        """Offset of the first word."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset after the last word or mark."""
        return self.tokens[-1].end

    @cached_property
    def finite(self) -> list[Hit]:
        """The verbs that can have a subject of their own."""
        return [hit for hit in self.hits if hit.is_verb and hit.sense.form != "participle"]

    def offsets(self, span: Range) -> Range:
        """Turn token positions into text offsets."""
        return self.tokens[span[0]].start, self.tokens[span[1] - 1].end

    def word(self, at: int) -> str:
        """Return the lower-case word at a position, or "" outside the sentence."""
        return self.low[at] if 0 <= at < len(self.low) else ""

    def skip_back(self, at: int) -> int:
        """Return where the auxiliaries, modals and adverbs that end at `at` begin."""
        small = self.lexicon.small
        while at > 0 and (
            self.low[at - 1] in small.auxiliaries
            or self.low[at - 1] in small.modals
            or self.low[at - 1] in small.adverbs
            or self.low[at - 1].endswith("n't")
        ):
            at -= 1
        return at

    def is_passive(self, hit: Hit) -> bool:
        """Tell whether the verb is in the passive voice."""
        if hit.sense.form != "past":
            return False
        helpers = self.low[self.skip_back(hit.at) : hit.at]
        if helpers and ("have" in helpers or "has" in helpers or "had" in helpers) and "been" not in helpers:
            return False
        return bool(_BE.intersection(helpers)) or self.word(hit.end) == "by"

    def phrase_at(self, at: int) -> Range | None:
        """Return the noun phrase that begins at a position."""
        small = self.lexicon.small
        if self.word(at) in small.pronouns:
            return at, at + 1
        end = at
        while end < len(self.tokens) and self._extends(at, end):
            end += 1
        if end == at or (end == at + 1 and self.low[at] in small.determiners):
            return None
        return at, end

    def phrases_at(self, at: int) -> list[Range]:
        """Return the coordinated noun phrases that begin at a position ("X, Y and Z")."""
        found: list[Range] = []
        phrase = self.phrase_at(at)
        while phrase:
            found.append(phrase)
            end = phrase[1]
            if self.word(end) == "," and self.word(end + 1) == "and":
                end += 1
            if self.word(end) not in ("and", ","):
                break
            phrase = self.phrase_at(end + 1)
            if phrase and self._is_subject(phrase):
                break
        return found

    def phrase_before(self, end: int) -> Range | None:
        """Return the noun phrase that ends at a position."""
        small = self.lexicon.small
        if end > 0 and self.low[end - 1] in small.pronouns:
            return end - 1, end
        start = end
        while start > 0:
            low = self.low[start - 1]
            if self._in_phrase(start - 1) or low == "'s" or (low == "of" and start < end):
                start -= 1
            elif (low in small.determiners or low in small.possessives) and start < end:
                start -= 1
                if self.word(start - 1) not in ("of", "at"):
                    break
            else:
                break
        while start < end and self.low[start] in ("of", "'s", "and"):
            start += 1
        return (start, end) if start < end else None

    def subject_of(self, at: int) -> Range | None:
        """Return the noun phrase that is the subject of the verb at a position."""
        if at not in self._subjects:
            self._subjects[at] = self._find_subject(self.skip_back(at))
        return self._subjects[at]

    def _find_subject(self, end: int) -> Range | None:
        before = self.word(end - 1)
        if end == 0:
            return None
        if before in _RELATIVES:
            return self.phrase_before(end - 2 if self.word(end - 2) == "," else end - 1) or self.first_subject(end)
        if before in ("and", "but", "or"):
            return self._shared_subject(end - 1)
        if before == "to":
            return self.phrase_before(end - 1) or self._shared_subject(end - 1)
        if not self.tokens[end - 1].is_word or before in self.lexicon.small.links:
            return self.first_subject(end)
        phrase = self.phrase_before(end)
        return self._widen(phrase) if phrase else self._shared_subject(end)

    def lead_verb(self, hit: Hit) -> Hit:
        """Return the first of the bare verbs that a hit is coordinated with ("not surrender or lay down its arms")."""
        while hit.sense.form == "base" and self.word(hit.at - 1) in _JOINS:
            earlier = [other for other in self.finite if other.end < hit.at]
            if not earlier or earlier[-1].sense.form != "base":
                break
            hit = earlier[-1]
        return hit

    def first_subject(self, before: int) -> Range | None:
        """Return the first noun phrase of the sentence that could be a subject, past a leading adjunct."""
        small = self.lexicon.small
        start = 0
        while start < before and not self.tokens[start].is_word:
            start += 1
        if self.word(start) in small.prepositions or self.word(start) in small.links or start in self._verbs:
            comma = next((i for i in range(start, before) if self.low[i] == ","), None)
            start = start if comma is None else comma + 1
        while start < before and self.low[start] in small.adverbs:
            start += 1
        phrase = self.phrase_at(start)
        return phrase if phrase and phrase[1] <= before else None

    def _shared_subject(self, before: int) -> Range | None:
        """Return the subject of the finite verb before a position, which a coordinated verb shares."""
        verb = next((hit for hit in reversed(self.finite) if hit.end <= before), None)
        return self.subject_of(verb.at) if verb else self.first_subject(before)

    def _widen(self, phrase: Range) -> Range:
        """Follow modifiers and coordination to the left: "the head of X in Y", "A and B"."""
        small = self.lexicon.small
        start, end = phrase
        while self.word(start - 1) in small.prepositions and (earlier := self.phrase_before(start - 1)):
            start, end = earlier
        if self.word(start - 1) == "and" and (earlier := self.phrase_before(start - 1)):
            opens = earlier[0] == 0 or self.word(earlier[0] - 1) in small.links or self.word(earlier[0] - 1) in _BREAKS
            start = earlier[0] if opens else start
        return start, end

    def _is_subject(self, phrase: Range) -> bool:
        """Tell whether a verb follows the phrase, so that it opens a clause of its own."""
        return (
            phrase[1] in self._verbs
            or self.word(phrase[1]) in self.lexicon.small.auxiliaries | self.lexicon.small.modals
        )

    def split(self, span: Range) -> list[Range]:
        """Split "A and B" into its parts, unless the whole is one name."""
        ands = [at for at in range(span[0] + 1, span[1] - 1) if self.low[at] == "and"]
        words = " ".join(token.text for token in self.tokens[span[0] : span[1]])
        if not ands or find_name(words):
            return [span]
        return [(span[0], ands[0]), (ands[0] + 1, span[1])]

    def _extends(self, start: int, at: int) -> bool:
        """Tell whether the word at a position goes on with the phrase that begins at `start`."""
        small, low = self.lexicon.small, self.low[at]
        if low in ("'s", "of"):
            follower = self.word(at + 1)
            opens = low == "of" and (follower in small.determiners or follower in small.possessives)
            return at > start and at + 1 < len(self.tokens) and (opens or self._in_phrase(at + 1))
        if low in small.determiners or low in small.possessives:
            return at == start or self.low[at - 1] in small.determiners or self.low[at - 1] == "of"
        return self._in_phrase(at)

    def _in_phrase(self, at: int) -> bool:
        token, small = self.tokens[at], self.lexicon.small
        if not token.is_word or at in self._verbs or _DATE.fullmatch(token.low):
            return False
        low = token.low
        closed = (
            low in small.prepositions or low in small.links or low in small.auxiliaries or low in small.modals
            or low in small.pronouns or low in small.adverbs or low in small.determiners or low in small.possessives
        )  # fmt: skip
        return low not in ("and", "to") and (not closed or _NUMBER.fullmatch(low) is not None)

    def _find_hits(self) -> list[Hit]:
        """Find the lexicon's words from left to right, marking what is a verb on the way."""
        hits: list[Hit] = []
        at = 0
        while at < len(self.tokens):
            length, senses = self.lexicon.find_senses(self.low, at)
            sense = self._choose(at, at + length, senses) if length else None
            if sense:
                hits.append(Hit(at, at + length, sense))
                if sense.form != "noun":
                    self._verbs.update(range(at, at + length))
            elif self._looks_like_verb(at):
                self._verbs.add(at)
            at += length if sense else 1
        return hits

    def _choose(self, at: int, end: int, senses: tuple[Sense, ...]) -> Sense | None:
        """Choose between noun and verb by what stands before; None when the word is part of a name or an adjective."""
        small = self.lexicon.small
        before = self.word(at - 1)
        if self.tokens[at].is_capital and (self._capital_at(end) if at == 0 else self.tokens[at - 1].is_word):
            return None  # part of a name
        noun = next((sense for sense in senses if sense.form == "noun"), None)
        verb = next((sense for sense in senses if sense.form in _VERB_FORMS), None)
        if before in small.determiners or before in small.possessives or before == "'s":
            return noun
        if noun is None or verb is None:
            adjunct = before in small.prepositions and before != "to" and verb and verb.form in ("base", "present")
            return None if adjunct else noun or verb
        return verb if self._stands_as_verb(at, end, verb) else noun

    def _stands_as_verb(self, at: int, end: int, verb: Sense) -> bool:
        """Tell whether a word that can be both stands where a verb stands."""
        small = self.lexicon.small
        before, follower = self.word(at - 1), self.word(end)
        if follower in small.determiners or follower in small.possessives or before == "to":
            return True
        if before in small.modals or before in small.pronouns or before in small.adverbs:
            return True
        marked = at == 0 or before in small.prepositions or not self.tokens[at - 1].is_word
        return not marked and not _NUMBER.fullmatch(before) and self._follows_subject(at, verb)

    def _follows_subject(self, at: int, verb: Sense) -> bool:
        """Tell whether the word before can be the subject of a present tense."""
        before = self.tokens[at - 1]
        if before.low in self.lexicon.small.links or before.low == "and":
            return bool(self._verbs)
        name = find_name(before.text)
        if name and name.kind == "adjective":
            return False
        plural = before.low.endswith("s") and not before.low.endswith("ss")
        return before.is_capital if verb.form == "present" else plural

    def _capital_at(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].is_capital and self.tokens[at].is_word

    def _looks_like_verb(self, at: int) -> bool:
        token, small = self.tokens[at], self.lexicon.small
        before = self.word(at - 1)
        if token.is_capital or not token.is_word or before in small.determiners or before in small.possessives:
            return False
        if before == "of" and token.low.endswith("ing"):
            return True
        if token.low in self.lexicon.verbs:
            return before not in small.prepositions or before == "to"
        name = find_name(self.tokens[at - 1].text) if at else None
        adjectival = at == 0 or before in small.prepositions or (name is not None and name.kind == "adjective")
        return token.low.endswith(("ed", "ing")) and len(token.low) > len("being") and not adjectival
