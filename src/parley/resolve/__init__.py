"""Resolving: whom names denote, where places lie, which days times mean, how many are told.

What cannot be resolved stays open.
"""

from parley.resolve.actors import ActorResolver
from parley.resolve.counts import CountResolver
from parley.resolve.places import PlaceResolver, locate, name_gazetteer
from parley.resolve.times import TimeResolver

__all__ = ["ActorResolver", "CountResolver", "PlaceResolver", "TimeResolver", "locate", "name_gazetteer"]
