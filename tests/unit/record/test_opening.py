"""Making and opening a record: what is refused, and in which words."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from parley.errors import (
    NewerRecord,
    NoSuchRecord,
    NotARecord,
    OutputError,
    ParleyError,
    RecordBusy,
    RecordError,
)
from parley.model import Arrival
from parley.record import create_record, open_record

CopyRecord = Callable[[], Path]
Tamper = Callable[..., None]


def complaint(action: Callable[[Path], object], path: Path, kind: type[ParleyError]) -> str:
    """Run something that must fail; every complaint names the place and what to do."""
    with pytest.raises(ParleyError) as caught:
        action(path)
    assert type(caught.value) is kind
    assert str(path) in caught.value.where or caught.value.where == str(path.parent)
    assert caught.value.remedy
    return caught.value.what


def test_a_new_record_is_empty_whole_and_one_file(tmp_path: Path) -> None:
    path = tmp_path / "desk.parley"
    create_record(path).close()
    with open_record(path) as record:
        assert (record.count_documents(), record.count_entries(), record.read_log_head()[0]) == (0, 0, 0)
        assert list(record.check()) == []
    assert [file.name for file in tmp_path.iterdir()] == ["desk.parley"]


@pytest.mark.parametrize(
    "name", ["a b.parley", "what?.parley", "50%.parley", "a%20b#1.parley", "запись.parley", ":memory:"]
)
def test_any_name_is_the_name_of_the_file(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    create_record(Path(name)).close()
    with open_record(Path(name)) as record:
        assert record.count_documents() == 0
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_missing_record_is_not_made_by_opening(tmp_path: Path) -> None:
    path = tmp_path / "desk.parley"
    assert "no record at this path" in complaint(open_record, path, NoSuchRecord)
    assert not path.exists()


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "desk.parley"
    path.write_text("mine")
    assert "already a file" in complaint(create_record, path, RecordError)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("content", [b"", b"a text", b"SQLite format 3\0" + bytes(84)])
def test_another_file_is_no_record(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "desk.parley"
    path.write_bytes(content)
    assert "not a Parley record" in complaint(open_record, path, NotARecord)
    assert path.read_bytes() == content


def test_another_programs_database_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE documents (id)")
    complaint(open_record, path, NotARecord)


def test_a_folder_is_no_record(tmp_path: Path) -> None:
    with pytest.raises(NotARecord, match="cannot be read"):
        open_record(tmp_path)


def test_a_record_of_a_newer_version_is_refused_untouched(copy_record: CopyRecord, tamper: Tamper) -> None:
    path = copy_record()
    tamper(path, "UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    assert "newer version" in complaint(open_record, path, NewerRecord)
    assert path.read_bytes() == before


def test_a_record_whose_making_was_interrupted_is_finished(copy_record: CopyRecord, tmp_path: Path) -> None:
    path = tmp_path / "desk.parley"
    with closing(sqlite3.connect(copy_record())) as made, closing(sqlite3.connect(path)) as begun:
        number = made.execute("PRAGMA application_id").fetchone()[0]
        begun.execute(f"PRAGMA application_id = {number}")
    with open_record(path) as record:
        assert record.count_documents() == 0


def test_a_damaged_record_is_named_so(copy_record: CopyRecord) -> None:
    path = copy_record()
    data = bytearray(path.read_bytes())
    data[4096:20_000] = bytes(len(data[4096:20_000]))
    path.write_bytes(data)

    def look(path: Path) -> None:
        with open_record(path) as record:
            record.count_documents()
            list(record.check())

    assert "damaged" in complaint(look, path, NotARecord)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "does not exist" in complaint(create_record, tmp_path / "no" / "desk.parley", OutputError)


def test_a_path_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    complaint(create_record, tmp_path / "file" / "desk.parley", OutputError)
    complaint(open_record, tmp_path / "file" / "desk.parley", NoSuchRecord)


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300)
    for action in (create_record, open_record):
        assert "no file of this name" in complaint(action, path, RecordError)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("this user may write everywhere")
        assert "cannot be written" in complaint(create_record, tmp_path / "desk.parley", OutputError)
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_second_writer_is_told_to_wait_and_loses_nothing(
    copy_record: CopyRecord, arrive: Callable[..., Arrival], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parley.record.store._BUSY_SECONDS", 0.05)
    path = copy_record()
    with closing(sqlite3.connect(path)) as other, open_record(path) as record:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordBusy, match="another process") as caught:
            list(record.add([arrive()]))
        assert caught.value.remedy
        assert record.count_documents() == 0
        other.rollback()
        list(record.add([arrive()]))
        assert record.count_documents() == 1


def test_a_copy_of_a_record_is_a_record(
    copy_record: CopyRecord, tmp_path: Path, arrive: Callable[..., Arrival]
) -> None:
    path = copy_record()
    with open_record(path) as record:
        list(record.add([arrive()]))
        head = record.read_log_head()
    copied = Path(shutil.copy(path, tmp_path / "copy.parley"))
    with open_record(copied) as record:
        assert record.read_log_head() == head
