"""Decisions: what a person says of an entry, or adds of their own; each one is a row for good."""

from collections.abc import Iterable, Mapping

from msgspec import to_builtins
from msgspec.structs import replace
from sqlalchemy import select

from parley.errors import EntryChanged, FormatError, NoSuchEntry, SpanError
from parley.model import GONE, Decision, Event, Statement, Verdict
from parley.record.documents import get_document
from parley.record.entries import STATE_AFTER, EntryLine, check_fit, load_current, revise_entries
from parley.record.hanging import hang_anew
from parley.record.schema import decisions, entries
from parley.record.transaction import Transaction, make_id

BY_HAND = "by hand"
"""Stands in place of a reader on an entry that a person added."""


def decide(
    transaction: Transaction,
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
        transaction: takes the rows.
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
    entry = transaction.connection.execute(select(entries).where(entries.c.id == entry_id)).first()
    if entry is None:
        raise NoSuchEntry("the record holds no entry with this id", where=entry_id, remedy="See: parley list")
    if entry.revision != revision:
        what = f"the entry is at revision {entry.revision} by now, the decision was made on revision {revision}"
        raise EntryChanged(what, where=entry_id, remedy="Look at it again, then decide.")
    current = load_current(transaction.connection, entry.document_id)
    held = current[entry_id]
    said = held.item if item is None else item
    if type(said) is not type(held.item) or said.id != entry_id:
        raise SpanError("an amendment keeps the kind and the id of its entry", where=entry_id)
    decision = Decision(make_id(), entry_id, action, by, transaction.now, revision, reason)
    line = EntryLine(STATE_AFTER[action], said, held.reader, held.proposal_id, decision.id)
    moved = hang_anew(current, line) if _lies_otherwise(held.item, said) else {}
    keep_decision(transaction, decision, entry.document_id, current, {**current, **moved, entry_id: line})
    return decision.id


def add_entry(
    transaction: Transaction, document_id: str, item: Statement | Event, *, by: str, reason: str | None = None
) -> str:
    """Keep an entry that no reader proposed and return its id.

    Args:
        transaction: takes the rows.
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
    current = load_current(transaction.connection, document_id)
    for entry_id, line in current.items():
        if line.state not in GONE and _stands_on(line.item, item):
            remedy = f"Amend that one: {entry_id[-8:]}."
            raise FormatError("the record holds such an entry on these words", where=item.anchor.text, remedy=remedy)
    entry_id = make_id()
    item = replace(item, id=entry_id)
    decision = Decision(make_id(), entry_id, "add", by, transaction.now, 0, reason)
    line = EntryLine(STATE_AFTER["add"], item, BY_HAND, None, decision.id)
    keep_decision(transaction, decision, document_id, current, {**current, **hang_anew(current, line), entry_id: line})
    return entry_id


def decide_alike(
    transaction: Transaction, action: Verdict, decided: Iterable[tuple[str, int, str | None]], *, by: str
) -> None:
    """Keep one decision on several entries as one act: all of them or none, and one undo takes all of them back.

    Args:
        transaction: takes the rows.
        action: accept, reject or unsure.
        decided: id, revision that the person saw, and reason.
        by: the person's name.

    Raises:
        NoSuchEntry, EntryChanged, FormatError: see `decide`.
    """
    for entry_id, revision, reason in decided:
        decide(transaction, entry_id, action, by=by, revision=revision, reason=reason)
        transaction.flush()


def keep_decision(
    transaction: Transaction,
    decision: Decision,
    document_id: str,
    current: Mapping[str, EntryLine],
    wanted: Mapping[str, EntryLine],
    **logged: str,
) -> None:
    """Keep a decision with the lines of its document as it leaves them; `logged` goes into the log beside it."""
    document = get_document(transaction.connection, document_id)
    check_fit(document, wanted)
    transaction.insert(decisions, to_builtins(decision) | {"at": decision.at})
    revise_entries(transaction, document, current, wanted)
    payload: dict[str, object] = {"decision": decision.id, "entry": decision.entry_id, **logged}
    payload |= {"revision": decision.revision, "action": decision.action, "by": decision.by}
    item = to_builtins(wanted[decision.entry_id].item)
    transaction.log("decision", payload | {"reason": decision.reason, "item": item})


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
