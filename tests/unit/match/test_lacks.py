"""Why an event is on no clause: the nearest clauses of the bundled invented agreement, and what each would need."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import parley
from parley.agreement import load_agreement
from parley.match.lacks import Near, find_nearest
from parley.match.matcher import THRESHOLD
from parley.model import Document, Event, Mention, Reading, Span

Cut = Callable[..., Any]


def look(cut: Cut, text: str, trigger: str, kind: str, mode: str | None, actor: str) -> list[Near]:
    document = Document(text, dt.date(2025, 3, 30), "en")
    event = Event("E1", cut(document, trigger, Span), kind, mode, actor=(cut(document, actor, Mention),))  # type: ignore[arg-type]
    agreement = load_agreement(Path(parley.__file__).parent / "demo" / "agreement.yaml")
    return find_nearest(agreement, Reading(document, (), (event,)), event, THRESHOLD)


def test_another_kind_of_act_is_named(cut: Cut) -> None:
    nearest = look(cut, "Tollaria sang in Teskal as Dessovia listened.", "sang", "PROTEST", "demo", "Tollaria")
    assert len(nearest) == 3
    assert all("PROTEST/demo is another kind of act" in near.lacks for near in nearest)


def test_who_acts_is_named_and_nothing_is_lacking_where_all_fits(cut: Cut) -> None:
    stranger = look(cut, "Ilsa Thornquay shelled Dessovia from Teskal.", "shelled", "ASSAULT", None, "Ilsa Thornquay")
    assert any("who acts is not known to be" in lack for near in stranger for lack in near.lacks)
    party = look(cut, "Tollaria shelled Dessovia along the Ombrel Line.", "shelled", "ASSAULT", None, "Tollaria")
    assert party[0].lacks == ()
