"""How fast are times and counts, and does their cost grow in proportion to the text?

usage: python benchmarks/times.py DOCS.jsonl [--times 4] [--runs 5]

Resolves the documents of a JSON Lines file and the same texts `times` over, each run `runs` times in one process, and
prints the median words per second of processor time, and the ratio of the two: proportional growth prints a ratio equal
to `times`; the run is its own baseline.
"""

import argparse
import datetime as dt
import json
import statistics
import time
from pathlib import Path

from parley.model import Document, Reading
from parley.resolve import CountResolver, TimeResolver
from parley.steps import Resolver


def load_documents(path: Path, times: int) -> list[Document]:
    """Read the texts, each repeated `times` over as one document."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    day = dt.date(2025, 7, 7)
    dates = [dt.date.fromisoformat((line.get("date") or line.get("dct") or str(day))[:10]) for line in lines]
    return [Document("\n\n".join([line["text"]] * times), date) for line, date in zip(lines, dates, strict=True)]


def measure(resolver: Resolver, readings: list[Reading], runs: int) -> float:
    """Give the median seconds of processor time that resolving all readings takes."""
    seconds = []
    for _ in range(runs):
        began = time.process_time()
        for reading in readings:
            resolver.resolve(reading)
        seconds.append(time.process_time() - began)
    return statistics.median(seconds)


def main() -> None:
    """Run both sizes for both resolvers and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--times", type=int, default=4)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    sizes = [[Reading(document) for document in load_documents(options.documents, n)] for n in (1, options.times)]
    words = sum(len(reading.document.text.split()) for reading in sizes[0])
    for resolver in (TimeResolver(), CountResolver()):
        if resolver.name == "counts":
            sizes = [[TimeResolver().resolve(reading) for reading in size] for size in sizes]
        once, many = (measure(resolver, size, options.runs) for size in sizes)
        longer = f"{options.times} times the text took {many / once:.2f} times as long"
        print(f"{resolver.name}: {words / once:.0f} words/s; {longer}")


if __name__ == "__main__":
    main()
