"""Places: their names in the text, where they lie, and in what capacity they stand."""

from parley.resolve.places.resolver import PlaceResolver, locate

__all__ = ["PlaceResolver", "locate"]
