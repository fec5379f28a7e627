"""The verb by which a person says what a report says about a clause, or decides on it: assess."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from parley.agreement import Agreement, find_agreement, load_agreement
from parley.cli.assessed import PartyNames, describe_assessment, find_party_names, name_parties
from parley.cli.console import err, print_failures
from parley.cli.lines import shorten
from parley.cli.options import Because, Name, RecordPath, Revision
from parley.cli.streams import read_whole
from parley.derive import count, find_interval, find_sentence
from parley.errors import FormatError, InputError, NoSuchEntry
from parley.ingest import LinkedLine, read_links
from parley.model import GONE, Assessment, Bearing, Document, Failure, ListedEntry, Span
from parley.proposing import find_entry_of
from parley.record import Filter, Kept, Record, open_record

_SHOWN = "Give an entry or an assessment; parley list and parley assessments show the ids."


def assess(
    record: RecordPath,
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ENTRY]...", help="The id of an entry, or of one assessment or more to decide on."),
    ] = None,
    by: Name = "",
    agreement: Annotated[
        str | None, typer.Option(help="A file or one that comes with Parley, which is then checked against; or an id.")
    ] = None,
    clause: Annotated[str | None, typer.Option(help="The clause's id, as 2b.")] = None,
    bearing: Annotated[Bearing | None, typer.Option(help="What the report says about the clause.")] = None,
    said_by: Annotated[
        str | None, typer.Option(help="Who says so in the report; left out, it is the entry's speaker or narrator.")
    ] = None,
    against: Annotated[str | None, typer.Option(help="The id of the party whose act or duty it is.")] = None,
    quote: Annotated[str | None, typer.Option(help="The words that carry it; by default the entry's sentence.")] = None,
    called_breach: Annotated[
        bool | None, typer.Option("--called-breach/--not-called", help="The words themselves speak of a breach.")
    ] = None,
    incident: Annotated[str | None, typer.Option(help="An id that reports of the same event share.")] = None,
    corrects: Annotated[str | None, typer.Option(help="The id of the document that it corrects; see STATUS.")] = None,
    happened: Annotated[
        str | None,
        typer.Option(metavar="DAYS", help="When, as you read it: 2025-03-01, or 2025-03-01/2025-03-05."),
    ] = None,
    unsure: Annotated[
        bool | None, typer.Option("--unsure/--sure", help="Another reader could decide otherwise.")
    ] = None,
    why: Because = None,
    accept: Annotated[bool, typer.Option("--accept", help="Accept each assessment as it stands.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="Reject each assessment.")] = False,
    revision: Revision = None,
    file: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Import a file of links; - for standard input.")
    ] = None,
) -> None:
    """Say what a report says about a clause of an agreement, or decide on what somebody said of it.

    An assessment never says that the report is true. It is kept with your name, time and every later decision. Given an
    entry, it makes an assessment; given an assessment, --accept, --reject or any field decides on it. --from imports
    JSON Lines ({"id", "date", "text", "links": [...]}) and lays each link on the entry whose words it quotes, so read
    first: the days of an act are those of its entry, or those that you state. Importing again changes nothing.

    Examples:
      parley assess desk.parley 3f2a91c0 --agreement isr-lbn-2024 --clause 2b --bearing contrary --by "A. Analyst"
      parley assess desk.parley 77c1d2ab --bearing denied --by "A. Analyst"
      parley assess desk.parley 77c1d2ab 0b93ee41 5c2d7f10 --accept --by "A. Analyst"
      parley assess desk.parley --from links.jsonl --by "A. Analyst"
    """
    fields: dict[str, object] = {
        "clause": clause, "bearing": bearing, "by": said_by, "against": against, "called_breach": called_breach,
        "incident": incident, "corrects": corrects, "happened": happened, "unsure": unsure, "why": why,
    }  # fmt: skip
    given, named = _pick_given(fields), tuple(dict.fromkeys(targets or ()))
    words_given = bool(given.keys() - {"why"} or agreement or quote)
    _check_call(by, named, file, words_given=words_given, verdicts=accept + reject, revision=revision)
    with open_record(record) as opened:
        if file is not None:
            _import_file(opened, file, by)
        elif accept or reject:
            _decide(opened, named, "accept" if accept else "reject", by, why, revision)
        else:
            checked = _load_if_known(agreement)
            if agreement:
                given["agreement"] = checked.id if checked else agreement
            if listed := _find_entry(opened, named[0]):
                _assess_entry(opened, listed, given, quote, by, checked)
            else:
                _change(opened, named[0], given, quote, by, revision, checked)


def _check_call(
    by: str, named: tuple[str, ...], file: str | None, *, words_given: bool, verdicts: int, revision: int | None
) -> None:
    """Refuse a call that names nobody, nothing to assess, or things that do not go together.

    Raises:
        FormatError: with what to do.
    """
    if not by.strip():
        raise FormatError("it is not said whose assessment it is", where="--by", remedy="Give your name.")
    if words := {"accept", "reject"}.intersection(named):
        (word, *_), ids = sorted(words), " ".join(one for one in named if one not in words) or "ID"
        remedy = f"Write it as an option: parley assess RECORD {ids} --{word}"
        raise FormatError(f"{word!r} is the id of nothing", where="ENTRY", remedy=remedy)
    if file is not None and (named or words_given or verdicts):
        raise FormatError("a file brings its own assessments", where="--from", remedy="Use --from with --by only.")
    if file is None and not named:
        raise FormatError("it is not said what is assessed", where="ENTRY", remedy=_SHOWN)
    if verdicts + words_given > 1:
        remedy = "Use --accept alone, --reject alone, or fields that say what it should say."
        raise FormatError("to decide is to accept, to reject or to change", remedy=remedy)
    if len(named) > 1 and (not verdicts or revision):
        remedy = "Give one id; with --accept or --reject, and without --revision, several."
        raise FormatError("several assessments are accepted or rejected as they stand", where="ENTRY", remedy=remedy)


def _pick_given(fields: dict[str, object]) -> dict[str, object]:
    """Pick the fields that were given; an empty one is null.

    Raises:
        FormatError: the days of the act are none.
    """
    given = {name: None if value == "" else value for name, value in fields.items() if value is not None}
    if (days := given.get("happened")) and find_interval(str(days)) is None:
        remedy = "Write a day, a month, or two days with / between them."
        raise FormatError(f"{days!r} is no day", where="--happened", remedy=remedy)
    return given


def _load_if_known(agreement: str | None) -> Agreement | None:
    """Load the agreement when it is a file or comes with Parley; another name is taken as an id."""
    if agreement is None:
        return None
    try:
        path = find_agreement(agreement)
    except InputError:
        if Path(agreement).suffix:
            raise
        return None
    return load_agreement(path)


def _find_entry(opened: Record, target: str) -> ListedEntry | None:
    """Find the entry of that id; null where only an assessment has it."""
    try:
        return opened.find_entry(target)
    except NoSuchEntry as no_entry:
        try:
            opened.assessments.list_decisions(target)
        except NoSuchEntry as error:
            raise NoSuchEntry(f"{no_entry.what}; {error.what}", where=target, remedy=_SHOWN) from error
        return None


def _assess_entry(
    opened: Record,
    listed: ListedEntry,
    given: dict[str, object],
    quote: str | None,
    coder: str,
    checked: Agreement | None,
) -> None:
    if missing := {"agreement", "clause", "bearing"} - given.keys():
        options = ", ".join(f"--{name}" for name in sorted(missing))
        raise FormatError("an assessment names agreement, clause and bearing", where=options, remedy="Add them.")
    entry = listed.entry
    document = opened.get_document(entry.document_id)
    span = _find_quote(document, quote or find_sentence(document.text, entry.item.anchor), entry.item.anchor)
    speaker = given.pop("by", entry.speaker)
    assessment = msgspec.convert(
        {**given, "id": "", "document_id": entry.document_id, "entry_id": entry.id, "by": speaker,
         "quote": msgspec.to_builtins(span)},
        Assessment,
    )  # fmt: skip
    if checked:
        _check_terms(assessment, checked)
    else:
        what = f"Not checked: the file of {assessment.agreement} is not at hand."
        err.print(f"{what} --agreement takes its path.", markup=False)
    _refuse_twice(opened, assessment)
    (kept,) = opened.assessments.add([assessment], by=coder)
    told = describe_assessment(assessment, name_parties([checked] if checked else []))
    err.print(f"{_WHAT[kept.what]} {kept.assessment_id[-8:]}: {told}", markup=False)


def _refuse_twice(opened: Record, assessment: Assessment) -> None:
    """Refuse to say of an entry what was said of it already in other words; a report must not count twice."""
    for held in opened.assessments.list_all(assessment.agreement):
        said = held.assessment
        same = (said.clause, said.bearing, said.by, said.against) == (
            assessment.clause, assessment.bearing, assessment.by, assessment.against,
        )  # fmt: skip
        if same and said.entry_id == assessment.entry_id and said.quote != assessment.quote and said.state not in GONE:
            remedy = (
                f"Decide on that one: parley assess RECORD {said.id[-8:]} --accept, or --quote to change its words."
            )
            raise FormatError(f"{said.id[-8:]} ({said.state}) says so of this entry already", remedy=remedy)


def _decide(
    opened: Record,
    named: tuple[str, ...],
    action: Literal["accept", "reject"],
    coder: str,
    why: str | None,
    revision: int | None,
) -> None:
    """Accept or reject assessments, all of them or none."""
    newest = [opened.assessments.list_decisions(one)[-1] for one in named]
    decided = {one.assessment_id: revision or one.revision for one in newest}
    before = {one.assessment_id: one.assessment for one in newest}
    names = find_party_names(before.values())
    opened.assessments.decide_alike(action, decided, by=coder, reason=why or None)
    for current in before.values():
        _tell_decided(opened, current, coder, names)


def _change(
    opened: Record,
    target: str,
    given: dict[str, object],
    quote: str | None,
    coder: str,
    revision: int | None,
    checked: Agreement | None,
) -> None:
    newest = opened.assessments.list_decisions(target)[-1]
    current, why = newest.assessment, given.pop("why", None)
    if not given and not quote:
        what = "to decide is to accept, to reject or to change; given was nothing"
        raise FormatError(what, remedy="Use --accept, --reject, or fields that say what it should say.")
    document = opened.get_document(current.document_id)
    span = _find_quote(document, quote, current.quote) if quote else current.quote
    changed = msgspec.structs.replace(current, quote=span, **given)
    checked = checked or _load_if_known(changed.agreement)
    if checked:
        _check_terms(changed, checked)
    else:
        _refuse_unchecked(current, changed)
    opened.assessments.decide(
        current.id,
        "amend",
        by=coder,
        revision=revision or newest.revision,
        reason=str(why) if why else None,
        changed=changed,
    )
    _tell_decided(opened, current, coder, name_parties([checked] if checked else []))


def _refuse_unchecked(current: Assessment, changed: Assessment) -> None:
    """Refuse another clause or party of an agreement whose file is not at hand: it may not have them."""
    for name in ("agreement", "clause", "against"):
        if getattr(changed, name) != getattr(current, name):
            what = f"this is checked against the file of {changed.agreement}, which is not at hand"
            raise FormatError(what, where=f"--{name}", remedy="Name the file with --agreement, beside the change.")


def _tell_decided(opened: Record, before: Assessment, coder: str, names: PartyNames) -> None:
    decided = opened.assessments.list_decisions(before.id)[-1].assessment
    err.print(f"{decided.state} by {coder}: {describe_assessment(decided, names)}", markup=False)
    if decided.state == "rejected":
        return
    if before.state == "superseded":
        what = "It was superseded: nobody proposes it any longer. By your word it counts again"
        err.print(f"{what}; parley undo {opened.path} takes that back.", markup=False)
    _tell_undated(opened, before.id)


def _tell_undated(opened: Record, assessment_id: str) -> None:
    """Say that a report without a day is on no board of a day before it was recorded, and what to do."""
    held = opened.assessments.find(assessment_id)
    if held.day is None:
        document = held.assessment.document_id[:8]
        what = f"Its report has no day, so boards as known before {held.recorded_at:%Y-%m-%d} do not hold it."
        err.print(f"{what} State one: parley restate {opened.path} {document} --date DAY", markup=False)


def _find_quote(document: Document, words: str, near: Span) -> Span:
    """Find words in a document, the place nearest to a span where they stand several times."""
    places = []
    start = document.text.find(words)
    while start >= 0:
        places.append(start)
        start = document.text.find(words, start + 1)
    if not places:
        raise InputError("these words do not stand in the report", where=words, remedy="Quote word for word.")
    start = min(places, key=lambda place: abs(place - near.start))
    return document.span(start, start + len(words))


def _check_terms(assessment: Assessment, checked: Agreement) -> None:
    """Refuse a clause or a party that the agreement's file does not have."""
    if assessment.clause not in (clauses := [clause.id for clause in checked.clauses]):
        raise FormatError("the agreement has no such clause", where=assessment.clause, remedy=", ".join(clauses))
    parties = [party.id for party in checked.parties]
    if assessment.against is not None and assessment.against not in parties:
        raise FormatError("the agreement has no such party", where=assessment.against, remedy=", ".join(parties))


def _import_file(opened: Record, source: str, coder: str) -> None:
    read = list(read_links(read_whole(source), source))
    failed = [line for line in read if isinstance(line, Failure)]
    found: list[Assessment] = []
    for outcome in _match_lines(opened, [line for line in read if isinstance(line, LinkedLine)]):
        if isinstance(outcome, Failure):
            failed.append(outcome)
        else:
            found.append(outcome)
    _tell_kept(opened.assessments.add(found, by=coder), coder)
    print_failures(failed)
    if failed:
        raise typer.Exit(1)


def _match_lines(opened: Record, lines: list[LinkedLine]) -> Iterable[Assessment | Failure]:
    """Find each line's document by its text and date, else by the id its sender gave, and check every quote."""
    named = opened.find_documents(
        [line.document_id for line in lines if line.document_id], [line.given_id for line in lines if line.given_id]
    )
    for line in lines:
        by_given_id = named.by_given_id.get(line.given_id or "", [])
        document = named.by_id.get(line.document_id or "") or (by_given_id[0] if len(by_given_id) == 1 else None)
        if document is None:
            what = "several documents of the record have this id" if by_given_id else "the record has no such document"
            yield Failure(line.where, "assess", what, "Add the reports first: parley add RECORD FILE")
            continue
        entries = list(opened.list_entries(Filter(document=document.id, kind="event")))
        for link in line.links:
            if document.text[link.quote.start : link.quote.end] == link.quote.text:
                assessment = link.assess(document)
                yield msgspec.structs.replace(assessment, entry_id=find_entry_of(assessment, entries))
            else:
                what = f"the quote {shorten(link.quote.text, 40)!r} does not stand there in the report"
                yield Failure(line.where, "assess", what, "Offsets are half-open and count Unicode code points.")


def _tell_kept(kept: list[Kept], coder: str) -> None:
    counts = {what: sum(one.what == what for one in kept) for what in _WHAT}
    added = count(counts["added"], "assessment")
    told = f"{added} added by {coder}, {counts['decided']} that were there confirmed, {counts['known']} already known."
    err.print(told, markup=False)


_WHAT = {"added": "Kept as", "decided": "Confirmed", "known": "Already known"}
