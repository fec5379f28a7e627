"""An event of a reading in its surroundings: its sentence, what it is about, who says it, and how it stands."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from parley.derive import enclosing_statements, find_sentence
from parley.match.lexicon import find_concepts, find_freed, find_stems, has_cue
from parley.match.terms import read_numbers
from parley.model import Event, Reading, Span, Statement


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
        after = [span for span in (*event.recipient, *event.place) if self.sentence.holds(span)]
        end = max([event.trigger.end, *(span.end for span in after)])
        start = min([event.trigger.start, *(span.start for span in after)])
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
        return find_freed(self.concepts) or find_freed(find_concepts(self.words_after))

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
    def words_after(self) -> str:
        """The sentence after the trigger, as far as it tells what the act is about."""
        end = min(self.sentence.end, self.event.trigger.end + 60)
        return self.reading.document.text[self.event.trigger.end : end]


def list_occasions(reading: Reading) -> list[Occasion]:
    """List the events of a reading in their surroundings."""
    statements: Mapping[str, Statement] = {statement.id: statement for statement in reading.statements}
    return [Occasion(reading, event, tuple(enclosing_statements(event, statements))) for event in reading.events]
