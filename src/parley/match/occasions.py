"""An event of a reading in its surroundings: its sentence, what it is about, who says it, and how it stands."""

import re
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from parley.derive import enclosing_statements, find_sentence
from parley.match.lexicon import find_concepts, find_freed, find_stems, has_cue
from parley.match.terms import read_numbers
from parley.model import Event, Reading, Span, Statement


_BORDER = re.compile(r"[,;:.]|\b(?:and|following|after|while|as|despite|since|because|when|who|which|in exchange)\b")
REACH = 90
"""Code points after a trigger that are taken to say what the act is about."""


class Occasion(Struct, frozen=True, dict=True):
    """One event of a reading with what is looked up about it; nothing here depends on an agreement."""

    reading: Reading
    event: Event
    chain: tuple[Statement, ...]

    @cached_property
    def sentence(self) -> Span:
        """The sentence of the trigger."""
        text = self.reading.document.text
        words = find_sentence(text, self.event.trigger)
        start = text.rfind(words, 0, self.event.trigger.start + len(words))
        return Span(start, start + len(words), words)

    @cached_property
    def extent(self) -> Span:
        """The words from the first to the last role of the event inside its sentence."""
        event, sentence = self.event, self.sentence
        roles = [event.trigger, *event.actor, *event.recipient, *event.place]
        inside = [span for span in roles if sentence.holds(span)] or [event.trigger]
        return self.reading.document.span(min(s.start for s in inside), max(s.end for s in inside))

    @cached_property
    def object_text(self) -> str:
        """The words that say what the act is about: trigger to the last role, without who does it."""
        event = self.event
        roles = [span for span in (*event.recipient, *event.place) if self.sentence.holds(span)]
        told = [span.end for span in event.recipient if span.start >= event.trigger.end]
        end = max([event.trigger.end, *(span.end for span in roles)]) if told else self._clause_end
        start = min([event.trigger.start, *(span.start for span in roles)])
        words = self.reading.document.text[start:end]
        for actor in event.actor:
            if start <= actor.start < end:
                words = words.replace(actor.text, " ")
        return words

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What the act is about."""
        return find_concepts(self.object_text)

    @cached_property
    def freed(self) -> frozenset[str]:
        """Who or what is let go, as the words from the trigger to the recipients say, or else those that follow."""
        near = self.concepts | (find_concepts(self._words_before) & {"body"})
        return find_freed(near) or find_freed(self.further_concepts)

    @cached_property
    def further_concepts(self) -> frozenset[str]:
        """What the words right after the act are about."""
        return find_concepts(self.words_after)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The content words of the act, reduced to stems."""
        return find_stems(self.extent.text) | find_stems(self.words_after)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of its sentence."""
        return read_numbers(self.sentence.text)

    @cached_property
    def withheld(self) -> bool:
        """Tell whether the words before the trigger say that the act is delayed, refused or failed at."""
        before = self.reading.document.text[max(self.sentence.start, self.event.trigger.start - 40) : self.event.trigger.start]
        return has_cue("withheld", before)

    @property
    def words_around(self) -> str:
        """The sentence from a little before the trigger to a little after it."""
        trigger, sentence = self.event.trigger, self.sentence
        return self.reading.document.text[max(sentence.start, trigger.start - 25) : min(sentence.end, trigger.end + 25)]

    @cached_property
    def amount_text(self) -> str:
        """The words that say how much of it: the recipients, and what stands right at the trigger."""
        trigger = self.event.trigger
        near = self.reading.document.text[max(self.sentence.start, trigger.start - 12) : trigger.end]
        return " ".join([near, *(span.text for span in self.event.recipient)])

    @property
    def words_after(self) -> str:
        """The sentence after the trigger, as far as it tells what the act is about."""
        return self.reading.document.text[self.event.trigger.end : self._reach]

    @property
    def _clause_end(self) -> int:
        match = _BORDER.search(self.reading.document.text, self.event.trigger.end, self._reach)
        return match.start() if match else self._reach

    @property
    def _words_before(self) -> str:
        """The words right before the trigger, in its clause: what is let go in "the bodies returned by"."""
        trigger = self.event.trigger
        words = self.reading.document.text[max(self.sentence.start, trigger.start - 30) : trigger.start]
        return _BORDER.split(words)[-1]

    @property
    def _reach(self) -> int:
        return min(self.sentence.end, self.event.trigger.end + REACH)


def list_occasions(reading: Reading) -> list[Occasion]:
    """List the events of a reading in their surroundings."""
    statements: Mapping[str, Statement] = {statement.id: statement for statement in reading.statements}
    return [Occasion(reading, event, tuple(enclosing_statements(event, statements))) for event in reading.events]
