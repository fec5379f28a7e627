"""Verbs on agreements: agreements, lint, schedule, fix-anchor, amend, interpret."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from parley.agreement import Clause, Schedule, find_agreement, list_library, load_agreement, schedule_clause
from parley.agreement.editing import Edited, Value, add_amendment, add_reading, add_report, edit_file
from parley.agreement.linting import lint_agreement
from parley.agreement.loading import LIBRARY, read_text
from parley.cli.console import err, out, print_json
from parley.cli.options import AsJson, parse_day
from parley.derive import count
from parley.errors import FormatError, InputError, OutputError, explain_unwritten

Wanted = Annotated[str, typer.Argument(metavar="AGREEMENT", help="A file, or an id that `parley agreements` lists.")]
OwnFile = Annotated[Path, typer.Argument(metavar="AGREEMENT.yaml", help="A file of your own.")]
Since = Annotated[str, typer.Option(metavar="DAY", help="When it became public: 2025-01-26, or 2025-01.")]
Sources = Annotated[list[str] | None, typer.Option("--source", help="A report that says so; may be repeated.")]
Note = Annotated[str | None, typer.Option(help="In your own words.")]
_MONTH = len("2025-01")


def agreements(
    agreement: Annotated[str | None, typer.Argument(metavar="[AGREEMENT]", help="A file or an id; none: list.")] = None,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="Save a copy of its file, to edit.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the agreements that come with Parley, or show the clauses of one.

    Examples:
      parley agreements
      parley agreements isr-lbn-2024 --save mine.yaml
    """
    if save and (agreement is None or as_json):
        remedy = "Name one, and leave --json out: parley agreements isr-lbn-2024 --save mine.yaml"
        raise FormatError("a copy is made of one agreement", where="--save", remedy=remedy)
    if agreement is None:
        _list_agreements(as_json)
        return
    path = find_agreement(agreement)
    loaded = load_agreement(path)
    if save:
        _save_copy(path, save)
        return
    if as_json:
        print_json(msgspec.to_builtins(loaded))
        return
    out.print(Text(f"{loaded.id}  {loaded.title}", style="bold"))
    for text in loaded.texts:
        out.print(Text(f"      {text.grade}: {text.ref}{f' ({text.note})' if text.note else ''}"))
    for clause in loaded.clauses:
        out.print(_draw_clause(clause))


def _list_agreements(as_json: bool) -> None:
    for path in list_library():
        loaded = load_agreement(path)
        unchecked = [clause.id for clause in loaded.clauses if clause.checked == "recollection"]
        if as_json:
            row = {"id": loaded.id, "title": loaded.title, "clauses": len(loaded.clauses)}
            print_json(row | {"recollection": unchecked, "file": str(path)})
            continue
        recalled = f", {len(unchecked)} of them from recollection" if unchecked else ""
        out.print(Text(f"{loaded.id:<22} {count(len(loaded.clauses), 'clause')}{recalled}\n{'':<22} {loaded.title}"))


def _draw_clause(clause: Clause) -> Text:
    bearer = ", ".join(clause.bearer) or "nobody named"
    inferred = " (inferred)" if clause.bearer_inferred else ""
    marks = ", ".join(word for word in (clause.grade, clause.checked and f"checked: {clause.checked}") if word)
    text = Text(f"{clause.id:<5} {clause.gist}\n")
    text.append(f"      {clause.modal} {clause.kind} · {bearer}{inferred} · {marks}", style="dim")
    return text


def _save_copy(path: Path, save: Path) -> None:
    if save.exists():
        raise OutputError("there is a file already", where=str(save), remedy="Choose another name.")
    with explain_unwritten(save):
        save.write_bytes(path.read_bytes())
    err.print(f"Saved {save}.")


def lint(agreement: Wanted, as_json: AsJson = False) -> None:
    """Say what deserves a second look in an agreement's file; exit code 1 if something should be mended.

    What makes the file invalid is an error, with line, column and remedy. This goes beyond: clauses without acts,
    circles, due before begun, words that judge, sides treated in unlike words, what is from recollection.

    Example: parley lint mine.yaml
    """
    path = find_agreement(agreement)
    findings = lint_agreement(read_text(path), str(path))
    for finding in findings:
        if as_json:
            print_json(finding._asdict())
        else:
            head = f"{path}:{finding.line}:{finding.column}: {finding.what}. {finding.remedy} [{finding.rule}]"
            out.print(Text(head, style="" if finding.weight == "mend" else "dim"))
    mend = sum(finding.weight == "mend" for finding in findings)
    if not as_json:
        err.print(f"{mend} to mend, {len(findings) - mend} to know.")
    if mend:
        raise typer.Exit(1)


def schedule(
    agreement: Wanted,
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="The day looked at; today if not given.")] = None,
    known: Annotated[
        str | None, typer.Option(metavar="DAY", help="As known on this day; that of --as-of if not.")
    ] = None,
    clause: Annotated[list[str] | None, typer.Option(help="Only this clause; may be repeated.")] = None,
    why: Annotated[bool, typer.Option("--why", help="Say from which anchors, reports and amendments.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say of each clause what the text alone says on a day: dormant, pending, in force, due, past due or lapsed.

    Where the text, or rival reports of what it counts from, allow several counts, all are given.

    Example: parley schedule isr-lbn-2024 --as-of 2025-02-10 --known 2025-01-25 --why
    """
    loaded = load_agreement(find_agreement(agreement))
    world = parse_day(as_of, "--as-of") or dt.datetime.now(dt.UTC).date()
    seen = parse_day(known, "--known") or world
    ids = [each.id for each in loaded.clauses]
    for wanted in clause or ():
        if wanted not in ids:
            raise InputError(f"no clause has the id {wanted!r}", where=loaded.id, remedy=f"It has {', '.join(ids)}.")
    for each in loaded.clauses:
        if clause and each.id not in clause:
            continue
        found = schedule_clause(loaded, each, world, seen)
        if as_json:
            print_json(msgspec.to_builtins(found))
            continue
        out.print(_draw_schedule(found, each))
        for reason in found.reasons if why else ():
            out.print(Text(f"      {reason}", style="dim"))


def _draw_schedule(found: Schedule, clause: Clause) -> Text:
    word = f"{found.word}{', counts differ' if found.split else ''}"
    days = "; ".join(reckoning.due_days for reckoning in found.dues)
    waiting = f"waiting on {', '.join(found.waiting_on)}" if found.waiting_on else ""
    tail = "; ".join(part for part in (f"due {days}" if days else "", waiting) if part)
    return Text(f"{clause.id:<5} {word:<22} {clause.gist}{f' [{tail}]' if tail else ''}")


def fix_anchor(
    agreement: OwnFile,
    anchor: Annotated[str, typer.Argument(help="The anchor's id.")],
    known: Since,
    date: Annotated[str | None, typer.Option(metavar="DAY", help="When it came about, to the day.")] = None,
    at: Annotated[str | None, typer.Option(metavar="INSTANT", help="When, with its zone.")] = None,
    source: Sources = None,
    note: Note = None,
) -> None:
    """Add a report of when an anchor came about; reports that are there already stay, as rivals.

    Example: parley fix-anchor mine.yaml withdrawal_start --date 2015-02-26 --known 2015-02-26 --source report-17
    """
    if (date is None) == (at is None):
        raise FormatError("a report has a day or an instant", where="--date, --at", remedy="Give one of the two.")
    item = {"date": parse_day(date, "--date"), "at": at, "known": known, "source": source, "note": note}
    _write(agreement, add_report(read_text(agreement), str(agreement), anchor, item))


def amend(
    agreement: OwnFile,
    amendment: Annotated[str, typer.Argument(metavar="ID", help="The id that the amendment gets.")],
    clause: Annotated[list[str], typer.Option(help="A clause whose due date changes; may be repeated.")],
    due: Annotated[str, typer.Option(metavar="DAY|INSTANT", help="The new due date; an instant with its zone.")],
    known: Since,
    by: Annotated[str, typer.Option(help="Who announced it: a party's id, or a name.")],
    accepted_by: Annotated[list[str] | None, typer.Option(help="A party that accepted it; may be repeated.")] = None,
    source: Sources = None,
    note: Note = None,
) -> None:
    """Add a change of due dates, with who accepted it; until every party did, the old date stands beside it.

    Example: parley amend mine.yaml ext-1 --clause 3a --due 2025-04-09 --known 2025-04-04 --by sorrelund
    """
    effect: dict[str, Value] = {"clause": clause, "due": due}
    item: dict[str, Value] = {"id": amendment, "known": known, "by": by, "accepted_by": accepted_by or []}
    item |= {"effect": effect, "note": note, "source": source}
    _write(agreement, add_amendment(read_text(agreement), str(agreement), item))


def interpret(
    agreement: OwnFile,
    clause: Annotated[str, typer.Argument(help="The clause's id.")],
    reading: Annotated[str, typer.Argument(help="What it requires, as they read it.")],
    known: Since,
    by: Annotated[str | None, typer.Option(help="The id of the party that reads it so.")] = None,
    source: Sources = None,
) -> None:
    """Add what somebody says that a clause requires.

    Example: parley interpret mine.yaml 3a "the days count from 20 March" --by dessovia --known 2025-04-04
    """
    precision = "month" if len(known) == _MONTH else None
    item: dict[str, Value] = {"by": by, "reading": reading, "known": known, "precision": precision, "source": source}
    _write(agreement, add_reading(read_text(agreement), str(agreement), clause, item))


def _write(path: Path, edited: Edited) -> None:
    if path.resolve().parent == LIBRARY.resolve():
        remedy = f"Save a copy: parley agreements {path.stem} --save mine.yaml"
        raise InputError("this file belongs to Parley", where=str(path), remedy=remedy)
    edit_file(path, edited)
    err.print(f"Added to {path}.")
