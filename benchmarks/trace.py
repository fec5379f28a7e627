"""Does tracing grow in proportion to the documents?

usage: python benchmarks/trace.py DOCS.jsonl [--documents 12500] [--doublings 3] [--words 400]

Makes texts by a Markov chain over the words of a JSON Lines file (a word is drawn after the two before it or, every
other time, after the one before it, so that phrases of the trade come back about as often as in news), makes every
tenth text an edited cut of an earlier one, and traces first the smallest number of them, then twice as many, and so
on, each in a process of its own. Prints documents per second of one core, for indexing (words, fingerprints, finding
pairs) and for all (with the alignment of pairs); memory per document; and the rates at the end as shares of the rates
at the start: 1.00 is proportional growth.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from parley.model import Report
from parley.trace.tracer import trace_reports


def make_reports(source: Path, count: int, words: int) -> list[Report]:
    """Make `count` reports of about `words` words; every tenth keeps half of an earlier one, a tenth of it changed."""
    chance = random.Random(7)  # noqa: S311 (texts, no secrets)
    after_two, after_one = defaultdict(list), defaultdict(list)
    vocabulary = []
    for line in source.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)["text"].split()
        vocabulary += told
        for first, second, third in zip(told, told[1:], told[2:], strict=False):
            after_two[first, second].append(third)
            after_one[second].append(third)
    starts = sorted(after_two)
    texts: list[list[str]] = []
    for number in range(count):
        if number % 10 == 9:
            kept = texts[chance.randrange(len(texts))][: words // 2]
            texts.append([chance.choice(vocabulary) if chance.random() < 0.1 else word for word in kept])
            continue
        told = list(chance.choice(starts))
        while len(told) < words:
            by_two = chance.random() < 0.5
            drawn = after_two.get((told[-2], told[-1])) if by_two else after_one.get(told[-1])
            told.append(chance.choice(drawn or vocabulary))
        texts.append(told)
    return [Report(f"{number:08}", " ".join(told)) for number, told in enumerate(texts)]


def measure(source: Path, count: int, words: int) -> dict[str, float]:
    """Trace once; return the seconds of indexing and of all, relations, and how far memory grew, in bytes."""
    reports = make_reports(source, count, words)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    reached: dict[str, float] = {}

    def watch(items: Sequence[object], work: str) -> Sequence[object]:
        reached[work] = time.process_time() - began
        return items

    relations = sum(1 for _ in trace_reports(reports, watch))
    seconds = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    return {"indexing": reached["aligning"], "all": seconds, "relations": relations, "bytes": grown}


def main() -> None:
    """Run every size and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--documents", type=int, default=12500)
    parser.add_argument("--doublings", type=int, default=3)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(measure(options.source, options.documents, options.words)))
        return
    rates = []
    for doubling in range(options.doublings + 1):
        count = options.documents << doubling
        command = [sys.executable, __file__, str(options.source), "--documents", str(count), "--once"]
        done = subprocess.run([*command, "--words", str(options.words)], check=True, capture_output=True, text=True)
        found = json.loads(done.stdout)
        rates.append({work: count / found[work] for work in ("indexing", "all")})
        print(
            f"{count} documents: indexing {rates[-1]['indexing']:.0f}/s, all {rates[-1]['all']:.0f}/s,"
            f" {found['relations']:.0f} relations, {found['bytes'] / count:.0f} bytes of memory a document",
            flush=True,
        )
    for work in ("indexing", "all"):
        print(f"{work}: rate at the end {rates[-1][work] / rates[0][work]:.2f} of the rate at the start")


if __name__ == "__main__":
    main()
