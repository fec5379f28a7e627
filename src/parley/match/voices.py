"""Who says it, in plain words."""

from parley.match.bearing import TALK
from parley.match.occasions import Occasion
from parley.model import Bearing, Statement
from parley.ontology import find_country, find_name, is_carrier


def name_speaker(occasion: Occasion, bearing: Bearing) -> str | None:
    """Name the innermost speaker of an event; null for the narrator."""
    return name_source(occasion.chain)


def name_source(chain: tuple[Statement, ...]) -> str | None:
    """Name the innermost source of a chain in plain words; a carrier only where no speaker is named."""
    names = [statement.source.entity or statement.source.text for statement in chain if statement.source]
    if not names:
        return None
    speakers = [name for name in names if not is_carrier(name)] or names
    found = find_name(speakers[-1])
    return (find_country(speakers[-1]) if found and found.kind in {"government", "seat", "adjective"} else None) or speakers[-1]
