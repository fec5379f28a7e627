"""Does matching grow in proportion to the documents, and how fast is it?

usage: python benchmarks/match.py AGREEMENT.yaml... READINGS.jsonl [--documents 10000] [--times 4]

READINGS.jsonl comes from `parley annotate`. Its readings are repeated, each copy with its own id, to a quarter of the
documents and to all of them; both are matched against all clauses in one process. Proportional growth prints a ratio
equal to `times`; the run is its own baseline.
"""

import argparse
import json
import time
from itertools import cycle, islice
from pathlib import Path

from parley.agreement import load_agreement
from parley.annotation import read_lines
from parley.match import Matcher
from parley.model import Reading
from parley.pipeline import Pipeline, make_pipeline


def load_readings(path: Path, count: int) -> list[Reading]:
    """Load `count` readings, beginning again at the top of the file when it ends; each copy is a text of its own."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    wanted = islice(cycle(enumerate(lines)), count)
    copies = (
        json.dumps({**row, "text": f"{row['text']} ({number})"}).encode() for number, (_, row) in enumerate(wanted)
    )
    pipeline = Pipeline(make_pipeline("rules").reader, [])
    return [read.reading for read in read_lines(copies, pipeline) if read.reading]


def measure(matcher: Matcher, readings: list[Reading]) -> tuple[float, int]:
    """Match all readings; return the seconds of the processor that it took, and the number of links."""
    began = time.process_time()
    links = sum(len(matcher.match(reading)) for reading in readings)
    return time.process_time() - began, links


def main() -> None:
    """Measure both and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="agreements, then readings")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=4)
    options = parser.parse_args()
    *files, source = options.files
    agreements = [load_agreement(file) for file in files]
    readings = load_readings(source, options.documents)
    few, first = measure(Matcher(agreements), readings[: len(readings) // options.times])
    many, links = measure(Matcher(agreements), readings)
    clauses = sum(len(agreement.clauses) for agreement in agreements)
    print(f"{len(readings)} readings against {clauses} clauses: {len(readings) / many:.0f} a second, {links} links")
    print(f"{options.times} times the readings took {many / few:.2f} times as long ({first} links before)")


if __name__ == "__main__":
    main()
