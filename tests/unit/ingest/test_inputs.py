"""Files, folders and standard input: every one is loaded or named with what is wrong."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from parley.ingest import LOADERS, Stated, count_inputs, load_path, load_stream
from parley.model import Arrival, Failure

TODAY = dt.date(2025, 7, 20)


def load(path: Path) -> list[Arrival | Failure]:
    return list(load_path(path, Stated(), TODAY))


def fill(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The army said so in {name}.", encoding="utf-8")


def test_a_folder_is_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a.TXT", "c/d/e.md", "c/a.txt", ".hidden.txt", ".git/config.txt")
    refs = [result.publication.ref for result in load(tmp_path) if isinstance(result, Arrival)]
    assert refs == [str(tmp_path / name) for name in ("a.TXT", "b.txt", "c/a.txt", "c/d/e.md")]
    assert count_inputs([str(tmp_path), str(tmp_path / "b.txt"), "https://a.example/x"]) == 6


def test_an_unknown_ending_names_those_known(tmp_path: Path) -> None:
    fill(tmp_path, "a.pages", "b", "c.txt")
    pages, bare, arrival = load(tmp_path)
    assert isinstance(pages, Failure)
    assert (pages.where, pages.stage) == (str(tmp_path / "a.pages"), "add")
    assert pages.what == "files ending in '.pages' are not known"
    assert pages.remedy.startswith("The endings known are .md, .txt, .htm, .html, .jsonl, .ndjson, .csv, .tsv, ")
    assert all(ending in pages.remedy for ending in (".pdf", ".docx", ".odt", ".xlsx", ".eml", ".rss", ".zip", ".warc"))
    assert isinstance(bare, Failure)
    assert bare.what == "the file's name has no ending"
    assert isinstance(arrival, Arrival)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".htm", ".jsonl", ".ndjson", ".csv", ".tsv"])
def test_an_empty_file_of_any_kind_fails_with_its_reason(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"empty{suffix}"
    path.touch()
    (failure,) = load(path)
    assert isinstance(failure, Failure)
    assert (failure.where, failure.what) == (str(path), "the file is empty")


def test_links_in_a_circle_are_walked_once(tmp_path: Path) -> None:
    fill(tmp_path, "a/b.txt")
    (tmp_path / "a/loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    arrivals = [result for result in load(tmp_path) if isinstance(result, Arrival)]
    assert len(arrivals) == 1


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    dangling, pipe = load(tmp_path)
    assert isinstance(dangling, Failure)
    assert dangling.what == "there is no such file"
    assert isinstance(pipe, Failure)
    assert pipe.what == "this is no regular file or folder"


def test_a_missing_file_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    (missing,), (empty,) = load(tmp_path / "gone.txt"), load(tmp_path)
    assert isinstance(missing, Failure)
    assert missing.what == "there is no such file"
    assert isinstance(empty, Failure)
    assert empty.what == "the folder holds no files"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (tmp_path / "a.txt").chmod(0)
    (failure,) = load(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.what == "it cannot be read (Permission denied)"


def test_a_file_of_more_than_64_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    with path.open("wb") as file:
        file.truncate(64 * 2**20 + 1)
    (failure,) = load(path)
    assert isinstance(failure, Failure)
    assert failure.what == "there is more than 64 MB in one file"
    (failure,) = load_stream(bytes(64 * 2**20 + 1), Stated(), TODAY)
    assert isinstance(failure, Failure)
    assert failure.where == "standard input"


def test_a_file_name_that_is_no_text_can_still_be_stored(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    try:
        path.write_text("The army said so.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (arrival,) = load(tmp_path)
    assert isinstance(arrival, Arrival)
    assert arrival.publication.ref is not None
    assert arrival.publication.ref.encode().endswith("caf\N{REPLACEMENT CHARACTER}.txt".encode())


@pytest.mark.parametrize(
    ("data", "extractor"),
    [
        (b"The army said so.", "plain"),
        (b"[Beirut] The army said so.", "plain"),
        (b'\xef\xbb\xbf {"text": "The army said so."}\n', "json lines"),
        (b"<!DOCTYPE html><p>The army said so, and the minister denied it.</p>", "trafilatura"),
        (b"<?xml version='1.0'?>\n<!-- x --><html><p>The army said so, but others denied.</p></html>", "trafilatura"),
        ("The army said so.".encode("utf-16"), "plain"),
    ],
)  # fmt: skip
def test_the_kind_of_a_stream_is_told_by_its_first_characters(data: bytes, extractor: str) -> None:
    (arrival,) = load_stream(data, Stated(), TODAY)
    assert isinstance(arrival, Arrival)
    assert arrival.raw.extractor == extractor
    assert (arrival.publication.ref or "").startswith("standard input")


def test_a_list_of_objects_is_told_to_be_no_json_lines() -> None:
    (failure,) = load_stream(b'[{"text": "One."}]', Stated(), TODAY)
    assert isinstance(failure, Failure)
    assert failure.what == "the line is not a document: Expected `object`, got `array`"


def test_loading_twice_gives_the_same_documents_and_bytes(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.html", "c.md")
    first, second = load(tmp_path), load(tmp_path)
    assert first == second
    assert len(LOADERS) == 9


def test_heavy_libraries_are_loaded_only_when_needed() -> None:
    script = (
        "import sys, datetime, parley.ingest as ingest\n"
        "list(ingest.load_stream(b'The army said so.', ingest.Stated(), datetime.date(2025, 7, 20)))\n"
        "raise SystemExit(str({'trafilatura', 'lxml', 'py3langid', 'numpy', 'charset_normalizer'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "set()"
