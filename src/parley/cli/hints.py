"""What a user may have left out: said beside a result that would else look like an answer."""

from parley.cli.console import count, err
from parley.pipeline import LANGUAGES
from parley.record import Record


def tell_unread(record: Record) -> None:
    """Say how many documents nobody has read yet: what they say is in no list."""
    if unread := record.count_unread(LANGUAGES):
        err.print(f"{count(unread, 'document')} not read yet: parley read {record.path}", markup=False)
