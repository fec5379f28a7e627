"""Whatever stands in an agreement's file, it is an agreement or its faults are told."""

import datetime as dt
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import parley
from parley.agreement import parse_agreement, schedule_agreement
from parley.agreement.linting import lint_agreement
from parley.errors import NotAnAgreement

LINES = (Path(parley.__file__).parent / "demo" / "agreement.yaml").read_text(encoding="utf-8").splitlines()
DAY = dt.date(2025, 4, 10)
VALUES = [
    "null", "[]", "{}", "1", "1.5", "true", "yes", "2025-01-01", "2025-99-01", "2199-12-31", "0001-01-01", '"x"', "x",
    "[a, b]", "{a: b}", "P1D", "P99Y", "P99999999D", "- a", '"9999-12-31T23:59:59+14:00"', "'", "&a x", "*a",
    "!!none x", "|", "? a", ".inf", ".nan", "0x1F", "1e400", "trigger", "in_force", "lapsed", "!!binary abc", "\x07",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from([None, *VALUES])), min_size=1, max_size=3))
def test_a_mutilated_file_is_read_or_refused_and_never_stumbled_over(changes: list[tuple[int, str | None]]) -> None:
    lines: list[str | None] = list(LINES)
    for number, value in changes:
        lines[number] = value and f"{LINES[number].partition(':')[0]}: {value}"
    text = "\n".join(line for line in lines if line is not None)
    try:
        agreement = parse_agreement(text, "a.yaml")
    except NotAnAgreement as error:
        refused = error
    else:
        assert len(schedule_agreement(agreement, DAY, DAY)) == len(agreement.clauses)
        assert all(finding.remedy for finding in lint_agreement(text, "a.yaml"))
        return
    assert all(complaint.line <= len(LINES) + 1 and complaint.remedy for complaint in refused.complaints)
