"""The tables of a record, as the newest migration leaves them (tests/unit/record hold the two equal).

Full-text search (`document_words`) is SQLite's own table over `documents`; the first migration makes it.

Rows are only ever added, with these exceptions: the pointers `entries.revision` and `revisions.recorded_until`, the
same two of assessments, `relations.recorded_until`, `publications.recorded_until`, `failures.mended_at`,
`readings.applied_at` (the newest is the reading in force), `documents.lang` (`restatements` holds what it was), what
servers say of addresses (`fetches`), tasks in hand (`unfinished`), and a payload that a redaction removes.
"""

import datetime as dt

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
    column,
    or_,
    table,
    true,
)


class Instant(TypeDecorator[dt.datetime]):
    """A moment, kept in UTC and given back with its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Turn an aware moment into naive UTC."""
        return value.astimezone(dt.UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Give the zone back."""
        return value.replace(tzinfo=dt.UTC) if value else None


metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("published_on", Date, index=True),
    Column("lang", String(16)),
    Column("kind", String(16), nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

raws = Table(
    "raws",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

extractions = Table(
    "extractions",
    metadata,
    Column("raw_sha256", ForeignKey("raws.sha256"), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("extractor", String(64), nullable=False),
    Column("extractor_version", String(64), nullable=False),
    Column("recorded_at", Instant),
)

publications = Table(
    "publications",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("identity", String(64), nullable=False, unique=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("outlet", Text),
    Column("url", Text, index=True),
    Column("title", Text),
    Column("published_at", Instant),
    Column("published_on", Date),
    Column("first_seen", Instant, nullable=False),
    Column("cited", JSON, nullable=False),
    Column("ref", Text),
    Column("given_id", Text),
    Column("date_from", String(32)),
    Column("flags", JSON, nullable=False),
    Column("replaces", ForeignKey("publications.id")),
    Column("recorded_at", Instant, nullable=False),
    Column("retracts", Text),
    Column("corrects", Text),
    Column("claimed", JSON, nullable=False),
    Column("recorded_until", Instant),
)

fetches = Table(
    "fetches",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("fetched_at", Instant, nullable=False),
)

unfinished = Table(
    "unfinished",
    metadata,
    Column("task", Text, primary_key=True),
    Column("began", Instant, nullable=False),
)

restatements = Table(
    "restatements",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("field", String(16), nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Text),
)

readings = Table(
    "readings",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("reader", String(128), primary_key=True),
    Column("payload", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("applied_at", Instant, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("reader", String(128), nullable=False),
    Column("local_id", String(64), nullable=False),
    Column("entry_id", ForeignKey("entries.id"), nullable=False, index=True),
    Column("recorded_at", Instant, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("entry_id", ForeignKey("entries.id"), nullable=False, index=True),
    Column("action", String(16), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("reason", Text),
)

revisions = Table(
    "revisions",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("item", Text, nullable=False),
    Column("reader", String(128), nullable=False),
    Column("proposal_id", ForeignKey("proposals.id")),
    Column("decision_id", ForeignKey("decisions.id")),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_until", Instant),
    Column("position", Integer, nullable=False),
    Column("chain", JSON, nullable=False),
    Column("speaker", Text),
    Column("actors", Text, nullable=False),
    Column("recipients", Text, nullable=False),
    Column("type", String(16)),
    Column("mode", String(32)),
    Column("modality", String(16)),
    Column("negated", Boolean),
    Column("fact", Boolean),
    Column("act", Boolean),
    Column("commitment", String(16)),
    Column("standing", String(16)),
    Column("happened_from", Date),
    Column("happened_to", Date),
)

assessments = Table(
    "assessments",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

assessment_revisions = Table(
    "assessment_revisions",
    metadata,
    Column("assessment_id", ForeignKey("assessments.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("identity", String(64), nullable=False, index=True),
    Column("agreement", Text, nullable=False, index=True),
    Column("entry_id", ForeignKey("entries.id"), index=True),
    Column("state", String(16), nullable=False),
    Column("action", String(16), nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text),
    Column("payload", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_until", Instant),
)

failures = Table(
    "failures",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("stage", String(16), nullable=False),
    Column("place", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("document_id", ForeignKey("documents.id"), index=True),
    Column("reader", String(128)),
    Column("recorded_at", Instant, nullable=False),
    Column("mended_at", Instant),
    UniqueConstraint("document_id", "reader"),
)

relations = Table(
    "relations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("a", ForeignKey("documents.id"), nullable=False, index=True),
    Column("b", ForeignKey("documents.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("tracer", String(16), nullable=False),
    Column("payload", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_until", Instant),
)

fold_decisions = Table(
    "fold_decisions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("a", ForeignKey("documents.id"), nullable=False),
    Column("b", ForeignKey("documents.id"), nullable=False),
    Column("action", String(8), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Text),
)

same_event_decisions = Table(
    "same_event_decisions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("a", ForeignKey("entries.id"), nullable=False, index=True),
    Column("b", ForeignKey("entries.id"), nullable=False, index=True),
    Column("action", String(16), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Text),
)

log = Table(
    "log",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("recorded_at", Instant, nullable=False),
    Column("kind", String(32), nullable=False, index=True),
    Column("payload_sha256", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)

payloads = Table(
    "payloads",
    metadata,
    Column("position", ForeignKey("log.position"), primary_key=True),
    Column("payload", Text, nullable=False),
)

actor_changes = Table(
    "actor_changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("action", String(16), nullable=False),
    Column("subject", Text, nullable=False),
    Column("names", JSON, nullable=False),
    Column("into", Text),
    Column("pack", Text),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

Index("revisions_current", revisions.c.document_id, revisions.c.recorded_until)

words = table("document_words", column("rowid"), column("text"), column("document_words"))


def known_at(moment: dt.datetime | None, of: FromClause) -> ColumnElement[bool]:
    """Condition on a table whose rows only come: recorded by the moment; always true when it is null."""
    return true() if moment is None else of.c.recorded_at <= moment


def in_force_at(moment: dt.datetime | None, of: FromClause) -> ColumnElement[bool]:
    """Condition on a table whose rows come and end: in force at the moment, now when it is null."""
    if moment is None:
        return of.c.recorded_until.is_(None)
    return and_(of.c.recorded_at <= moment, or_(of.c.recorded_until.is_(None), of.c.recorded_until > moment))
