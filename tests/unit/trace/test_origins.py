"""How many roots entries have, and whose."""

import datetime as dt

from parley.model import (
    Carrier,
    Entry,
    ListedEntry,
    Mention,
    Publication,
    Span,
    Statement,
)
from parley.trace import Folding, count_reports, find_origins
from parley.trace.folding import Fold

MONDAY = dt.date(2025, 3, 3)
NOON = dt.datetime(2025, 3, 9, 12, tzinfo=dt.UTC)
COPIES = Folding([Fold("a", ("a", "b"), ())])


def report(
    document: str, said: str = "The road is closed.", speaker: str | None = None, *, day: dt.date | None = MONDAY,
    outlet: str | None = None, cited: str | None = None, chain: tuple[str | None, ...] | None = None, number: int = 0,
) -> ListedEntry:  # fmt: skip
    """Make an entry of a document: a statement, or what its narrator tells."""
    content = Span(0, len(said), said)
    item = Statement("S", Span(0, 4, "said"), (content,), Mention(0, 1, "X", speaker) if speaker else None)
    around = tuple(filter(None, [speaker])) if chain is None else chain
    entry = Entry(
        f"{document}{number}", 1, "proposed", document, item, around, speaker,
        None, None, None, None, "r", None, NOON,
    )  # fmt: skip
    publication = Publication(outlet=outlet or f"Outlet {document}", cited=(Carrier(cited),) if cited else ())
    return ListedEntry(entry, day, (publication,), "report", said)


def sides(*entries: ListedEntry, folding: Folding = COPIES) -> list[str | None]:
    return sorted((origin.side for origin in find_origins(entries, folding).origins), key=str)


def test_copies_are_one_origin_and_others_are_their_own() -> None:
    assert find_origins([report("a"), report("b"), report("c")], COPIES).describe() == (
        "3 reports, 2 origins (Outlet a 1, Outlet c 1)"
    )


def test_one_speaker_quoted_by_two_outlets_is_one_origin() -> None:
    said = "We have opened the road to the south for all who want to leave."
    again = "Colonel Irn said that they had opened the road to the south."
    assert sides(report("a", said, "Irn"), report("c", again, "Irn")) == ["Irn"]


def test_another_statement_another_day_or_another_speaker_is_another_origin() -> None:
    said = "We have opened the road to the south for all who want to leave."
    other = "Nobody has asked us about the prisoners yet."
    later = MONDAY + dt.timedelta(days=7)
    assert sides(report("a", said, "Irn"), report("c", other, "Irn")) == ["Irn", "Irn"]
    assert sides(report("a", said, "Irn"), report("c", said, "Irn", day=later)) == ["Irn", "Irn"]
    assert sides(report("a", said, "Irn"), report("c", said, "Osk")) == ["Irn", "Osk"]


def test_two_speakers_in_one_report_are_two_origins() -> None:
    assert sides(report("a", speaker="Irn"), report("a", speaker="Osk", number=1)) == ["Irn", "Osk"]


def test_an_agency_is_the_side_before_the_outlet() -> None:
    assert sides(report("a", cited="AFP via The Courier")) == ["Agence France-Presse"]
    assert sides(report("a", speaker="Reuters")) == ["Reuters"]


def test_unnamed_sources_of_different_reports_stay_apart() -> None:
    assert sides(report("a", chain=(None,)), report("c", chain=(None,))) == [None, None]


def test_appearances_are_reports_and_folds_are_counted_whoever_speaks() -> None:
    entries = [report("a", speaker="Irn"), report("a", speaker="Osk", number=1), report("b"), report("c")]
    assert count_reports(entries, COPIES) == "3 reports, 2 origins"
    assert count_reports(entries[:1], COPIES) == "1 report, 1 origin"
    assert find_origins([], COPIES).describe() == "0 reports, 0 origins"


def test_the_order_of_entries_does_not_matter() -> None:
    entries = [report(name, speaker="Irn") for name in "dcba"]
    assert find_origins(entries, COPIES) == find_origins(entries[::-1], COPIES)
