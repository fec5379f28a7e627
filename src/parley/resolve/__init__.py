"""Resolving: whom names denote, and which days times mean. What cannot be resolved stays unresolved."""

from parley.resolve.actors import ActorResolver
from parley.resolve.times import TimeResolver

__all__ = ["ActorResolver", "TimeResolver"]
