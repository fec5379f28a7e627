"""Saved pages of twelve layouts, one report in all of them: the article is read, and nothing but the article."""

import datetime as dt
from pathlib import Path

import pytest

from parley.ingest import Stated, load_path
from parley.model import Arrival

PAGES = Path(__file__).parent / "pages"


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda page: page.stem)
def test_a_page_gives_its_article(page: Path) -> None:
    own = page.with_suffix(".txt")
    expected = (own if own.exists() else PAGES / "article.txt").read_text(encoding="utf-8").strip()
    (arrival,) = load_path(page, Stated(), dt.date(2025, 7, 20))
    assert isinstance(arrival, Arrival), arrival
    lines = [line.strip() for line in arrival.document.text.splitlines() if line.strip()]
    assert "\n".join(lines) == expected
    assert arrival.publication.title == "Delegations meet over the Lurna crossing"


def test_there_are_twelve_layouts() -> None:
    assert len(list(PAGES.glob("*.html"))) == 12
