"""The grounds that a report gives for an act or omission: the bearing `excused`, whoever states it."""

import re
from collections.abc import Iterator

from parley.match.cases import Case
from parley.match.lexicon import cue_pattern, has_cue
from parley.match.terms import Terms
from parley.match.voices import name_source, quote_statement
from parley.model import Span

_GROUND_ENDS = re.compile(r"[,;]|\.$")


def find_grounds(case: Case, terms: Terms) -> Iterator[tuple[Span, str | None]]:
    """Yield the words of each ground given for an act, and who states it.

    The bearer's own statements about what another did are grounds; so are the words after "in response to" in the
    sentence of the act or in a statement that names the act again.
    """
    occasion = case.occasion
    for statement in occasion.reading.statements:
        speaker = terms.directory.identify(statement.source).parties if statement.source else frozenset[str]()
        own = any(terms.directory.answers(party) & case.actors.parties for party in speaker)
        if own and statement.id != occasion.event.within and has_cue("blames", statement.said):
            yield quote_statement(occasion.reading.document, statement), name_source((statement,))
    match = cue_pattern("ground").search(occasion.sentence.text)
    if match:
        start = occasion.sentence.start + match.start()
        words = _GROUND_ENDS.split(occasion.sentence.text[match.start() :], maxsplit=1)[0]
        span = occasion.reading.document.span(start, start + len(words))
        if not span.overlaps(occasion.event.trigger):
            yield span, name_source(occasion.chain)
