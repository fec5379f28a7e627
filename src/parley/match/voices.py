"""Who says it, in plain words, and in which."""

from parley.model import Document, Span, Statement
from parley.ontology import find_country, find_name, is_carrier

_NEAR = 12
"""Code points that may stand between source, cue and content of a statement that is quoted as one."""


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
    """Quote what is said with who says it and how, where these stand together; else what is said alone."""
    said = statement.content[0]
    spans = [span for span in (statement.source, statement.cue, said) if span]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    apart = end - start - sum(span.end - span.start for span in spans)
    return said if apart > _NEAR else document.span(start, end)
