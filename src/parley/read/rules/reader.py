"""The rule reader: from sentences to sayings and acts, and from these to the statements and events of a reading."""

from functools import cached_property
from itertools import count
from typing import ClassVar

from parley.model import Document, Event, Mention, Reading, Statement, TimeMention
from parley.ontology.furniture import blank_bylines
from parley.read.rules.acts import Act, find_acts
from parley.read.rules.clause import Range, Sentence
from parley.read.rules.lexicon import load_lexicon
from parley.read.rules.sentences import split_sentences
from parley.read.rules.statements import Saying, find_enclosing, find_sayings
from parley.read.rules.timing import Timing, find_timings
from parley.version import hash_code


class RuleReader:
    """Reads statements and events by rule. Modest by intention; never raises on any text."""

    name: ClassVar[str] = "rules"

    @cached_property
    def version(self) -> str:
        """Names code and lexicon by their hash."""
        return hash_code("read.rules", "ontology")

    def read(self, document: Document) -> Reading:
        """Read one document."""
        statements: list[Statement] = []
        events: list[Event] = []
        lexicon = load_lexicon()
        event_ids = count(1)
        for tokens in split_sentences(blank_bylines(document.text)):
            sentence = Sentence(tokens, lexicon)
            sayings = sorted(find_sayings(sentence), key=lambda saying: saying.cue)
            ids = {saying.cue: f"S{len(statements) + i}" for i, saying in enumerate(sayings, 1)}
            statements += [_make_statement(document, sentence, saying, sayings, ids) for saying in sayings]
            acts = find_acts(sentence, sayings)
            timings = find_timings(document.text, sentence, acts, sayings)
            events += [
                _make_event(document, sentence, act, timing, ids, f"E{next(event_ids)}")
                for act, timing in zip(acts, timings, strict=True)
            ]
        return Reading(document, tuple(statements), tuple(events))


def _make_statement(
    document: Document, sentence: Sentence, saying: Saying, sayings: list[Saying], ids: dict[Range, str]
) -> Statement:
    enclosing = find_enclosing(saying.cue[0], sayings, saying)
    return Statement(
        ids[saying.cue],
        source=_make_mention(document, sentence, saying.source) if saying.source else None,
        cue=document.span(*sentence.offsets(saying.cue)),
        content=tuple(document.span(*sentence.offsets(span)) for span in saying.content),
        addressee=_make_mention(document, sentence, saying.addressee) if saying.addressee else None,
        within=ids[enclosing.cue] if enclosing else None,
    )


def _make_event(
    document: Document, sentence: Sentence, act: Act, timing: Timing, ids: dict[Range, str], name: str
) -> Event:
    def mentions(spans: tuple[Range, ...]) -> tuple[Mention, ...]:
        return tuple(_make_mention(document, sentence, span) for span in spans)

    return Event(
        name,
        document.span(*sentence.offsets(act.trigger)),
        act.type,
        act.mode,
        actor=mentions(act.roles.actor),
        recipient=mentions(act.roles.recipient),
        place=mentions(act.roles.place),
        time=tuple(_make_time(document, span) for span in timing.times),
        modality=act.verdict.modality,
        negated=act.verdict.negated,
        condition=document.span(*sentence.offsets(act.condition)) if act.condition else None,
        deadline=_make_time(document, timing.deadline) if timing.deadline else None,
        within=ids[act.within.cue] if act.within else None,
        about=ids[act.about.cue] if act.about else None,
    )


def _make_mention(document: Document, sentence: Sentence, span: Range) -> Mention:
    start, end = sentence.offsets(span)
    return Mention(start, end, document.text[start:end])


def _make_time(document: Document, span: Range) -> TimeMention:
    return TimeMention(*span, document.text[slice(*span)])
