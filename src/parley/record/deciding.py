"""Decisions: what a person says of an entry, adds of their own, or takes back; each one is a row for good."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace
from sqlalchemy import Select, select

from parley.errors import EntryChanged, FormatError, InputError, NoSuchEntry, SpanError
from parley.model import Decision, Event, Statement, Verdict
from parley.record.align import DECIDED
from parley.record.entries import (
    STATE_AFTER,
    EntryWriter,
    Line,
    check_fit,
    line_from_row,
    load_document,
    load_lines,
)
from parley.record.facets import decode_item
from parley.record.hanging import GONE, hang_anew
from parley.record.identity import make_id
from parley.record.schema import decisions, entries, revisions
from parley.record.transaction import Transaction

BY_HAND = "by hand"
"""Stands in place of a reader on an entry that a person added."""


class DecisionWriter:
    """Writes decisions within one transaction.

    Args:
        transaction: takes the rows.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._entries = EntryWriter(transaction)

    def decide(
        self,
        entry_id: str,
        action: Verdict,
        *,
        by: str,
        revision: int,
        reason: str | None = None,
        item: Statement | Event | None = None,
    ) -> str:
        """Keep a person's decision on an entry and return the decision's id.

        Args:
            entry_id: the entry.
            action: accept, amend, reject, or unsure, which keeps it among those to be decided.
            by: the person's name.
            revision: the revision that the person saw.
            reason: in the person's words.
            item: for amend, what the entry should say instead; ids as the record has them. What hangs on a statement
                by the words of its content, and is not decided on, follows these.

        Raises:
            NoSuchEntry: there is no such entry.
            EntryChanged: the entry has another revision by now.
            FormatError: nobody's name is given, or an item without an amendment.
            SpanError: the amended item does not fit the document.
        """
        if not by.strip() or (action == "amend") != (item is not None):
            remedy = "Give a name; say what the entry should read in an amendment, and only there."
            raise FormatError("a decision needs a person, and an amendment its words", where=entry_id, remedy=remedy)
        document_id, newest = self._find(entry_id)
        if newest != revision:
            what = f"the entry is at revision {newest} by now, the decision was made on revision {revision}"
            raise EntryChanged(what, where=entry_id, remedy="Look at it again, then decide.")
        current = self._load(document_id)
        held = current[entry_id]
        said = held.item if item is None else item
        if type(said) is not type(held.item) or said.id != entry_id:
            raise SpanError("an amendment keeps the kind and the id of its entry", where=entry_id)
        decision = Decision(make_id(), entry_id, action, by, self._transaction.now, revision, reason)
        line = Line(STATE_AFTER[action], said, held.reader, held.proposal_id, decision.id)
        moved = hang_anew(current, line) if _lies_otherwise(held.item, said) else {}
        self._keep(decision, document_id, current, {**current, **moved, entry_id: line})
        return decision.id

    def add(self, document_id: str, item: Statement | Event, *, by: str, reason: str | None = None) -> str:
        """Keep an entry that no reader proposed and return its id.

        Args:
            document_id: the document.
            item: what the entry says; its own id is not looked at, the others are as the record has them. What lies in
                the content of a statement, and is not decided on, hangs on it from now on.
            by: the person's name.
            reason: in the person's words.

        Raises:
            NoSuchEntry: there is no such document.
            FormatError: nobody's name is given, or there is an entry of this kind and type on the same words.
            SpanError: the item does not fit the document.
        """
        if not by.strip():
            raise FormatError("a decision needs a person", where=document_id, remedy="Give a name.")
        current = self._load(document_id)
        for entry_id, line in current.items():
            if line.state not in GONE and _stands_on(line.item, item):
                remedy = f"Amend that one: {entry_id[-8:]}."
                raise FormatError(
                    "the record holds such an entry on these words", where=item.anchor.text, remedy=remedy
                )
        entry_id = make_id()
        item = replace(item, id=entry_id)
        decision = Decision(make_id(), entry_id, "add", by, self._transaction.now, 0, reason)
        line = Line(STATE_AFTER["add"], item, BY_HAND, None, decision.id)
        self._keep(decision, document_id, current, {**current, **hang_anew(current, line), entry_id: line})
        return entry_id

    def decide_alike(self, action: Verdict, decided: Iterable[tuple[str, int, str | None]], *, by: str) -> None:
        """Keep one decision on several entries as one act: all of them or none, and one undo takes all of them back.

        Args:
            action: accept, reject or unsure.
            decided: id, revision that the person saw, and reason.
            by: the person's name.

        Raises:
            NoSuchEntry, EntryChanged, FormatError: see `decide`.
        """
        for entry_id, revision, reason in decided:
            self.decide(entry_id, action, by=by, revision=revision, reason=reason)
            self._transaction.flush()

    def undo(self, *, by: str, entry_id: str | None = None, reason: str | None = None) -> list[Decision]:
        """Take back a person's newest act that is in force: what it decided on stands as that person saw it before.

        Every decision stays in the log. An entry that the person had added becomes superseded: nobody proposes it.

        Args:
            by: the person's name.
            entry_id: only a decision on this entry.
            reason: in the person's words.

        Returns:
            The decisions that were taken back, the newest first; several only where one act made them.

        Raises:
            InputError: no decision of this person is in force.
        """
        query = _select_in_force(by)
        query = query.where(decisions.c.entry_id == entry_id) if entry_id else query
        newest = self._transaction.connection.execute(query.limit(1)).first()
        if newest is None:
            remedy = "What somebody else decided since then is not taken back: decide again."
            raise InputError("there is no decision of yours in force that could be taken back", where=by, remedy=remedy)
        undone = []
        for row in self._transaction.connection.execute(query.where(decisions.c.at == newest.at)).all():
            undone.append(Decision(row.id, row.entry_id, row.action, row.by, row.at, row.revision, row.reason))
            self._take_back(undone[-1], row.document_id, reason)
            self._transaction.flush()
        return undone

    def find_newest(self, by: str) -> dt.datetime | None:
        """Find the moment of a person's newest decision in force; null where there is none."""
        row = self._transaction.connection.execute(_select_in_force(by).limit(1)).first()
        return row.at if row else None

    def _take_back(self, undone: Decision, document_id: str, reason: str | None) -> None:
        current = self._load(document_id)
        held = current[undone.entry_id]
        decision = Decision(make_id(), undone.entry_id, "undo", undone.by, self._transaction.now, held.revision, reason)
        wanted = {**current, **self._put_back(undone, current), undone.entry_id: self._restore(undone, held)}
        self._keep(decision, document_id, current, wanted, undoes=undone.id)

    def _restore(self, undone: Decision, held: Line) -> Line:
        """Read the line that stood before a decision; for an entry that it added, one that nobody proposes."""
        if undone.action == "add":
            return Line("superseded", held.item, held.reader, held.proposal_id)
        query = select(revisions).where(
            revisions.c.entry_id == undone.entry_id, revisions.c.revision == undone.revision
        )
        return replace(line_from_row(self._transaction.connection.execute(query).one()), revision=0)

    def _put_back(self, undone: Decision, current: Mapping[str, Line]) -> dict[str, Line]:
        """Hang what a decision moved where it hung before, unless something else became of it since."""
        connection = self._transaction.connection
        written = revisions.alias()
        query = (
            select(revisions, written.c.item.label("moved"))
            .join(written, (written.c.entry_id == revisions.c.entry_id) & (written.c.item != revisions.c.item))
            .where(written.c.revision == revisions.c.revision + 1, written.c.recorded_at == undone.at)
            .where(revisions.c.entry_id.in_(current), revisions.c.entry_id != undone.entry_id)
        )
        return {
            row.entry_id: replace(current[row.entry_id], item=decode_item(row.kind, row.item), revision=0)
            for row in connection.execute(query)
            if current[row.entry_id].item == decode_item(row.kind, row.moved)
            and current[row.entry_id].state not in DECIDED
        }

    def _find(self, entry_id: str) -> tuple[str, int]:
        """Find the document and the newest revision of an entry."""
        row = self._transaction.connection.execute(select(entries).where(entries.c.id == entry_id)).first()
        if row is None:
            raise NoSuchEntry("the record holds no entry with this id", where=entry_id, remedy="See: parley list")
        return row.document_id, row.revision

    def _load(self, document_id: str) -> dict[str, Line]:
        return load_lines(self._transaction.connection, [document_id]).get(document_id, {})

    def _keep(
        self,
        decision: Decision,
        document_id: str,
        current: Mapping[str, Line],
        wanted: Mapping[str, Line],
        **logged: str,
    ) -> None:
        document = load_document(self._transaction.connection, document_id)
        check_fit(document, wanted)
        self._transaction.insert(decisions, to_builtins(decision) | {"at": decision.at})
        self._entries.revise(document, current, wanted)
        payload: dict[str, object] = {"decision": decision.id, "entry": decision.entry_id, **logged}
        payload |= {"revision": decision.revision, "action": decision.action, "by": decision.by}
        item = to_builtins(wanted[decision.entry_id].item)
        self._transaction.log("decision", payload | {"reason": decision.reason, "item": item})


def _select_in_force(by: str) -> Select[tuple[Any, ...]]:
    """Select a person's decisions that entries hang on now, with their documents, the newest first."""
    in_force = (revisions.c.decision_id == decisions.c.id) & (revisions.c.entry_id == decisions.c.entry_id)
    return (
        select(decisions, revisions.c.document_id)
        .join(revisions, in_force & revisions.c.recorded_until.is_(None))
        .where(decisions.c.by == by)
        .order_by(decisions.c.at.desc(), decisions.c.id.desc())
    )


def _stands_on(held: Statement | Event, said: Statement | Event) -> bool:
    """Tell whether two items are of a kind and type and hang on the same words."""
    same = (held.anchor.start, held.anchor.end) == (said.anchor.start, said.anchor.end)
    if isinstance(held, Event) and isinstance(said, Event):
        return same and held.type == said.type
    return same and type(held) is type(said)


def _lies_otherwise(held: Statement | Event, said: Statement | Event) -> bool:
    """Tell whether a statement holds other words, or lies elsewhere, than before."""
    if not (isinstance(held, Statement) and isinstance(said, Statement)):
        return False
    return (held.content, held.within) != (said.content, said.within)
