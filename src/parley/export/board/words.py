"""How the board counts, joins and names in its own voice."""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from parley.agreement import Agreement, Position, View
from parley.agreement.results import Silence
from parley.derive import count


class Count(Struct, frozen=True):
    """A word of a row with the reports that it rests on, and from how many origins they come (null: not one bearing).

    `timing` says how the day lies to the due date, `notes` what else stands beside it: called a breach, against
    interest, unsure, unreviewed.
    """

    word: str
    reports: int
    origins: int | None = None
    timing: str | None = None
    notes: tuple[str, ...] = ()


def name_party(agreement: Agreement, party: str | None) -> str:
    """Name a party or side as the agreement does; sides that it does not name keep their own name."""
    names = {known.id: known.name for known in agreement.parties}
    if party == "unknown":
        return "side unknown"
    return names.get(party or "", party or "all bearers")


def name_bearers(agreement: Agreement, bearers: Iterable[str]) -> str:
    """Name whom an incident concerns."""
    return join(name_party(agreement, bearer) for bearer in bearers) or "all bearers"


def tell_days(first: dt.date, last: dt.date) -> str:
    """Say a day, or the first and the last of several."""
    return f"{first}" if first == last else f"{first} to {last}"


def join(names: Iterable[str]) -> str:
    """Join names as a sentence does."""
    listed = list(names)
    return " and ".join(listed) if len(listed) < 3 else f"{', '.join(listed[:-1])} and {listed[-1]}"


def label_sides(
    agreement: Agreement, sides: tuple[str, ...], bearer: str | None, *, narrated: bool = False
) -> tuple[str, str]:
    """Name who reports and of whom: the two parts of a row's label; `narrated` marks outlets in their own voice."""
    named = join(name_party(agreement, side) for side in sides)
    whom = "on itself" if sides == (bearer,) else f"on {name_party(agreement, bearer)}"
    if narrated and len(sides) > 1:
        return f"{len(sides)} outlets in their own voice", f"{whom}: {named}"
    if len(sides) > 1:
        named = f"{count(len(sides), 'other side')}: {named}"
    return f"{named} in its own voice" if narrated else named, whom


def tell_count(counted: Count) -> str:
    """Say a word of a row with the number of reports behind it, and of origins where they are fewer."""
    told = f"{counted.word} {counted.reports}"
    if counted.origins is not None and counted.origins < counted.reports:
        told += f" from {count(counted.origins, 'origin')}"
    beside = [*([counted.timing] if counted.timing else []), *counted.notes]
    return f"{told} ({', '.join(beside)})" if beside else told


def tell_silence(agreement: Agreement, silence: Silence, silent: tuple[str, ...], *, heard: bool) -> str:
    """Say who of those concerned reports nothing on a clause, and how much was read in that time."""
    if not heard:
        return f"no report ({tell_read(silence)})"
    names = join(name_party(agreement, side) for side in silent)
    return f"no report by {names} ({tell_read(silence)})" if names else ""


def tell_echoes(position: Position) -> str:
    """Say how many further reports carry the same words of the same speaker; nothing where there are none."""
    return f"; {count(position.reports - 1, 'more report')}" if position.reports > 1 else ""


def tell_read(silence: Silence) -> str:
    """Say what a silence rests on."""
    return f"{count(silence.read, 'document')} read, nothing found" if silence.read else silence.reach


def tell_counts(counts: Iterable[Count], silence: Silence | None) -> str:
    """Say the words of a row, and since when there are none."""
    told = [tell_count(counted) for counted in counts]
    if silence:
        told.append(f"no report since {silence.since} ({f'{silence.read} read' if silence.read else silence.reach})")
    return "; ".join(told)


def tell_view(agreement: Agreement, view: View, panel: frozenset[str] | None) -> str:
    """Say whose reports are shown; `panel` as in `Board`."""
    sides = join(sorted(name_party(agreement, side) for side in view.sides)) if view.sides else "all sides"
    told = [sides] if panel is None else [sides, f"in {count(len(panel), 'outlet')} read throughout"]
    return ", ".join([*told, "reviewed ones only"] if view.reviewed else told)
