"""Resolving: whom names denote, where places lie, and which days times mean. What cannot be resolved stays open."""

from parley.resolve.actors import ActorResolver
from parley.resolve.places import PlaceResolver
from parley.resolve.times import TimeResolver

__all__ = ["ActorResolver", "PlaceResolver", "TimeResolver"]
