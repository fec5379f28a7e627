"""Does tracing grow in proportion to the documents?

usage: python benchmarks/trace.py DOCS.jsonl [--documents 12500] [--doublings 3] [--words 400]

Makes texts by a Markov chain over the words of a JSON Lines file (each word is drawn after the two before it, so that
phrases of the trade come back as often as in news), makes every tenth text an edited cut of an earlier one, and traces
first the smallest number of them, then twice as many, and so on, each in a process of its own. Prints documents per
second, memory per document, and the rate at the end as a share of the rate at the start: 1.00 is proportional growth.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from parley.model import Report
from parley.trace import trace_reports


def make_reports(source: Path, count: int, words: int) -> list[Report]:
    """Make `count` reports of about `words` words; every tenth keeps half of an earlier one, a tenth of it changed."""
    chance = random.Random(7)  # noqa: S311 (texts, no secrets)
    following = defaultdict(list)
    vocabulary = []
    for line in source.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)["text"].split()
        vocabulary += told
        for first, second, third in zip(told, told[1:], told[2:], strict=False):
            following[first, second].append(third)
    starts = sorted(following)
    texts: list[list[str]] = []
    for number in range(count):
        if number % 10 == 9:
            kept = texts[chance.randrange(len(texts))][: words // 2]
            texts.append([chance.choice(vocabulary) if chance.random() < 0.1 else word for word in kept])
            continue
        told = list(chance.choice(starts))
        while len(told) < words:
            told.append(chance.choice(following.get((told[-2], told[-1])) or vocabulary))
        texts.append(told)
    return [Report(f"{number:08}", " ".join(told)) for number, told in enumerate(texts)]


def measure(source: Path, count: int, words: int) -> dict[str, float]:
    """Trace once; return seconds, relations, and how far memory grew, in bytes."""
    reports = make_reports(source, count, words)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    relations = sum(1 for _ in trace_reports(reports))
    seconds = time.perf_counter() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    return {"seconds": seconds, "relations": relations, "bytes": grown}


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
        rates.append(count / found["seconds"])
        print(
            f"{count} documents: {rates[-1]:.0f}/s, {found['relations']:.0f} relations,"
            f" {found['bytes'] / count:.0f} bytes of memory a document",
            flush=True,
        )
    print(f"rate at the end: {rates[-1] / rates[0]:.2f} of the rate at the start")


if __name__ == "__main__":
    main()
