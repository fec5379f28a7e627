"""Assessments: what reports say about clauses, one immutable row per revision, each revision a decision.

An assessment is known by what it says of which words (`identify_assessment`). Saying the same again changes nothing,
also after one decided otherwise; somebody else saying it, or a person saying what a machine proposed, is a decision on
the same assessment; somebody else saying what was rejected or changed makes an assessment of its own. What a person
decided on does not come back because a machine proposes it again, also not after the speaker was renamed or the words
were cut otherwise. What nobody decided on and the machine proposes no longer is superseded.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import select, update

from parley.errors import EntryChanged, FormatError, NoSuchEntry, SpanError
from parley.model import Assessed, Assessment, AssessmentAction, AssessmentDecision, Document, EntryState
from parley.record.assessed import (
    drop_undone,
    find_decided,
    find_decisions,
    list_assessed,
    list_histories,
    list_open,
    place_assessment,
)
from parley.record.entries import load_documents
from parley.record.identity import make_id
from parley.record.log import digest_text
from parley.record.schema import assessment_revisions, assessments, entries
from parley.record.store import Store
from parley.record.transaction import Transaction, begin_transaction

ASSESSED_STATES: dict[AssessmentAction, EntryState] = {
    "propose": "proposed",
    "accept": "accepted",
    "amend": "amended",
    "reject": "rejected",
    "supersede": "superseded",
}
"""The state that a decision leaves; undo leaves the one before."""
_BATCH = 500
Item = TypeVar("Item")


class Kept(Struct, frozen=True):
    """What became of an assessment that was given: a new one, a decision on one that was there, or nothing new."""

    assessment_id: str
    what: Literal["added", "decided", "known"]


class Proposed(Struct, frozen=True):
    """How many proposals are new, known already (or decided on by a person), and no longer made."""

    added: int
    known: int
    superseded: int


class Assessments:
    """The assessments of a record.

    Args:
        store: the record's file.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, given: Iterable[Assessment], *, by: str, action: AssessmentAction = "accept") -> list[Kept]:
        """Keep what a person says, or with `propose` a machine; see `AssessmentWriter.add` for arguments and errors."""
        with begin_transaction(self._store) as transaction:
            return AssessmentWriter(transaction).add(list(given), by=by, action=action)

    def propose(self, given: Iterable[Assessment], *, by: str, agreements: Collection[str]) -> Proposed:
        """Keep a machine's proposals; see `AssessmentWriter.propose` for arguments and errors."""
        with begin_transaction(self._store) as transaction:
            return AssessmentWriter(transaction).propose(list(given), by=by, agreements=agreements)

    def decide(
        self,
        assessment_id: str,
        action: AssessmentAction,
        *,
        by: str,
        revision: int,
        reason: str | None = None,
        changed: Assessment | None = None,
    ) -> None:
        """Keep a person's decision; see `AssessmentWriter.decide` for arguments and errors."""
        with begin_transaction(self._store) as transaction:
            writer = AssessmentWriter(transaction)
            writer.decide(assessment_id, action, by=by, revision=revision, reason=reason, changed=changed)

    def list_all(self, agreement: str | None = None, recorded_by: dt.datetime | None = None) -> Iterator[Assessed]:
        """Yield those of an agreement (null for all), whatever their state, as of a recorded moment or now."""
        with self._store.read() as connection:
            yield from list_assessed(connection, agreement, recorded_by)

    def find(self, start: str) -> Assessed:
        """Read the one assessment whose id begins or ends so; see `find_decisions` for errors."""
        with self._store.read() as connection:
            newest = find_decisions(connection, start)[-1]
            return next(list_assessed(connection, None, None, assessment_id=newest.assessment_id))

    def list_of_entry(self, entry_id: str) -> list[Assessed]:
        """List those that rest on an entry, whatever their state, in the order of their making."""
        with self._store.read() as connection:
            return list(list_assessed(connection, None, None, entry_id=entry_id))

    def list_decisions(self, start: str) -> list[AssessmentDecision]:
        """Read all revisions of the one assessment whose id begins or ends so; see `find_decisions` for errors."""
        with self._store.read() as connection:
            return find_decisions(connection, start)

    def list_histories(self) -> Iterator[list[AssessmentDecision]]:
        """Yield all revisions of every assessment, the first one first."""
        with self._store.read() as connection:
            yield from list_histories(connection)


class AssessmentWriter:
    """Writes assessments and decisions on them within one transaction.

    Args:
        transaction: takes the rows.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, given: Sequence[Assessment], *, by: str, action: AssessmentAction) -> list[Kept]:
        """Keep assessments; each says only once what it says.

        Args:
            given: their ids and states are not looked at.
            by: the person, or for `propose` name and version of the machine.
            action: `accept` for a person's own, `propose` for a machine's.

        Raises:
            FormatError: nobody's name is given.
            NoSuchEntry: the record does not hold the document or the entry.
            SpanError: the quote is not in the document.
        """
        if not by.strip():
            raise FormatError("an assessment needs its coder", remedy="Say who made it.")
        self._check(given)
        identities = [identify_assessment(assessment) for assessment in given]
        held = self._find_held(identities)
        kept = []
        for assessment, identity in zip(given, identities, strict=True):
            group = held.setdefault(identity, [])
            standing = next((one for one in group if one.stands == identity), None)
            gone = standing is not None and standing.superseded
            if group and not gone and (action == "propose" or any(by in one.coders for one in group)):
                kept.append(Kept((standing or group[0]).assessment_id, "known"))
                continue
            if standing:
                self._close(standing.assessment_id, standing.revision)
            else:
                standing = _Held(make_id())
                group.append(standing)
                self._open(standing.assessment_id, assessment.document_id)
            standing.revision, standing.stands, standing.superseded = standing.revision + 1, identity, False
            standing.coders.add(by)
            self._revise(standing, assessment, action, by, None)
            kept.append(Kept(standing.assessment_id, "added" if standing.revision == 1 or gone else "decided"))
        return kept

    def propose(self, given: Sequence[Assessment], *, by: str, agreements: Collection[str]) -> Proposed:
        """Keep what a machine proposes on some agreements, and supersede what it proposed before and does no longer.

        What a person decided on stays as it is, and is not proposed again in other words.

        Args:
            given: its proposals on every document of the record; their ids and states are not looked at.
            by: name and version of the machine, as "match1.4f2a9c"; proposals of its other versions are its own.
            agreements: ids of the agreements that it looked at.

        Raises:
            FormatError: nobody's name is given.
            NoSuchEntry: the record does not hold the document or the entry.
            SpanError: the quote is not in the document.
        """
        connection = self._transaction.connection
        decided = find_decided(connection, agreements)
        fresh = [one for one in given if not _is_decided(one, decided.get(place_assessment(one), ()))]
        kept = self.add(fresh, by=by, action="propose")
        held = {one.assessment_id for one in kept}
        dropped = [one for one in list_open(connection, by, agreements) if one.assessment_id not in held]
        for one in dropped:
            self._close(one.assessment_id, one.revision)
            held_now = _Held(one.assessment_id, one.revision + 1)
            self._revise(held_now, one.assessment, "supersede", by, None)
        added = sum(one.what == "added" for one in kept)
        return Proposed(added, len(given) - added, len(dropped))

    def decide(
        self,
        assessment_id: str,
        action: AssessmentAction,
        *,
        by: str,
        revision: int,
        reason: str | None = None,
        changed: Assessment | None = None,
    ) -> None:
        """Keep a person's decision on an assessment.

        Args:
            assessment_id: the assessment.
            action: accept, amend or reject.
            by: the person's name.
            revision: the revision that the person saw.
            reason: in the person's words.
            changed: for amend, what it should say instead.

        Raises:
            NoSuchEntry: there is no such assessment.
            EntryChanged: it has another revision by now.
            FormatError: nobody's name is given, or a change without an amendment.
            SpanError: the changed quote is not in the document.
        """
        if not by.strip() or (action == "amend") != (changed is not None):
            remedy = "Give a name; say what it should read in an amendment, and only there."
            raise FormatError(
                "a decision needs a person, and an amendment its words", where=assessment_id, remedy=remedy
            )
        current = find_decisions(self._transaction.connection, assessment_id)
        newest = current[-1]
        if newest.revision != revision:
            what = (
                f"the assessment is at revision {newest.revision} by now, the decision was made on revision {revision}"
            )
            raise EntryChanged(what, where=assessment_id, remedy="Look at it again, then decide.")
        said = changed or newest.assessment
        if said.document_id != newest.assessment.document_id:
            raise SpanError("an amendment keeps the document of its assessment", where=assessment_id)
        self._check([said])
        self._close(newest.assessment_id, revision)
        self._revise(_Held(newest.assessment_id, revision + 1), said, action, by, reason)

    def _check(self, given: Sequence[Assessment]) -> None:
        connection = self._transaction.connection
        for batch in _cut(given):
            texts = load_documents(connection, sorted({assessment.document_id for assessment in batch}))
            for assessment in batch:
                check_quote(assessment, texts[assessment.document_id])
            named = {assessment.entry_id for assessment in batch if assessment.entry_id}
            there = set(connection.execute(select(entries.c.id).where(entries.c.id.in_(named))).scalars())
            if missing := named - there:
                raise NoSuchEntry(
                    "the record holds no entry with this id", where=min(missing), remedy="See: parley list"
                )

    def _find_held(self, identities: Sequence[str]) -> "dict[str, list[_Held]]":
        """Find the assessments that ever said what is to be added, by what they said."""
        found: dict[str, dict[str, _Held]] = {}
        revised = assessment_revisions.c
        for batch in _cut(identities):
            query = (
                select(assessment_revisions, assessments.c.revision.label("newest"))
                .join(assessments, assessments.c.id == revised.assessment_id)
                .where(revised.identity.in_(batch))
                .order_by(revised.assessment_id, revised.revision)
            )
            for row in self._transaction.connection.execute(query):
                named = found.setdefault(row.identity, {})
                held = named.setdefault(row.assessment_id, _Held(row.assessment_id, row.newest))
                held.coders.add(row.by)
                if row.revision == row.newest and row.state != "rejected":
                    held.stands, held.superseded = row.identity, row.state == "superseded"
                if row.revision == row.newest and row.state == "rejected" and row.action == "undo":
                    history = find_decisions(self._transaction.connection, row.assessment_id)
                    held.stands, held.superseded = (None, False) if drop_undone(history) else (row.identity, True)
        return {identity: list(named.values()) for identity, named in found.items()}

    def _open(self, assessment_id: str, document_id: str) -> None:
        row = {"id": assessment_id, "document_id": document_id, "revision": 1, "recorded_at": self._transaction.now}
        self._transaction.insert(assessments, row)

    def _close(self, assessment_id: str, revision: int) -> None:
        """End the revision in force and move the pointer on."""
        self._transaction.flush()
        revised = assessment_revisions.c
        ended = update(assessment_revisions).where(revised.assessment_id == assessment_id, revised.revision == revision)
        self._transaction.connection.execute(ended.values(recorded_until=self._transaction.now))
        pointer = update(assessments).where(assessments.c.id == assessment_id).values(revision=revision + 1)
        self._transaction.connection.execute(pointer)

    def _revise(self, held: "_Held", said: Assessment, action: AssessmentAction, by: str, reason: str | None) -> None:
        said = msgspec.structs.replace(said, id=held.assessment_id, state=ASSESSED_STATES[action], coder=by)
        self._write(held, said, action, by, reason)

    def restore(self, said: Assessment, revision: int, *, by: str, reason: str | None) -> None:
        """Put in force again, as a revision of its own, what an assessment said before.

        Args:
            said: with the state and the coder that it had.
            revision: the one in force, which ends.
            by: who takes a decision back.
            reason: in the person's words.
        """
        self._close(said.id, revision)
        self._write(_Held(said.id, revision + 1), said, "undo", by, reason)

    def _write(self, held: "_Held", said: Assessment, action: AssessmentAction, by: str, reason: str | None) -> None:
        payload = msgspec.json.encode(said).decode()
        row = {
            "assessment_id": held.assessment_id,
            "revision": held.revision,
            "identity": identify_assessment(said),
            "agreement": said.agreement,
            "entry_id": said.entry_id,
            "state": said.state,
            "action": action,
            "by": by,
            "reason": reason,
            "payload": payload,
            "recorded_at": self._transaction.now,
        }
        self._transaction.insert(assessment_revisions, row)
        logged = {"assessment": held.assessment_id, "revision": held.revision, "action": action, "by": by}
        said_as = {"reason": reason, "sha256": digest_text(payload), "item": msgspec.to_builtins(said)}
        self._transaction.log("assessment", logged | said_as)


class _Held(Struct):
    """An assessment in the record: its newest revision, what it stands for unless rejected, and who has said that."""

    assessment_id: str
    revision: int = 0
    stands: str | None = None
    superseded: bool = False
    coders: set[str] = msgspec.field(default_factory=set)


def identify_assessment(assessment: Assessment) -> str:
    """Name an assessment by what it says of which words: hash of document, clause, bearing, by, against and quote."""
    quote = assessment.quote
    said = [
        assessment.document_id,
        assessment.agreement,
        assessment.clause,
        assessment.bearing,
        assessment.by,
        assessment.against,
        quote.start,
        quote.end,
    ]
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _is_decided(proposed: Assessment, decided: Sequence[Assessment]) -> bool:
    """Tell whether a person decided on a proposal already, though a name or its words were read otherwise then.

    Whoever is renamed keeps the entry; whatever is read anew keeps some of the words.
    """
    return any(
        proposed.quote.overlaps(other.quote)
        and (proposed.by == other.by or (proposed.entry_id is not None and proposed.entry_id == other.entry_id))
        for other in decided
    )


def check_quote(assessment: Assessment, document: Document) -> None:
    """Raise SpanError unless the quote stands in the document."""
    quote = assessment.quote
    if document.text[quote.start : quote.end] != quote.text:
        where = f"document {document.id[:12]}, offsets {quote.start}-{quote.end}"
        raise SpanError(f"the quote says {quote.text!r}, the text does not", where=where, remedy="Quote word for word.")


def _cut(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
