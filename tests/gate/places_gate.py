"""Holds the resolving of places to the figures it has reached.

  python tests/gate/places_gate.py ../shared            # fails when a figure is below its floor
  python tests/gate/places_gate.py ../shared --update   # raises floors; they fall with --allow-regression only

Spans are given. `NAME.within_161` is the share of toponyms with coordinates that are put within 161 km of them (or get
the same GeoNames id), `NAME.populous` that of the most populous candidate of the same gazetteer; `kinds` is macro-F1 of
Literal against Metonymic on GeoWebNews' first half, other labels left out; `entity` is the share of the places of gold
dev's events whose name is the gold one, `abstain` the share of those without one that stay open, actors not resolved.
The floors stand in `places_baseline.json` with the SHA-256 of the data.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src"), str(Path(__file__).parent)]

from encoder_gate import Figures, hashes, regressions  # noqa: E402

from parley.model import Document, Place, Reading  # noqa: E402
from parley.resolve import PlaceResolver  # noqa: E402
from parley.resolve.places.choosing import Candidates, choose_sites, measure_km  # noqa: E402
from parley.resolve.places.gazetteer import Site  # noqa: E402
from parley.resolve.places.kinds import find_kind  # noqa: E402
from parley.resolve.places.resolver import weigh_candidates  # noqa: E402

BASELINE = Path(__file__).with_name("places_baseline.json")
SETS = ("lgl", "geowebnews_half1", "geovirus")
DATA = (*(f"data/places/{name}.jsonl" for name in SETS), "data/gold/dev.jsonl")
NEAR_KM = 161.0
KINDS = {"Literal": "literal", "Metonymic": "metonymic"}

Fields = dict[str, Any]


def read_lines(path: Path) -> list[Fields]:
    """Read a file of JSON Lines."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def is_right(site: Site | None, toponym: Fields) -> bool:
    """Tell whether a place is the one annotated, or lies near it."""
    if site is None:
        return False
    there = msgspec.structs.replace(site, lat=toponym["lat"], lon=toponym["lon"])
    same = bool(toponym.get("geonameid")) and str(site.geonameid) == str(toponym["geonameid"])
    return same or measure_km(site, there) < NEAR_KM


def choose_most_populous(names: Sequence[Candidates]) -> list[Site | None]:
    """Choose the most populous place of each name: the baseline."""
    return [max(name.sites, key=lambda site: site.people) if name.sites else None for name in names]


def score_places(documents: Sequence[Fields]) -> tuple[float, float]:
    """Return the percentages within 161 km: as chosen, and of the most populous candidates."""
    right, populous, total = 0, 0, 0
    for document in documents:
        spans = [Place(t["start"], t["end"], document["text"][t["start"] : t["end"]]) for t in document["toponyms"]]
        names = weigh_candidates(document["text"], spans)
        answers = zip(document["toponyms"], choose_sites(names), choose_most_populous(names), strict=True)
        for toponym, chosen, largest in answers:
            if toponym["lat"] is not None:
                total += 1
                right += is_right(chosen, toponym)
                populous += is_right(largest, toponym)
    return 100 * right / total, 100 * populous / total


def score_kinds(documents: Sequence[Fields]) -> float:
    """Return macro-F1 of Literal against Metonymic; any other answer is wrong."""
    counts: Counter[tuple[str, str]] = Counter()
    for document in documents:
        text = document["text"]
        spans = [Place(t["start"], t["end"], text[t["start"] : t["end"]]) for t in document["toponyms"]]
        chosen = choose_sites(weigh_candidates(text, spans))
        for toponym, span, site in zip(document["toponyms"], spans, chosen, strict=True):
            if toponym["type"] in KINDS:
                counts[KINDS[toponym["type"]], find_kind(text, span, site)] += 1
    scores = []
    for kind in KINDS.values():
        gold = sum(count for (told, _), count in counts.items() if told == kind)
        found = sum(count for (_, answered), count in counts.items() if answered == kind)
        scores.append(2 * counts[kind, kind] / (gold + found))
    return 100 * sum(scores) / len(scores)


def score_entities(documents: Sequence[Fields]) -> tuple[float, float]:
    """Return the percentages of places of events named as in gold, and of those without a name left open."""
    named, left, with_name, without = 0, 0, 0, 0
    for document in documents:
        gold = [place.get("entity") for event in document["events"] for place in event["place"]]
        bare = [event | {"place": [drop_name(place) for place in event["place"]]} for event in document["events"]]
        given = {"document": Document(document["text"]), "statements": document["statements"], "events": bare}
        resolved = PlaceResolver().resolve(msgspec.convert(given, Reading))
        for entity, place in zip(gold, (p for event in resolved.events for p in event.place), strict=True):
            with_name += bool(entity)
            without += not entity
            named += bool(entity) and fold(entity) == fold(place.entity)
            left += not entity and not place.entity
    return 100 * named / with_name, 100 * left / without


def drop_name(place: Fields) -> Fields:
    """Return a span without what it denotes."""
    return {key: place[key] for key in ("start", "end", "text")}


def fold(name: str | None) -> str:
    """Compare names as the reading scorer does: no case, no article."""
    return (name or "").casefold().removeprefix("the ").strip()


def measure(shared: Path) -> Figures:
    """Measure all figures, in per cent."""
    sets = {name: read_lines(shared / f"data/places/{name}.jsonl") for name in SETS}
    reached: Figures = {}
    for name, documents in sets.items():
        reached[f"{name}.within_161"], reached[f"{name}.populous"] = score_places(documents)
    reached["kinds"] = score_kinds(sets["geowebnews_half1"])
    reached["entity"], reached["abstain"] = score_entities(read_lines(shared / "data/gold/dev.jsonl"))
    return {name: round(figure, 2) for name, figure in reached.items()}


def main(argv: list[str] | None = None) -> int:
    """Measure and compare; return 0 when nothing fell."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("shared", type=Path, help="the folder with `data`")
    p.add_argument("--update", action="store_true", help="write what was reached as the new floors")
    p.add_argument("--allow-regression", action="store_true", help="with --update: let floors fall")
    args = p.parse_args(argv)
    now = {"data": hashes(args.shared, DATA), "floors": measure(args.shared)}
    before = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {"data": {}, "floors": {}}
    held = {name: floor for name, floor in before["floors"].items() if not name.endswith(".populous")}
    fell = regressions(held, now["floors"])
    if before["data"] and before["data"] != now["data"]:
        fell.append("the data are not those that the floors were measured on")
    sys.stdout.write(json.dumps(now["floors"], indent=1) + "\n" + ("\n".join(fell) or "no figure fell") + "\n")
    if args.update and (args.allow_regression or not fell):
        BASELINE.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
        return 0
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main())
