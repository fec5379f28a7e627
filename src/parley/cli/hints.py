"""What a user may have left out: said beside a result that would else look like an answer."""

import datetime as dt
import difflib
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from parley.cli.console import err
from parley.derive import count
from parley.pipeline import LANGUAGES
from parley.record import Filter, Record

_SUGGESTED = 3
_ALIKE = 0.75
"""How alike a name is spelt that is suggested, as difflib counts: twice the letters shared by all letters."""


def tell_unread(record: Record) -> None:
    """Say how many documents nobody has read yet: what they say is in no list."""
    if unread := record.count_unread(LANGUAGES):
        err.print(f"{count(unread, 'document')} not read yet: parley read {record.path}", markup=False)


def tell_unrecorded(record: Record, recorded_by: dt.datetime | None) -> None:
    """Say that the record held nothing by a moment: who asks for it may mean what was published by then."""
    if recorded_by is not None and not record.count_documents(recorded_by):
        what = f"The record held no document by {recorded_by.isoformat(timespec='minutes')}."
        err.print(f"{what} --recorded-by asks for what it held then, not for what was published by then.")


def tell_unlinked(record: Record, agreement: str, asked: str | None = None) -> bool:
    """Say so if no report is linked to an agreement (its id, and how the user named it): its silence is none."""
    unlinked = agreement not in record.assessments.list_agreements()
    if unlinked:
        what = f"No report of this record is linked to {agreement} yet, so nothing is known of any clause."
        err.print(f"{what} Propose links: parley propose {record.path} {asked or agreement}", markup=False)
    return unlinked


def tell_why_nothing(record: Record, wanted: Filter) -> None:
    """Say why a filter may find no entry, where that can be told from the record."""
    tell_unrecorded(record, wanted.recorded_by)
    if wanted.agreement:
        tell_unlinked(record, wanted.agreement)
    if wanted.speaker:
        tell_near(wanted.speaker, record.mentions.list_speakers(replace(wanted, speaker=None)))
    if wanted.outlet and (cited := record.count_entries(replace(wanted, outlet=None, via=wanted.outlet))):
        found = f"{count(cited, 'entry')} came by way of {wanted.outlet}"
        err.print(f"It published none itself; {found}: ask with --via {wanted.outlet}", markup=False)


def tell_near(asked: str, names: Iterable[str]) -> None:
    """Suggest names that are spelt nearly as what was asked for, as a whole or in one of their words."""
    spelt: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        for part in {name.casefold(), *name.casefold().split()}:
            spelt.setdefault(part, []).append(name)
    near = difflib.get_close_matches(asked.casefold(), spelt, n=_SUGGESTED, cutoff=_ALIKE)
    suggested = list(dict.fromkeys(name for part in near for name in spelt[part]))[:_SUGGESTED]
    if suggested:
        err.print(f"Did you mean {' or '.join(suggested)}?", markup=False)


def remedy_date(record: Path, document_id: str, flags: Iterable[str]) -> str:
    """Say how the day of a document is put right, where a doubt is about it; else nothing."""
    if not any(flag.startswith("date ") for flag in flags):
        return ""
    return f" (put right: parley restate {record} {document_id[:12]} --date DAY)"
