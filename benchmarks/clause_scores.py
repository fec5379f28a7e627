"""Scores proposed links to clauses against the gold ones: `python benchmarks/clause_scores.py --help`.

Prints the scorer's figures, the curve over thresholds, the threshold chosen on other weeks (cross-validated by ISO
week), links on unlinked items by theatre, and two baselines: the nearest clauses by similarity of the encoder's
vectors, with and without the agreement's dates. `--errors` lists every error with its cause, found by matching the
gold readings too: an error that a gold reading with gold names does not share is the reader's or the resolver's.
Run from the root of the repository with `PYTHONPATH=src:.`.
"""

import argparse
import datetime as dt
import importlib.util
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from parley.agreement import Agreement, load_agreement
from parley.annotation import read_lines
from parley.match import Matcher
from parley.match.matcher import THRESHOLD
from parley.model import Reading
from parley.pipeline import Pipeline, make_pipeline
from parley.read.encoder.session import WEIGHTS, Session
from parley.read.encoder.windows import split, windows
from parley.resolve import ActorResolver, PlaceResolver, TimeResolver, locate

Row = dict[str, Any]
Links = dict[str, list[Row]]
OWN = {"gaza", "israel-lebanon"}
"""Theatres that the agreements of the gold set are about; all others are distractors."""


def load_rows(path: Path) -> list[Row]:
    """Load the objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_scorer(shared: Path) -> Callable[[Links, Links], Row]:
    """Load the project's scorer of links."""
    spec = importlib.util.spec_from_file_location("score_clauses", shared / "score" / "score_clauses.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"no scorer in {shared}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    scorer: Callable[[Links, Links], Row] = module.score
    return scorer


def week_of(row: Row) -> tuple[int, int]:
    """Give the ISO year and week of an item."""
    return dt.date.fromisoformat(row["date"]).isocalendar()[:2]


def resolve_rows(rows: Iterable[Row]) -> dict[str, Reading]:
    """Make readings of rows that hold statements and events, resolving what they leave open."""
    pipeline = Pipeline(make_pipeline("rules").reader, [ActorResolver(), TimeResolver(), PlaceResolver()])
    reads = read_lines((json.dumps(row).encode() for row in rows), pipeline)
    return {read.given["id"]: read.reading for read in reads if read.reading}  # type: ignore[misc]


def match_all(agreements: list[Agreement], readings: dict[str, Reading]) -> Links:
    """Match readings with no threshold."""
    matcher = Matcher(agreements, 0.0, locate=locate)
    return {
        key: [{name: getattr(match, name) for name in match.__struct_fields__} for match in matcher.match(reading)]
        for key, reading in readings.items()
    }


def cut(links: Links, threshold: float) -> Links:
    """Keep the links from a threshold on."""
    return {key: [link for link in found if link["score"] >= threshold] for key, found in links.items()}


class Similarity:
    """Ranks clauses by the cosine of mean word vectors of the encoder: text against gist and objects."""

    def __init__(self, agreements: list[Agreement], weights: Path) -> None:
        self._session = Session(weights)
        self._clauses = [(agreement, clause.id) for agreement in agreements for clause in agreement.clauses]
        gists = [
            "; ".join((clause.gist, *(act.object for act in clause.acts)))
            for agreement in agreements
            for clause in agreement.clauses
        ]
        self._vectors = np.stack([self._embed(gist) for gist in gists])

    def rank(self, row: Row, *, dated: bool) -> list[Row]:
        """List the three nearest clauses, with their cosine as score; `dated`: of agreements talked about by then."""
        cosine = self._vectors @ self._embed(row["text"])
        ranked = sorted(zip(cosine.tolist(), self._clauses, strict=True), key=lambda pair: -pair[0])
        open_then = [(s, a, c) for s, (a, c) in ranked if not dated or a.talk_from.isoformat() <= row["date"]]
        return [
            {"agreement": agreement.id, "clause": clause, "bearing": "relates", "score": score}
            for score, agreement, clause in open_then[:3]
        ]

    def _embed(self, text: str) -> npt.NDArray[np.float32]:
        words = split(text, self._session.tokenizer)
        vectors = np.concatenate([self._session.encode(words, window).words[0] for window in windows(words)])
        mean = vectors.mean(axis=0)
        unit: npt.NDArray[np.float32] = mean / np.linalg.norm(mean)
        return unit


def best_threshold(score: Callable[[Links, Links], Row], gold: Links, links: Links, steps: Iterable[float]) -> float:
    """Return the threshold with the highest F1."""
    return max(steps, key=lambda step: score(gold, cut(links, step))["f1"])


def cross_validate(score: Callable[[Links, Links], Row], rows: list[Row], links: Links, steps: list[float]) -> Links:
    """Cut the links of each week at the threshold that is best on all other weeks."""
    chosen: Links = {}
    for week in sorted({week_of(row) for row in rows}):
        others = {row["id"]: row["links"] for row in rows if week_of(row) != week}
        threshold = best_threshold(score, others, links, steps)
        chosen |= cut({row["id"]: links.get(row["id"], []) for row in rows if week_of(row) == week}, threshold)
    return chosen


def list_errors(rows: list[Row], links: Links) -> dict[tuple[str, str, str], str]:
    """Name every error: a missed clause, a false one, and a wrong bearing; unsure links of gold count as neither."""
    errors: dict[tuple[str, str, str], str] = {}
    for row in rows:
        gold: dict[tuple[str, str], set[str]] = {}
        for link in row["links"]:
            gold.setdefault((link["agreement"], link["clause"]), set()).add(link["bearing"])
        sure = {(link["agreement"], link["clause"]) for link in row["links"] if not link.get("unsure")}
        found: dict[tuple[str, str], set[str]] = {}
        for link in links.get(row["id"], []):
            found.setdefault((link["agreement"], link["clause"]), set()).add(link["bearing"])
        for key in sure - found.keys():
            errors[row["id"], *key] = f"missed ({', '.join(sorted(gold[key]))})"
        for key, bearings in found.items():
            if key not in gold:
                errors[row["id"], *key] = f"false ({', '.join(sorted(bearings))})"
            elif key in sure and not bearings & gold[key]:
                errors[row["id"], *key] = f"bearing {', '.join(sorted(bearings))} for {', '.join(sorted(gold[key]))}"
    return errors


def gold_readings(shared: Path, rows: list[Row], *, names: bool) -> dict[str, Reading]:
    """Find the annotated readings of the items by their texts; without `names` our resolver names whom they denote."""
    annotated = {
        " ".join(row["text"].split()): row
        for part in ("train", "dev")
        for row in load_rows(shared / "data" / "gold" / f"{part}.jsonl")
    }
    found = []
    for row in rows:
        reading = annotated.get(" ".join(row["text"].split()))
        if reading:
            layers = {name: reading[name] for name in ("statements", "events")}
            bare = layers if names else json.loads(json.dumps(layers), object_hook=_forget_names)
            found.append({"id": row["id"], "text": row["text"], "date": row["date"], **bare})
    return resolve_rows(found)


def _forget_names(value: Row) -> Row:
    return {key: item for key, item in value.items() if key not in {"entity", "entities"}}


def explain_errors(shared: Path, agreements: list[Agreement], rows: list[Row], links: Links) -> None:
    """Print every error with its cause, and the counts."""
    named, bare = (match_all(agreements, gold_readings(shared, rows, names=names)) for names in (True, False))
    with_names, without = (list_errors(rows, cut(found, THRESHOLD)) for found in (named, bare))
    counts = Counter[str]()
    for key, what in list_errors(rows, links).items():
        cause = "matching or gold" if key in with_names else "resolving" if key in without else "reading"
        counts[f"{what.split(' ', 1)[0]}: {cause}"] += 1
        print(f"{cause:18} {key[0]} {key[1]} {key[2]}: {what}")
    print(dict(sorted(counts.items())))


def report(title: str, result: Row) -> None:
    """Print one line of figures."""
    print(f"{title:34} " + "  ".join(f"{name} {value}" for name, value in result.items()))


def main() -> None:
    """Read the command line and print the figures."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("shared", type=Path, help="the folder with `data`, `score` and `agreements`")
    p.add_argument("readings", type=Path, help="readings of the items, from `parley annotate` or a blind reader")
    p.add_argument("--weights", type=Path, default=WEIGHTS, help="encoder whose vectors the baselines compare")
    p.add_argument("--weeks", choices=("all", "seen", "unseen"), default="all", help="unseen: every third week")
    p.add_argument("--errors", action="store_true", help="list every error with its cause")
    args = p.parse_args()
    score = load_scorer(args.shared)
    everything = load_rows(args.shared / "data" / "gold" / "clauses_dev.jsonl")
    unseen = set(sorted({week_of(row) for row in everything})[2::3])
    rows = [row for row in everything if args.weeks == "all" or (week_of(row) in unseen) == (args.weeks == "unseen")]
    gold = {row["id"]: row["links"] for row in rows}
    files = ("israel-lebanon-2024", "gaza-three-phase-2025", "gaza-plan-2025")
    agreements = [load_agreement(args.shared / "agreements" / f"{name}.draft.yaml") for name in files]
    readings = resolve_rows({**row, "lang": "en"} for row in load_rows(args.readings) if row["id"] in gold)
    links = match_all(agreements, readings)
    chosen = cut(links, THRESHOLD)
    report(f"matching, score >= {THRESHOLD}", score(gold, chosen))
    steps = [step / 20 for step in range(1, 20)]
    report("threshold from other weeks", score(gold, cross_validate(score, rows, links, steps)))
    for title, ours in (("other theatres", False), ("own theatres", True)):
        empty = [row for row in rows if not row["links"] and bool(set(row["theatre"]) & OWN) == ours]
        wrong = sum(len({(link["agreement"], link["clause"]) for link in chosen.get(row["id"], [])}) for row in empty)
        print(f"{title}: {wrong} links on {len(empty)} unlinked items")
    for step in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        report(f"  curve, score >= {step}", score(gold, cut(links, step)))
    nearest = Similarity(agreements, args.weights)
    for title, dated in (("similarity only", False), ("similarity, dated", True)):
        ranked = {row["id"]: nearest.rank(row, dated=dated) for row in rows}
        cosines = sorted({link["score"] for found in ranked.values() for link in found})
        report(f"{title}, best threshold", score(gold, cut(ranked, best_threshold(score, gold, ranked, cosines[::5]))))
    if args.errors:
        explain_errors(args.shared, agreements, rows, chosen)


if __name__ == "__main__":
    main()
