"""How long the command line takes to start, as multiples of an interpreter that does nothing.

    python benchmarks/start.py [COMMAND] [--runs 15]

COMMAND is `parley` of the environment that is measured; by default the one beside the interpreter that runs this. Times
are those of the processor, in user mode and in the kernel, the least of all runs: what else the machine does counts
little. Each verb runs on a small record that is made first.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

CALLS = (
    ("--version",), ("--help",), ("list", "--help"), ("agreements",), ("new", "another.parley"),
    ("list", "desk.parley"), ("search", "desk.parley", "talks"), ("assessments", "desk.parley"),
)  # fmt: skip


def measure(command: list[str], folder: Path, runs: int) -> float:
    """Return the least processor time of some runs of a command, in seconds."""
    times = []
    for _ in range(runs):
        (folder / "another.parley").unlink(missing_ok=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return min(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", nargs="?", default=str(Path(sys.executable).parent / "parley"))
    parser.add_argument("--runs", type=int, default=15)
    asked = parser.parse_args()
    parley = str(Path(asked.command).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.txt").write_text("France said on Monday that Germany had agreed to talks.", encoding="utf-8")
        for arguments in (("new", "desk.parley"), ("add", "desk.parley", "report.txt")):
            subprocess.run([parley, *arguments], cwd=folder, capture_output=True, check=True)
        bare = measure([sys.executable, "-c", "pass"], folder, asked.runs)
        print(f"{'python -c pass':<32} {bare * 1000:6.0f} ms")
        for arguments in CALLS:
            taken = measure([parley, *arguments], folder, asked.runs)
            print(f"parley {' '.join(arguments):<25} {taken * 1000:6.0f} ms {taken / bare:7.1f} x")


if __name__ == "__main__":
    main()
