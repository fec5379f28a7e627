"""Risk and coverage of the reader's confidence on gold dev: `python -m training.confidence --help`.

A statement is right when content and source are (the scorer's *linked*), an event when trigger, type, modality and
negation are, a role when its span meets an annotated one. The threshold from which lines could be accepted unseen is
chosen on half of the documents and tried on the other, both ways (cross-fitted).
"""

import argparse
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from training.examples import rows

Judged = list[tuple[float, bool]]
PRECISION = 0.95
ROLES = ("actor", "recipient", "place", "time")


def scorer_module(folder: Path) -> ModuleType:
    """Load the project's scorer of readings as a module.

    Raises:
        ImportError: it is not there.
    """
    spec = importlib.util.spec_from_file_location("score_reading", folder / "score_reading.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"no scorer in {folder}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(scorer: ModuleType, gold: dict[str, Any], predicted: dict[str, Any]) -> dict[str, Judged]:
    """Say of each predicted statement, event and role of a document how sure the reader was and whether it is right.

    A source is judged where its statement was found, by its head; the roles of events on all events, by any overlap.
    """
    said, done = predicted["statements"], predicted["events"]
    found = scorer.align(gold["statements"], said, lambda s: s["content"])
    linked = {j for i, j in found.items() if _source_agrees(scorer, gold["statements"][i], said[j])}
    met = scorer.align(gold["events"], done, lambda e: [e["trigger"]])
    right = {j for i, j in met.items() if _traits(gold["events"][i]) == _traits(done[j])}
    judged = {
        "statements": [(s["confidence"], j in linked) for j, s in enumerate(said)],
        "events": [(e["confidence"], j in right) for j, e in enumerate(done)],
        "source": [(said[j]["source"]["confidence"], j in linked) for j in found.values() if said[j]["source"]],
    }
    twins = {j: gold["events"][i] for i, j in met.items()}
    for role in ROLES:
        judged[role] = []
        for j, event in enumerate(done):
            spans = event[role]
            agreed = scorer.align(twins[j][role], spans, lambda span: [span]).values() if j in twins else ()
            judged[role] += [(span["confidence"], k in agreed) for k, span in enumerate(spans)]
    return judged


def threshold(judged: Judged, precision: float = PRECISION) -> float:
    """Return the lowest confidence from which on at least that share is right; infinity when there is none."""
    best, right = float("inf"), 0
    for count, (confidence, good) in enumerate(sorted(judged, reverse=True), 1):
        right += good
        if right / count >= precision:
            best = confidence
    return best


def curve(judged: Judged, shares: Sequence[float] = (0.25, 0.5, 0.75, 1.0)) -> list[tuple[float, float]]:
    """Return the precision of the surest lines, for several shares of all lines."""
    ordered = sorted(judged, reverse=True)
    counts = [(share, max(1, round(share * len(ordered)))) for share in shares]
    return [(share, sum(good for _, good in ordered[:count]) / count) for share, count in counts]


def _traits(event: dict[str, Any]) -> tuple[Any, ...]:
    return event["type"], event["modality"], bool(event["negated"])


def _source_agrees(scorer: ModuleType, gold: dict[str, Any], predicted: dict[str, Any]) -> bool:
    return bool(scorer.inside(scorer.head(gold["source"]), predicted["source"]))


def main() -> None:
    """Read the command line and print curves and cross-fitted thresholds."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--scorers", type=Path, required=True, help="the folder of the scorers (../shared/score)")
    p.add_argument("gold", type=Path, help="../shared/data/gold/dev.jsonl")
    p.add_argument("predicted", type=Path, help="readings of the same texts, as training.score writes them")
    args = p.parse_args()
    scorer, read = scorer_module(args.scorers), {row["id"]: row for row in rows(args.predicted)}
    halves: dict[str, tuple[Judged, Judged]] = {}
    for number, gold in enumerate(rows(args.gold)):
        for kind, judged in judge(scorer, gold, read[gold["id"]]).items():
            halves.setdefault(kind, ([], []))[number % 2].extend(judged)
    for name, (one, two) in halves.items():
        print(name, " ".join(f"{share:.0%}: {right:.1%}" for share, right in curve(one + two)))
        for fitted, tried in ((one, two), (two, one)):
            least = threshold(fitted)
            kept = [good for confidence, good in tried if confidence >= least]
            print(f"  from {least:.3f}: {sum(kept)}/{len(kept)} right, {len(kept) / len(tried):.0%} of the lines")


if __name__ == "__main__":
    main()
