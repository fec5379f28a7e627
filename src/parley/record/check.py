"""Checking a record: every span against its text, every reference, every hash, the log's chain."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from sqlalchemy import Connection, Table, func, select, text

from parley.errors import ParleyError
from parley.model import Assessment, Document
from parley.record.assessments import ASSESSED_STATES, identify_assessment
from parley.record.documents import document_from_row
from parley.record.entries import STATE_AFTER, EntryLine, check_fit, decode_reading, load_current
from parley.record.facets import derive_facets
from parley.record.log import Finding, Told, digest_text, read_told, verify_log
from parley.record.schema import (
    assessment_revisions,
    assessments,
    decisions,
    documents,
    entries,
    fold_decisions,
    log,
    payloads,
    publications,
    raws,
    readings,
    relations,
    restatements,
    revisions,
    same_event_decisions,
)
from parley.record.seals import HINT, Groups, Seal, digest_row, list_sealed, make_seal, name_row, walk_rows

_SAID = {"action": "action", "by": "by", "reason": "reason"}
_LOGGED: dict[str, tuple[Table, dict[str, str]]] = {
    "publication": (
        publications,
        {"publication": "id", "document": "document_id"} | {n: n for n in ("outlet", "url", "retracts", "corrects")},
    ),
    "restatement": (
        restatements,
        {"restatement": "id", "document": "document_id"} | {n: n for n in ("field", "before", "after", "by", "reason")},
    ),
    "reading": (readings, {"document": "document_id", "reader": "reader", "sha256": "payload"}),
    "decision": (decisions, {"decision": "id", "entry": "entry_id", "revision": "revision"} | _SAID),
    "assessment": (
        assessment_revisions,
        {"assessment": "assessment_id", "revision": "revision", "sha256": "payload"} | _SAID,
    ),
    "folding": (fold_decisions, {"folding": "id", "a": "a", "b": "b"} | _SAID),
    "same_event": (same_event_decisions, {"same_event": "id", "a": "a", "b": "b"} | _SAID),
}
"""By kind of log row: the table it speaks of, and which column holds what each key says."""


def check_record(connection: Connection) -> Iterator[Finding | None]:
    """Walk the whole record; yield a finding for each fault, and None after each document, for a progress bar."""
    yield from _check_file(connection)
    yield from _check_pointers(connection)
    told = read_told(connection)
    for row in connection.execute(select(raws.c.sha256, raws.c.data)).yield_per(100):
        if hashlib.sha256(row.data).hexdigest() != told.follow(row.sha256):
            yield Finding(f"raw {row.sha256[:12]}", "the bytes are not those that were added")
    yield from verify_log(connection, told)
    yield from _check_logged(connection, told)
    yield from _check_seals(connection, told)
    yield from _check_assessments(connection)
    for number in connection.execute(select(documents.c.number).order_by(documents.c.number)).scalars().all():
        yield from _check_document(connection, number, told)
        yield None


def _check_file(connection: Connection) -> Iterator[Finding]:
    for (message,) in connection.execute(text("PRAGMA integrity_check")):
        if message != "ok":
            yield Finding("file", message)
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Finding(f"table {row[0]}, row {row[1]}", f"it names a row of {row[2]} that is not there")


def _check_pointers(connection: Connection) -> Iterator[Finding]:
    """Compare what may change later with what it hangs on: which revision is in force, and since when."""
    newest = (
        select(revisions.c.entry_id, func.max(revisions.c.revision).label("revision"))
        .where(revisions.c.recorded_until.is_(None))
        .group_by(revisions.c.entry_id)
        .subquery()
    )
    query = (
        select(entries.c.id)
        .outerjoin(newest, newest.c.entry_id == entries.c.id)
        .where(newest.c.revision.is_distinct_from(entries.c.revision))
    )
    for (entry_id,) in connection.execute(query):
        yield Finding(f"entry {entry_id}", "its current revision is missing")
    for table, key in ((revisions, revisions.c.entry_id), (assessment_revisions, assessment_revisions.c.assessment_id)):
        following = func.lead(table.c.recorded_at).over(partition_by=key, order_by=table.c.revision)
        dated = select(key.label("key"), table.c.revision, table.c.recorded_until, following.label("following"))
        lasting = dated.subquery()
        wrong = lasting.c.following.is_distinct_from(lasting.c.recorded_until)
        for named, revision in connection.execute(select(lasting.c.key, lasting.c.revision).where(wrong)):
            yield Finding(f"{table.name} {named}, {revision}", "it does not end when the next one begins")
    ended = relations.c.recorded_until
    tracings = select(log.c.recorded_at).where(log.c.kind == "tracing")
    for (relation_id,) in connection.execute(select(relations.c.id).where(ended.is_not(None), ended.not_in(tracings))):
        yield Finding(f"relation {relation_id}", "it ended when nothing was traced")
    last = select(log.c.recorded_at).where(log.c.kind == "reading")
    for document_id, reader in connection.execute(
        select(readings.c.document_id, readings.c.reader).where(readings.c.applied_at.not_in(last))
    ):
        yield Finding(f"reading of {document_id[:12]} by {reader}", "it came into force when nothing was read")


def _check_logged(connection: Connection, told: Told) -> Iterator[Finding]:
    """Compare publications, readings and decisions with what the log says of them."""
    for kind, (source, columns) in _LOGGED.items():
        query = select(log.c.position, payloads.c.payload).outerjoin(payloads).where(log.c.kind == kind)
        logged = {row.position: _parse_payload(row.payload, columns, told) for row in connection.execute(query)}
        stored = {
            tuple(digest_text(row[name]) if name == "payload" else row[name] for name in columns.values())
            for row in connection.execute(select(source)).mappings()
        }
        for position, said in logged.items():
            if said is not None and said not in stored:
                yield Finding(f"log row {position} {kind}", f"this {kind} was changed or removed", row=position)
        if (unknown := len(stored - set(logged.values()))) > sum(said is None for said in logged.values()):
            yield Finding(f"table {source.name}", f"{unknown} rows are not as they were logged, or never were")


def _parse_payload(payload: str | None, keys: Iterable[str], told: Told) -> tuple[object, ...] | None:
    """Give the values that a payload has for some keys; null for one that was removed or is damaged."""
    try:
        said = msgspec.json.decode(payload or "null")
    except msgspec.DecodeError:
        return None
    if not isinstance(said, dict):
        return None
    return tuple(told.follow(str(said.get(key))) if key == "sha256" else said.get(key) for key in keys)


def _check_assessments(connection: Connection) -> Iterator[Finding]:
    """Compare each assessment in force with the words of its document and with its decision."""
    revised = assessment_revisions.c
    current = (revised.assessment_id == assessments.c.id) & (revised.revision == assessments.c.revision)
    query = (
        select(assessments.c.id, assessment_revisions, documents.c.id.label("document_id"), documents.c.text)
        .select_from(assessments)
        .join(documents, documents.c.id == assessments.c.document_id)
        .outerjoin(assessment_revisions, current & revised.recorded_until.is_(None))
    )
    for row in connection.execute(query):
        where = f"assessment {row.id}"
        if row.payload is None:
            yield Finding(where, "its current revision is missing")
            continue
        try:
            said = msgspec.json.decode(row.payload, type=Assessment)
        except (ParleyError, msgspec.MsgspecError) as error:
            yield Finding(where, str(error))
            continue
        if said.document_id != row.document_id or row.text[said.quote.start : said.quote.end] != said.quote.text:
            yield Finding(where, "its quote is not in its document")
        if (
            not said.state == row.state == ASSESSED_STATES.get(row.action, said.state)
            or identify_assessment(said) != row.identity
        ):
            yield Finding(where, "its state or its name is not what follows from what was decided")


def _check_document(connection: Connection, number: int, told: Told) -> Iterator[Finding]:
    row = connection.execute(select(documents).where(documents.c.number == number)).one()
    where = f"document {row.id[:12]}"
    try:
        document = document_from_row(row)
        if document.digest != told.follow(row.id):
            yield Finding(where, "text or date are not those that gave it its id")
        lines = load_current(connection, row.id)
        check_fit(document, lines)
    except (ParleyError, msgspec.MsgspecError) as error:
        yield Finding(where, str(error))
        return
    yield from _check_facets(connection, document, lines)
    for kept in connection.execute(select(readings).where(readings.c.document_id == row.id)):
        try:
            decode_reading(document, kept.payload)
        except (ParleyError, msgspec.MsgspecError) as error:
            yield Finding(f"{where}, reading by {kept.reader}", str(error))


def _check_facets(connection: Connection, document: Document, lines: Mapping[str, EntryLine]) -> Iterator[Finding]:
    """Compare the columns that lists filter by with what follows from the entries and their decisions."""
    facets = derive_facets([line.item for line in lines.values()], document.kind)
    query = (
        select(revisions, decisions.c.action)
        .outerjoin(decisions, decisions.c.id == revisions.c.decision_id)
        .where(revisions.c.document_id == document.id, revisions.c.recorded_until.is_(None))
    )
    for row in connection.execute(query).mappings():
        where = f"entry {row['entry_id']}"
        wrong = [name for name, value in facets.get(row["entry_id"], {}).items() if row[name] != value]
        if wrong:
            yield Finding(where, f"{', '.join(wrong)}: not what follows from its words and its chain")
        if row["action"] and row["state"] != STATE_AFTER.get(row["action"]):
            yield Finding(where, f"its state is {row['state']}, the decision on it was: {row['action']}")


def _check_seals(connection: Connection, told: Told) -> Iterator[Finding]:
    """Compare every table with its seals. Rows from before the first seal have none."""
    began = min((at for _, at in told.seals), default=None)
    if began is None:
        return
    for name, table in list_sealed().items():
        found: dict[object, list[str]] = {}
        for at, row in walk_rows(connection, table):
            if at is not None and (at >= began or (name, at) in told.seals):
                found.setdefault(at, []).append(digest_row(table, row))
        sealed = {at: seal for (of, at), (seal, _) in told.seals.items() if of == name}
        wrong: Groups = {
            (name, at) for at, seal in sealed.items() if make_seal(name, at, found.get(at, [])).sha256 != seal.sha256
        }
        unsealed = found.keys() - sealed.keys()
        if wrong or unsealed:
            yield from _name_faults(connection, table, wrong, unsealed, told)


def _name_faults(
    connection: Connection, table: Table, wrong: Groups, unsealed: set[object], told: Told
) -> Iterator[Finding]:
    seals: dict[object, tuple[Seal, int]] = {at: told.seals[table.name, at] for _, at in wrong}
    left = {at: Counter(seal.rows) for at, (seal, _) in seals.items()}
    named: set[object] = set()
    for at, row in walk_rows(connection, table):
        where = f"{table.name}: {name_row(table, row)}"
        if at in unsealed:
            yield Finding(where, "this row was never logged")
        if at not in left:
            continue
        hint = digest_row(table, row)[:HINT]
        if left[at][hint]:
            left[at][hint] -= 1
        else:
            named.add(at)
            yield Finding(where, "this row was changed or added", row=seals[at][1])
    for moment, (seal, position) in seals.items():
        missing = left[moment].total()
        if missing and moment not in named:
            what = f"{missing} of the {len(seal.rows)} rows recorded on {seal.at:%Y-%m-%d %H:%M:%S} UTC missing"
            yield Finding(f"table {table.name}", what, row=position)
