"""Floors: figures that were reached once, kept in a file with the SHA-256 of what they were measured on.

A gate measures anew and fails when a figure lies below its floor by more than the slack; `--update` raises floors and
lowers none; they fall with `--allow-regression` only.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Figures = dict[str, float]


def regressions(floors: Figures, reached: Figures, slack: float = 0.0) -> list[str]:
    """List the figures below their floors; a figure that is missing counts as zero."""
    return [
        f"{name}: {reached.get(name, 0.0)} is below {floor}"
        for name, floor in sorted(floors.items())
        if reached.get(name, 0.0) < floor - slack
    ]


def hashes(folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    """Hash files by name."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def hold(
    argv: list[str] | None,
    state: Callable[[Path], dict[str, Any]],
    baseline: Path,
    about: str | None,
    slack: float = 0.0,
) -> int:
    """Measure and compare; return 0 when nothing fell.

    Args:
        argv: the command line.
        state: measures against a folder; gives `data` (hashes) and `floors` (figures).
        baseline: the file with the floors.
        about: what `--help` says.
        slack: points by which a figure may fall short of its floor.
    """
    p = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("shared", type=Path, help="the folder with `data` and `score`")
    p.add_argument("--update", action="store_true", help="write what was reached as the new floors")
    p.add_argument("--allow-regression", action="store_true", help="with --update: let floors fall")
    args = p.parse_args(argv)
    now = state(args.shared)
    before = json.loads(baseline.read_text(encoding="utf-8")) if baseline.exists() else {"data": {}, "floors": {}}
    fell = regressions(before["floors"], now["floors"], slack)
    if before["data"] and before["data"] != now["data"]:
        fell.append("the data are not those that the floors were measured on")
    sys.stdout.write(("\n".join(fell) or "no figure fell") + "\n")
    if args.update and (args.allow_regression or not fell):
        if not args.allow_regression:
            now["floors"] |= {k: max(floor, now["floors"][k]) for k, floor in before["floors"].items()}
        baseline.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
        return 0
    return 1 if fell else 0
