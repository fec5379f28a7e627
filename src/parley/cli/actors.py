"""Verbs about who is who: actors (change the registry) and explain (why a mention denotes whom)."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer
from rich.text import Text

from parley.cli.console import err, out, print_json
from parley.cli.lines import draw_entry
from parley.cli.options import AsJson, RecordPath
from parley.derive import list_mentions
from parley.errors import FormatError, InputError
from parley.model import ActorAction, ActorChange, Mention, Named
from parley.ontology.registry import Actor, Doubt, Registry, introduce_person, lint_registry, load_registry
from parley.record import open_record

Action = Literal[ActorAction, "person", "list", "find", "check"]


def actors(
    record: RecordPath,
    action: Annotated[
        Action, typer.Argument(help="add, person, rename, alias, merge, split, undo; list, find, check.")
    ],
    subject: Annotated[
        str | None,
        typer.Argument(help="A pack's file (add), an entry's id, a change's id (undo), a name (person, find)."),
    ] = None,
    names: Annotated[list[str] | None, typer.Argument(help="New or other names; for merge, the id to keep.")] = None,
    into: Annotated[str | None, typer.Option(help="For split: the id of the new entry.")] = None,
    by: Annotated[str, typer.Option(envvar="PARLEY_NAME", help="Your name; it stands in the log.")] = "",
    as_json: AsJson = False,
) -> None:
    """Change who is who, for the whole record; then `parley read` gives every report the new names, in seconds.

    Changes are kept in order and logged; `undo` takes one back. `person` gives somebody whom no pack lists an entry,
    under all the names that reports use. Entries that a person decided on stay as they are.

    Examples:
      parley actors desk.parley find M23
      parley actors desk.parley alias m23 "the Goma rebels" --by "A. Analyst"
      parley actors desk.parley merge afc m23 --by "A. Analyst"
      parley actors desk.parley person "Orsolya Kettering" "O. Ketering" --by "A. Analyst"
    """
    with open_record(record) as opened:
        changes = opened.list_actor_changes()
        registry = load_registry(changes=changes)
        if action == "list":
            _print_changes(changes, as_json=as_json)
        elif action == "find":
            _print_found(registry, _need(subject, action), as_json=as_json)
        elif action == "check":
            _print_doubts(list(lint_registry(registry)), as_json=as_json)
        else:
            change = _make_change(registry, action, _need(subject, action), tuple(names or ()), into, by)
            load_registry(changes=(*changes, msgspec.structs.replace(change, id="new")))
            kept = opened.change_actors(change)
            err.print(f"{kept.action} {kept.subject}: change {kept.id}. Now: parley read {record}", markup=False)


def _need(subject: str | None, action: str) -> str:
    if not subject:
        raise FormatError(f"{action} needs to know of what", where="SUBJECT", remedy="See: parley actors --help")
    return subject


def _make_change(
    registry: Registry,
    action: Literal[ActorAction, "person"],
    subject: str,
    names: tuple[str, ...],
    into: str | None,
    by: str,
) -> ActorChange:
    if action == "person":
        return introduce_person(registry, (subject, *names), by)
    if action == "merge":
        return ActorChange(action=action, subject=subject, into=names[0] if names else into, by=by)
    if action == "add":
        try:
            text = Path(subject).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"the pack cannot be read ({error})", where=subject) from error
        return ActorChange(action=action, subject=Path(subject).stem, pack=text, by=by)
    return ActorChange(action=action, subject=subject, names=names, into=into, by=by)


def _print_changes(changes: list[ActorChange], *, as_json: bool) -> None:
    for change in changes:
        if as_json:
            print_json(msgspec.to_builtins(change))
        else:
            what = ", ".join(filter(None, (*change.names, change.into)))
            out.print(
                Text(f"{change.id}  {change.at:%Y-%m-%d}  {change.action:<6} {change.subject}  {what}  by {change.by}")
            )
    err.print(f"{len(changes)} changes.")


def _print_found(registry: Registry, name: str, *, as_json: bool) -> None:
    ids = [name] if registry.get(name) else [found.id for found in registry.find(name)]
    found = [registry.actors[actor_id] for actor_id in ids] or list(registry.find_persons(name))
    found = found or list(registry.find_bearers(name))
    for actor in found:
        print_json(msgspec.to_builtins(actor)) if as_json else _print_actor(actor)
    if not found:
        err.print(f"No entry goes by {name!r}.", markup=False)


def _print_doubts(doubts: list[Doubt], *, as_json: bool) -> None:
    for doubt in doubts:
        print_json(msgspec.to_builtins(doubt)) if as_json else out.print(Text(f"{doubt.actor:<20} {doubt.what}"))
    err.print(f"{len(doubts)} doubts.")


def _print_actor(actor: Actor, day: dt.date | None = None) -> None:
    out.print(
        Text(f"{actor.name}  [{actor.id}]  {actor.kind}, {actor.country or '-'}, {actor.sector or '-'}", style="bold")
    )
    out.print(Text(f"    source: {actor.source}; pack {actor.pack}" + _list_ids(actor)))
    if actor.aliases:
        out.print(Text("    also: " + "; ".join(alias.name for alias in actor.aliases)))
    for role in actor.roles:
        now = " (on that day)" if day and role.may_hold(day) else ""
        out.print(Text(f"    {role}{now}; source: {role.source or actor.source}"))


def _list_ids(actor: Actor) -> str:
    return "".join(f"; {name} {number}" for name, number in sorted(actor.ids.items()))


def explain(
    record: RecordPath,
    entry: Annotated[str, typer.Argument(help="The id of an entry, or its first or last characters.")],
    as_json: AsJson = False,
) -> None:
    """Show for every mention of an entry whom it denotes, why, what else it might be, and where that is known from.

    The rule and the words that decided stand first; facts of the registry carry their source, or "recollection" where
    nobody has looked them up.

    Example: parley explain desk.parley 9b92a91c
    """
    with open_record(record) as opened:
        listed = opened.find_entry(entry)
        reading = opened.get_reading(listed.entry.document_id)
        registry = load_registry(changes=opened.list_actor_changes())
    named = {(one.start, one.end): one for one in reading.mentions} if reading else {}
    if not as_json:
        out.print(draw_entry(listed))
    for mention in list_mentions(listed.entry.item):
        found = named.get((mention.start, mention.end))
        actor = registry.find_entry(mention.entity) if mention.entity else None
        if as_json:
            print_json({"mention": msgspec.to_builtins(mention), "named": msgspec.to_builtins(found),
                        "actor": msgspec.to_builtins(actor)})  # fmt: skip
        else:
            _print_mention(mention, found)
            if actor:
                _print_actor(actor, listed.published_on)


def _print_mention(mention: Mention, found: Named | None) -> None:
    out.print()
    out.print(Text(f"{mention.start}-{mention.end}  “{mention.text}” = {mention.entity or 'left open'}", style="bold"))
    if found and found.entity == mention.entity:
        out.print(Text(f"    why: {found.evidence}"))
    elif mention.entity:
        out.print(Text("    why: a person decided, or an earlier reading said so"))
    else:
        out.print(Text("    why: no name, office or antecedent was sure enough"))
    if found and found.alternatives:
        out.print(Text("    or:  " + "; ".join(found.alternatives)))
