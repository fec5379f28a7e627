"""What boards and briefs are made of, gathered from a record; manifests name the commands that make them again."""

import datetime as dt
import hashlib
import shlex
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict, replace

from parley.agreement import (
    Agreement,
    AgreementStatus,
    Bounds,
    Evidence,
    Sides,
    View,
    find_agreement,
    find_changes,
    find_positions,
    find_status,
    join_evidence,
    list_library,
    load_agreement,
)
from parley.agreement.coverage import count_weeks, find_panel
from parley.agreement.subject import Subject, find_clauses_named
from parley.errors import FormatError, InputError
from parley.export.board import Board
from parley.export.brief import Brief
from parley.ingest import language_name
from parley.lineage import describe_untraced, find_folding
from parley.model import GONE, FoldDecision, ListedEntry, Notice, Publication, Relation, Report
from parley.ontology.registry import Affiliations, Registry, load_registry
from parley.pipeline import LANGUAGES
from parley.record import UNDECIDED, Filter, Position, Record, TextRead
from parley.trace import count_reports, fold_reports
from parley.version import __version__

_REVIEWED = "reviewed"


class BoardAsked(Struct, frozen=True):
    """What a board is asked for: the three clocks, whose reports (as `--view` has it), and the first day of changes.

    A board with `since` is compared with the end of the day before. With `same_panel`, only reports in outlets that
    were read throughout count.
    """

    world: dt.date
    known: dt.date
    view: str | None = None
    recorded_by: dt.datetime | None = None
    since: dt.date | None = None
    same_panel: bool = False


class BriefAsked(Struct, frozen=True):
    """What a brief is asked for; all of it stands in its manifest, so that it can be asked for again.

    `known` is the last day of publication that counts (not said: with an agreement the day that its board takes, or
    `since` if that is later), `since` the first one (and the day from which changes are told), `agreement` a name or a
    path.
    """

    title: str | None = None
    agreement: str | None = None
    view: str | None = None
    known: dt.date | None = None
    since: dt.date | None = None
    speaker: str | None = None
    recorded_by: dt.datetime | None = None


class BoardMaterial(Struct, frozen=True):
    """What boards of one agreement are made of, whatever days and views they are asked for.

    `evidence` has every document for its own origin; `named` holds the clauses of which each document read names a
    bearer or the place, `about` the ids of those that are about the agreement's subject. `entries` are those of
    documents in which something is said on a condition. `revisions` are those of the assessments, by their ids.
    """

    agreement: Agreement
    digest: str
    sides: Sides
    evidence: tuple[Evidence, ...]
    publications: Mapping[str, tuple[Publication, ...]]
    notices: Mapping[str, Notice]
    reports: tuple[Report, ...]
    relations: tuple[Relation, ...]
    folds: tuple[FoldDecision, ...]
    read: tuple[TextRead, ...]
    named: tuple[frozenset[str], ...]
    about: frozenset[str]
    entries: tuple[ListedEntry, ...]
    not_read: Mapping[str, int]
    revisions: Mapping[str, int]
    recorded_by: dt.datetime | None = None

    @property
    def published(self) -> tuple[dt.date | None, ...]:
        """The day of each report."""
        return tuple(report.published_on for report in self.reports)


def find_followed(record: Record, recorded_by: dt.datetime | None = None) -> list[Path]:
    """Find the files of the agreements that come with Parley and that reports of a record are linked to."""
    linked = record.assessments.list_agreements(recorded_by)
    return [path for path in list_library() if path.stem in linked]


def find_latest(published: Iterable[dt.date | None]) -> dt.date:
    """Find the day of the last report that does not lie ahead; without any, today."""
    today = dt.datetime.now(dt.UTC).date()
    return min(today, max((day for day in published if day), default=today))


def find_present(agreement: Agreement, published: Iterable[dt.date | None]) -> dt.date:
    """Find the day on which an agreement is looked at if none is named: that of the last report of the record."""
    return max(agreement.talk_from, find_latest(published))


def gather_board(
    record: Record, path: Path, recorded_by: dt.datetime | None = None, agreement: Agreement | None = None
) -> BoardMaterial:
    """Gather what boards of an agreement are made of.

    Args:
        record: holds assessments, documents, entries.
        path: the agreement's file.
        recorded_by: the record as it stood then, null for now.
        agreement: what the file holds, where that is known; else the file is read.
    """
    data, lineage = path.read_bytes(), record.lineage
    agreement = agreement or load_agreement(path)
    registry = load_registry(changes=record.list_actor_changes(recorded_by))
    sides = Sides(agreement, Affiliations(registry).find, registry)
    assessed = list(record.assessments.list_all(agreement.id, recorded_by))
    reports = tuple(lineage.list_reports(None, recorded_by, texts=False))
    read = tuple(record.list_texts_read(recorded_by)) if assessed else ()
    conditional = Filter(conditional=True, published_from=agreement.talk_from, recorded_by=recorded_by)
    return BoardMaterial(
        agreement=agreement,
        digest=hashlib.sha256(data).hexdigest(),
        sides=sides,
        evidence=tuple(join_evidence(agreement, assessed, sides=sides)),
        publications={held.assessment.document_id: held.publications for held in assessed},
        notices={held.assessment.document_id: held.notice for held in assessed if held.notice},
        reports=reports,
        relations=tuple(lineage.list_relations(recorded_by)),
        folds=tuple(lineage.list_decisions(recorded_by)),
        read=read,
        named=tuple(find_clauses_named(agreement, (text.text for text in read), registry)),
        about=_find_texts_about([agreement], read, registry),
        entries=tuple(line for line in record.list_entries(conditional) if not line.entry.stale),
        not_read={language_name(row.lang): row.documents for row in record.list_not_read(LANGUAGES, recorded_by)},
        revisions={held.assessment.id: held.revision for held in assessed},
        recorded_by=recorded_by,
    )


def make_board(record: Record, path: Path, asked: BoardAsked) -> Board:
    """Gather what a board shows; see `gather_board` and `lay_board`."""
    return lay_board(gather_board(record, path, asked.recorded_by), asked)


def lay_board(material: BoardMaterial, asked: BoardAsked) -> Board:
    """Make the board that is asked for of what was gathered as of the same moment.

    Raises:
        InputError: the view names a side that nobody has.
    """
    agreement, recorded_by = material.agreement, material.recorded_by
    read = [
        (text, named)
        for text, named in zip(material.read, material.named, strict=True)
        if text.published_on <= asked.known
    ]
    by_outlet = count_weeks(
        (text.published_on, text.outlets) for text, _ in read if text.published_on >= agreement.talk_from
    )
    panel = find_panel(by_outlet) if asked.same_panel else None
    evidence = _choose_evidence(material, asked.known, panel)
    view = _parse_view(asked.view, material.sides, {piece.side for piece in material.evidence})
    looked_at = bool(evidence) and not view.reviewed
    counted = [(text.published_on, named) for text, named in read if panel is None or text.outlets & panel]
    coverage = count_weeks(counted) if looked_at else None

    def find(world: dt.date, known: dt.date) -> AgreementStatus:
        return find_status(agreement, evidence, view, world, known, recorded_by=recorded_by, coverage=coverage)

    status = find(asked.world, asked.known)
    before = asked.since and dt.date.fromordinal(max(1, asked.since.toordinal() - 1))
    return Board(
        agreement=agreement,
        status=status,
        publications=material.publications,
        notices=material.notices,
        made_from={"agreement": f"{agreement.id}, file {material.digest}", "view": view.name},
        documents=sum(day is not None and day <= asked.known for day in material.published),
        not_read=material.not_read,
        positions=find_positions(
            agreement, material.entries, material.sides, Bounds(asked.world, asked.known, recorded_by)
        ),
        unreviewed=frozenset(listed.entry.id for listed in material.entries if listed.entry.state in UNDECIDED),
        changes=find_changes(find(before, before), status) if before else None,
        since=asked.since,
        read=by_outlet,
        panel=panel,
        unlinked=len(_pick_unlinked(material.about, material.evidence, agreement, (text for text, _ in read))),
        undated=tuple(
            piece for piece in evidence if piece.is_undated and piece.known_on > asked.known and view.takes(piece)
        ),
    )


def _choose_evidence(material: BoardMaterial, known: dt.date, panel: frozenset[str] | None) -> list[Evidence]:
    """Take the reports of the panel, each with the origin that it goes back to by what was known by a day."""
    reports = [report for report in material.reports if report.published_on and report.published_on <= known]
    origins = fold_reports(reports, material.relations, material.folds).map_origins()
    return [
        piece if origin == piece.origin else replace(piece, origin=origin)
        for piece in material.evidence
        if panel is None or _appeared_in(panel, material.publications[piece.assessment.document_id])
        for origin in (origins.get(piece.assessment.document_id, piece.origin),)
    ]


def _appeared_in(panel: frozenset[str], publications: tuple[Publication, ...]) -> bool:
    return any(publication.outlet in panel for publication in publications)


def make_board_again(record: Record, name: str, material: BoardMaterial, asked: BoardAsked) -> Board:
    """Make a board whose manifest holds the command that makes it again.

    Args:
        record: from which the material was gathered.
        name: by which the agreement was found: of one that Parley has, or a path.
        material: gathered as of the moment that is asked for.
        asked: what is asked for.
    """
    made = lay_board(material, asked)
    manifest = _make_manifest(record, record.find_last_change(asked.recorded_by), "board", [name], asked)
    return replace(made, made_from={**manifest, **made.made_from})


def _make_manifest(
    record: Record, change: Position, verb: str, named: Iterable[str], asked: BoardAsked | BriefAsked
) -> dict[str, str]:
    """Say what a board or a brief is made from, with the command that makes it again."""
    command = ["parley", verb, record.path.name, *named]
    for field, value in (asdict(asked) | {"recorded_by": change.recorded_at}).items():
        option = "--as-of" if field == "world" else f"--{field.replace('_', '-')}"
        if value is True:
            command.append(option)
        elif value:
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
    named = frozenset(sides.find_side(name, is_outlet=True) for name in names if name != _REVIEWED)
    if strangers := named - reporting - sides.parties:
        remedy = f"The sides that report are {', '.join(sorted(reporting)) or 'none yet'}; or say {_REVIEWED}."
        raise InputError("no side of this name reports anything", where=", ".join(sorted(strangers)), remedy=remedy)
    return View(words or "all", named, reviewed=_REVIEWED in names)


def find_documents_about(
    record: Record, agreements: Collection[Agreement], recorded_by: dt.datetime | None = None
) -> set[str]:
    """Find the documents that bear on one of some agreements, or name two of its parties or one of its places."""
    assessments = record.assessments
    linked = {held.assessment.document_id for one in agreements for held in assessments.list_all(one.id, recorded_by)}
    registry = load_registry(changes=record.list_actor_changes(recorded_by))
    return linked | _find_texts_about(agreements, record.list_texts_read(recorded_by), registry)


def _find_texts_about(agreements: Iterable[Agreement], texts: Iterable[TextRead], registry: Registry) -> frozenset[str]:
    subjects = [Subject(agreement, registry) for agreement in agreements]
    return frozenset(read.document_id for read in texts if any(subject.holds(read.text) for subject in subjects))


def find_unlinked(
    record: Record, agreement: Agreement, recorded_by: dt.datetime | None = None, known: dt.date | None = None
) -> set[str]:
    """Find the documents that are about an agreement since talk about it counts, and bear on no clause of it.

    What nobody proposed, or people rejected, is on no board: whoever knows the news by the board alone misses it.

    Args:
        record: holds texts and assessments.
        agreement: what they are about.
        recorded_by: the record as it stood then, null for now.
        known: the last day of publication that counts, null for all of them.
    """
    texts = [text for text in record.list_texts_read(recorded_by) if known is None or text.published_on <= known]
    about = _find_texts_about([agreement], texts, load_registry(changes=record.list_actor_changes(recorded_by)))
    evidence = join_evidence(agreement, record.assessments.list_all(agreement.id, recorded_by))
    return _pick_unlinked(about, evidence, agreement, texts)


def _pick_unlinked(
    about: Collection[str], evidence: Iterable[Evidence], agreement: Agreement, texts: Iterable[TextRead]
) -> set[str]:
    linked = {piece.assessment.document_id for piece in evidence if piece.assessment.state not in GONE}
    recent = {text.document_id for text in texts if text.published_on >= agreement.talk_from}
    return recent.intersection(about) - linked


def make_brief(record: Record, wanted: BriefAsked) -> Brief:
    """Gather what a brief shows, all of it as of the last change of the record by the moment asked for.

    Raises:
        FormatError: its first day comes after its last one.
    """
    change = record.find_last_change(wanted.recorded_by)
    as_of = change.recorded_at
    material = gather_board(record, find_agreement(wanted.agreement), as_of) if wanted.agreement else None
    if material and not wanted.known:
        wanted = replace(
            wanted, known=max(find_present(material.agreement, material.published), wanted.since or dt.date.min)
        )
    if wanted.since and wanted.known and wanted.since > wanted.known:
        remedy = "Let since be the earlier day."
        raise FormatError(f"{wanted.since} comes after {wanted.known}", where="since, known", remedy=remedy)
    chosen = Filter(speaker=wanted.speaker, published_from=wanted.since, published_to=wanted.known, recorded_by=as_of)
    listed = list(record.list_entries(chosen))
    current = [line for line in listed if not line.entry.stale]
    board, entries = None, tuple(current)
    if material and wanted.known:
        asked = BoardAsked(wanted.known, wanted.known, wanted.view, as_of, wanted.since)
        board = lay_board(material, asked)
        about = material.publications.keys() | (
            material.about if material.read else find_documents_about(record, [material.agreement], as_of)
        )
        entries = tuple(line for line in current if line.entry.document_id in about)
    folding = find_folding(record, wanted.known, as_of, {line.entry.document_id for line in entries})
    readers = ", ".join(sorted({line.entry.reader for line in entries}))
    title = board.agreement.title if board else "What is reported, and by whom"
    manifest = _make_manifest(record, change, "brief", [], wanted)
    return Brief(
        title=wanted.title or title,
        made_from=manifest | {"readers": readers} | (dict(board.made_from) if board else {}),
        entries=entries,
        documents=record.count_documents(as_of, wanted.since, wanted.known),
        not_read={language_name(row.lang): row.documents for row in record.list_not_read(LANGUAGES, as_of)},
        as_of=as_of,
        stale=len(listed) - len(current),
        elsewhere=len(current) - len(entries),
        reports=count_reports(entries, folding) + describe_untraced(record, as_of),
        board=board,
        since=wanted.since,
    )
