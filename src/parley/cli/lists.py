"""Verbs that look at entries: list, show."""

from collections.abc import Collection
from itertools import islice
from typing import Annotated, Literal, get_args

import msgspec
import typer
from rich.text import Text

from parley.cli.assessed import show_assessment
from parley.cli.console import err, out, print_json
from parley.cli.hints import tell_unread, tell_why_nothing
from parley.cli.lines import draw_entry
from parley.cli.options import AsJson, PublishedSince, PublishedUntil, RecordedBy, RecordPath, parse_day, parse_moment
from parley.cli.tracing import describe_overruled, describe_reason
from parley.derive import CommitmentKind, Standing, count, describe_route
from parley.errors import NoSuchEntry
from parley.export import make_row
from parley.lineage import describe_untraced, find_folding, find_one_events
from parley.model import EntryKind, EntryState, EventType, ListedEntry, Modality, SameEventDecision
from parley.ontology.registry import load_registry
from parley.record import Filter, Order, Record, open_record
from parley.trace import Folding, count_reports, find_origins

States = Literal[EntryState, "open", "all"]

Sure = Annotated[
    float | None, typer.Option(min=0, max=1, help="Read with this confidence or more, or decided by a person.")
]
Unlinked = Annotated[
    str | None,
    typer.Option(metavar="NAME|FILE", help="Only from reports about this agreement that bear on no clause of it."),
]
HappenedSince = Annotated[str | None, typer.Option(metavar="DAY", help="Happened then or later; undated: reported so.")]
HappenedUntil = Annotated[
    str | None, typer.Option(metavar="DAY", help="Happened then or before; undated: reported so.")
]


def list_(
    record: RecordPath,
    kind: Annotated[EntryKind | None, typer.Option(help="Statements or events only.")] = None,
    speaker: Annotated[str | None, typer.Option(help="Part of the name of who says it.")] = None,
    actor: Annotated[str | None, typer.Option(help="Part of the name of who acts.")] = None,
    recipient: Annotated[str | None, typer.Option(help="Part of the name of who is acted upon.")] = None,
    type_: Annotated[EventType | None, typer.Option("--type", help="PLOVER event type.")] = None,
    mode: Annotated[str | None, typer.Option(help="PLOVER mode, such as aerial.")] = None,
    modality: Annotated[Modality | None, typer.Option(help="What the text says of its happening.")] = None,
    standing: Annotated[Standing | None, typer.Option(help="How it stands in the record.")] = None,
    commitment: Annotated[CommitmentKind | None, typer.Option(help="Demands, refusals, threats, promises ...")] = None,
    fact: Annotated[bool | None, typer.Option("--fact/--not-fact", help="Reported as fact, or not.")] = None,
    act: Annotated[bool | None, typer.Option("--acts/--speech-acts", help="Acts or speech acts only.")] = None,
    sure: Sure = None,
    outlet: Annotated[str | None, typer.Option(help="Part of the name of the outlet that published it.")] = None,
    via: Annotated[str | None, typer.Option(help="Part of a name on the route: who is credited or quoted.")] = None,
    agreement: Annotated[str | None, typer.Option(help="Assessed on this agreement: its id.")] = None,
    clause: Annotated[str | None, typer.Option(help="Assessed on this clause: its id, as 2b.")] = None,
    unlinked: Unlinked = None,
    words: Annotated[str | None, typer.Option(help="Only from texts that hold these words.")] = None,
    document: Annotated[str | None, typer.Option(help="Only from the document whose id begins so.")] = None,
    since: PublishedSince = None,
    until: PublishedUntil = None,
    happened_since: HappenedSince = None,
    happened_until: HappenedUntil = None,
    recorded_by: RecordedBy = None,
    state: Annotated[States, typer.Option(help="open = proposed, unsure, accepted and amended.")] = "open",
    sort: Annotated[Order, typer.Option(help="By day of publication, or by when it happened.")] = "published",
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: AsJson = False,
) -> None:
    """List entries, filtered: who said what, who did what to whom, and whether it is reported as fact.

    [uncertain] marks what the reader proposes with little confidence; more than half of that is wrong (docs/READER.md).

    Examples:
      parley list desk.parley --speaker Qassem --commitment refusal
      parley list desk.parley --fact --acts --type ASSAULT --happened-since 2025-07-01
      parley list desk.parley --via Reuters --agreement isr-lbn-2024 --clause 2b
      parley list desk.parley --unlinked isr-lbn-2024
    """
    wanted = Filter(
        kind=kind,
        speaker=speaker,
        actor=actor,
        recipient=recipient,
        type=type_,
        mode=mode,
        modality=modality,
        standing=standing,
        commitment=commitment,
        fact=fact,
        act=act,
        sure=sure,
        outlet=outlet,
        via=via,
        agreement=agreement,
        clause=clause,
        words=words,
        document=document,
        published_from=parse_day(since, "--since"),
        published_to=parse_day(until, "--until"),
        happened_from=parse_day(happened_since, "--happened-since"),
        happened_to=parse_day(happened_until, "--happened-until"),
        recorded_by=parse_moment(recorded_by, "--recorded-by"),
        states=_pick_states(state),
    )
    with open_record(record) as opened:
        documents = _find_unlinked(opened, unlinked, wanted) if unlinked else None
        _print_list(opened, wanted, limit, sort, documents, as_json=as_json)


def _find_unlinked(opened: Record, name: str, wanted: Filter) -> set[str]:
    """Find the documents about an agreement that bear on no clause of it, and say how many there are."""
    from parley.agreement import find_agreement, load_agreement  # noqa: PLC0415 (few lists ask for an agreement)
    from parley.gathering import find_unlinked  # noqa: PLC0415

    agreement = load_agreement(find_agreement(name))
    documents = find_unlinked(opened, agreement, wanted.recorded_by, wanted.published_to)
    what = f"{count(len(documents), 'report')} about {agreement.id} on no clause of it"
    err.print(f"{what}; parley why {opened.path} ENTRY {name} says what an entry lacks.", markup=False)
    return documents


def _print_list(
    opened: Record,
    wanted: Filter,
    limit: int | None,
    sort: Order,
    documents: Collection[str] | None = None,
    *,
    as_json: bool,
) -> None:
    shown, registry = [], load_registry(changes=opened.list_actor_changes(wanted.recorded_by)) if as_json else None
    one_events = find_one_events(opened, wanted.recorded_by)
    found = opened.list_entries(wanted, None if documents is not None else limit, sort)
    for listed in islice((one for one in found if documents is None or one.entry.document_id in documents), limit):
        same = one_events.get(listed.entry.id, [])
        if as_json:
            print_json({**make_row(listed, registry), "same_event_as": _list_others(listed.entry.id, same)})
        else:
            shown.append(listed)
            out.print(draw_entry(listed, by=sort))
            _print_same_events(listed.entry.id, same)
    if not as_json:
        _tell_sum(opened, shown, wanted)


def _tell_sum(opened: Record, shown: list[ListedEntry], wanted: Filter) -> None:
    """Say how many entries, reports and origins: of one speaker's words the same said twice is one origin, too."""
    documents = {listed.entry.document_id for listed in shown}
    folding = find_folding(opened, recorded_by=wanted.recorded_by, wanted=documents)
    counted = find_origins(shown, folding).describe() if wanted.speaker else count_reports(shown, folding)
    err.print(
        f"{count(len(shown), 'entry')} in {counted}{describe_untraced(opened, wanted.recorded_by)}.", markup=False
    )
    tell_unread(opened)
    if not shown:
        tell_why_nothing(opened, wanted)


def _list_others(entry_id: str, same: list[SameEventDecision]) -> list[str]:
    return [decision.b if decision.a == entry_id else decision.a for decision in same]


def _print_same_events(entry_id: str, same: list[SameEventDecision]) -> None:
    for decision, other in zip(same, _list_others(entry_id, same), strict=True):
        out.print(Text(f"            same event as {other[-8:]}, says {decision.by}", style="dim"))


def _pick_states(state: States) -> tuple[EntryState, ...]:
    if state == "open":
        return Filter().states
    return get_args(EntryState) if state == "all" else (state,)


def show(
    record: RecordPath,
    entry: Annotated[str, typer.Argument(help="The id of an entry or an assessment, or its first or last characters.")],
    as_json: AsJson = False,
) -> None:
    """Show one entry in the context of its report, with its chain and where each part stands in the text.

    An assessment is shown in the same way, with its reason and every decision on it.
    """
    with open_record(record) as opened:
        try:
            listed = opened.find_entry(entry)
        except NoSuchEntry as error:
            try:
                show_assessment(opened, entry, as_json=as_json)
            except NoSuchEntry:
                raise error from None
            return
        document = opened.get_document(listed.entry.document_id)
        decisions = opened.list_decisions(listed.entry.id)
        folding = find_folding(opened, wanted={listed.entry.document_id})
        same = find_one_events(opened).get(listed.entry.id, [])
    if as_json:
        print_json(msgspec.to_builtins(listed) | {"text": document.text, "decisions": msgspec.to_builtins(decisions)})
        return
    item = listed.entry.item
    text = Text(document.text)
    for span in item.spans():
        text.stylize("underline", span.start, span.end)
    text.stylize("bold reverse", item.anchor.start, item.anchor.end)
    start, end = _pick_context(document.text, min(s.start for s in item.spans()), max(s.end for s in item.spans()))
    out.print(draw_entry(listed))
    _print_same_events(listed.entry.id, same)
    out.print()
    out.print(text[start:end])
    out.print()
    _print_details(listed)
    _print_origin(listed.entry.document_id, folding)
    for decision in decisions:
        reason = f": {decision.reason}" if decision.reason else ""
        out.print(Text(f"{decision.action:<11} {decision.at:%Y-%m-%d %H:%M} UTC by {decision.by}{reason}"))


def _pick_context(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch of text to its paragraphs, at most 600 characters either side."""
    before = text.rfind("\n", max(0, start - 600), start) + 1
    after = text.find("\n", end, end + 600)
    return (before or max(0, start - 600)), (after if after >= 0 else min(len(text), end + 600))


def _print_details(listed: ListedEntry) -> None:
    entry = listed.entry
    for field, value in msgspec.structs.asdict(entry.item).items():
        for span in value if isinstance(value, tuple) else (value,):
            if hasattr(span, "start"):
                name = getattr(span, "entity", None) or getattr(span, "value", None)
                meant = f" = {name}" if name else ""
                out.print(Text(f"{field:<11} {span.start}-{span.end}  “{span.text}”{meant}"))
    for publication in listed.publications:
        out.print(Text(f"{'chain':<11} {describe_route(publication, entry.chain)}"))
        for label, value in (("title", publication.title), ("link", publication.url), ("file", publication.ref)):
            if value:
                out.print(Text(f"{label:<11} {value}"))
        if publication.claimed:
            claims = "; ".join(f"{clue.words} ({clue.source})" for clue in publication.claimed)
            out.print(Text(f"{'day from':<11} {publication.date_from or 'none taken'}; claimed: {claims}"))
        if publication.first_seen:
            out.print(Text(f"{'first seen':<11} {publication.first_seen:%Y-%m-%d %H:%M} UTC"))
        for flag in publication.flags:
            out.print(Text(f"{'doubtful':<11} {flag}"))
    out.print(Text(f"{'proposed by':<11} {entry.reader}; {entry.state}; revision {entry.revision}; entry {entry.id}"))
    out.print(Text(f"{'document':<11} {entry.document_id}"))


def _print_origin(document_id: str, folding: Folding) -> None:
    """Say with which reports a document folds, and with which it would if nobody had kept them apart."""
    fold = folding.find_fold(document_id)
    if len(fold.reports) > 1:
        out.print(Text(f"{'origin':<11} {fold.origin}, with {len(fold.reports) - 1} more going back to it"))
    for reason in fold.reasons:
        if document_id in (reason.a, reason.b):
            other = reason.a if reason.b == document_id else reason.b
            out.print(Text(f"{'folds with':<11} {other[:12]}: {describe_reason(reason)}"))
    for overruled in folding.find_overruled(document_id):
        other = overruled.reason.a if overruled.reason.b == document_id else overruled.reason.b
        out.print(Text(f"{'apart from':<11} {other[:12]}: {describe_overruled(overruled)}"))
