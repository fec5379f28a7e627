"""What boards and briefs are made of, gathered from a record; manifests name the commands that make them again."""

import datetime as dt
import hashlib
import shlex
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from parley.agreement import (
    AgreementStatus,
    Bounds,
    Sides,
    View,
    find_agreement,
    find_changes,
    find_positions,
    find_status,
    join_evidence,
    load_agreement,
)
from parley.agreement.coverage import count_coverage
from parley.errors import InputError
from parley.export import Brief
from parley.export.board import Board
from parley.ingest import language_name
from parley.lineage import describe_untraced, find_folding
from parley.model import ListedEntry
from parley.ontology.registry import Affiliations, load_registry
from parley.pipeline import LANGUAGES
from parley.record import Filter, Position, Record
from parley.trace import Folding, count_reports
from parley.version import __version__

_REVIEWED = "reviewed"


class BoardAsked(Struct, frozen=True):
    """What a board is asked for: the three clocks, whose reports (as `--view` has it), and the day to compare with."""

    world: dt.date
    known: dt.date
    view: str | None = None
    recorded_by: dt.datetime | None = None
    since: dt.date | None = None


class BriefAsked(Struct, frozen=True):
    """What a brief is asked for; all of it stands in its manifest, so that it can be asked for again.

    `known` is the last day of publication that counts, `since` the first one (and the day from which changes are
    told), `agreement` a name or a path.
    """

    title: str | None = None
    agreement: str | None = None
    view: str | None = None
    known: dt.date | None = None
    since: dt.date | None = None
    speaker: str | None = None
    recorded_by: dt.datetime | None = None


def make_board(
    record: Record,
    path: Path,
    asked: BoardAsked,
    *,
    folding: Folding | None = None,
    entries: Iterable[ListedEntry] | None = None,
) -> Board:
    """Gather what a board shows.

    Args:
        record: holds assessments, documents, entries.
        path: the agreement's file.
        asked: what is asked for.
        folding: the record's, as of the same days, where it is at hand.
        entries: all that were published by the known date, likewise.
    """
    agreement, recorded_by = load_agreement(path), asked.recorded_by
    registry = load_registry(changes=record.list_actor_changes())
    find_whose = Affiliations(registry).find
    sides, assessed = Sides(agreement, find_whose), list(record.assessments.list_all(agreement.id, recorded_by))
    if folding is None:
        documents = {held.assessment.document_id for held in assessed}
        folding = find_folding(record, asked.known, recorded_by, documents)
    origins = folding.map_origins()
    evidence = list(join_evidence(agreement, assessed, origins=origins, find_whose=find_whose))
    view = _parse_view(asked.view, sides, {piece.side for piece in evidence})
    looked_at = bool(evidence) and not view.reviewed
    texts = (read for read in record.list_texts_read(recorded_by) if read[0] <= asked.known)
    coverage = count_coverage(agreement, texts) if looked_at else None

    def find(world: dt.date, known: dt.date) -> AgreementStatus:
        return find_status(agreement, evidence, view, world, known, recorded_by=recorded_by, coverage=coverage)

    status = find(asked.world, asked.known)
    known = Filter(published_from=agreement.talk_from, published_to=asked.known, recorded_by=recorded_by)
    listed = list(record.list_entries(known) if entries is None else entries)
    return Board(
        agreement=agreement,
        status=status,
        publications={held.assessment.document_id: held.publications for held in assessed},
        notices={held.assessment.document_id: held.notice for held in assessed if held.notice},
        made_from={
            "agreement": f"{agreement.id}, file {hashlib.sha256(path.read_bytes()).hexdigest()}",
            "view": view.name,
        },
        documents=record.count_documents(recorded_by, published_to=asked.known),
        not_read={language_name(row.lang): row.documents for row in record.list_not_read(LANGUAGES, recorded_by)},
        positions=find_positions(agreement, listed, sides, Bounds(asked.world, asked.known, recorded_by)),
        unreviewed=frozenset(one.entry.id for one in listed if one.entry.state == "proposed"),
        changes=find_changes(find(asked.since, asked.since), status) if asked.since else None,
        since=asked.since,
    )


def make_board_again(record: Record, name: str, asked: BoardAsked) -> Board:
    """Gather what a board shows, its manifest with the command that makes it again.

    Args:
        record: as for `make_board`.
        name: of an agreement that Parley has, or a path.
        asked: what is asked for.
    """
    made = make_board(record, find_agreement(name), asked)
    return replace(made, made_from={**_list_board_manifest(record, name, asked), **made.made_from})


def _list_board_manifest(record: Record, agreement: str, asked: BoardAsked) -> dict[str, str]:
    change = record.find_last_change(asked.recorded_by)
    command = ["parley", "board", record.path.name, agreement, "--as-of", str(asked.world), "--known", str(asked.known)]
    for option, value in (("--view", asked.view), ("--since", asked.since), ("--recorded-by", change.recorded_at)):
        if value is not None:
            command += [option, value.isoformat() if isinstance(value, dt.date) else value]
    return {
        "record": record.path.name,
        "log": f"row {change.row}, head {change.head}",
        "Parley": __version__,
        "made again by": shlex.join(command),
    }


def _parse_view(words: str | None, sides: Sides, reporting: set[str]) -> View:
    """Turn the value of --view into a view; its sides are named as the agreement or the reports name them.

    Raises:
        InputError: nobody of this name is a party or reports anything.
    """
    names = [name.strip() for name in (words or "").split(",") if name.strip()]
    named = frozenset(sides.find_side(name) for name in names if name != _REVIEWED)
    if strangers := named - reporting - sides.parties:
        remedy = f"The sides that report are {', '.join(sorted(reporting)) or 'none yet'}; or say {_REVIEWED}."
        raise InputError("no side of this name reports anything", where=", ".join(sorted(strangers)), remedy=remedy)
    return View(words or "all", named, reviewed=_REVIEWED in names)


def make_brief(record: Record, wanted: BriefAsked) -> Brief:
    """Gather what a brief shows, all of it as of the last change of the record by the moment asked for."""
    change = record.find_last_change(wanted.recorded_by)
    as_of = change.recorded_at
    chosen = Filter(speaker=wanted.speaker, published_from=wanted.since, published_to=wanted.known, recorded_by=as_of)
    listed = list(record.list_entries(chosen))
    entries = tuple(line for line in listed if not line.entry.stale)
    documents = None if wanted.agreement else {line.entry.document_id for line in entries}
    folding = find_folding(record, wanted.known, as_of, documents)
    board = None
    if wanted.agreement and wanted.known:
        asked = BoardAsked(wanted.known, wanted.known, wanted.view, as_of, wanted.since)
        everything = None if wanted.since or wanted.speaker else listed
        path = find_agreement(wanted.agreement)
        board = make_board(record, path, asked, folding=folding, entries=everything)
    readers = ", ".join(sorted({line.entry.reader for line in entries}))
    title = board.agreement.title if board else "What is reported, and by whom"
    return Brief(
        title=wanted.title or title,
        made_from=_list_brief_manifest(record, wanted, change, readers) | (dict(board.made_from) if board else {}),
        entries=entries,
        documents=record.count_documents(as_of, wanted.since, wanted.known),
        not_read={language_name(row.lang): row.documents for row in record.list_not_read(LANGUAGES, as_of)},
        as_of=as_of,
        stale=len(listed) - len(entries),
        reports=count_reports(entries, folding) + describe_untraced(record, as_of),
        board=board,
    )


def _list_brief_manifest(record: Record, wanted: BriefAsked, change: Position, readers: str) -> dict[str, str]:
    command = ["parley", "brief", record.path.name]
    asked = (
        ("--title", wanted.title),
        ("--agreement", wanted.agreement),
        ("--view", wanted.view),
        ("--known", wanted.known),
        ("--since", wanted.since),
        ("--speaker", wanted.speaker),
        ("--recorded-by", change.recorded_at.isoformat() if change.recorded_at else None),
    )
    for option, value in asked:
        command += [option, str(value)] if value is not None else []
    return {
        "record": record.path.name,
        "log": f"row {change.row}, head {change.head}",
        "readers": readers,
        "Parley": __version__,
        "made again by": shlex.join(command),
    }
