"""Entries as readable lines of a terminal."""

from typing import Literal

from rich.text import Text

from parley.derive import describe_route, find_happened, is_uncertain, join_names, name_mention
from parley.model import Event, ListedEntry, Statement
from parley.ontology import name_kind

_COLOURS = {
    "fact": "bold",
    "claimed": "yellow",
    "denied": "yellow",
    "did not happen": "bold",
    "demanded": "cyan",
    "refused": "cyan",
    "planned": "cyan",
    "possible": "cyan",
    "required": "cyan",
}
_QUOTE = 110
_WIDTHS = {"published": 10, "happened": 21}


def draw_entry(listed: ListedEntry, by: Literal["published", "happened"] = "published") -> Text:
    """Draw an entry in two lines: how it stands and what it says; under it the chain, outermost first.

    `by` says which day stands first: that of publication, or the days on which it can have happened.
    """
    entry = listed.entry
    standing = entry.standing or "says"
    line = Text(f"{_describe_day(listed, by):<{_WIDTHS[by]}}  ")
    line.append(f"{standing:<14}", style=_COLOURS.get(standing, "bold"))
    said = f": {shorten(listed.said)}".replace("\n", " ") if listed.said else ""
    line.append(f"  {describe_item(entry.item)}{said}")
    state = entry.state if entry.state != "proposed" else "uncertain" if is_uncertain(entry.item) else None
    marks = [entry.commitment, state, "stale" if entry.stale else None, entry.notice]
    if any(marks):
        line.append(f"  [{', '.join(filter(None, marks))}]", style="bold")
    route = describe_route(listed.publication, entry.chain)
    line.append(f"\n            {entry.id[-8:]:<14}  {route}", style="dim")
    return line


def _describe_day(listed: ListedEntry, by: str) -> str:
    if by == "published":
        return str(listed.published_on or "no date")
    item = listed.entry.item
    days = find_happened(item) if isinstance(item, Event) else None
    if days is None:
        return "day open"
    return str(days[0]) if days[0] == days[1] else f"{days[0]}/{days[1]}"


def describe_item(item: Statement | Event) -> str:
    """Say in one line what an item says."""
    return _describe_statement(item) if isinstance(item, Statement) else _describe_event(item)


def _describe_statement(statement: Statement) -> str:
    to = f" to {name_mention(statement.addressee)}" if statement.addressee else ""
    return (
        f"{name_mention(statement.source) or 'somebody'} “{statement.cue.text}”{to}: {shorten(statement.said)}".replace(
            "\n", " "
        )
    )


def _describe_event(event: Event) -> str:
    code = name_kind(event.type, event.mode)
    parts = [code, "not" if event.negated else "", join_names(event.actor, ", ")]
    parts.append(f"“{event.trigger.text}”")
    if event.recipient:
        parts.append("→ " + join_names(event.recipient, ", "))
    if event.place:
        parts.append("in " + join_names(event.place, ", "))
    if event.time:
        parts.append("(" + "; ".join(time.value or time.text for time in event.time) + ")")
    if event.condition:
        parts.append(f"on condition “{event.condition.text}”")
    if event.deadline:
        parts.append(f"by “{event.deadline.text}” [{event.deadline.value or 'open'}]")
    return " ".join(filter(None, parts)).replace("\n", " ")


def shorten(text: str, length: int = _QUOTE) -> str:
    """Cut a text to at most `length` characters, marking the cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
