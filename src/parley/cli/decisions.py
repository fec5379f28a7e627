"""The verbs by which a person decides: decide, undo."""

from typing import Annotated

import msgspec
import typer

from parley.amending import Wording, amend_item, parse_settings
from parley.cli.console import err
from parley.cli.lines import describe_item, shorten
from parley.cli.options import Because, Name, RecordPath, Revision
from parley.cli.streams import read_whole
from parley.errors import FormatError
from parley.model import AssessmentDecision, Decision, Event, ListedEntry, Statement, Verdict
from parley.record import Record, open_record


def _refuse_option(given: bool) -> None:
    if given:
        raise typer.BadParameter("it is a word, not an option: parley decide RECORD ENTRY accept --by NAME")


def decide(
    record: RecordPath,
    entries: Annotated[
        list[str], typer.Argument(metavar="ENTRY...", help="Ids of entries, or their first or last characters.")
    ],
    action: Annotated[Verdict, typer.Argument(help="accept, amend, reject, or unsure to leave it open.")],
    by: Name,
    reason: Because = None,
    revision: Revision = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="For amend: what it should read; repeat.")
    ] = None,
    item: Annotated[
        str | None, typer.Option(metavar="FILE", help="For amend: the whole entry as JSON; - for standard input.")
    ] = None,
    _verdict: Annotated[
        bool,
        typer.Option(
            "--accept", "--reject", "--unsure", "--amend", hidden=True, is_eager=True, callback=_refuse_option
        ),
    ] = False,
) -> None:
    """Say what you think of an entry. Decisions are kept for good: no later reader overwrites them.

    accept and reject decide; unsure leaves the entry open, marked with your reason; amend says what it should read:
    --set type=COERCE, --set negated=yes, --set actor="its army=army of Dessovia; the envoy", --set trigger=shelled,
    --set content=120-164. Words are the report's own or their code points; behind an equals sign stands what they
    denote; several are divided by semicolons, and nothing behind the first equals sign empties a role. --set within=ID
    says in which statement it lies. Several entries are decided alike or, where one cannot be, none of them. `parley
    undo` takes a decision back.

    Examples:
      parley decide desk.parley 3f2a91c0 accept --by "A. Analyst"
      parley decide desk.parley 3f2a91c0 9b92a91c 0d7e1f55 accept --by "A. Analyst"
      parley decide desk.parley 3f2a91c0 reject --by "A. Analyst" --reason "the text speaks of an earlier strike"
      parley decide desk.parley 3f2a91c0 amend --set modality=future --set time="Monday=2025-04-07" --by "A. Analyst"
    """
    given = [name for name, value in (("--item", item), ("--set", settings)) if value]
    if len(given) != (action == "amend"):
        remedy = "Use amend together with --set FIELD=VALUE or --item FILE, and these with amend only."
        raise FormatError("an amendment says what the entry should say", where=" ".join(given), remedy=remedy)
    if len(entries) > 1 and (action == "amend" or revision):
        remedy = "Give one id; without --revision, several are accepted, rejected or left open."
        raise FormatError("several entries are decided on as they stand", where="ENTRY", remedy=remedy)
    with open_record(record) as opened:
        found = {listed.entry.id: listed for listed in map(opened.find_entry, entries)}
        seen = {one: revision or listed.entry.revision for one, listed in found.items()}
        if action == "amend":
            for one, listed in found.items():
                amended = _amend(opened, listed, item, settings or [])
                opened.decide(one, action, by=by, revision=seen[one], reason=reason, item=amended)
        else:
            opened.review.decide_alike(action, [(one, number, reason) for one, number in seen.items()], by=by)
        for one in found:
            now = opened.find_entry(one).entry
            err.print(f"{now.state} by {by}: {describe_item(now.item)}", markup=False)


def _amend(opened: Record, listed: ListedEntry, file: str | None, settings: list[str]) -> Statement | Event:
    """Make what an entry should read, of a file that holds all of it or of settings."""
    said = listed.entry.item
    if file:
        return _load_item(file, Statement if isinstance(said, Statement) else Event)
    document = opened.get_document(listed.entry.document_id)
    return amend_item(said, document, _name_statements(opened, parse_settings(settings)))


def undo(
    record: RecordPath,
    entry: Annotated[
        str | None, typer.Argument(metavar="[ENTRY]", help="Only your last decision on this entry.")
    ] = None,
    by: Annotated[str, typer.Option(envvar="PARLEY_NAME", help="Your name; only your own is taken back.")] = "",
    reason: Because = None,
) -> None:
    """Take back your last decision, on an entry or on a clause: it stands as you saw it before; the log keeps both.

    Again takes back the one before. What somebody else decided since then is left alone.

    Examples:
      parley undo desk.parley --by "A. Analyst"
      parley undo desk.parley 3f2a91c0 --by "A. Analyst" --reason "the wrong entry"
    """
    if not by.strip():
        raise FormatError("it is not said whose decision it is", where="--by", remedy="Give your name.")
    with open_record(record) as opened:
        entry_id = opened.find_entry(entry).entry.id if entry else None
        undone = opened.review.undo(by=by, entry_id=entry_id, reason=reason)
        if isinstance(undone, AssessmentDecision):
            now = opened.assessments.list_decisions(undone.assessment_id)[-1].assessment
            said = f"{now.agreement} {now.clause} {now.bearing}: “{shorten(now.quote.text)}”"
            err.print(f"{_tell(undone)}; {now.state} again: {said}", markup=False)
            return
        for decision in undone:
            entry_now = opened.find_entry(decision.entry_id).entry
            err.print(f"{_tell(decision)}; {entry_now.state} again: {describe_item(entry_now.item)}", markup=False)


def _tell(undone: Decision | AssessmentDecision) -> str:
    return f"{undone.action} of {undone.at:%Y-%m-%d %H:%M} UTC taken back"


def _name_statements(opened: Record, wanted: Wording) -> Wording:
    """Let a statement be named by a part of its id, as entries are."""
    named = {
        name: opened.find_entry(wanted.fields[name]).entry.id for name in ("within", "about") if wanted.fields.get(name)
    }
    return Wording({**wanted.fields, **named}, wanted.roles)


def _load_item(source: str, kind: type[Statement | Event]) -> Statement | Event:
    try:
        return msgspec.json.decode(read_whole(source), type=kind)
    except msgspec.MsgspecError as error:
        remedy = "Begin from the item that `parley show RECORD ENTRY --json` prints."
        raise FormatError(f"this is no {kind.__name__.lower()} ({error})", where=source, remedy=remedy) from error
