"""The brief: one page without outside parts, in which no report can speak as the page."""

import datetime as dt
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from parley.errors import OutputError
from parley.export.brief import Brief, write_brief
from parley.model import Document, Event, Mention, Reading
from parley.record import Record
from parley.steps import Reader

ASSETS = {"src", "srcset", "data", "poster", "background", "action", "formaction"}
HOSTILE = "<script>alert(1)</script> bombed \"'><img src=x onerror=alert(2)> today & left."


class Page(HTMLParser):
    """What stands in a page: its elements with their attributes, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def brief_of(tmp_path: Path) -> Callable[..., tuple[Page, int]]:
    def make(record: Record, title: str = "What is reported", **made_from: str) -> tuple[Page, int]:
        moment = dt.datetime(2025, 4, 9, 12, tzinfo=dt.UTC)
        brief = Brief(title, made_from, tuple(record.list_entries()), record.count_documents(), {"Arabic": 3}, moment)
        count = write_brief(brief, tmp_path / "brief.html")
        return Page((tmp_path / "brief.html").read_text(encoding="utf-8")), count

    return make


BriefOf = Callable[..., tuple[Page, int]]


def read_hostile(document: Document) -> Reading:
    def name(words: str) -> Mention:
        start = document.text.index(words)
        return Mention(start, start + len(words), words)

    trigger = document.span(document.text.index("bombed"), document.text.index("bombed") + 6)
    return Reading(document, events=(Event("E1", trigger, "ASSAULT", actor=(name("<script>alert(1)</script>"),)),))


def test_each_event_is_told_with_its_words_chain_and_link(filled: Record, brief_of: BriefOf) -> None:
    page, count = brief_of(filled)
    assert count == 5
    for words in (
        "Dessovia “shelled” → Lurna",
        "Ternwire › AFP › Bastor Nive",
        "Dessovia shelled Lurna on Monday.",
        "2025-04-08",
    ):
        assert words in " ".join(page.text.split())
    links = [fields["href"] for tag, fields in page.elements if tag == "a" and str(fields["href"]).startswith("http")]
    assert set(links) == {"https://ternwire.example/a"}


def test_the_page_needs_nothing_from_outside(filled: Record, brief_of: BriefOf) -> None:
    page, _ = brief_of(filled)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "iframe", "object", "embed", "img", "base", "form"}
    for tag, fields in page.elements:
        assert not ASSETS & fields.keys()
        assert not [name for name in fields if name.startswith("on")]
        assert tag == "a" or "href" not in fields
    styles = page.text.partition("body {")[0]
    assert "url(" not in styles
    assert "@import" not in styles


def test_hostile_text_stays_text(
    record: Record, brief_of: BriefOf, arrive: Callable[..., Any], make_reader: Callable[..., Reader]
) -> None:
    list(record.add([arrive(HOSTILE, title=HOSTILE, outlet=HOSTILE, url="https://x.example/\"onclick='a'")]))
    list(record.read(make_reader("1", read_hostile), frozenset({"en"})))
    page, count = brief_of(record, HOSTILE, log=HOSTILE)
    assert count == 1
    assert not {tag for tag, _ in page.elements} & {"script", "img"}
    assert not [name for _, fields in page.elements for name in fields if name.startswith("on")]
    assert page.text.count(HOSTILE) >= 4


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "HTTPS//x"])
def test_only_addresses_of_the_web_become_links(
    record: Record, brief_of: BriefOf, arrive: Callable[..., Any], make_reader: Callable[..., Reader], url: str
) -> None:
    list(record.add([arrive(HOSTILE, url=url)]))
    list(record.read(make_reader("1", read_hostile), frozenset({"en"})))
    page, _ = brief_of(record)
    assert all(str(fields["href"]).startswith("#") for tag, fields in page.elements if tag == "a")


def test_the_page_says_what_it_was_made_from_and_what_was_not_read(filled: Record, brief_of: BriefOf) -> None:
    page, _ = brief_of(filled, log="row 3, head abc")
    for words in ("row 3, head abc", "2025-04-09T12:00:00+00:00", "not read: Arabic"):
        assert words in page.text


def test_a_decided_line_is_marked(filled: Record, brief_of: BriefOf) -> None:
    entry = next(listed.entry for listed in filled.list_entries() if listed.entry.fact)
    assert "accepted" not in brief_of(filled)[0].text
    filled.decide(entry.id, "accept", by="Ann", revision=1)
    assert "accepted" in brief_of(filled)[0].text


def test_the_verdict_stands_nowhere_in_the_pages_own_voice(record: Record, brief_of: BriefOf) -> None:
    page, _ = brief_of(record)
    assert not [word for word in ("violat", "breach", "guilty") if word in page.text.lower()]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    brief = Brief("x", {}, (), 0, {}, dt.datetime(2025, 4, 9, tzinfo=dt.UTC))
    with pytest.raises(OutputError, match="cannot be written") as caught:
        write_brief(brief, tmp_path / "no" / "brief.html")
    assert caught.value.remedy
