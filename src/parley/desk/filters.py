"""Filters as they stand in the address of a page: the names are those of the options of `parley list`."""

from collections.abc import Mapping
from typing import TypeVar, get_args
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from parley.derive import CommitmentKind, Standing
from parley.errors import FormatError
from parley.model import EntryKind, EntryState, EventType, Modality
from parley.record import OPEN_STATES, Filter, Why

Asked = TypeVar("Asked", bound=Struct)
_STATES: Mapping[str, tuple[EntryState, ...]] = {
    "open": OPEN_STATES,
    "all": get_args(EntryState),
    **{state: (state,) for state in get_args(EntryState)},
}
_FIELDS = {
    "since": "published_from",
    "until": "published_to",
    "happened_since": "happened_from",
    "happened_until": "happened_to",
}
"""Names of options that differ from the fields of `Filter`."""


_OF_QUEUE = {"state", "why"}
"""Names that are no fields of `Filter`."""


MEANINGS: Mapping[Why, str] = {
    "disputed": "reports of the same days tell it and deny it",
    "near a deadline": "something is due within a fortnight, or was within the last week",
    "uncertain": "its reader holds it for more likely wrong than right",
    "differs": "another reader read it otherwise, or not at all",
    "little evidence": "proposed for a clause on which fewer than two reports are confirmed",
    "on a clause": "proposed for a clause of an agreement",
    "commitment": "somebody commits themselves, demands or refuses",
    "new": "its report came in after the last decision before today",
    "routine": "nothing special",
    "unsure": "somebody left it open",
    "page changed": "the page has another text by now",
    "decided": "accepted, amended or rejected",
}
"""What the reasons of the queue mean."""


class Choice(Struct, frozen=True):
    """One filter as a form shows it: a list to choose from, or words to type where `values` is empty."""

    name: str
    label: str
    values: tuple[str, ...] = ()
    kind: str = "text"
    front: bool = False


CHOICES = (
    Choice("words", "Words in the report", kind="search", front=True),
    Choice("why", "Why", get_args(Why), front=True),
    Choice("kind", "Kind", get_args(EntryKind), front=True),
    Choice("standing", "Standing", get_args(Standing), front=True),
    Choice("commitment", "Commitment", get_args(CommitmentKind), front=True),
    Choice("state", "State", tuple(_STATES), front=True),
    Choice("on_clause", "Waits on a clause", ("true",), front=True),
    Choice("type", "Type", get_args(EventType)),
    Choice("mode", "Mode"),
    Choice("modality", "Modality", get_args(Modality)),
    Choice("fact", "Reported as fact", ("true", "false")),
    Choice("act", "Act (not speech act)", ("true", "false")),
    Choice("speaker", "Speaker"),
    Choice("actor", "Actor"),
    Choice("recipient", "Recipient"),
    Choice("outlet", "Outlet"),
    Choice("document", "Document’s id"),
    Choice("due", "With a deadline", ("true",)),
    Choice("since", "Published from", kind="date"),
    Choice("until", "Published to", kind="date"),
    Choice("happened_since", "Happened from", kind="date"),
    Choice("happened_until", "Happened to", kind="date"),
)


class EntriesAsked(Struct, frozen=True):
    """The filters of one address: as given, as the record takes them, and as the query of another address.

    `why` leaves only the entries that stand in the queue for this reason.
    """

    given: Mapping[str, str]
    filter: Filter
    why: Why | None = None

    @property
    def query(self) -> str:
        """The filters as the query of an address, without its question mark."""
        return urlencode(self.given)

    def leave_out(self, name: str) -> str:
        """Give the query without one filter."""
        return urlencode({other: value for other, value in self.given.items() if other != name})


def parse_filters(address: Mapping[str, str]) -> EntriesAsked:
    """Read the filters out of the query of an address; names that are no filters are left alone.

    Raises:
        FormatError: a value is not of its kind.
    """
    given = {choice.name: address[choice.name].strip() for choice in CHOICES if address.get(choice.name, "").strip()}
    values: dict[str, object] = {
        _FIELDS.get(name, name): value for name, value in given.items() if name not in _OF_QUEUE
    }
    state, why = given.get("state", "open"), next((why for why in get_args(Why) if why == given.get("why")), None)
    if given.get("why") and why is None:
        raise FormatError(f"{given['why']!r} is no reason", where="why", remedy=f"Choose {', '.join(get_args(Why))}.")
    if state not in _STATES:
        raise FormatError(f"{state!r} is no state", where="state", remedy=f"Choose one of {', '.join(_STATES)}.")
    return EntriesAsked(given, _convert({**values, "states": _STATES[state]}, Filter), why)


def convert_address(address: Mapping[str, str], kind: type[Asked]) -> Asked:
    """Read what a page is asked for out of the query of its address; what is left empty counts as not said.

    Raises:
        FormatError: a value is not of its kind.
    """
    return _convert({name: value.strip() for name, value in address.items() if value.strip()}, kind)


def _convert(values: Mapping[str, object], kind: type[Asked]) -> Asked:
    try:
        return msgspec.convert(values, kind, strict=False)
    except msgspec.ValidationError as error:
        raise FormatError(
            "the address holds a value that cannot be taken",
            where=str(error),
            remedy="Choose again; days are written as 2025-07-07.",
        ) from error
