"""Who says it, in plain words, and in which."""

from parley.model import Document, Span, Statement
from parley.ontology import find_country, find_name, is_carrier

_NEAR = 12
"""Code points that may stand between the parts of a statement that are quoted as one."""


def name_source(chain: tuple[Statement, ...]) -> str | None:
    """Name the innermost source of a chain, outermost first, as a plain name; null for the narrator.

    A government is named by its country; a carrier counts only where no speaker is named.
    """
    names = [statement.source.entity or statement.source.text for statement in chain if statement.source]
    if not names:
        return None
    speakers = [name for name in names if not is_carrier(name)] or names
    found = find_name(speakers[-1])
    indirect = found is not None and found.kind in {"government", "seat", "adjective"}
    return (find_country(speakers[-1]) if indirect else None) or speakers[-1]


def quote_statement(document: Document, statement: Statement) -> Span:
    """Quote what is said with the words that say it, and with who says it, as far as these stand together."""
    quoted: Span = statement.content[0]
    for span in (statement.cue, statement.source):
        if span and max(span.start - quoted.end, quoted.start - span.end) <= _NEAR:
            quoted = document.span(min(span.start, quoted.start), max(span.end, quoted.end))
    return quoted
