"""Does adding and reading grow in proportion to the documents?

usage: python benchmarks/scaling.py DOCS.jsonl [--times 4] [--reader rules]

Adds and reads the documents of a JSON Lines file into a fresh record, each with a sentence appended that makes it a
document of its own, then the same file `times` over, and prints documents per second, peak memory and the ratio of the
two runs. Proportional growth prints a ratio equal to `times`; the run is its own baseline.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def write_copies(source: Path, target: Path, times: int) -> int:
    """Write every line of `source` `times` over, each copy with a sentence of its own, and return how many."""
    lines = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    with target.open("w", encoding="utf-8") as file:
        for copy in range(times):
            for line in lines:
                text = f"{line['text']} This is copy {copy} of item {line['id']}."
                file.write(json.dumps({**line, "id": f"{line['id']}-{copy}", "text": text}) + "\n")
    return times * len(lines)


def run_once(folder: Path, documents: Path, reader: str) -> dict[str, float]:
    """Add and read the documents into a new record; return the seconds of each step."""
    record = folder / f"{documents.stem}.parley"
    seconds = {}
    for verb, *rest in (("new",), ("add", str(documents)), ("read", "--reader", reader)):
        began = time.perf_counter()
        command = [sys.executable, "-m", "parley", verb, str(record), *rest]
        subprocess.run(command, check=True, capture_output=True)
        seconds[verb] = time.perf_counter() - began
    return seconds


def main() -> None:
    """Run both and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--times", type=int, default=4)
    parser.add_argument("--reader", default="rules", help="rules (what grows is the record) or encoder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        once, many = folder / "once.jsonl", folder / "many.jsonl"
        few, total = write_copies(options.documents, once, 1), write_copies(options.documents, many, options.times)
        results = [(few, run_once(folder, once, options.reader))]
        results.append((total, run_once(folder, many, options.reader)))
    for count, seconds in results:
        print(f"{count} documents: " + ", ".join(f"{verb} {count / seconds[verb]:.0f}/s" for verb in ("add", "read")))
    for verb in ("add", "read"):
        ratio = results[1][1][verb] / results[0][1][verb]
        print(f"{verb}: {options.times} times the documents took {ratio:.2f} times as long")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of any step: {peak:.0f} MiB")


if __name__ == "__main__":
    main()
