"""Every table in every format: columns as in the codebook, descriptions that fit, nothing shown that is left out."""

import csv
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from pyarrow import parquet

from parley.errors import FormatError, OutputError
from parley.export.codebook import TABLES, load_codebook
from parley.export.masking import Masks
from parley.exporting import ExportAsked, export_record
from parley.model import Arrival, Assessment, Document, Reading, Span
from parley.record import Filter, Record, Restatement
from parley.steps import Reader

NAME = "Bastor Nive"


@pytest.fixture
def told(filled: Record, arrive: Callable[..., Arrival]) -> Record:
    """Give a record with rows in every table, in which a person is named in text, title, address and reason."""
    title = f"{NAME} speaks"
    list(filled.add([arrive(url="https://ternwire.example/bastor-nive", title=title, given_id="x")]))
    note = arrive("Orsolya Kettering called.", outlet="Ann Field", title="call", url=None)
    document = Document(note.document.text, note.document.date, "en", "note")
    list(filled.add([msgspec.structs.replace(note, document=document)]))
    entry = next(filled.list_entries(Filter(type="REJECT"))).entry
    filled.decide(entry.id, "accept", by="Ann", revision=1, reason=f"{NAME} said it")
    quote = Span(18, 29, NAME)
    filled.assessments.add(
        [Assessment("", entry.document_id, "a", "1", "denied", quote, by=NAME, entry_id=entry.id, why=NAME)], by="Ann"
    )
    return filled


def read_folder(path: Path) -> dict[str, list[dict[str, str]]]:
    found = {}
    for table in TABLES:
        with (path / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            found[table] = list(csv.DictReader(file))
    return found


def test_a_folder_holds_every_table_with_what_describes_it(told: Record, tmp_path: Path) -> None:
    sizes = export_record(told, tmp_path / "tables", ExportAsked())
    package = json.loads((tmp_path / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    tables = read_folder(tmp_path / "tables")
    assert sizes == {"entries": 8, "documents": 2, "statements": 3, "commitments": 2, "assessments": 1, "decisions": 2}
    for resource in package["resources"]:
        name, schema = resource["name"], resource["schema"]
        columns = [field["name"] for field in schema["fields"]]
        assert columns == list(load_codebook()[name])
        assert (resource["path"], resource["rows"], len(tables[name])) == (f"{name}.csv", sizes[name], sizes[name])
        assert list(tables[name][0]) == columns
        keys = [tuple(row[key] for key in schema["primaryKey"]) for row in tables[name]]
        assert len(set(keys)) == len(keys)
        for field in schema["fields"]:
            allowed = {*field.get("constraints", {}).get("enum", ()), ""}
            assert len(allowed) == 1 or {row[field["name"]] for row in tables[name]} <= allowed, field["name"]
        for foreign in schema["foreignKeys"]:
            (of,), reference = foreign["fields"], foreign["reference"]
            held = {row[reference["fields"][0]] for row in tables[reference["resource"]]} | {""}
            assert {row[of] for row in tables[name]} <= held
    with (tmp_path / "tables" / "codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        codebook = list(csv.DictReader(file))
    assert len(codebook) == sum(map(len, load_codebook().values()))
    assert all(row["meaning"] and row["type"] for row in codebook)


def test_parquet_keeps_types_and_meanings(told: Record, tmp_path: Path) -> None:
    path = tmp_path / "entries.parquet"
    assert export_record(told, path, ExportAsked()) == {"entries": 8}
    table = parquet.read_table(path)
    kinds = {field.name: str(field.type) for field in table.schema}
    assert (kinds["published_on"], kinds["start"], kinds["act"]) == ("date32[day]", "int64", "bool")
    assert kinds["recorded_at"] == "timestamp[us, tz=UTC]"
    assert table.schema.field("quote").metadata[b"meaning"].startswith(b"exact words")
    assert table.column("published_on")[0].as_py().isoformat() == "2025-04-08"


def test_without_the_optional_part_parquet_says_how_to_get_it(
    told: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(OutputError, match="optional part 'tables'"):
        export_record(told, tmp_path / "entries.parquet", ExportAsked())


def test_a_workbook_holds_a_sheet_for_each_table_with_real_days(told: Record, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    export_record(told, path, ExportAsked())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [*TABLES, "codebook"]
    heading, first = list(book["entries"].iter_rows(values_only=True))[:2]
    assert first[heading.index("published_on")].isoformat()[:10] == "2025-04-08"
    export_record(told, path, ExportAsked(table="decisions"))
    assert openpyxl.load_workbook(path).sheetnames == ["decisions", "codebook"]


def test_without_texts_no_sentence_stays_and_offsets_do(told: Record, tmp_path: Path) -> None:
    export_record(told, tmp_path / "bare", ExportAsked(without_texts=True))
    held = b"".join(path.read_bytes() for path in (tmp_path / "bare").iterdir())
    assert b"would not withdraw" not in held
    (row,) = (row for row in read_folder(tmp_path / "bare")["entries"] if row["type"] == "ASSAULT")
    assert (row["words"], row["quote"], row["link"]) == ("shelled", "", "https://ternwire.example/a")


def test_masked_decisions_still_name_what_they_are_on(told: Record, tmp_path: Path) -> None:
    documents = [document.id for document, _, _ in told.custody.list_documents()]
    told.lineage.decide(documents[0], documents[1], "fold", by="Ann")
    export_record(told, tmp_path / "masked", ExportAsked(mask_names=True))
    tables = read_folder(tmp_path / "masked")
    keys = {
        "entry": {row["entry"] for row in tables["entries"]},
        "assessment": {row["assessment"] for row in tables["assessments"]},
        "folding": {row["document"] for row in tables["documents"]},
    }
    assert {row["on"] for row in tables["decisions"]} == keys.keys()
    assert all(set(row["target"].split("; ")) <= keys[row["on"]] for row in tables["decisions"])


def test_masked_names_stand_nowhere_and_are_the_same_everywhere(told: Record, tmp_path: Path) -> None:
    export_record(told, tmp_path / "first", ExportAsked(mask_names=True))
    export_record(told, tmp_path / "again.jsonld", ExportAsked(mask_names=True))
    files = [*(tmp_path / "first").iterdir(), tmp_path / "again.jsonld"]
    held = b"".join(path.read_bytes() for path in files).lower()
    ids = [each[0].id.encode() for each in told.custody.list_documents()]
    for name in (b"nive", b"kettering", b"ann field", b"tollaria", b"dessovia", *ids):
        assert name not in held
    tables = read_folder(tmp_path / "first")
    speaker = next(row["speaker"] for row in tables["entries"] if row["type"] == "REJECT")
    assert speaker.startswith("name-")
    assert speaker in next(row["chain"] for row in tables["entries"] if row["type"] == "RETREAT")
    assert tables["assessments"][0]["by"] == speaker
    assert {row["document"] for row in tables["entries"]} < {row["document"] for row in tables["documents"]}
    assert {row["outlet"] for row in tables["entries"]} == {"Ternwire"}


def test_parties_can_keep_their_names() -> None:
    masks = Masks("secret", lambda name: name == "Lebanon")
    assert masks.mask("Lebanon") == "Lebanon"
    assert masks.mask("Ann Someone") == masks.mask("ann  someone") != masks.mask("Ann Other")
    assert Masks("another secret").mask("Ann Someone") != masks.mask("Ann Someone")


def test_annotations_select_their_words_twice(told: Record, tmp_path: Path) -> None:
    path = tmp_path / "page.jsonld"
    assert export_record(told, path, ExportAsked()) == {"annotations": 8}
    page = json.loads(path.read_text(encoding="utf-8"))
    text = next(told.list_readings())[0].text
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert quote["exact"] == text[start:end]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
    assert {body["value"] for body in page["items"][0]["body"]} >= {page["items"][0]["body"][0]["value"]}


@pytest.mark.parametrize(
    "wanted", [ExportAsked(mask_names=True), ExportAsked(without_texts=True), ExportAsked(table="decisions")]
)
def test_what_is_whole_is_not_masked(told: Record, tmp_path: Path, wanted: ExportAsked) -> None:
    for name in ("r.jsonl", "r.record"):
        with pytest.raises(FormatError, match="whole"):
            export_record(told, tmp_path / name, wanted)


def test_an_ending_without_a_format_and_a_folder_of_workbooks_are_refused(told: Record, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no format"):
        export_record(told, tmp_path / "a.doc", ExportAsked())
    with pytest.raises(FormatError, match="csv or parquet"):
        export_record(told, tmp_path / "folder", ExportAsked(suffix=".xlsx"))


def test_tables_stand_as_they_were_recorded_at_a_moment(told: Record, tmp_path: Path) -> None:
    moment = min(each.entry.recorded_at for each in told.list_entries(Filter(states=("proposed",))))
    sizes: dict[str, Any] = export_record(told, tmp_path / "then", ExportAsked(chosen=Filter(recorded_by=moment)))
    assert (sizes["documents"], sizes["decisions"], sizes["assessments"]) == (1, 0, 0)


def test_what_a_machine_superseded_is_no_decision(told: Record, tmp_path: Path) -> None:
    entry = next(told.list_entries()).entry
    said = Assessment("", entry.document_id, "a", "2", "denied", Span(18, 29, NAME), entry_id=entry.id)
    for given in ([said], []):
        told.assessments.propose(given, by="match1.abc", agreements=["a"])
    assert export_record(told, tmp_path / "decisions.csv", ExportAsked(table="decisions")) == {"decisions": 2}


def test_a_text_with_another_day_is_exported_once(
    told: Record, tmp_path: Path, make_reader: Callable[..., Reader], read_sample: Callable[[Document], Reading]
) -> None:
    before = export_record(told, tmp_path / "before", ExportAsked())
    old = next(told.list_entries()).entry.document_id
    told.restate(old, Restatement(date=dt.date(2025, 4, 6)), by="Ann")
    list(told.read(make_reader("1", read_sample), frozenset({"en"})))
    after = export_record(told, tmp_path / "after", ExportAsked())
    assert after == before | {"assessments": 0}
    assert old not in {row["document"] for row in read_folder(tmp_path / "after")["entries"]}
