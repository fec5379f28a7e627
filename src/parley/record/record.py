"""The record as the rest of Parley sees it: its verbs, section by section.

Each verb is a function of one of this package's modules, made a method here (see `verbs` for how). What it does, takes
and raises is told where it is defined.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from parley.record import (
    actors,
    adding,
    appearances,
    assessed,
    check,
    contents,
    custody,
    deciding,
    documents,
    dump,
    failures,
    fetches,
    lineage,
    lists,
    mentions,
    merging,
    reading,
    redaction,
    restating,
    review,
    undoing,
)
from parley.record import assessments as assessing
from parley.record import log as chain
from parley.record.store import Store, create_store, open_store
from parley.record.transaction import Transaction
from parley.record.verbs import Section, asking, erasing, listing, running, writing


class Assessments(Section):
    """What reports say about clauses of agreements, and the decisions on it."""

    add = writing(assessing.add_assessments)
    propose = writing(assessing.propose_assessments)
    decide = writing(assessing.decide_assessment)
    decide_alike = writing(assessing.decide_alike)
    list_all = listing(assessed.list_assessed)
    list_agreements = asking(assessed.list_agreements)
    find = asking(assessed.find_assessed)
    list_of_entry = asking(assessed.list_of_entry)
    list_decisions = asking(assessed.find_decisions)
    list_histories = listing(assessed.list_histories)


class Custody(Section):
    """What becomes of the record's file as a whole: words taken out of it, a copy, its rows written out."""

    redact = erasing(redaction.redact)
    backup = running(custody.back_up)
    holds_head = asking(custody.holds_head)
    find_secret = asking(custody.find_secret)
    list_conflicts = asking(merging.list_conflicts)
    list_documents = listing(contents.list_documents)
    list_decisions = listing(contents.list_all_decisions)
    write_rows = listing(dump.write_rows)


class Fetches(Section):
    """What servers said of the addresses that documents came from."""

    find = asking(fetches.find_fetch)
    knows = asking(fetches.knows_address)
    find_last = asking(fetches.find_last_fetch)
    touch = writing(fetches.touch_addresses)
    keep = writing(fetches.keep_fetches)


class Lineage(Section):
    """How the documents hang together: relations, and people's word on what folds and which events are one."""

    list_reports = listing(lineage.list_reports)
    list_relations = asking(lineage.list_relations)
    list_decisions = asking(lineage.list_fold_decisions)
    count_untraced = asking(lineage.count_untraced)
    store = writing(lineage.store_relations)
    decide = writing(lineage.decide_fold)
    list_event_decisions = asking(lineage.list_event_decisions)
    decide_event = writing(lineage.decide_event)


class Mentions(Section):
    """Who and what the open entries mention, resolved or not."""

    list_unresolved = asking(mentions.list_unresolved)
    list_contexts = asking(mentions.list_contexts)
    find_reader = asking(mentions.find_reader)
    list_speakers = asking(mentions.list_speakers)


class Review(Section):
    """The entries as they come up for decision."""

    add_entry = writing(deciding.add_entry)
    decide_alike = writing(deciding.decide_alike)
    undo = writing(undoing.undo_newest)
    list_queue = asking(review.list_queue)
    get_entries = asking(review.get_entries)
    select_waiting = asking(review.select_waiting)
    list_reasons = asking(review.list_reasons)
    knows_copies = asking(review.knows_copies)
    group_alike = asking(review.group_alike)
    list_of_document = asking(review.list_of_document)


class Record(Section):
    """One record in one SQLite file; use as a context manager.

    Every method may raise RecordError. What is written is committed in batches: a killed process loses at most the
    batch in hand, and running the same command again completes it.
    """

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.assessments = Assessments(store)
        self.custody = Custody(store)
        self.fetches = Fetches(store)
        self.lineage = Lineage(store)
        self.mentions = Mentions(store)
        self.review = Review(store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the record lies."""
        return self.file.path

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    add = running(adding.add_arrivals)
    read = running(reading.read_documents)
    decide = writing(deciding.decide)
    restate = writing(restating.restate_document)
    remove = erasing(restating.remove_restated)
    change_actors = writing(actors.keep_change)

    list_entries = listing(lists.list_entries)
    list_deadlines = asking(contents.list_deadlines)
    count_entries = asking(lists.count_entries)
    count_by_standing = asking(lists.count_by_standing)
    find_entry = asking(lists.find_entry)
    search = asking(lists.search_texts)

    find_documents = asking(documents.find_documents)
    get_document = asking(documents.get_document)
    get_reading = asking(contents.get_reading)
    count_documents = asking(contents.count_documents)
    list_versions = asking(contents.list_versions)
    list_readings = listing(contents.list_readings)
    list_texts_read = listing(contents.list_texts_read)
    list_doubts = listing(appearances.list_doubts)
    find_unmet = asking(appearances.find_unmet)
    list_unread = asking(reading.list_unread)
    list_not_read = asking(reading.list_not_read)
    count_unread = asking(reading.count_unread)
    list_failures = asking(failures.list_failures)

    list_decisions = asking(contents.list_decisions)
    list_actor_changes = asking(actors.list_changes)
    read_log_head = asking(chain.read_head)
    find_last_change = asking(chain.find_last_change)
    check = listing(check.check_record)

    @writing
    def log_brief(transaction: Transaction, made_from: Mapping[str, str], sha256: str) -> None:  # noqa: N805
        """Keep in the log that a brief was made: its manifest, and the hash of its bytes."""
        transaction.log(chain.BRIEF, {"made_from": dict(made_from), "sha256": sha256})


def create_record(path: Path) -> Record:
    """Make a new, empty record; see `create_store` for errors."""
    return Record(create_store(path))


def open_record(path: Path) -> Record:
    """Open a record; see `open_store` for errors."""
    return Record(open_store(path))
