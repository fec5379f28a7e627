"""What people state anew about a document: day, language, outlet, and what it retracts or corrects.

The day is part of what a document is, since relative times hang on it: with another day it is another document, which
is read anew. The one before is set aside: it keeps its entries, marked stale, and the decisions on them, and counts no
more.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, func, select, update

from parley.errors import InputError
from parley.model import Document
from parley.record.appearances import is_set_aside, restate_publication
from parley.record.documents import document_from_row, find_document
from parley.record.removal import WHERE_IDS, Removed, remove_document
from parley.record.schema import (
    assessments,
    decisions,
    documents,
    entries,
    extractions,
    publications,
    restatements,
)
from parley.record.transaction import Transaction, make_id


class Restatement(Struct, frozen=True, kw_only=True):
    """What is stated anew; null leaves it as it is."""

    date: dt.date | None = None
    lang: str | None = None
    outlet: str | None = None
    retracts: str | None = None
    corrects: str | None = None


class Restated(Struct, frozen=True):
    """What stating anew did: the document by now, and how many decisions and assessments stay with the one before."""

    document: Document
    changed: bool
    decisions: int = 0
    assessments: int = 0


def restate_document(
    transaction: Transaction, start: str, stated: Restatement, *, by: str, reason: str | None = None
) -> Restated:
    """State anew what is known of the one document whose id begins so.

    Raises:
        NoSuchEntry: there is none, or several.
        InputError: nobody is named, nothing is stated, or the document appeared at several outlets.
    """
    if not by.strip():
        raise InputError("nobody is named as stating it", remedy="Give a name with --by.")
    if stated == Restatement():
        remedy = "Give a day, a language, an outlet, or what it retracts or corrects."
        raise InputError("nothing is stated", remedy=remedy)
    connection = transaction.connection
    document_id = find_document(connection, start, WHERE_IDS)
    document = document_from_row(connection.execute(select(documents).where(documents.c.id == document_id)).one())
    _refuse_set_aside(connection, document)
    writer = _Writer(transaction, document, by, reason)
    for column in ("outlet", "retracts", "corrects"):
        if (value := getattr(stated, column)) is not None:
            writer.restate_appearances(column, value)
    if stated.lang is not None:
        writer.restate_language(stated.lang)
    return writer.restate_day(stated.date) if stated.date else Restated(writer.document, writer.changed)


def remove_restated(transaction: Transaction, start: str, *, by: str, reason: str) -> Removed:
    """Remove the one document whose id begins so, and under every other day that was stated for it.

    Raises:
        NoSuchEntry, InputError: as for `remove_document`.
    """
    twins = _find_twins(transaction.connection, start)
    removed = remove_document(transaction, start, by=by, reason=reason)
    for twin in twins:
        removed += remove_document(transaction, twin, by=by, reason=reason)
    return removed


def _find_twins(connection: Connection, start: str) -> list[str]:
    document_id, twin = find_document(connection, start, WHERE_IDS), documents.alias()
    restated = select(restatements.c.document_id).where(restatements.c.field == "date")
    query = (
        select(twin.c.id)
        .join(documents, documents.c.text == twin.c.text)
        .where(documents.c.id == document_id, twin.c.id != document_id)
        .where(documents.c.id.in_(restated) | twin.c.id.in_(restated))
    )
    return list(connection.execute(query).scalars())


def _refuse_set_aside(connection: Connection, document: Document) -> None:
    days = select(restatements.c.after).where(restatements.c.document_id == document.id, restatements.c.field == "date")
    newest = connection.execute(days.order_by(restatements.c.at.desc()).limit(1)).scalar()
    aside = select(documents.c.id).where(documents.c.id == document.id, is_set_aside(None))
    if newest and connection.execute(aside).first():
        now = replace(document, date=dt.date.fromisoformat(newest)).id
        what, remedy = f"another day was stated for this document, {newest}", f"Name the one by now: {now[:12]}."
        raise InputError(what, where=document.id[:12], remedy=remedy)


class _Writer:
    """Writes what one person states anew about one document."""

    def __init__(self, transaction: Transaction, document: Document, by: str, reason: str | None) -> None:
        self.document = document
        self.changed = False
        self._transaction = transaction
        self._by = by
        self._reason = reason

    def restate_appearances(self, column: str, value: str) -> None:
        rows = self._load_appearances()
        before = {row[column] for row in rows}
        if column == "outlet" and len(before) > 1:
            what = f"the document appeared at several outlets: {', '.join(sorted(map(str, before)))}"
            raise InputError(what, where=self.document.id[:12], remedy="Add the report again and state it there.")
        if before != {value}:
            self._replace_appearances(lambda _: {column: value})
            self._note(column, "; ".join(sorted(filter(None, before))) or None, value)

    def restate_language(self, lang: str) -> None:
        if lang != self.document.lang:
            self._transaction.connection.execute(
                update(documents).where(documents.c.id == self.document.id).values(lang=lang)
            )
            self._touch_document()
            self._note("lang", self.document.lang, lang)
            self.document = replace(self.document, lang=lang)

    def _touch_document(self) -> None:
        connection = self._transaction.connection
        row = connection.execute(select(documents).where(documents.c.id == self.document.id)).mappings().one()
        self._transaction.touch(documents, {**row})

    def restate_day(self, day: dt.date) -> Restated:
        if day == self.document.date:
            return Restated(self.document, self.changed)
        before, connection = self.document, self._transaction.connection
        self._note("date", before.date.isoformat() if before.date else None, day.isoformat())
        self.document = replace(before, date=day)
        if not connection.execute(select(documents.c.id).where(documents.c.id == self.document.id)).first():
            self._copy_document(before)

        def date(row: Mapping[str, Any]) -> dict[str, Any]:
            flags = [flag for flag in row["flags"] if not str(flag).startswith("date ")]
            moved = {"document_id": self.document.id, "published_on": day, "published_at": None}
            claimed = [{"source": "restated", "words": day.isoformat()}, *row["claimed"]]
            return moved | {"date_from": "restated", "flags": flags, "claimed": claimed}

        self._replace_appearances(date, of=before)
        own = select(entries.c.id).where(entries.c.document_id == before.id)
        decided = select(func.count()).select_from(decisions).where(decisions.c.entry_id.in_(own))
        assessed = select(func.count()).select_from(assessments).where(assessments.c.document_id == before.id)
        counts = (connection.execute(query).scalar_one() for query in (decided, assessed))
        return Restated(self.document, True, *counts)  # noqa: FBT003 (a field of a struct)

    def _copy_document(self, before: Document) -> None:
        """Keep the same text with its new day, and the same bytes behind it."""
        connection, document = self._transaction.connection, self.document
        row = connection.execute(select(documents).where(documents.c.id == before.id)).mappings().one()
        copied = {name: row[name] for name in ("text", "lang", "kind")}
        stamp = {"id": document.id, "published_on": document.date, "recorded_at": self._transaction.now}
        self._transaction.insert(documents, copied | stamp)
        behind = connection.execute(select(extractions).where(extractions.c.document_id == before.id)).mappings().all()
        for extraction in behind:
            own = {"document_id": document.id, "recorded_at": self._transaction.now}
            self._transaction.insert(extractions, dict(extraction) | own)
        raw = behind[0]["raw_sha256"] if behind else None
        self._transaction.log("document", {"document": document.id, "raw": raw})

    def _load_appearances(self, of: Document | None = None) -> list[Mapping[str, Any]]:
        named = publications.c.document_id == (of or self.document).id
        query = select(publications).where(named, publications.c.recorded_until.is_(None))
        return [dict(row) for row in self._transaction.connection.execute(query).mappings()]

    def _replace_appearances(
        self, change: Callable[[Mapping[str, Any]], Mapping[str, Any]], of: Document | None = None
    ) -> None:
        for row in self._load_appearances(of):
            restate_publication(self._transaction, row, change(row))
        self._transaction.flush()

    def _note(self, field: str, before: str | None, after: str) -> None:
        self.changed = True
        said = {"document": self.document.id, "field": field, "before": before, "after": after}
        who = {"by": self._by, "reason": self._reason}
        restatement_id = make_id()
        row = {"id": restatement_id, "document_id": self.document.id, "at": self._transaction.now}
        self._transaction.insert(restatements, row | {key: said[key] for key in ("field", "before", "after")} | who)
        self._transaction.log("restatement", {"restatement": restatement_id} | said | who)
