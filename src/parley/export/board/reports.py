"""One report as a cell shows it when it is opened: words, who says it, the route to them, day, origin, coder."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from parley.agreement import Evidence
from parley.agreement.results import Account, Incident
from parley.export.board.layout import Board
from parley.export.board.marks import Mark, find_mark
from parley.export.board.words import label_sides, name_party, tell_days
from parley.export.sentences import find_link, tell_notice
from parley.model import Assessment, Publication


class ShownReport(Struct, frozen=True):
    """A report in words.

    `id` is the assessment's, `waits` tells that nobody has decided on it; `link` is an address of the web or null;
    `tags` are what a reader must know beside it; `place` is the address at the desk of the entry that it rests on, or
    of its words.
    """

    id: str
    waits: bool
    mark: Mark
    clause: str
    bearer: str
    side: str
    by: str | None
    quote: str
    route: str
    day: str
    happened: str | None
    origin: str
    coder: str
    title: str
    link: str | None
    tags: tuple[str, ...]
    place: str


def show_report(board: Board, report: Evidence) -> ShownReport:
    """Put a report into words."""
    assessed = report.assessment
    first = next(iter(board.publications.get(assessed.document_id, ())), Publication())
    return ShownReport(
        id=assessed.id,
        waits=assessed.state == "proposed",
        mark=find_mark(report),
        clause=assessed.clause,
        bearer=name_party(board.agreement, assessed.against),
        side=name_party(board.agreement, report.side),
        by=assessed.by,
        quote=assessed.quote.text,
        route=" › ".join(report.route),
        day=report.published_on.isoformat() if report.published_on else "no date",
        happened=tell_days(*report.happened) if report.happened else None,
        origin=name_origin(board.publications, report.origin),
        coder=assessed.coder or "coder not named",
        title=first.title or "",
        link=find_link(first),
        tags=tuple(_tag(board, report)),
        place=_find_place(assessed),
    )


def show_reports(board: Board, reports: Iterable[Evidence]) -> tuple[ShownReport, ...]:
    """Put several reports into words."""
    return tuple(show_report(board, report) for report in reports)


def list_accounts(incident: Incident) -> tuple[tuple[str, tuple[Account, ...]], ...]:
    """List the accounts of an incident by what they say of it: asserted, denied, called a breach, called lawful."""
    return (
        ("asserted by", incident.asserted),
        ("denied by", incident.denied),
        ("called a breach by", incident.called_breach),
        ("called lawful, or a ground given, by", incident.called_lawful),
    )


def split_account(board: Board, incident: Incident, account: Account) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """Yield who gives an account, with his reports; where the incident concerns several bearers, of each apart."""
    if len(incident.bearers) < 2:
        yield name_party(board.agreement, account.side), account.reports
        return
    by_bearer: dict[str | None, list[Evidence]] = {}
    for report in account.reports:
        by_bearer.setdefault(report.assessment.against, []).append(report)
    for bearer, reports in by_bearer.items():
        yield " ".join(label_sides(board.agreement, (account.side,), bearer)), tuple(reports)


def name_origin(publications: Mapping[str, tuple[Publication, ...]], origin: str) -> str:
    """Name an origin: by its outlet and the beginning of its id where it is a document of the record."""
    if origin not in publications:
        return origin
    first = next(iter(publications[origin]), Publication())
    return f"{first.outlet or '(no outlet)'} {origin[:8]}"


def _find_place(assessed: Assessment) -> str:
    if assessed.entry_id:
        return f"entries/{assessed.entry_id}"
    return f"reports/{assessed.document_id}?start={assessed.quote.start}&end={assessed.quote.end}"


def _tag(board: Board, report: Evidence) -> Iterator[str]:
    assessed = report.assessment
    if assessed.state == "proposed":
        yield "unreviewed: proposed by a machine"
    if assessed.unsure:
        yield "coder unsure"
    if told := tell_notice(board.notices.get(assessed.document_id)):
        yield told
    if report.corrects:
        yield "corrects or retracts an earlier report"
    clause = next((clause for clause in board.agreement.clauses if clause.id == assessed.clause), None)
    if clause and clause.checked == "recollection":
        yield "clause from recollection"
