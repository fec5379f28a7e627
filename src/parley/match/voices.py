"""Who says it, in plain words, and in which."""

from parley.derive import enclosing_statements, index_statements
from parley.match.lexicon import has_cue
from parley.model import Document, Event, Reading, Span, Statement
from parley.ontology import is_carrier, name_plainly

_NEAR = 12
"""Code points that may stand between the parts of a statement that are quoted as one."""


def name_source(chain: tuple[Statement, ...]) -> str | None:
    """Name the innermost source of a chain, outermost first, as a plain name; null for the narrator.

    A government is named by its country; a carrier counts only where no speaker is named. "An earlier report by this
    newspaper" is the narrator.
    """
    sources = [statement.source for statement in chain if statement.source and not _is_own(statement)]
    names = [source.entity or source.text for source in sources]
    if not names:
        return None
    speakers = [name for name in names if not is_carrier(name)] or names
    return name_plainly(speakers[-1])


def quote_statement(document: Document, statement: Statement) -> Span:
    """Quote what is said with the words that say it, and with who says it, as far as these stand together."""
    quoted: Span = statement.content[0]
    for span in (statement.cue, statement.source):
        if span and max(span.start - quoted.end, quoted.start - span.end) <= _NEAR:
            quoted = document.span(min(span.start, quoted.start), max(span.end, quoted.end))
    return quoted


def list_retold(reading: Reading) -> frozenset[str]:
    """List the ids of what a document tells as said by an earlier report of its own outlet."""
    statements = index_statements(reading.statements)
    items: tuple[Statement | Event, ...] = (*reading.statements, *reading.events)
    return frozenset(item.id for item in items if any(map(_is_own, enclosing_statements(item, statements))))


def _is_own(statement: Statement) -> bool:
    return statement.source is not None and has_cue("own_report", statement.source.text.strip())
