"""What does a look-up in the gazetteer cost, and what do places add to reading?

usage: python benchmarks/places.py DOCS.jsonl [--words 700] [--reader encoder]

Looks up every capitalised word of the documents and prints how many times as long as folding the word it takes, the
time of one look-up, and the time to open the gazetteer. Then it makes articles of about so many words by joining the
documents, reads them with all layers, and prints which part of the time finding and resolving places takes.
"""

import argparse
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from parley.model import Document, Reading
from parley.pipeline import ReaderName, make_pipeline
from parley.resolve.places.folding import fold_place
from parley.resolve.places.gazetteer import Gazetteer


def join_articles(texts: list[str], words: int) -> Iterator[str]:
    """Join texts to articles of at least so many words."""
    held: list[str] = []
    for text in texts:
        held.append(text)
        if sum(len(part.split()) for part in held) >= words:
            yield "\n\n".join(held)
            held = []


def measure(run: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def main() -> None:
    """Run both and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--words", type=int, default=700)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--reader", default="encoder", choices=["encoder", "rules"])
    options = parser.parse_args()
    with options.documents.open(encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file if line.strip()]
    names = sorted({name for text in texts for name in re.findall(r"[A-Z][\w’'-]+", text)})
    opening = measure(Gazetteer)
    gazetteer = Gazetteer()
    looking = measure(lambda: [gazetteer.find(name) for name in names])
    fold_place.cache_clear()
    folding = measure(lambda: [fold_place(name) for name in names])
    print(f"opening the gazetteer: {opening * 1e3:.1f} ms; one look-up: {looking / len(names) * 1e6:.0f} µs")
    print(f"a look-up takes {looking / folding:.1f} times as long as folding the name ({len(names)} names)")
    reader: ReaderName = "encoder" if options.reader == "encoder" else "rules"
    pipeline = make_pipeline(reader)
    articles = [Document(text) for text in join_articles(texts, options.words)][: options.articles]
    seconds = dict.fromkeys(["read", *(resolver.name for resolver in pipeline.resolvers)], 0.0)
    for article in articles:
        began = time.perf_counter()
        reading: Reading = pipeline.reader.read(article)
        seconds["read"] += time.perf_counter() - began
        for resolver in pipeline.resolvers:
            began = time.perf_counter()
            reading = resolver.resolve(reading)
            seconds[resolver.name] += time.perf_counter() - began
    total = sum(seconds.values())
    print(f"{len(articles)} articles of {options.words} words, all layers: {len(articles) / total:.1f}/s; of the time:")
    print(", ".join(f"{name} {100 * part / total:.1f} %" for name, part in seconds.items()))


if __name__ == "__main__":
    main()
