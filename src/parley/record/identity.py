"""Identity of what the record makes itself: UUIDv7, so that two people's records can be merged."""

from uuid_utils import uuid7


def make_id() -> str:
    """Make a new id; ids sort by the time of their making."""
    return str(uuid7())
