"""The grounds that a report gives for an act or omission: the bearing `excused`, whoever states it."""

import re
from collections.abc import Iterator

from parley.match.cases import Case
from parley.match.lexicon import cue_pattern, has_cue
from parley.match.occasions import Occasion
from parley.match.parties import NOBODY, PartyIds
from parley.match.terms import Terms
from parley.match.voices import name_source, quote_statement
from parley.model import Span, Statement

_GROUND_ENDS = re.compile(r"[,;]|\.$")


def find_grounds(case: Case, terms: Terms, bearer: str | None) -> Iterator[tuple[Span, str | None]]:
    """Yield the words of each ground given for an act, and who states it.

    The own statements of who acts, or else of the bearer, about what another did are grounds, and those that name the
    act again with a ground; so are the words after "in response to" in the sentence of the act.
    """
    occasion = case.occasion
    document, statements = occasion.reading.document, occasion.reading.statements
    acting = case.actors.parties or frozenset(filter(None, [bearer]))
    own = [statement for statement in statements if _speaks_for(statement, acting, terms)]
    for statement in own:
        if statement.id != occasion.event.within and _gives_ground(statement, occasion):
            yield quote_statement(document, statement), name_source((statement,))
    for match in cue_pattern("ground").finditer(occasion.sentence.text):
        start = occasion.sentence.start + match.start()
        words = _GROUND_ENDS.split(occasion.sentence.text[match.start() :], maxsplit=1)[0]
        span = document.span(start, start + len(words))
        citing = [statement for statement in statements if statement.source and statement.cue.overlaps(span)]
        if not span.overlaps(occasion.event.trigger) and all(statement in own for statement in citing):
            yield span, name_source(tuple(citing[:1]) or occasion.chain)


def _speaks_for(statement: Statement, acting: PartyIds, terms: Terms) -> bool:
    speakers = terms.directory.identify(statement.source).parties if statement.source else NOBODY
    return any(terms.directory.answers(party) & acting for party in speakers)


def _gives_ground(statement: Statement, occasion: Occasion) -> bool:
    """Tell whether a statement blames another, or names an act again, by its kind, with a ground for it."""
    if has_cue("blames", statement.said):
        return True
    kind = (occasion.event.type, occasion.event.mode)
    told = {(event.type, event.mode) for event in occasion.reading.events if event.within == statement.id}
    return kind in told and has_cue("ground", statement.said)
