"""The verbs that match reports against clauses: match (in a pipe), propose, why and proposals (in a record)."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from parley.agreement import find_agreement, list_library, load_agreement
from parley.annotation import match_lines
from parley.cli.console import err, follow, out, print_json
from parley.cli.hints import tell_unread
from parley.cli.lines import draw_entry
from parley.cli.options import AsJson, EntryStart, RecordPath
from parley.cli.reading import ReaderOption
from parley.cli.streams import open_lines, print_results
from parley.derive import count
from parley.errors import InputError
from parley.match import Matcher
from parley.match.matcher import THRESHOLD
from parley.pipeline import make_pipeline
from parley.proposing import explain_entry, match_record, tally_decisions
from parley.record import open_record
from parley.resolve import locate

_AGREEMENT_ENDINGS = frozenset({".yaml", ".yml"})


ThresholdOption = Annotated[float, typer.Option(min=0, max=1, help="Score from which a link is proposed.")]


def match(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="AGREEMENT... [DOCS.jsonl]",
            help="Agreements (files, or ids of those that come with Parley), then JSON Lines; else standard input.",
        ),
    ],
    reader: ReaderOption = "encoder",
    threshold: ThresholdOption = THRESHOLD,
    explain: Annotated[bool, typer.Option("--explain", help="Say in `why` what speaks for each link.")] = False,
) -> None:
    """Propose which clauses of agreements each report bears on, and how; no record is needed.

    Documents are lines as for parley annotate; statements and events that a line holds are matched as they are. Each
    line out is {"id", "links"}: agreement, clause, bearing (done, partly, not_done, contrary, kept, denied, excused,
    planned, reads, calls, relates), by whom it is said (null: the report itself), against whom, the words, a score.
    What fits no clause well enough is left out. A link repeats what a report says; it never says that it is true.

    Example: parley match ceasefire.yaml reports.jsonl --explain | head -3
    """
    shipped = {path.stem for path in list_library()}
    files = [source for source in sources if Path(source).suffix in _AGREEMENT_ENDINGS or source in shipped]
    documents = [source for source in sources if source not in files]
    if not files or len(documents) > 1:
        remedy = "Name the agreements (.yaml, or an id), then one file of JSON Lines, or - for standard input."
        named = f"{count(len(files), 'agreement')} and {count(len(documents), 'file')} of documents are named"
        raise InputError(named, remedy=remedy)
    matcher = Matcher([load_agreement(find_agreement(file)) for file in files], threshold, locate=locate)
    lines = open_lines(documents[0] if documents else "-")
    print_results(match_lines(lines, make_pipeline(reader), matcher, explain=explain), "matching")


def propose(
    record: RecordPath,
    agreements: Annotated[
        list[str], typer.Argument(metavar="AGREEMENT...", help="Files, or ids of agreements that come with Parley.")
    ],
    threshold: ThresholdOption = THRESHOLD,
) -> None:
    """Propose which clauses of agreements the entries of a record bear on; people decide with parley assess.

    Proposals keep the entry they rest on, the matcher's version, a score and the reason in one line. Proposing again
    adds nothing that is known; what a person decided on does not come back, and what nobody decided on is superseded
    when it is proposed no longer.

    Example: parley propose desk.parley isr-lbn-2024, then parley assessments desk.parley --state proposed
    """
    loaded = [load_agreement(find_agreement(name)) for name in agreements]
    with open_record(record) as opened:
        matched = match_record(opened, loaded, threshold, watch=follow)
        tell_unread(opened)
    kept = matched.proposals
    dropped = f", {kept.superseded} older superseded" if kept.superseded else ""
    looked_at, new = count(matched.documents, "document"), count(kept.added, "new proposal")
    err.print(f"{looked_at} looked at: {new}, {kept.known} known{dropped}.")


def why(
    record: RecordPath,
    entry: EntryStart,
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help="A file, or one that comes with Parley.")],
    as_json: AsJson = False,
) -> None:
    """Say why an entry is on no clause, or on these: the nearest clauses of an agreement, and what each would need.

    Nothing is kept. What an entry lacks is a kind of act, who acts, what it is about, or what ties it to the place;
    where the reader erred, parley decide ... amend puts it right, then parley propose looks again; where the matcher
    did, parley assess ENTRY says by hand what the report says about the clause.

    Example: parley why desk.parley 3f2a91c0 isr-lbn-2024
    """
    loaded = load_agreement(find_agreement(agreement))
    with open_record(record) as opened:
        listed = opened.find_entry(entry)
        near = explain_entry(opened, listed, loaded)
        linked = [
            held.assessment
            for held in opened.assessments.list_all(loaded.id)
            if held.assessment.entry_id == listed.entry.id
        ]
    if as_json:
        for each in near:
            print_json(msgspec.to_builtins(each))
        return
    out.print(draw_entry(listed))
    for said in linked:
        out.print(f"{said.clause:<6}{said.bearing}, {said.state}; {said.why or 'said by hand'}", markup=False)
    for each in near:
        out.print(f"{each.clause:<6}{each.act}", markup=False)
        if each.shared:
            out.print(f"      in common: {', '.join(each.shared)}", markup=False)
        out.print(f"      lacking: {'; '.join(each.lacks) or 'nothing'}", markup=False)


def proposals(record: RecordPath, as_json: AsJson = False) -> None:
    """Show how people decided on proposals, by version of the matcher and month: its precision over time.

    Counted is the first decision on each: accepted as it stood, with another clause, with another bearing, changed
    otherwise, rejected. Precision is the share that was accepted as it stood.

    Example: parley proposals desk.parley --json
    """
    with open_record(record) as opened:
        tallies = tally_decisions(opened)
    for tally in tallies:
        if as_json:
            fields = {"coder": tally.coder, "month": tally.month, "outcomes": tally.outcomes}
            print_json(fields | {"decided": tally.decided, "precision": round(tally.precision, 3)})
        else:
            told = ", ".join(f"{count} {outcome}" for outcome, count in tally.outcomes.items())
            out.print(f"{tally.month}  {tally.coder}  {tally.precision:.0%} of {tally.decided}: {told}", markup=False)
    if not tallies and not as_json:
        err.print("No proposal has been decided on yet.")
