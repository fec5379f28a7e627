"""What a person looks at next: the order of the queue, and the entries on one of its pages."""

from collections.abc import Sequence
from typing import Literal, get_args

from msgspec import Struct
from sqlalchemy import case, func, or_, select

from parley.derive import UNSURE
from parley.model import Entry, EntryState, ListedEntry
from parley.record.lists import Filter, check_words, complete_rows, entry_from_row, select_entries
from parley.record.schema import documents, revisions
from parley.record.store import Store


class Queued(Struct, frozen=True):
    """A place in the queue: the entry, and why it stands there."""

    entry_id: str
    why: Literal["uncertain", "commitment", "routine", "page changed", "decided"]


class Review:
    """The entries of a record as they come up for decision.

    Args:
        store: the record's file.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def list_queue(self, wanted: Filter | None = None) -> list[Queued]:
        """List the ids of entries in the order in which a person should look at them; cheap, since no entry is read.

        Undecided ones come first: those of which their reader is unsure (the least sure first), commitments
        and refusals, the routine, and those whose page has another text by now. Decided ones follow.

        Raises:
            InputError: `words` is not a query that the full-text search understands.
        """
        wanted = wanted or Filter()
        chosen = select_entries(wanted).add_columns(documents.c.number).subquery()
        score = func.json_extract(chosen.c.item, "$.confidence")
        weighty = or_(chosen.c.commitment.is_not(None), chosen.c.modality == "refused")
        why = case(
            (chosen.c.state != "proposed", "decided"),
            (chosen.c.stale, "page changed"),
            (score < UNSURE, "uncertain"),
            (weighty, "commitment"),
            else_="routine",
        )
        rank = case({"uncertain": 0, "commitment": 1, "routine": 2, "page changed": 3}, value=why, else_=4)
        query = select(chosen.c.entry_id, why.label("why")).order_by(
            rank,
            case((rank == 0, score)),
            chosen.c.published_on,
            chosen.c.number,
            chosen.c.position,
            chosen.c.kind.desc(),
            chosen.c.entry_id,
        )
        with self._store.read() as connection:
            if wanted.words is not None:
                check_words(connection, wanted.words)
            return [Queued(row.entry_id, row.why) for row in connection.execute(query)]

    def get_entries(self, entry_ids: Sequence[str]) -> list[ListedEntry]:
        """Read entries by their whole ids, at most a few hundred, in the order asked for; unknown ids are left out."""
        query = select_entries(Filter(states=get_args(EntryState))).where(revisions.c.entry_id.in_(entry_ids))
        with self._store.read() as connection:
            found = {listed.entry.id: listed for listed in complete_rows(connection, connection.execute(query).all())}
        return [found[entry_id] for entry_id in entry_ids if entry_id in found]

    def list_of_document(self, document_id: str) -> list[Entry]:
        """List the open entries of one document, in the order of its text."""
        query = select_entries(Filter()).where(revisions.c.document_id == document_id)
        with self._store.read() as connection:
            rows = connection.execute(query.order_by(revisions.c.position, revisions.c.entry_id))
            return [entry_from_row(row) for row in rows]
