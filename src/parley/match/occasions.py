"""An event of a reading in its surroundings: its sentence, what it is about, and who says it."""

import re
from functools import cached_property

from msgspec import Struct

from parley.derive import enclosing_statements, find_sentence, index_statements
from parley.match.lexicon import find_concepts, find_freed, find_stems, has_cue, load_lexicon
from parley.match.terms import read_numbers
from parley.model import Event, Reading, Span, Statement

_BORDER = re.compile(r"[,;:.]|\b(?:and|following|after|while|as|despite|since|because|when|who|which|in exchange)\b")
"""Where the clause of a sentence that a trigger stands in ends or begins."""
_QUOTE_BORDER = re.compile(r"[,;:]\s|\b(?:following|after|while|as|despite|since|because|when|who|which|in exchange)\b")
"""Where the words that are quoted end or begin: "and" may join two names, a full stop may end an abbreviation."""
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?: not| never| yet)*(?: \w+ly)?\s+\Z", re.IGNORECASE)
_POSSESSIVES = frozenset({"their", "his", "her", "its"})
_POSSESSIVE = re.compile(rf"\b(?:{'|'.join(sorted(_POSSESSIVES))})\s+\Z", re.IGNORECASE)
_AFTER, _BEFORE, _WITHHELD, _AROUND, _AMOUNT = 120, 30, 40, 25, 12
"""Code points around a trigger that are looked at for what the act is about; what is let go, before it; a word of
delay; a word of beginning or holding; and how much of it is done."""


class Occasion(Struct, frozen=True, dict=True):
    """One event of a reading with what is looked up about it; nothing here depends on an agreement.

    `chain` are the statements around it, outermost first.
    """

    reading: Reading
    event: Event
    chain: tuple[Statement, ...]

    @cached_property
    def sentence(self) -> Span:
        """The sentence of the trigger."""
        text, trigger = self.reading.document.text, self.event.trigger
        words = find_sentence(text, trigger)
        start = text.rfind(words, 0, trigger.start + len(words))
        return Span(start, start + len(words), words)

    @cached_property
    def extent(self) -> Span:
        """The words from the first to the last role of the event inside its sentence."""
        event = self.event
        roles = [span for span in (*event.actor, *event.recipient, *event.place) if self.sentence.holds(span)]
        spans = [event.trigger, *roles]
        return self.reading.document.span(min(s.start for s in spans), max(s.end for s in spans))

    @cached_property
    def clause(self) -> Span:
        """The words that carry it: from the border of a clause before its first role to the one after its last."""
        sentence, extent = self.sentence, self.extent
        before = sentence.text[: extent.start - sentence.start]
        start = max((match.end() for match in _QUOTE_BORDER.finditer(before)), default=0)
        after = _QUOTE_BORDER.search(sentence.text, extent.end - sentence.start)
        end = after.start() if after else len(sentence.text)
        words = sentence.text[start:end]
        start += len(words) - len(words.lstrip())
        length = len(words.strip().removesuffix("."))
        return self.reading.document.span(sentence.start + start, sentence.start + start + length)

    @cached_property
    def object_text(self) -> str:
        """The words that say what the act is about: to its last recipient or place, else to the end of its clause.

        Where aid arrives that nobody is said to give, it stands before the trigger, as it does where something is said
        to be done by nobody: "aid trucks have arrived", "the second phase was negotiated". In "they freed six prisoners
        after delaying their release" it is what the same act is about before.
        """
        event = self.event
        if (meant := self._antecedent) is not None:
            return " ".join([event.trigger.text, *(span.text for span in meant.recipient)])
        roles = [span for span in (*event.recipient, *event.place) if self.sentence.holds(span)]
        followed = any(span.start >= event.trigger.end for span in event.recipient)
        end = max([event.trigger.end, *(span.end for span in roles)]) if followed else self._clause_end
        unsaid = not event.actor and not event.recipient
        before = unsaid and (event.type == "AID" or _PASSIVE.search(self.words_up_to))
        start = min([self._clause_start if before else event.trigger.start, *(span.start for span in roles)])
        words = self.reading.document.text[start:end]
        for actor in event.actor:
            if start <= actor.start < end:
                words = words.replace(actor.text, " ")
        return words

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What the act is about."""
        return find_concepts(self.object_text)

    @property
    def particular(self) -> frozenset[str]:
        """The concepts of the act that few acts share."""
        return (self.concepts | self.further_concepts) - load_lexicon().general

    @cached_property
    def further_concepts(self) -> frozenset[str]:
        """What the words right after the trigger are about."""
        return find_concepts(self.words_after)

    @cached_property
    def freed(self) -> frozenset[str]:
        """Who or what is let go: as the object says, "the bodies returned by", or else the words that follow."""
        before = _BORDER.split(self._cut(self.event.trigger.start - _BEFORE, self.event.trigger.start))[-1]
        near = self.concepts | (find_concepts(before) & {"body"})
        return find_freed(near) or find_freed(self.further_concepts)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The content words of the act, reduced to stems."""
        return find_stems(self.extent.text) | find_stems(self.object_text) | find_stems(self.words_after)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of its sentence."""
        return read_numbers(self.sentence.text)

    @cached_property
    def withheld(self) -> bool:
        """Tell whether the words before the trigger say that the act is delayed, refused or failed at."""
        return has_cue("withheld", self._cut(self.event.trigger.start - _WITHHELD, self.event.trigger.start))

    @property
    def words_up_to(self) -> str:
        """The sentence up to the trigger."""
        return self._cut(self.sentence.start, self.event.trigger.start)

    @property
    def words_after(self) -> str:
        """The sentence after the trigger, as far as it tells what the act is about."""
        return self._cut(self.event.trigger.end, self.event.trigger.end + _AFTER)

    @property
    def words_around(self) -> str:
        """The words right around the trigger."""
        return self._cut(self.event.trigger.start - _AROUND, self.event.trigger.end + _AROUND)

    @property
    def amount_text(self) -> str:
        """The words that say how much of it: the recipients, and what stands right before the trigger."""
        near = self._cut(self.event.trigger.start - _AMOUNT, self.event.trigger.end)
        return " ".join([near, *(span.text for span in self.event.recipient)])

    @property
    def _antecedent(self) -> Event | None:
        """The act of the same kind that a possessive before the trigger goes back to: the nearest before it."""
        named = any(span.text.casefold() not in _POSSESSIVES for span in self.event.recipient)
        if named or not _POSSESSIVE.search(self.words_up_to):
            return None
        kind = (self.event.type, self.event.mode)
        same = [
            other
            for other in self.reading.events
            if (other.type, other.mode) == kind and other.recipient and other.trigger.end <= self.event.trigger.start
        ]
        return max(
            (other for other in same if self.sentence.holds(other.trigger)),
            key=lambda other: other.trigger.start,
            default=None,
        )

    @property
    def _clause_start(self) -> int:
        said = [span.start for statement in self.chain for span in statement.content if span.holds(self.event.trigger)]
        start = max([self.sentence.start, *said])
        borders = [match.end() for match in _BORDER.finditer(self._cut(start, self.event.trigger.start))]
        return start + max(borders, default=0)

    @property
    def _clause_end(self) -> int:
        match = _BORDER.search(self.words_after)
        return self.event.trigger.end + (match.start() if match else len(self.words_after))

    def _cut(self, start: int, end: int) -> str:
        """Cut words out of the sentence."""
        return self.reading.document.text[max(start, self.sentence.start) : min(end, self.sentence.end)]


def list_occasions(reading: Reading) -> list[Occasion]:
    """List the events of a reading in their surroundings."""
    statements = index_statements(reading.statements)
    return [Occasion(reading, event, tuple(enclosing_statements(event, statements))) for event in reading.events]
