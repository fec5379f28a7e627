"""Places: their names in the text, where they lie, and in what capacity they stand."""

from parley.resolve.places.resolver import PlaceResolver, locate, name_gazetteer

__all__ = ["PlaceResolver", "locate", "name_gazetteer"]
