"""Each row of a table is a document; columns are found by name."""

import datetime as dt

import pytest

from parley.errors import FormatError
from parley.ingest import Stated, load_stream
from parley.model import Arrival, Failure

TODAY = dt.date(2025, 7, 20)


def load(table: str | bytes, columns: dict[str, str] | None = None) -> list[Arrival | Failure]:
    data = table if isinstance(table, bytes) else table.encode()
    return list(load_stream(data, Stated(columns=columns or {}), TODAY, name="t.csv", media="csv"))


def arrive(table: str | bytes, columns: dict[str, str] | None = None) -> list[Arrival]:
    results = load(table, columns)
    arrivals = [result for result in results if isinstance(result, Arrival)]
    assert len(arrivals) == len(results), results
    return arrivals


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_columns_are_found_whatever_the_case_and_delimiter(delimiter: str, line_end: str) -> None:
    rows = [["ID", " Text", "DATE", "Outlet", "url", "title", "lang"]]
    rows += [["a7", "The army said so.", "2025-07-07", "The Daily", "https://d.example/1", "Talks", "English"]]
    (arrival,) = arrive(line_end.join(delimiter.join(row) for row in rows))
    shown = arrival.publication
    assert (arrival.document.text, arrival.document.lang) == ("The army said so.", "en")
    assert (shown.published_on, shown.date_from) == (dt.date(2025, 7, 7), "field")
    assert (shown.given_id, shown.outlet, shown.url, shown.title) == ("a7", "The Daily", "https://d.example/1", "Talks")


def test_a_cell_is_taken_as_it_is() -> None:
    (arrival,) = arrive('text,date\n" He said ""no"",\r\nand left. ",2025-07-07\n')
    assert arrival.document.text == ' He said "no",\r\nand left. '


def test_stated_columns_win() -> None:
    table = "Body;Day;text\nThe army said so.;2025-07-07;a note\n"
    (arrival,) = arrive(table, {"text": "BODY", "date": "day"})
    assert arrival.document.text == "The army said so."
    assert arrival.document.date == dt.date(2025, 7, 7)


@pytest.mark.parametrize("columns", [{}, {"text": "Body", "date": "Day"}])
def test_the_raw_bytes_of_a_row_give_the_same_document_again(columns: dict[str, str]) -> None:
    heading = "Body;Day;text;Extra" if columns else "text;date;Note;Extra"
    first, second = arrive(f'{heading}\n"One;\ntwo.";2025-07-07;x;y\nThree.;;;\n', columns)
    for arrival in (first, second):
        (again,) = arrive(arrival.raw.data)
        assert again.document == arrival.document
    assert first.raw.sha256 != second.raw.sha256


def test_another_column_for_the_text_gives_other_raw_bytes() -> None:
    table = "a,b\nOne.,Two.\n"
    (one,), (two,) = arrive(table, {"text": "a"}), arrive(table, {"text": "b"})
    assert one.raw.sha256 != two.raw.sha256


@pytest.mark.parametrize(
    ("table", "columns", "what"),
    [
        ("Body,Day\nx,y\n", {}, "no column is called 'text'; the columns are: Body, Day"),
        ("text,Day\nx,y\n", {"date": "When"}, "no column is called 'when'; the columns are: text, Day"),
        ("text,Text\nx,y\n", {}, "two columns are called 'text'; the columns are: text, Text"),
        ("text,date\n", {}, "the table has no rows"),
        ("\n\n", {}, "no column is called 'text'; the columns are: none"),
        ("", {}, "the file is empty"),
    ],
)
def test_a_table_without_what_is_needed_fails_once(table: str, columns: dict[str, str], what: str) -> None:
    (failure,) = load(table, columns)
    assert isinstance(failure, Failure)
    assert (failure.where, failure.stage, failure.what) == ("t.csv", "add", what)
    assert failure.remedy


def test_the_remedy_for_a_missing_column_names_the_option() -> None:
    (failure,) = load("Body\nx\n")
    assert isinstance(failure, Failure)
    assert "--column text=NAME" in failure.remedy


def test_a_broken_row_does_not_stop_the_rest() -> None:
    good, long, empty, quoted, last = load('text,date\nOne.,2025-07-07\na,b,c\n,2025-07-07\n"a"b,\nTwo.\n')
    assert [result.document.text for result in (good, last) if isinstance(result, Arrival)] == ["One.", "Two."]
    for failure, line, what in [
        (long, 3, "the row has 3 cells and the table 2 columns"),
        (empty, 4, "the text is empty"),
        (quoted, 5, "the row cannot be read: ',' expected after '\"'"),
    ]:
        assert isinstance(failure, Failure)
        assert (failure.where, failure.what) == (f"t.csv line {line}", what)


def test_a_quote_that_is_never_closed_is_told() -> None:
    (failure,) = load('text\n"' + "The army said so.\n" * 10)
    assert isinstance(failure, Failure)
    assert (failure.where, failure.what) == ("t.csv line 2", "the row cannot be read: unexpected end of data")
    (failure,) = load('text\n"' + "The army said so.\n" * 120_000)
    assert isinstance(failure, Failure)
    assert failure.what == "line 2 begins a cell of more than 2,000,000 characters; the rest was not tried"


def test_the_same_id_for_another_document_fails() -> None:
    _, failure = load("id,text\n1,One.\n1,Two.\n")
    assert isinstance(failure, Failure)
    assert failure.what == "the id '1' already stands for another document (t.csv line 2)"


def test_dates_that_cannot_be_taken_are_flagged() -> None:
    one, two = arrive("text,date\nOne.,03/04/2025\nTwo.,2031-01-01\n")
    assert one.publication.flags == ("date ambiguous: 03/04/2025 not taken (field)",)
    assert two.publication.flags == ("date in the future: 2031-01-01 not taken (field)",)


def test_an_older_encoding_is_guessed_and_flagged() -> None:
    (arrival,) = arrive("text;date\nLe président a déclaré la trêve.;2025-07-07\n".encode("cp1252"))
    assert arrival.document.text == "Le président a déclaré la trêve."
    assert arrival.publication.flags == ("encoding guessed: cp1252",)


def test_stated_columns_and_languages_that_do_not_exist_are_refused_at_once() -> None:
    with pytest.raises(FormatError, match="no field is called 'body'"):
        Stated(columns={"body": "Text"})
    with pytest.raises(FormatError, match="no language is called 'klingon'"):
        Stated(lang="klingon")
