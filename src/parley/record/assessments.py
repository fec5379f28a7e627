"""Assessments: what reports say about clauses, one immutable row per revision, each revision a decision.

An assessment is known by what it says of which words (`identify_assessment`). Saying the same again changes nothing,
also after one decided otherwise; somebody else saying it, or a person saying what a machine proposed, is a decision on
the same assessment; somebody else saying what was rejected or changed makes an assessment of its own. What a person
decided on does not come back because a machine proposes it again, also not after the speaker was renamed or the words
were cut otherwise. What nobody decided on and the machine proposes no longer is superseded.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import Struct
from sqlalchemy import select, update

from parley.errors import EntryChanged, FormatError, NoSuchEntry, SpanError
from parley.model import Assessment, AssessmentAction, Document, EntryState
from parley.record.assessed import drop_undone, find_decided, find_decisions, list_open, place_assessment
from parley.record.documents import cut_batches, load_documents
from parley.record.log import digest_text
from parley.record.schema import assessment_revisions, assessments, entries
from parley.record.transaction import Transaction, make_id

ASSESSED_STATES: dict[AssessmentAction, EntryState] = {
    "propose": "proposed",
    "accept": "accepted",
    "amend": "amended",
    "reject": "rejected",
    "supersede": "superseded",
}
"""The state that a decision leaves; undo leaves the one before."""


class Kept(Struct, frozen=True):
    """What became of an assessment that was given: a new one, a decision on one that was there, or nothing new."""

    assessment_id: str
    what: Literal["added", "decided", "known"]


class Proposed(Struct, frozen=True):
    """How many proposals are new, known already (or decided on by a person), and no longer made."""

    added: int
    known: int
    superseded: int


def add_assessments(
    transaction: Transaction, given: Iterable[Assessment], *, by: str, action: AssessmentAction = "accept"
) -> list[Kept]:
    """Keep assessments; each says only once what it says.

    Args:
        transaction: takes the rows.
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
    given = list(given)
    _check(transaction, given)
    identities = [identify_assessment(assessment) for assessment in given]
    held = _find_held(transaction, identities)
    kept = []
    for assessment, identity in zip(given, identities, strict=True):
        group = held.setdefault(identity, [])
        standing = next((one for one in group if one.stands == identity), None)
        gone = standing is not None and standing.superseded
        if group and not gone and (action == "propose" or any(by in one.coders for one in group)):
            kept.append(Kept((standing or group[0]).assessment_id, "known"))
            continue
        if standing is None:
            standing = _Held(make_id())
            group.append(standing)
        standing.revision, standing.stands, standing.superseded = standing.revision + 1, identity, False
        standing.coders.add(by)
        said = _sign(assessment, standing.assessment_id, action, by)
        revise_assessment(transaction, said, standing.revision, action, by=by)
        kept.append(Kept(standing.assessment_id, "added" if standing.revision == 1 or gone else "decided"))
    return kept


def propose_assessments(
    transaction: Transaction, given: Iterable[Assessment], *, by: str, agreements: Collection[str]
) -> Proposed:
    """Keep what a machine proposes on some agreements, and supersede what it proposed before and does no longer.

    What a person decided on stays as it is, and is not proposed again in other words.

    Args:
        transaction: takes the rows.
        given: its proposals on every document of the record; their ids and states are not looked at.
        by: name and version of the machine, as "match.4f2a9c"; proposals of its other versions are its own.
        agreements: ids of the agreements that it looked at.

    Raises:
        FormatError: nobody's name is given.
        NoSuchEntry: the record does not hold the document or the entry.
        SpanError: the quote is not in the document.
    """
    connection, given = transaction.connection, list(given)
    decided = find_decided(connection, agreements)
    fresh = [one for one in given if not _is_decided(one, decided.get(place_assessment(one), ()))]
    kept = add_assessments(transaction, fresh, by=by, action="propose")
    held = {one.assessment_id for one in kept}
    dropped = [one for one in list_open(connection, by, agreements) if one.assessment_id not in held]
    for one in dropped:
        said = _sign(one.assessment, one.assessment_id, "supersede", by)
        revise_assessment(transaction, said, one.revision + 1, "supersede", by=by)
    added = sum(one.what == "added" for one in kept)
    return Proposed(added, len(given) - added, len(dropped))


def decide_assessment(
    transaction: Transaction,
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
        transaction: takes the rows.
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
        raise FormatError("a decision needs a person, and an amendment its words", where=assessment_id, remedy=remedy)
    newest = find_decisions(transaction.connection, assessment_id)[-1]
    if newest.revision != revision:
        what = f"the assessment is at revision {newest.revision} by now, the decision was made on revision {revision}"
        raise EntryChanged(what, where=assessment_id, remedy="Look at it again, then decide.")
    said = changed or newest.assessment
    if said.document_id != newest.assessment.document_id:
        raise SpanError("an amendment keeps the document of its assessment", where=assessment_id)
    _check(transaction, [said])
    said = _sign(said, newest.assessment_id, action, by)
    revise_assessment(transaction, said, revision + 1, action, by=by, reason=reason)


def decide_alike(
    transaction: Transaction,
    action: AssessmentAction,
    decided: Mapping[str, int],
    *,
    by: str,
    reason: str | None = None,
) -> None:
    """Keep one decision on several assessments, or none; each is taken back by itself.

    Args:
        transaction: takes the rows.
        action: accept or reject.
        decided: the revision that the person saw of each, by its id.
        by: the person's name.
        reason: in the person's words.

    Raises:
        NoSuchEntry, EntryChanged, FormatError: as for `decide_assessment`.
    """
    for assessment_id, revision in decided.items():
        decide_assessment(transaction, assessment_id, action, by=by, revision=revision, reason=reason)


def _check(transaction: Transaction, given: Sequence[Assessment]) -> None:
    connection = transaction.connection
    for batch in cut_batches(given):
        texts = load_documents(connection, sorted({assessment.document_id for assessment in batch}))
        for assessment in batch:
            check_quote(assessment, texts[assessment.document_id])
        named = {assessment.entry_id for assessment in batch if assessment.entry_id}
        there = set(connection.execute(select(entries.c.id).where(entries.c.id.in_(named))).scalars())
        if missing := named - there:
            raise NoSuchEntry("the record holds no entry with this id", where=min(missing), remedy="See: parley list")


def _find_held(transaction: Transaction, identities: Sequence[str]) -> "dict[str, list[_Held]]":
    """Find the assessments that ever said what is to be added, by what they said."""
    found: dict[str, dict[str, _Held]] = {}
    revised = assessment_revisions.c
    for batch in cut_batches(identities):
        query = (
            select(assessment_revisions, assessments.c.revision.label("newest"))
            .join(assessments, assessments.c.id == revised.assessment_id)
            .where(revised.identity.in_(batch))
            .order_by(revised.assessment_id, revised.revision)
        )
        for row in transaction.connection.execute(query):
            named = found.setdefault(row.identity, {})
            held = named.setdefault(row.assessment_id, _Held(row.assessment_id, row.newest))
            held.coders.add(row.by)
            if row.revision == row.newest and row.state != "rejected":
                held.stands, held.superseded = row.identity, row.state == "superseded"
            if row.revision == row.newest and row.state == "rejected" and row.action == "undo":
                history = find_decisions(transaction.connection, row.assessment_id)
                held.stands, held.superseded = (None, False) if drop_undone(history) else (row.identity, True)
    return {identity: list(named.values()) for identity, named in found.items()}


def _sign(said: Assessment, assessment_id: str, action: AssessmentAction, by: str) -> Assessment:
    return msgspec.structs.replace(said, id=assessment_id, state=ASSESSED_STATES[action], coder=by)


def revise_assessment(
    transaction: Transaction,
    said: Assessment,
    revision: int,
    action: AssessmentAction,
    *,
    by: str,
    reason: str | None = None,
) -> None:
    """Put in force, as a revision of its own, what an assessment says, with the state and the coder that it has.

    The revision before, if any, ends.
    """
    connection, now, revised = transaction.connection, transaction.now, assessment_revisions.c
    if revision == 1:
        row = {"id": said.id, "document_id": said.document_id, "revision": 1, "recorded_at": now}
        transaction.insert(assessments, row)
    else:
        transaction.flush()
        before = (revised.assessment_id == said.id, revised.revision == revision - 1)
        connection.execute(update(assessment_revisions).where(*before).values(recorded_until=now))
        connection.execute(update(assessments).where(assessments.c.id == said.id).values(revision=revision))
    payload = msgspec.json.encode(said).decode()
    row = {"assessment_id": said.id, "revision": revision, "identity": identify_assessment(said)}
    row |= {"agreement": said.agreement, "entry_id": said.entry_id, "state": said.state, "payload": payload}
    transaction.insert(assessment_revisions, row | {"action": action, "by": by, "reason": reason, "recorded_at": now})
    logged = {"assessment": said.id, "revision": revision, "action": action, "by": by, "reason": reason}
    transaction.log("assessment", logged | {"sha256": digest_text(payload), "item": msgspec.to_builtins(said)})


class _Held(Struct):
    """An assessment in the record: its newest revision, what it stands for unless rejected, and who has said that."""

    assessment_id: str
    revision: int = 0
    stands: str | None = None
    superseded: bool = False
    coders: set[str] = msgspec.field(default_factory=set)


def identify_assessment(assessment: Assessment) -> str:
    """Name an assessment by what it says of which words: hash of document, clause, bearing, by, against and quote."""
    said = [getattr(assessment, name) for name in ("document_id", "agreement", "clause", "bearing", "by", "against")]
    return hashlib.sha256(msgspec.json.encode([*said, assessment.quote.start, assessment.quote.end])).hexdigest()


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
