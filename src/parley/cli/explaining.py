"""The verb that says why an entry names whom and when: explain."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec
from rich.text import Text

from parley.cli.actors import print_actor
from parley.cli.console import out, print_json
from parley.cli.lines import draw_entry
from parley.cli.options import AsJson, EntryStart, RecordPath
from parley.derive import enclosing_statements, index_statements
from parley.model import Event, Mention, Named, Span, Statement, Time, TimeMention
from parley.ontology.registry import load_registry
from parley.record import Filter, Record, open_record

Layer = TypeVar("Layer", bound=Span)


def explain(record: RecordPath, entry: EntryStart, as_json: AsJson = False) -> None:
    """Show whom and what days each part of an entry means, why, what else it might be, and where that is known from.

    First its sources, from the outermost of the chain; then whom it names; then its days, with all that the words can
    mean and what they are counted from. The rule and the words that decided stand first; facts of the registry carry
    their source, or "recollection" where nobody has looked them up.

    Example: parley explain desk.parley 9b92a91c
    """
    with open_record(record) as opened:
        listed = opened.find_entry(entry)
        item = listed.entry.item
        sources = _list_sources(opened, item, listed.entry.document_id)
        reading = opened.get_reading(listed.entry.document_id)
        registry = load_registry(changes=opened.list_actor_changes())
    if not as_json:
        out.print(draw_entry(listed))
    for role, mention in (*sources, *_list_mentions(item)):
        named = _find_at(mention, reading.mentions if reading else ())
        actor = registry.find_entry(mention.entity) if mention.entity else None
        if as_json:
            print_json(msgspec.to_builtins({"role": role, "mention": mention, "named": named, "actor": actor}))
            continue
        _print_mention(role, mention, named)
        if actor:
            print_actor(actor, listed.published_on)
    for role, mentioned in _list_times(item):
        time = _find_at(mentioned, reading.times if reading else ())
        if as_json:
            print_json(msgspec.to_builtins({"role": role, "time": mentioned, "tagged": time}))
        else:
            _print_time(role, mentioned, time)


def _list_sources(opened: Record, item: Statement | Event, document_id: str) -> list[tuple[str, Mention]]:
    """List the sources of the statements around an item, outermost first; its own is listed with its mentions."""
    statements = opened.list_entries(Filter(kind="statement", document=document_id))
    around = enclosing_statements(item, index_statements(listed.entry.item for listed in statements))
    return [("according to", each.source) for each in around if each.source and each.id != item.id]


def _list_mentions(item: Statement | Event) -> Iterator[tuple[str, Mention]]:
    if isinstance(item, Statement):
        yield from ((role, each) for role, each in (("source", item.source), ("addressee", item.addressee)) if each)
        return
    for role in ("actor", "recipient", "place"):
        yield from ((role, each) for each in getattr(item, role))


def _list_times(item: Statement | Event) -> Iterator[tuple[str, TimeMention]]:
    if isinstance(item, Event):
        yield from (("time", each) for each in item.time)
        if item.deadline:
            yield "deadline", item.deadline


def _find_at(span: Span, layer: Sequence[Layer]) -> Layer | None:
    """Find what a layer of the reading in force says of the same words."""
    return next((one for one in layer if (one.start, one.end) == (span.start, span.end)), None)


def _print_head(role: str, span: Span, meant: str | None) -> None:
    out.print()
    out.print(Text(f"{role} {span.start}-{span.end}  “{span.text}” = {meant or 'left open'}", style="bold"))


def _print_mention(role: str, mention: Mention, named: Named | None) -> None:
    _print_head(role, mention, mention.entity)
    if named and named.entity == mention.entity:
        out.print(Text(f"    why: {named.evidence}"))
    elif mention.entity:
        out.print(Text("    why: a person decided, or an earlier reading said so"))
    else:
        out.print(Text("    why: no name, office or antecedent was sure enough"))
    if named and named.alternatives:
        out.print(Text("    or:  " + "; ".join(named.alternatives)))


def _print_time(role: str, mentioned: TimeMention, time: Time | None) -> None:
    _print_head(role, mentioned, mentioned.value)
    if time is None or time.value != mentioned.value:
        out.print(Text("    why: a person decided, or an earlier reading said so"))
        return
    bounds = " to ".join(dict.fromkeys(str(day) for day in (time.earliest, time.latest) if day))
    anchor = "the day of publication" if time.anchor == "publication" else time.anchor
    told = (
        f"rule {time.rule}" if time.rule else "",
        f"counted from {anchor}" if anchor else "",
        f"{time.modifier} that day" if time.modifier else "",
    )
    out.print(Text(f"    why: {', '.join(filter(None, told)) or 'the words say so'}"))
    out.print(Text(f"    can be: {bounds or 'any day'}"))
