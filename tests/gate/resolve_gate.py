"""Holds the tagger of times, the counter and the linker of actors to the figures they have reached.

  python tests/gate/resolve_gate.py ../shared            # fails when a figure is below its floor
  python tests/gate/resolve_gate.py ../shared --update   # raises floors; they fall with --allow-regression only

The floors stand in `resolve_baseline.json` with the SHA-256 of the data. Of the sets in `deadlines` and `counts` only
the gate halves are measured here. Run from the root of the repository.
"""

import datetime as dt
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

ROOT, HERE = Path(__file__).parents[2], Path(__file__).parent
sys.path[:0] = [str(ROOT / "src"), str(HERE)]

from floors import Figures, hashes, hold  # noqa: E402

from parley.model import Document, Event, Reading, Statement  # noqa: E402
from parley.resolve import ActorResolver, CountResolver, TimeResolver  # noqa: E402

BASELINE = HERE / "resolve_baseline.json"
CORPORA = {name: f"data/time/{file}.jsonl" for name, file in (
    ("timebank", "te3_train_timebank"), ("aquaint", "te3_train_aquaint"), ("wikiwars", "wikiwars_train"),
)}  # fmt: skip
GOLD = "data/gold/dev.jsonl"
Fields = dict[str, Any]


def read_lines(path: Path) -> list[Fields]:
    """Read JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def resolve(fields: Fields, events: tuple[Event, ...] = ()) -> Reading:
    """Resolve the times and counts of a text."""
    date = fields.get("date") or fields.get("dct")
    document = Document(fields["text"], dt.date.fromisoformat(date[:10]) if date else None)
    return CountResolver().resolve(TimeResolver().resolve(Reading(document, events=events)))


def score_corpus(shared: Path, file: str) -> Figures:
    """Score the layer of times with the project's TIMEX3 scorer."""
    gold = {fields["id"]: fields for fields in read_lines(shared / file)}
    made = {name: {"timexes": [msgspec.to_builtins(time) for time in resolve(one).times]} for name, one in gold.items()}
    scores, _ = _load_scorer(shared, "score_time").score(gold, made)
    return {name: scores[name]["F1"] for name in ("value", "relaxed")}


def score_gold(shared: Path) -> float:
    """Share of the times and deadlines of gold events, spans given, whose value is right."""
    right = count = 0
    for fields in read_lines(shared / GOLD):
        given = [event | {"time": [_bare(time) for time in event["time"]], "deadline": _bare(event["deadline"])}
                 for event in fields["events"]]  # fmt: skip
        made = resolve(
            fields, msgspec.convert([event | {"within": None, "about": None} for event in given], tuple[Event, ...])
        )
        for event, resolved in zip(fields["events"], made.events, strict=True):
            pairs = [*zip(event["time"], resolved.time, strict=True), (event["deadline"], resolved.deadline)]
            for wanted, time in pairs:
                if wanted and time and wanted.get("value"):
                    count, right = count + 1, right + (wanted["value"] == time.value)
    return round(100 * right / count, 1)


def score_actors(shared: Path) -> Figures:
    """Share of gold sources, actors and recipients, spans given, whose entity is right, and of open ones left so."""
    gold, made, actors = {}, {}, ActorResolver()
    for fields in read_lines(shared / GOLD):
        said = [one | {part: _bare(one.get(part)) for part in ("source", "addressee")} for one in fields["statements"]]
        done = [
            event
            | {role: [_bare(mention) for mention in event[role]] for role in ("actor", "recipient", "place")}
            | {"time": [], "deadline": None}
            for event in fields["events"]
        ]
        reading = Reading(
            Document(fields["text"], dt.date.fromisoformat(fields["date"][:10]) if fields.get("date") else None),
            statements=msgspec.convert(said, tuple[Statement, ...]),
            events=msgspec.convert(done, tuple[Event, ...]),
        )
        resolved = msgspec.to_builtins(actors.resolve(reading))
        gold[fields["id"]] = fields
        made[fields["id"]] = fields | {name: resolved[name] for name in ("statements", "events")}
    scores = _load_scorer(shared, "score_reading").score(gold, made)
    return {f"gold.{name}": scores[name]["value"] for name in ("entity", "entity_abstain")}


def _bare(time: Fields | None) -> Fields | None:
    return {name: time[name] for name in ("start", "end", "text")} if time else None


def score_deadlines(file: Path) -> Figures:
    """F1 of times whose value is right, and of those whose days, modifier and anchor are right as well."""
    made = wanted = value = whole = 0
    for fields in read_lines(file):
        times = list(resolve(fields).times)
        made, wanted = made + len(times), wanted + len(fields["times"])
        for one, time in _pair(fields["times"], times):
            days = [str(day) if day else None for day in (time.earliest, time.latest)]
            same = time.value == one["value"]
            anchored = (time.anchor or "").startswith(one["anchor"] or "")
            bounded = days == [one["earliest"], one["latest"]] and time.modifier == one["modifier"]
            value, whole = value + same, whole + (same and bounded and anchored)
    return {"value": _f1(value, made, wanted), "whole": _f1(whole, made, wanted)}


def score_counts(file: Path) -> float:
    """F1 of counts that are fully right; units are compared by their last word."""
    made = wanted = right = 0
    for fields in read_lines(file):
        counts = list(resolve(fields).counts)
        made, wanted = made + len(counts), wanted + len(fields["counts"])
        for one, count in _pair(fields["counts"], counts):
            exact = all(getattr(count, name) == one[name] for name in ("low", "high", "comparator", "since", "until"))
            right += exact and _head(count.of) == _head(one["of"]) and _head(count.whom) == _head(one["whom"])
    return _f1(right, made, wanted)


def _pair(wanted: list[Fields], made: list[Any]) -> Iterator[tuple[Fields, Any]]:
    """Pair what is wanted with what was made, one to one, by overlap in the order of the text."""
    left = list(made)
    for one in wanted:
        found = next((span for span in left if span.start < one["end"] and one["start"] < span.end), None)
        if found is not None:
            left.remove(found)
            yield one, found


def _head(words: str | None) -> str:
    return words.split()[-1].lower() if words else ""


def _f1(right: int, made: int, wanted: int) -> float:
    return round(200 * right / (made + wanted), 1)


def _load_scorer(shared: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, shared / f"score/{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def own_figures() -> Figures:
    """Measure the gate halves of the sets that are kept here."""
    deadlines = score_deadlines(HERE / "deadlines/gate.jsonl")
    counts = {"counts.whole": score_counts(HERE / "counts/gate.jsonl")}
    return {f"deadlines.{name}": figure for name, figure in deadlines.items()} | counts


def state(shared: Path) -> Fields:
    """Measure everything."""
    figures = own_figures() | {"gold.value": score_gold(shared)} | score_actors(shared)
    for name, file in CORPORA.items():
        figures |= {f"{name}.{kind}": figure for kind, figure in score_corpus(shared, file).items()}
    own = hashes(HERE, ("deadlines/gate.jsonl", "counts/gate.jsonl"))
    return {"data": hashes(shared, (*CORPORA.values(), GOLD)) | own, "floors": figures}


def main(argv: list[str] | None = None) -> int:
    """Measure and compare; return 0 when nothing fell."""
    return hold(argv, state, BASELINE, __doc__)


if __name__ == "__main__":
    sys.exit(main())
