"""Taking words out of the record for good: a witness's name, a passage after a takedown.

The words go from the text and from everything made of it: readings, entries and all their revisions, quotes, titles,
reasons, the payloads of the log, the bytes that the document came from, the index of the search. Marks of the same
length stand there instead, so that every other span fits and the document keeps its id. A row of the log says where
words were taken out, by whom and why, and vouches for what stands there now.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import JSON, ColumnElement, Connection, RowMapping, Table, Text, and_, delete, select, text, update

from parley.errors import FormatError, InputError
from parley.model import Assessment, Document
from parley.ontology.registry import load_registry
from parley.record.actors import list_changes
from parley.record.assessments import identify_assessment
from parley.record.blacking import (
    Blacked,
    Offsets,
    Phrases,
    black_places,
    black_value,
    find_names,
    list_tokens,
    widen_place,
)
from parley.record.documents import IDS, find_document
from parley.record.entries import decode_reading, write_layers
from parley.record.facets import decode_item, derive_history
from parley.record.log import REDACTION, digest_text
from parley.record.removal import WHERE_IDS, list_owned
from parley.record.schema import (
    actor_changes,
    assessment_revisions,
    assessments,
    documents,
    extractions,
    failures,
    fetches,
    payloads,
    raws,
    readings,
    relations,
    revisions,
    unfinished,
)
from parley.record.seals import Groups, find_moment, list_sealed, seal_rows
from parley.record.transaction import Transaction

Row = RowMapping
_NOBODY_QUOTED = {"by", "agreement", "chain", "speaker", "actors", "recipients"}
"""Columns of free text that name who decided, or follow from the entry."""
_PLACES: dict[Table, str] = {fetches: "url", unfinished: "task", failures: "place"}
"""By table: the column that says where something was taken from, of a task in hand one place a line."""
_FORGOTTEN = (fetches, unfinished)
"""Tables that are a help and no statement: a row that holds the words goes whole."""


class Redacted(Struct, frozen=True):
    """What was taken out: how many places in how many documents, and how many rows of the record were rewritten.

    `elsewhere` counts other documents in which the words stand and stay; `parts` how often parts of names, such as a
    family name, still stand by themselves.
    """

    documents: int
    places: int
    rows: int
    elsewhere: int = 0
    parts: dict[str, int] = {}


def redact(
    transaction: Transaction, phrases: tuple[str, ...], *, by: str, reason: str, start: str | None = None,
    names: bool = False, span: Offsets | None = None,
) -> Redacted:  # fmt: skip
    """Take words out of one document, or of the whole record.

    Args:
        transaction: takes the row of the log.
        phrases: the words, each wherever it stands.
        by: who takes them out.
        reason: why; it must not hold the words.
        start: how the document's id begins; null for all documents and everything else in the record.
        names: also take out what the words were resolved to.
        span: the place of words in that document, taken out wherever they stand in it.

    Raises:
        NoSuchEntry: there is no such document, or several.
        InputError: name, reason or words are missing, or the reason holds the words.
        FormatError: the registry does not hold together without them.
    """
    if not by.strip() or not reason.strip():
        raise InputError("a redaction needs a name and a reason", remedy="Give --by and --why.")
    connection = transaction.connection
    one = find_document(connection, start, WHERE_IDS) if start is not None else None
    if span and one:
        held = connection.execute(select(documents.c.text).where(documents.c.id == one)).scalar_one()
        phrases = (*phrases, widen_place(held, *span))
    words = Phrases(phrases)
    if words.stand_in(reason):
        raise InputError(
            "the reason holds the words that are to go", remedy="Say why without them: it stays in the log."
        )
    connection.execute(text("PRAGMA secure_delete = ON"))
    redaction = _Redaction(connection, words, one)
    redaction.find(names=names)
    redaction.rewrite()
    if redaction.rows:
        connection.execute(text("INSERT INTO document_words(document_words) VALUES ('rebuild')"))
        transaction.log(REDACTION, redaction.tell() | {"by": by, "reason": reason})
    return redaction.sum_up(phrases if names else ())


class _Redaction:
    """One redaction: what it found, what it rewrote.

    Args:
        connection: holds the write lock.
        words: to be taken out.
        one: the id of the only document to be touched, null for the whole record.
    """

    def __init__(self, connection: Connection, words: Phrases, one: str | None) -> None:
        self._connection = connection
        self._words = words
        self._one = one
        self._blacked: dict[str, Blacked] = {}
        self._texts: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        self._groups: Groups = set()
        self._elsewhere = 0
        self.rows = 0
        self._rules: dict[Table, Callable[[Row, str | None], dict[str, Any]]] = {
            documents: self._rewrite_document,
            raws: self._rewrite_bytes,
            relations: self._rewrite_relation,
            readings: self._rewrite_reading,
            revisions: self._rewrite_revision,
            assessment_revisions: self._rewrite_assessment,
            payloads: self._rewrite_payload,
        }

    def find(self, *, names: bool) -> None:
        """Find the documents that hold the words, and every id that belongs to one."""
        self._look_through()
        if names and (more := set(self._list_resolved()) - set(self._words.phrases)):
            self._words = Phrases((*self._words.phrases, *more))
            self._look_through()
        self._look_beyond()
        for document_id in self._blacked:
            owned = list_owned(self._connection, document_id)
            self._owners |= dict.fromkeys(owned.ids, document_id)
            self._places |= dict.fromkeys(owned.places, document_id)

    def _look_through(self) -> None:
        self._blacked, self._elsewhere = {}, 0
        for row in self._connection.execute(select(documents.c.id, documents.c.text)).yield_per(1000):
            if not (places := self._words.find(row.text)):
                continue
            if self._one not in (None, row.id):
                self._elsewhere += 1
                continue
            self._blacked[row.id] = Blacked(black_places(row.text, places), places)
            self._texts[row.id] = row.text

    def _look_beyond(self) -> None:
        """Find the documents whose text lacks the words while what was made of it holds them: a minister's name."""
        assessed = assessments.c.id == assessment_revisions.c.assessment_id
        made = (
            select(readings.c.document_id, readings.c.payload.label("made")),
            select(revisions.c.document_id, revisions.c.item.label("made")),
            select(assessments.c.document_id, assessment_revisions.c.payload.label("made")).where(assessed),
        )
        found = {self._one} if self._one else set()
        for query in made if not self._one else ():
            rows = self._connection.execute(query).yield_per(500)
            found |= {row.document_id for row in rows if self._words.stand_in(row.made)}
        for document_id in found - self._blacked.keys():
            query = select(documents.c.text).where(documents.c.id == document_id)
            self._blacked[document_id] = Blacked(self._connection.execute(query).scalar_one(), ())

    def _list_resolved(self) -> Iterator[str]:
        """Yield the names that hold one of the words whole, and that words which go were resolved to."""
        for document_id, blacked in self._blacked.items():
            query = select(readings.c.payload).where(readings.c.document_id == document_id)
            items = select(revisions.c.item).where(revisions.c.document_id == document_id)
            for kept in (*self._connection.execute(query).scalars(), *self._connection.execute(items).scalars()):
                yield from filter(self._words.stand_in, find_names(msgspec.json.decode(kept), blacked))

    def rewrite(self) -> None:
        """Rewrite every row that holds the words."""
        for table in (*list_sealed().values(), payloads):
            if self._may_hold(table):
                rows = self._connection.execute(select(table)).yield_per(500).mappings()
                found = [(row, changed) for row in rows if (changed := self._rewrite_row(table, row))]
                for row, changed in found:
                    if table in _FORGOTTEN:
                        self._delete(table, row)
                    else:
                        self._update(table, row, changed)
        if not self._one:
            self._drop_changes()
        for document_id in self._blacked:
            self._rewrite_facets(document_id)

    def _may_hold(self, table: Table) -> bool:
        if table is actor_changes:
            return False
        return table is raws or any(isinstance(column.type, Text | JSON) for column in table.columns)

    def _rewrite_row(self, table: Table, row: Row) -> dict[str, Any]:
        """Say which columns of a row change, and how."""
        owner = self._find_owner(table, row)
        if self._one and not owner and table is not raws:
            return {}
        return self._rules[table](row, owner) if table in self._rules else self._rewrite_texts(table, row)

    def _find_owner(self, table: Table, row: Row) -> str | None:
        """Find the document that a row belongs to, where that document is touched."""
        if table is payloads:
            return next((self._owners[each] for each in IDS.findall(row["payload"]) if each in self._owners), None)
        keys = (column.name for column in table.columns if column.name == "id" or column.foreign_keys)
        owner = next((self._owners[row[key]] for key in keys if row[key] in self._owners), None)
        places = row[_PLACES[table]].splitlines() if table in _PLACES else ()
        return owner or next((self._places[place] for place in places if place in self._places), None)

    def _rewrite_document(self, row: Row, _: str | None) -> dict[str, Any]:
        blacked = self._blacked.get(row["id"])
        if not blacked or blacked.text == row["text"]:
            return {}
        before = Document(row["text"], row["published_on"])
        after = Document(blacked.text, row["published_on"])
        self._digests[before.digest] = after.digest
        return {"text": blacked.text}

    def _rewrite_bytes(self, row: Row, _: str | None) -> dict[str, Any]:
        """Empty the bytes that a document came from, and in the whole record every page that holds the words."""
        came = select(extractions.c.document_id).where(extractions.c.raw_sha256 == row["sha256"])
        gave = set(self._connection.execute(came).scalars())
        touched = any(each in self._blacked and self._blacked[each].places for each in gave)
        meant = not self._one or self._one in gave
        if not row["data"] or not (touched or (meant and self._words.stand_in(row["data"].decode("utf-8", "ignore")))):
            return {}
        self._digests[hashlib.sha256(row["data"]).hexdigest()] = hashlib.sha256(b"").hexdigest()
        return {"data": b""}

    def _drop_changes(self) -> None:
        """Remove the changes of the registry that hold the words."""
        dropped = []
        for row in self._connection.execute(select(actor_changes)).mappings().all():
            if any(map(self._words.stand_in, [row["subject"], row["into"] or "", row["pack"] or "", *row["names"]])):
                self._delete(actor_changes, row)
                dropped.append(row["id"])
        try:
            load_registry((), tuple(list_changes(self._connection)) if dropped else ())
        except FormatError as error:
            remedy = "Undo with parley actors what builds on it, then redact."
            what = "other changes of the registry build on one that holds the words"
            raise FormatError(what, where=", ".join(dropped), remedy=remedy) from error

    def _rewrite_relation(self, row: Row, _: str | None) -> dict[str, Any]:
        relation = msgspec.json.decode(row["payload"])
        for side in ("a", "b"):
            of = self._blacked.get(relation[side])
            relation[f"{side}_spans"] = [black_value(span, self._words, of) for span in relation[f"{side}_spans"]]
        relation["evidence"] = black_value(relation["evidence"], self._words)
        after = msgspec.json.encode(relation).decode()
        return {"payload": after} if after != row["payload"] else {}

    def _rewrite_revision(self, row: Row, owner: str | None) -> dict[str, Any]:
        if not owner:
            return {}
        item = msgspec.json.encode(decode_item(row["kind"], self._black_json(row["item"], owner))).decode()
        return {"item": item} if item != row["item"] else {}

    def _rewrite_reading(self, row: Row, owner: str | None) -> dict[str, Any]:
        if not owner:
            return {}
        held = self._connection.execute(select(documents).where(documents.c.id == owner)).one()
        document = Document(self._blacked[owner].text, held.published_on, held.lang, held.kind)
        after = write_layers(decode_reading(document, self._black_json(row["payload"], owner)))
        return self._vouch(row["payload"], {"payload": after})

    def _rewrite_assessment(self, row: Row, owner: str | None) -> dict[str, Any]:
        said = msgspec.json.decode(self._black_json(row["payload"], owner), type=Assessment)
        after = msgspec.json.encode(said).decode()
        reason = self._rewrite_texts(assessment_revisions, row, "reason")
        if after == row["payload"]:
            return reason
        return self._vouch(row["payload"], {"payload": after, "identity": identify_assessment(said)}) | reason

    def _rewrite_payload(self, row: Row, owner: str | None) -> dict[str, Any]:
        if not owner and not self._words.stand_in(row["payload"]):
            return {}
        said = msgspec.json.decode(row["payload"])
        kept = black_value(said, self._words, self._blacked.get(owner or "")) | (
            {"by": said["by"]} if "by" in said else {}
        )
        return self._vouch(row["payload"], {"payload": msgspec.json.encode(kept, order="sorted").decode()})

    def _rewrite_texts(self, table: Table, row: Row, *only: str) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for column in table.columns:
            free = (
                isinstance(column.type, Text | JSON) and column.name not in _NOBODY_QUOTED and not column.foreign_keys
            )
            if free and row[column.name] is not None and (not only or column.name in only):
                after = black_value(row[column.name], self._words)
                changed |= {column.name: after} if after != row[column.name] else {}
        return changed

    def _black_json(self, kept: str, owner: str | None) -> str:
        value = black_value(msgspec.json.decode(kept), self._words, self._blacked.get(owner or ""))
        return msgspec.json.encode(value).decode()

    def _vouch(self, before: str, changed: dict[str, Any]) -> dict[str, Any]:
        if changed["payload"] == before:
            return {}
        self._digests[digest_text(before)] = digest_text(changed["payload"])
        return changed

    def _update(self, table: Table, row: Row, changed: Mapping[str, Any]) -> None:
        self._connection.execute(update(table).where(_name_key(table, row)).values(**changed))
        self._note(table, row)

    def _delete(self, table: Table, row: Row) -> None:
        self._connection.execute(delete(table).where(_name_key(table, row)))
        self._note(table, row)

    def _note(self, table: Table, row: Row) -> None:
        self.rows += 1
        if table is not payloads and (at := find_moment(table, row)):
            self._groups.add((str(table.name), at))

    def _rewrite_facets(self, document_id: str) -> None:
        """Derive anew, for every moment, the columns that follow from entries whose words changed."""
        kind = self._connection.execute(select(documents.c.kind).where(documents.c.id == document_id)).scalar_one()
        query = select(revisions).where(revisions.c.document_id == document_id)
        rows = self._connection.execute(query).mappings().all()
        for row, facets in list(derive_history(rows, kind)):
            names = ("chain", "speaker", "actors", "recipients", "happened_from", "happened_to")
            if changed := {name: facets[name] for name in names if facets[name] != row[name]}:
                self._update(revisions, row, changed)

    def tell(self) -> dict[str, object]:
        """Say for the log where words were taken out, and vouch for what stands there now."""
        touched = {each: blacked for each, blacked in self._blacked.items() if blacked.places}
        return {
            "documents": {each: [list(place) for place in blacked.places] for each, blacked in touched.items()},
            "texts": {digest_text(self._texts[each]): each for each in touched},
            "digests": self._digests,
            "seals": msgspec.to_builtins(seal_rows(self._connection, self._groups)),
        }

    def sum_up(self, names: Iterable[str]) -> Redacted:
        """Count what was taken out, and what is left of names."""
        found = [blacked.places for blacked in self._blacked.values() if blacked.places]
        return Redacted(len(found), sum(map(len, found)), self.rows, self._elsewhere, self._count_parts(names))

    def _count_parts(self, names: Iterable[str]) -> dict[str, int]:
        """Count where the parts of names stand by themselves: words with a capital, or of a script that has none."""
        tokens = {token for name in names for token in list_tokens(name) if len(token) > 2 and not token.islower()}
        parts = {token: Phrases([token]) for token in sorted(tokens)}
        counts = dict.fromkeys(parts, 0)
        query = select(documents.c.text)
        query = query.where(documents.c.id == self._one) if self._one else query
        for held in self._connection.execute(query).scalars() if parts else ():
            for token, words in parts.items():
                counts[token] += len(words.find(held))
        return {token: count for token, count in counts.items() if count}


def _name_key(table: Table, row: Row) -> ColumnElement[bool]:
    return and_(*(column == row[column.name] for column in table.primary_key.columns))
