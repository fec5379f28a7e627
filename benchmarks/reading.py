"""How many articles of 700 words are read in a second, and how well are two cores used?

usage: python benchmarks/reading.py DOCS.jsonl [--articles 60] [--layers statements,events] [--runs 3]

Cuts the texts of a JSON Lines file (../shared/data/attribution/polnear_dev.jsonl) into distinct articles of 700 words,
annotates them as `parley annotate` does, and prints the medians of articles per second, start included, and of
processor time per article. Their product says how many cores were at work; the run ahead is compared with reading one
document after the other. Wall time means nothing while other programs run (`uptime`); processor time rises with them.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from parley.annotation import annotate_lines
from parley.model import Document
from parley.pipeline import make_pipeline

WORDS = 700


def cut_articles(path: Path) -> Iterator[str]:
    """Yield articles of whole paragraphs with at least 700 words and few more; no two share a paragraph."""
    kept: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        for paragraph in json.loads(line)["text"].split("\n"):
            kept.append(paragraph)
            if sum(len(part.split()) for part in kept) >= WORDS:
                yield "\n".join(kept)
                kept = []


def time_run(run: Callable[[list[str]], object], articles: list[str], runs: int) -> tuple[float, float]:
    """Return the medians of articles per second and of processor seconds per article."""
    walls, costs = [], []
    for _ in range(runs):
        wall, cost = time.perf_counter(), time.process_time()
        run(articles)
        walls.append(len(articles) / (time.perf_counter() - wall))
        costs.append((time.process_time() - cost) / len(articles))
    return statistics.median(walls), statistics.median(costs)


def main() -> None:
    """Read the articles ahead and one by one, and print both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--layers", default=None, help="layers as for parley annotate; all by default")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    layers = frozenset(options.layers.split(",")) if options.layers else None
    bare = layers is not None and layers <= {"statements", "events"}

    def read_ahead(articles: list[str]) -> None:
        lines = (json.dumps({"id": i, "text": text}).encode() for i, text in enumerate(articles))
        for read in annotate_lines(lines, make_pipeline(), layers):
            json.dumps(read, ensure_ascii=False)

    def read_in_turn(articles: list[str]) -> None:
        pipeline = make_pipeline()
        reader = pipeline.reader if bare else pipeline
        for text in articles:
            reader.read(Document(text))

    articles = [text for text, _ in zip(cut_articles(options.documents), range(options.articles), strict=False)]
    for named, run in (("ahead", read_ahead), ("one by one", read_in_turn)):
        speed, cost = time_run(run, articles, options.runs)
        print(f"{named}: {speed:.1f} articles/s, {cost:.3f} s of processor time each, {speed * cost:.2f} cores at work")


if __name__ == "__main__":
    main()
