"""What boards and briefs are gathered from."""

import datetime as dt

from parley.gathering import BriefAsked, make_brief
from parley.record import Record


def test_a_brief_tells_what_changed_from_its_first_day_on(filled: Record) -> None:
    day = dt.date(2025, 4, 8)
    brief = make_brief(filled, BriefAsked(agreement="isr-lbn-2024", known=day, since=day))
    assert brief.since == day
    assert (brief.entries, brief.elsewhere) == ((), 8)
    assert brief.board
    assert brief.board.since == dt.date(2025, 4, 7)
    assert brief.board.changes is not None
    plain = make_brief(filled, BriefAsked(known=day, since=day))
    assert {line.published_on for line in plain.entries} == {day}
    assert (len(plain.entries), plain.elsewhere) == (8, 0)
