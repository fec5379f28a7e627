"""How assessments look in a terminal: a line of a list, and one alone in its report with everything decided on it."""

import msgspec
from rich.text import Text

from parley.cli.console import out, print_json
from parley.cli.lines import shorten
from parley.derive import describe_route
from parley.model import Assessed, Assessment
from parley.record import Record

_AROUND = 300
"""Code points of the report on either side of the quoted words."""


def draw_assessed(held: Assessed) -> Text:
    """Draw an assessment in two lines: what is said about which clause, by whom; under it its id, state and coder."""
    said = held.assessment
    line = Text(f"{held.published_on or 'no date'!s:<10}  {said.agreement} {said.clause:<6}")
    line.append(f" {said.bearing:<10}", style="bold")
    line.append(f" {_describe_who(said)}: “{shorten(said.quote.text)}”".replace("\n", " "))
    marks = ", ".join(filter(None, [said.state, said.coder, "unsure" if said.unsure else ""]))
    line.append(f"\n            {said.id[-8:]}  {marks}", style="dim")
    return line


def describe_assessment(said: Assessment) -> str:
    """Say in one line what an assessment says."""
    return f"{said.agreement} {said.clause} {said.bearing}, {_describe_who(said)}: “{shorten(said.quote.text)}”"


def _describe_who(said: Assessment) -> str:
    of = f" of {said.against}" if said.against else ""
    return f"{said.by or 'the narrator'}{of}{', called a breach' if said.called_breach else ''}"


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
    out.print(draw_assessed(held))
    out.print()
    out.print(shown[max(0, said.quote.start - _AROUND) : said.quote.end + _AROUND])
    out.print()
    chain = held.entry.chain if held.entry else (said.by,) if said.by else ()
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
