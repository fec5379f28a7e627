"""Verbs about where reports go back to: trace, origins, fold, unfold."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from parley.cli.console import err, follow, out, print_error, print_json
from parley.cli.hints import tell_unrecorded
from parley.cli.options import AsJson, Because, DocumentStart, Name, RecordedBy, RecordPath, parse_day, parse_moment
from parley.cli.streams import open_lines
from parley.derive import count
from parley.errors import FormatError
from parley.lineage import describe_untraced, find_folding, trace_lines, trace_record
from parley.model import Folding, Report
from parley.record import open_record
from parley.trace import Fold, Overruled, Reason

_RECORD_HEAD = b"SQLite format 3\0"


def trace(
    source: Annotated[
        str, typer.Argument(metavar="DOCS.jsonl|RECORD", help="JSON Lines (- for standard input).")
    ] = "-",
) -> None:
    """Find which reports share words, and what they are to each other: copies, cuts, edits, quotations, versions.

    Given JSON Lines (`id` and `text`; better with `outlet`, `date`, `url`, `title`, `cited`), it prints a line for each
    related pair: kind, direction, and the shared words in both texts. Given a record, it keeps what it finds there;
    `parley origins RECORD` shows it, and lists and briefs count origins by it.

    Example: parley trace reports.jsonl | head -1
    """
    if _is_record(source):
        with open_record(Path(source)) as record:
            with err.status("loading the texts"):
                reports = list(record.lineage.list_reports())
            traced = trace_record(record, reports, follow)
        found = f"{count(traced.added, 'new relation')}, {traced.ended} no longer found"
        err.print(f"{count(len(reports), 'document')} traced: {found}.")
        return
    failed = 0
    for outcome in trace_lines(open_lines(source), follow):
        if isinstance(outcome, FormatError):
            failed += 1
            print_error(outcome)
        else:
            print_json(outcome)
    if failed:
        raise typer.Exit(1)


def _is_record(source: str) -> bool:
    path = Path(source)
    try:
        with path.open("rb") as file:
            return path.is_file() and file.read(len(_RECORD_HEAD)) == _RECORD_HEAD
    except OSError:
        return False


def origins(
    record: RecordPath,
    published_by: Annotated[str | None, typer.Option(metavar="DAY", help="Only what was published by then.")] = None,
    recorded_by: RecordedBy = None,
    as_json: AsJson = False,
) -> None:
    """List reports that go back to one origin, and why: the copies that `parley trace RECORD` found, and your word.

    The first document of each group is its root. `parley unfold` and `parley fold` overrule what was found; what does
    not fold because somebody said so stands at the end.
    """
    day, moment = parse_day(published_by, "--published-by"), parse_moment(recorded_by, "--recorded-by")
    with open_record(record) as opened:
        folding = find_folding(opened, day, moment)
        reports = {report.id: report for report in opened.lineage.list_reports(day, moment, texts=False)}
        untraced = describe_untraced(opened, moment)
        tell_unrecorded(opened, moment)
    folds = [fold for fold in folding.folds if len(fold.reports) > 1]
    folds.sort(key=lambda fold: (str(reports[fold.origin].published_on), fold.origin))
    for found in (*folds, *folding.overruled) if as_json else ():
        print_json(msgspec.to_builtins(found))
    if as_json:
        return
    for fold in folds:
        out.print(_draw_fold(fold, reports))
    if folding.overruled:
        out.print(_draw_overruled(folding.overruled, reports))
    err.print(f"{count(len(reports), 'document')}, {count(len(folding.folds), 'origin')}{untraced}.")


def _draw_fold(fold: Fold, reports: dict[str, Report]) -> Text:
    drawn = Text(f"{len(fold.reports)} documents, 1 origin", style="bold")
    for each in (fold.origin, *(each for each in fold.reports if each != fold.origin)):
        drawn.append(_name_report(reports[each]), style="not bold")
    told = fold.pick_reasons()
    for reason in told:
        drawn.append(f"\n      {reason.a[:12]} ~ {reason.b[:12]}  {describe_reason(reason)}", style="not bold dim")
    if more := len(fold.reasons) - len(told):
        drawn.append(f"\n      and {more} more between the same documents (--json)", style="not bold dim")
    return drawn


def _draw_overruled(overruled: Sequence[Overruled], reports: dict[str, Report]) -> Text:
    drawn = Text("Kept apart by people", style="bold")
    for each in overruled:
        for report in (reports[each.reason.a], reports[each.reason.b]):
            drawn.append(_name_report(report), style="not bold")
        drawn.append(f"\n      {describe_overruled(each)}", style="not bold dim")
    return drawn


def _name_report(report: Report) -> str:
    named = "  ".join(filter(None, (report.outlet or "(no outlet)", report.title)))
    return f"\n  {report.id[:12]}  {report.published_on or 'no date'!s:<10}  {named}"


def describe_overruled(overruled: Overruled) -> str:
    """Say who keeps two reports apart and why, and what would fold them otherwise."""
    decision, pair = overruled.decision, {overruled.reason.a, overruled.reason.b}
    why = f": {decision.reason}" if decision.reason else ""
    via = "" if pair == {decision.a, decision.b} else f" (on {decision.a[:12]} and {decision.b[:12]})"
    return f"unfolded by {decision.by}{why}{via}; found: {describe_reason(overruled.reason)}"


def describe_reason(reason: Reason) -> str:
    """Say why two reports fold."""
    if reason.decision:
        why = f": {reason.decision.reason}" if reason.decision.reason else ""
        return f"folded by {reason.decision.by}{why}"
    if reason.relation is None:
        return f"both credit {reason.page}"
    evidence = reason.relation.evidence
    shares = f"{evidence.words} words the same ({evidence.a_share:.0%} and {evidence.b_share:.0%} of the texts)"
    credit = f", by way of {evidence.credit}" if evidence.credit else ""
    return f"{reason.why}: {shares}{credit}"


def fold(record: RecordPath, one: DocumentStart, other: DocumentStart, by: Name, reason: Because = None) -> None:
    """Say that two documents go back to one origin. Your word outlives every later tracing.

    Example: parley fold desk.parley 3f2a91c0 77b0e2d4 --by "A. Analyst" --reason "both retell the same briefing"
    """
    _decide(record, one, other, "fold", by, reason)


def unfold(record: RecordPath, one: DocumentStart, other: DocumentStart, by: Name, reason: Because = None) -> None:
    """Say that two documents do not go back to one origin, whatever words they share. It outlives every later tracing.

    Example: parley unfold desk.parley 3f2a91c0 77b0e2d4 --by "A. Analyst" --reason "same form, another incident"
    """
    _decide(record, one, other, "unfold", by, reason)


def _decide(path: Path, one: str, other: str, action: Folding, by: str, reason: str | None) -> None:
    with open_record(path) as opened:
        decision = opened.lineage.decide(one, other, action, by=by, reason=reason)
    err.print(f"{decision.a[:12]} and {decision.b[:12]} {action}ed by {by}.", markup=False)
