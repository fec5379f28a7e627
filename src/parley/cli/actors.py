"""The verb that changes who is who: actors."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer
from rich.text import Text

from parley.cli.console import err, out, print_all, print_json
from parley.cli.hints import tell_near
from parley.cli.options import AsJson, Name, RecordPath
from parley.errors import FormatError, InputError
from parley.model import ActorAction, ActorChange
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
    by: Name = "",
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
            print_all(changes, "change", _draw_change, as_json=as_json)
        elif action == "find":
            _print_found(registry, _need(subject, action), as_json=as_json)
        elif action == "check":
            print_all(lint_registry(registry), "doubt", _draw_doubt, as_json=as_json)
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


def _draw_change(change: ActorChange) -> Text:
    what = ", ".join(filter(None, (*change.names, change.into)))
    return Text(f"{change.id}  {change.at:%Y-%m-%d}  {change.action:<6} {change.subject}  {what}  by {change.by}")


def _print_found(registry: Registry, name: str, *, as_json: bool) -> None:
    ids = [name] if registry.get(name) else [found.id for found in registry.find(name)]
    found = [registry.actors[actor_id] for actor_id in ids] or list(registry.find_persons(name))
    found = found or list(registry.find_bearers(name))
    for actor in found:
        print_json(msgspec.to_builtins(actor)) if as_json else print_actor(actor)
    if not found:
        err.print(f"No entry goes by {name!r}.", markup=False)
        tell_near(name, (each for actor in registry.actors.values() for each in actor.names))


def _draw_doubt(doubt: Doubt) -> Text:
    return Text(f"{doubt.actor:<20} {doubt.what}")


def print_actor(actor: Actor, day: dt.date | None = None) -> None:
    """Print an entry of the registry; the roles that it may hold on a day are marked."""
    out.print(
        Text(f"{actor.name}  [{actor.id}]  {actor.kind}, {actor.country or '-'}, {actor.sector or '-'}", style="bold")
    )
    out.print(Text(f"    source: {actor.source}; pack {actor.pack}" + _list_ids(actor)))
    if len(actor.names) > 1:
        out.print(Text("    also: " + "; ".join(actor.names[1:])))
    for role in actor.roles:
        now = " (on that day)" if day and role.may_hold(day) else ""
        out.print(Text(f"    {role}{now}; source: {role.source or actor.source}"))


def _list_ids(actor: Actor) -> str:
    return "".join(f"; {name} {number}" for name, number in sorted(actor.ids.items()))
