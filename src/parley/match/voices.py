"""Who says it, in plain words."""

from parley.model import Statement
from parley.ontology import find_country, find_name, is_carrier


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
