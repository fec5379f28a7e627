"""What boards and briefs are gathered from."""

import datetime as dt

from parley.gathering import BriefAsked, make_brief
from parley.record import Record


def test_a_brief_tells_what_changed_from_its_first_day_on(filled: Record) -> None:
    day = dt.date(2025, 4, 8)
    brief = make_brief(filled, BriefAsked(agreement="isr-lbn-2024", known=day, since=day))
    assert (brief.since, brief.board and brief.board.since) == (day, dt.date(2025, 4, 7))
    assert {line.published_on for line in brief.entries} == {day}
    assert brief.board and brief.board.changes is not None
