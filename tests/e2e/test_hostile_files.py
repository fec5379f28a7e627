"""A folder of files that are broken, mislabelled or meant to harm: each ends in one clear line, the rest is added."""

import gzip
import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from parley.record import create_record, open_record

REPORT = "The government of Dessovia said on Tuesday that the talks in Fenhavn would go on next week."
BOMB_XML = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12))
    + "]><rss version='2.0'><channel><title>&m;</title><item><title>t</title><description>&m;</description></item>"
    "</channel></rss>"
)
OUTSIDE_XML = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    "<rss version='2.0'><channel><title>f</title><item><description>&a;</description></item></channel></rss>"
)


def pack(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def pack_zeros(name: str, megabytes: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as file:
        for _ in range(megabytes):
            file.write(bytes(2**20))
    return made.getvalue()


def lock(data: bytes) -> bytes:
    """Set the mark of encryption on the first member of a ZIP archive."""
    locked = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    return bytes(locked)


def understate(data: bytes) -> bytes:
    """Claim in both headers that the first member of a ZIP archive unpacks to ten bytes."""
    lying = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", lying, lying.index(mark) + offset, 10)
    return bytes(lying)


def nest(data: bytes, depth: int) -> bytes:
    for _ in range(depth):
        data = pack({"inner.zip": data})
    return data


def line(**fields: object) -> bytes:
    return json.dumps({"text": REPORT, **fields}).encode()


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
STREAM = zlib.compress(bytes(50 * 2**20))
HOSTILE: dict[str, bytes] = {
    # empty, or no text at all
    "empty.txt": b"",
    "empty.html": b"",
    "empty.jsonl": b"",
    "empty.csv": b"",
    "empty.pdf": b"",
    "empty.docx": b"",
    "empty.zip": b"",
    "empty.eml": b"",
    "empty.xml": b"",
    "empty.xlsx": b"",
    "empty.warc": b"",
    "blank.txt": b" \r\n\t ",
    "nuls.txt": bytes(500),
    "nul.txt": REPORT.encode() + b"\0" + REPORT.encode(),
    # mislabelled
    "program.txt": b"\x7fELF" + bytes(range(256)) * 20,
    "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(900),
    "picture.pdf": b"\x89PNG\r\n\x1a\n" + bytes(900),
    "page.pdf": b"<html><body>no</body></html>",
    "text.docx": REPORT.encode(),
    "text.zip": REPORT.encode(),
    "text.xlsx": REPORT.encode(),
    "json.csv": b'{"a": 1}',
    "zip.docx": pack({"a.txt": b"said"}),
    "zip.odt": pack({"mimetype": b"application/zip"}),
    "zip.xlsx": pack({"a.txt": b"said"}),
    "strange.pages": b"PK",
    "noending": b"said",
    # cut off
    "cut.zip": pack({"a.txt": REPORT.encode() * 50})[:120],
    "cut.pdf": PDF,
    "cut.jsonl": line()[:-20],
    "cut.docx": pack({"word/document.xml": b"<w:document"}),
    "cut.warc.gz": gzip.compress(b"WARC/1.0\r\n" * 99)[:40],
    "cut.csv": b'text,date\n"' + b"said " * 500_000,
    # locked
    "locked.zip": lock(pack({"a.txt": REPORT.encode()})),
    "locked.docx": lock(pack({"word/document.xml": b"<a/>"})),
    "locked.pdf": PDF + b"trailer<</Root 1 0 R/Encrypt<</Filter/Standard/V 9/R 9>>>>\n%%EOF",
    # meant to fill memory or disk
    "bomb.zip": pack_zeros("a.txt", 1024),
    "bomb.docx": pack_zeros("word/document.xml", 1024),
    "bomb.xlsx": pack_zeros("xl/worksheets/sheet1.xml", 1024),
    "bomb.odt": pack_zeros("content.xml", 1024),
    "lying.zip": understate(pack({"a.txt": b"0" * 2**20})),
    "deep.zip": nest(REPORT.encode(), 9),
    "bomb.pdf": PDF + b"2 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj" % (len(STREAM), STREAM),
    "entities.xml": BOMB_XML.encode(),
    "outside.xml": OUTSIDE_XML.encode(),
    "entities.html": BOMB_XML.replace("rss", "html").encode(),
    "entities.docx": pack({"[Content_Types].xml": BOMB_XML.encode(), "word/document.xml": BOMB_XML.encode()}),
    "deep.html": b"<html><body>" + b"<div>" * 60_000,
    "deep.jsonl": b"[" * 200_000,
    "longline.txt": b"a " * (50 * 2**20),
    "book.txt": b"said " * 500_000,
    # meant to escape
    "climb.zip": pack({"../../climbed.txt": b"", "/etc/climbed.txt": b""}),
    "macro.docm": pack({"word/vbaProject.bin": b"x"}),
    # characters and values that cannot be
    "surrogate.jsonl": b'{"text": "He said \\ud800 so."}',
    "latin.jsonl": b'{"text": "caf\xe9 said so."}',
    "notext.jsonl": b'{"title": "only a title"}',
    "number.jsonl": b'{"text": 7}',
    "list.jsonl": b'["said"]',
    "twice.csv": b"text,text\na,b\n",
    "nocolumn.csv": b"a,b\n1,2\n",
    "headonly.csv": b"text,date\n",
    "cookies.html": b"<html><body><p>We use cookies. Accept all.</p></body></html>",
}
DOUBTFUL: dict[str, bytes] = {
    "future.jsonl": line(date="2999-01-01"), "impossible.jsonl": line(id=2, date="2025-02-30", title="b"),
    "mixed.txt": f"\u202e{REPORT}\u202c\u2067قال المتحدث\u2069 {REPORT}".encode(), "wide.txt": REPORT.encode("utf-16"),
    "old.txt": f"{REPORT} Caf\xe9 owners agreed.".encode("cp1252"),
}  # fmt: skip
GOOD = {"aa-first.txt": REPORT.encode(), "zz-last.txt": f"{REPORT} It was the last one.".encode()}
MOST_MEMORY = 2**30
MEASURED = """
import atexit, re, sys
from pathlib import Path
from parley.cli.app import main
atexit.register(lambda: print(re.search(r"VmHWM: *(.*) kB", Path("/proc/self/status").read_text())[1], file=sys.stderr))
main()
"""
"""Runs `parley` and says at its end how many kB it held at most (its own: `ru_maxrss` takes over its parent's)."""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> tuple[Path, str, int]:
    """Add the folder in one run; return the place, what was said, and the exit code; last it says its memory."""
    place = tmp_path_factory.mktemp("hostile")
    folder = place / "reports"
    folder.mkdir()
    for name, data in (HOSTILE | DOUBTFUL | GOOD).items():
        (folder / name).write_bytes(data)
    create_record(place / "desk.parley").close()
    command = [sys.executable, "-c", MEASURED, "add", "desk.parley", "reports"]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=300, check=False)
    return place, done.stderr, done.returncode


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) + len(DOUBTFUL) >= 60


def test_every_bad_file_ends_in_a_clear_line_and_the_rest_is_added(outcome: tuple[Path, str, int]) -> None:
    place, said, code = outcome
    assert code == 1
    assert "Traceback" not in said
    with open_record(place / "desk.parley") as record:
        failures = record.list_failures()
        texts = {record.get_document(found.document_id).text for found in record.search("Fenhavn", 100)}
    failed = {Path(failure.where.split(" ")[0]).name for failure in failures}
    assert failed == set(HOSTILE), failed ^ set(HOSTILE)
    assert all(failure.what and failure.remedy for failure in failures)
    assert {data.decode() for data in GOOD.values()} <= texts
    assert not any("climbed" in path.name for path in place.rglob("*"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell what a process held")
def test_memory_stays_within_bounds(outcome: tuple[Path, str, int]) -> None:
    _, said, _ = outcome
    assert int(said.splitlines()[-1]) * 1024 < MOST_MEMORY
