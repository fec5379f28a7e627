"""The verb that lists assessments, and how one looks alone, in its report with everything decided on it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.text import Text

from parley.cli.console import err, out, print_all, print_json
from parley.cli.hints import tell_unlinked, tell_unrecorded
from parley.cli.lines import shorten
from parley.cli.options import AsJson, RecordedBy, RecordPath, parse_moment
from parley.derive import count, describe_route, find_quoted_chain
from parley.lineage import describe_untraced, find_folding
from parley.model import GONE, Assessed, Assessment, Bearing
from parley.record import Record, open_record
from parley.trace import Folding

if TYPE_CHECKING:
    from parley.agreement import Agreement

_AROUND = 300
"""Code points of the report on either side of the quoted words."""
"""The states of what stands no longer."""
PartyNames = Mapping[tuple[str, str], str]
"""The names of parties by the ids of their agreement and their own."""


def assessments(
    record: RecordPath,
    agreement: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="Only those of this agreement; its file names its parties.")
    ] = None,
    clause: Annotated[str | None, typer.Option(help="Only those of the clause of this id.")] = None,
    bearing: Annotated[Bearing | None, typer.Option(help="Only those that say this about the clause.")] = None,
    state: Annotated[str | None, typer.Option(help="Only those in this state, such as proposed.")] = None,
    recorded_by: RecordedBy = None,
    as_json: AsJson = False,
) -> None:
    """List what reports say about clauses: who says so, of whom, in which words, and who coded it.

    Then, for each clause, what is said how often, in how many reports, and to how many origins these go back; what was
    rejected or superseded is not counted.

    Examples:
      parley assessments desk.parley --agreement isr-lbn-2024 --clause 2b
      parley assessments desk.parley --state proposed --bearing contrary
    """
    moment = parse_moment(recorded_by, "--recorded-by")
    chosen = {"clause": clause, "bearing": bearing, "state": state}
    wanted = {name: value for name, value in chosen.items() if value is not None}
    file = _load_file(agreement)
    agreement = file.id if file else agreement
    with open_record(record) as opened:
        found = [
            held
            for held in opened.assessments.list_all(agreement, moment)
            if all(getattr(held.assessment, name) == value for name, value in wanted.items())
        ]
        names = name_parties([file]) if file else find_party_names(held.assessment for held in found)
        print_all(found, "assessment", partial(draw_assessed, names=names), as_json=as_json)
        if not as_json:
            folding = find_folding(opened, None, moment, {held.assessment.document_id for held in found})
            untraced = describe_untraced(opened, moment)
            for line in _sum_up(found, folding):
                err.print(f"{line}{untraced}.", markup=False)
        if not found:
            tell_unrecorded(opened, moment)
            if agreement:
                tell_unlinked(opened, agreement)


def _load_file(agreement: str | None) -> "Agreement | None":
    """Load an agreement that is named by its file; null for an id."""
    if agreement is None or not Path(agreement).is_file():
        return None
    from parley.agreement import load_agreement  # noqa: PLC0415 (an id needs no loader)

    return load_agreement(Path(agreement))


def find_party_names(said: Iterable[Assessment]) -> PartyNames:
    """Find the names of parties that are spoken of, where the agreement comes with Parley."""
    spoken_of = {one.agreement for one in said if one.against}
    if not spoken_of:
        return {}
    from parley.agreement import list_library, load_agreement  # noqa: PLC0415 (few lists name a party)

    return name_parties(load_agreement(path) for path in list_library() if path.stem in spoken_of)


def name_parties(agreements: "Iterable[Agreement]") -> PartyNames:
    """Name the parties of agreements."""
    return {(agreement.id, party.id): party.name for agreement in agreements for party in agreement.parties}


def _sum_up(found: Iterable[Assessed], folding: Folding) -> Iterator[str]:
    """Say of each clause what is said about it, in how many reports and origins."""

    def name_clause(held: Assessed) -> str:
        return f"{held.assessment.agreement} {held.assessment.clause}"

    standing = (held for held in found if held.assessment.state not in GONE)
    for clause, of_clause in groupby(sorted(standing, key=name_clause), key=name_clause):
        said = [held.assessment for held in of_clause]
        bearings = ", ".join(f"{bearing} {number}" for bearing, number in Counter(one.bearing for one in said).items())
        reports = {one.document_id for one in said}
        origins = {folding.find_fold(report).origin for report in reports}
        yield f"{clause}: {bearings}, in {count(len(reports), 'report')}, {count(len(origins), 'origin')}"


def draw_assessed(held: Assessed, names: PartyNames) -> Text:
    """Draw an assessment in two lines: what is said about which clause, by whom; under it its id, state and coder."""
    said = held.assessment
    line = Text(f"{held.published_on or 'no date'!s:<10}  {said.agreement} {said.clause:<6}")
    line.append(f" {said.bearing:<10}", style="bold")
    line.append(f" {_describe_who(said, names)}: “{shorten(said.quote.text)}”".replace("\n", " "))
    marks = ", ".join(filter(None, [said.state, said.coder, "unsure" if said.unsure else ""]))
    line.append(f"\n            {said.id[-8:]}  {marks}", style="dim")
    return line


def describe_assessment(said: Assessment, names: PartyNames) -> str:
    """Say in one line what an assessment says."""
    who = _describe_who(said, names)
    return f"{said.agreement} {said.clause} {said.bearing}, {who}: “{shorten(said.quote.text)}”"


def _describe_who(said: Assessment, names: PartyNames) -> str:
    """Say who speaks on which party, as boards do: by its name where that is known, else by its id."""
    on = f" on {names.get((said.agreement, said.against), said.against)}" if said.against else ""
    return f"{said.by or 'the narrator'}{on}{', called a breach' if said.called_breach else ''}"


def show_assessment(record: Record, start: str, *, as_json: bool) -> None:
    """Print one assessment with its words in their report, the routes to them, why, and every decision.

    Raises:
        NoSuchEntry: none has an id that begins or ends so, or several have.
    """
    held, decisions = record.assessments.find(start), record.assessments.list_decisions(start)
    text, said = record.get_document(held.assessment.document_id).text, held.assessment
    if as_json:
        print_json(msgspec.to_builtins(held) | {"text": text, "decisions": msgspec.to_builtins(decisions)})
        return
    shown = Text(text)
    shown.stylize("bold reverse", said.quote.start, said.quote.end)
    out.print(draw_assessed(held, find_party_names([said])))
    out.print()
    out.print(shown[max(0, said.quote.start - _AROUND) : said.quote.end + _AROUND])
    out.print()
    chain = find_quoted_chain(held)
    details = [("chain", describe_route(publication, chain)) for publication in held.publications]
    details += [
        ("happened", said.happened or ""),
        ("why", said.why or ""),
        ("score", f"{said.score:.2f}" if said.score is not None else ""),
        ("incident", said.incident or ""),
        ("corrects", said.corrects or ""),
        ("entry", said.entry_id or "none"),
        ("document", said.document_id),
        ("assessment", f"{said.id}, revision {held.revision}"),
    ]
    for label, value in details:
        if value:
            out.print(Text(f"{label:<11} {value}"))
    for one in decisions:
        reason = f": {one.reason}" if one.reason else ""
        what = f"{one.assessment.clause} {one.assessment.bearing}"
        out.print(Text(f"{one.action:<11} {one.at:%Y-%m-%d %H:%M} UTC by {one.by}, {what}{reason}"))
