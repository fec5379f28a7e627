"""Our annotation of texts that stay where they are: labels and offsets, without a word of the text.

A line of `standoff/*.jsonl` is `{"text": fingerprint, "labels": [["s1,x2", 0, 6], ["t1:ASSAULT/aerial", 8, 18], ...]}`:
the labels are those of `articles.py`, offsets are code points of the text with single spaces inside its paragraphs. To
correct some, write them out as bracketed text, mend that, and take it in again: `python -m training.standoff --help`.
A square bracket of the text itself is written ⟦ or ⟧.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from parley.errors import FormatError
from training import articles
from training.examples import fingerprint, rows

HERE = Path(__file__).parent / "standoff"
INWARD = str.maketrans("⟦⟧", "[]")
OUTWARD = str.maketrans("[]", "⟦⟧")
LETTERS = {role: letter for letter, role in (articles.STATEMENT | articles.EVENT).items()}


def kept(folder: Path = HERE) -> Iterator[dict[str, Any]]:
    """Yield the lines of all files; which corpus one belongs to follows from where its text is found."""
    for path in sorted(folder.glob("*.jsonl")):
        yield from rows(path)


def documents(texts: Mapping[str, Mapping[str, Any]], lines: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield annotated texts as documents of reading format 1.

    `texts`: rows with `id` and `text` by fingerprint; lines for texts that are not among them are passed over.

    Raises:
        FormatError: labels do not fit their text.
    """
    for line in lines:
        if row := texts.get(line["text"]):
            text = articles.tidy(row["text"])
            labels = [(name, start, end) for names, start, end in line["labels"] for name in names.split(",")]
            yield {**row, "text": text, **articles.annotate(text, labels, row["id"])}


def write_brackets(row: Mapping[str, Any]) -> str:
    """Write a document as bracketed text; a span that crosses another is left out."""
    labels = list(_label(row))
    text = row["text"]
    spans: list[tuple[int, int]] = []
    for start, end in sorted({(a, b) for _, a, b in labels}, key=lambda s: s[0] - s[1]):
        if all(end <= a or b <= start or (a <= start and end <= b) for a, b in spans):
            spans.append((start, end))
    opens = {span: f"[{','.join(name for name, a, b in labels if (a, b) == span)} " for span in spans}
    out = []
    for at in range(len(text) + 1):
        out += ["]" for start, end in spans if end == at]
        out += [opens[span] for span in sorted((s for s in spans if s[0] == at), key=lambda s: -s[1])]
        out.append(text[at : at + 1].translate(OUTWARD))
    return "".join(out)


def _label(row: Mapping[str, Any]) -> Iterator[articles.Label]:
    """Label the spans of a document; numbers begin anew in each paragraph."""
    for layer, anchor in (("statements", "cue"), ("events", "trigger")):
        numbers: dict[int, int] = {}
        for item in row[layer]:
            own = row["text"].count("\n\n", 0, item[anchor]["start"])
            numbers[own] = numbers.get(own, 0) + 1
            for role, letter in LETTERS.items():
                found = item.get(role)
                for span in [found] if isinstance(found, dict) else found or []:
                    before = own - row["text"].count("\n\n", 0, span["start"])
                    if "\n\n" not in row["text"][span["start"] : span["end"]] and before <= 0:
                        name = f"{letter}{numbers[own]}{'^' * -before}"
                        yield name + (_traits(item) if letter == "t" else ""), span["start"], span["end"]


def _traits(event: Mapping[str, Any]) -> str:
    modality = event["modality"] if event["modality"] != "actual" else None
    parts = [event["type"], event["mode"], modality, "not" if event["negated"] else None]
    return ":" + "/".join(part for part in parts if part)


def take(written: str, where: str) -> dict[str, Any]:
    """Return the stand-off line of one bracketed text.

    Raises:
        FormatError: brackets or labels are not as they should be.
    """
    text, labels = articles.read_brackets(written, where)
    articles.annotate(text, labels, where)
    spans = [(",".join(name for name, *_ in group), *span) for span, group in groupby(labels, key=itemgetter(1, 2))]
    return {"text": fingerprint(text.translate(INWARD)), "labels": spans}


def read_items(written: str) -> Iterator[tuple[str, str]]:
    """Yield name and bracketed text of the items of a file: each begins with a line `### name`."""
    for item in f"\n{written}".split("\n### ")[1:]:
        name, _, body = item.partition("\n")
        yield name.strip(), body.strip()


def take_all(written: str, texts: Mapping[str, Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the stand-off lines of a file of items, and what is wrong with the others."""
    taken, wrong = [], []
    for name, body in read_items(written):
        try:
            line = take(body, name)
        except FormatError as error:
            wrong.append(str(error))
            continue
        if line["text"] in texts:
            taken.append(line)
        else:
            wrong.append(f"{name}: without its brackets this is not the text of any document")
    return taken, wrong


def index(documents: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Index documents by the fingerprint of their text."""
    return {fingerprint(row["text"]): row for row in documents}


def main() -> None:
    """Read the command line; write brackets out or take them in."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--texts", type=Path, nargs="+", required=True, help="JSON Lines files that hold the texts")
    p.add_argument("--take", type=Path, nargs="*", default=[], help="files of bracketed items to take in")
    args = p.parse_args()
    texts = index(row for path in args.texts for row in rows(path))
    if not args.take:
        for row in documents(texts, kept()):
            print(f"### {row['id']}\n{write_brackets(row)}\n")
    complaints = []
    for path in args.take:
        taken, wrong = take_all(path.read_text(encoding="utf-8"), texts)
        complaints += [f"{path}: {what}" for what in wrong]
        for line in taken:
            print(json.dumps(line, ensure_ascii=False))
    if complaints:
        raise SystemExit("\n".join(complaints))


if __name__ == "__main__":
    main()
