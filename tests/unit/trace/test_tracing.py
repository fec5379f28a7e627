"""What two reports are to each other, shown on reports in our own words."""

import datetime as dt
from typing import Any

import pytest

from parley.model import Carrier, Relation, Report
from parley.trace.furniture import PAGES
from parley.trace.tracer import trace_reports

LEAD = (
    "Engineers of the river authority closed the upper sluice at Garvenholm on Tuesday after a crack was found in its "
    "eastern pier, and told the villages downstream to prepare for low water until the end of the month."
)
SECOND = (
    "The crack, two metres long, had been reported in spring by a lock keeper whose letter was never answered, "
    "according to minutes of the district council that were read out to some forty farmers in the parish hall."
)
THIRD = (
    "Ferries between Garvenholm and the southern quays will run twice a day instead of hourly, the harbour master "
    "said, while barges with grain wait above the weir for a pilot who knows the old channel."
)
FOURTH = (
    "Neither the ministry of works nor the company that built the pier a decade ago wished to comment before divers "
    "have looked at the foundation, which may take a week if the current allows it at all."
)
DISPATCH = f"{LEAD}\n{SECOND}\n{THIRD}\n{FOURTH}"
OTHER = (
    "The opera house in Tessin reopens in autumn with a new organ, eleven years after the fire. Builders moved the "
    "stage by four metres and found beneath it a cellar full of costumes that nobody had missed. The director wants to "
    "show them in the foyer, beside photographs of the singers who wore them. Tickets for the first week went to the "
    "neighbours, who had lived with the noise of the works for longer than anybody had promised them."
)
QUOTED = (
    "“We have asked for that pier to be looked at since the thaw, and every time a clerk wrote back that the file had "
    "been passed on to somebody who was on leave,”"
)
MONDAY = dt.date(2025, 3, 3)


def relate(a: str, b: str, a_about: dict[str, Any] | None = None, b_about: dict[str, Any] | None = None) -> Relation:
    (relation,) = trace_reports([Report("a", a, **(a_about or {})), Report("b", b, **(b_about or {}))])
    return relation


def test_the_same_words_are_verbatim_whatever_their_case_and_breaks() -> None:
    relation = relate(DISPATCH, DISPATCH.replace("\n", "\n\n").replace("Engineers", "ENGINEERS"))
    assert (relation.kind, relation.direction) == ("verbatim", "unknown")
    assert (relation.evidence.a_share, relation.evidence.alike) == (1, 1)


def test_spans_are_the_words_of_their_texts() -> None:
    b = f"{OTHER}\n{LEAD}\n{THIRD}"
    relation = relate(DISPATCH, b)
    for text, spans in ((DISPATCH, relation.a_spans), (b, relation.b_spans)):
        assert all(text[span.start : span.end] == span.text for span in spans)
    assert [span.text.rstrip(".") for span in relation.a_spans] == [LEAD.rstrip("."), THIRD.rstrip(".")]
    assert [span.text for span in relation.a_spans] == [span.text for span in relation.b_spans]


def test_a_beginning_is_a_cut_and_goes_back_to_the_whole() -> None:
    assert relate(f"{LEAD}\n{SECOND}", DISPATCH).direction == "b_to_a"
    relation = relate(DISPATCH, f"{LEAD}\n{SECOND}")
    assert (relation.kind, relation.direction, relation.evidence.direction) == ("cut", "a_to_b", "subset")


def test_changed_words_are_an_edit() -> None:
    changed = DISPATCH.replace("closed", "shut").replace("villages", "hamlets").replace("two metres", "six feet")
    changed = changed.replace("forty farmers", "some growers").replace("ran", "sailed").replace("decade", "generation")
    assert relate(DISPATCH, changed.replace("pilot", "guide").replace("week", "fortnight")).kind == "edited"


def test_a_paragraph_in_a_longer_story_is_embedded() -> None:
    host = "\n".join((OTHER, LEAD, SECOND, OTHER.replace("opera", "play").replace("organ", "curtain")))
    relation = relate(DISPATCH, f"{host}\n{OTHER.upper()}")
    assert relation.kind == "embedded"
    assert relation.direction == "unknown"


def test_one_briefing_quoted_twice_is_no_lineage() -> None:
    relation = relate(f"{LEAD} {QUOTED} a farmer said.", f"{OTHER} {QUOTED} said one of those present.")
    assert (relation.kind, relation.direction) == ("quotation", "unknown")


def test_nothing_shared_is_no_relation() -> None:
    assert list(trace_reports([Report("a", DISPATCH), Report("b", OTHER)])) == []


@pytest.mark.parametrize(("count", "days"), [("nine", 0), ("seven", 3)])
def test_short_items_of_one_form_are_different_reports(count: str, days: int) -> None:
    item = "Shells kill {} people in the market of Lurna near the border, according to the district hospital."
    first = Report("a", item.format("seven"), published_on=MONDAY)
    again = Report("b", item.format(count), published_on=MONDAY + dt.timedelta(days=days))
    assert list(trace_reports([first, again])) == []


def test_a_short_item_whole_on_the_next_day_is_the_same_report() -> None:
    item = "Shells kill seven people in the market of Lurna near the border, according to the district hospital."
    first = Report("a", item, published_on=MONDAY)
    (relation,) = trace_reports([first, Report("b", item, published_on=MONDAY + dt.timedelta(days=1))])
    assert (relation.kind, relation.direction, relation.evidence.direction) == ("verbatim", "a_to_b", "first_seen")


def test_a_shortened_item_goes_back_to_whom_it_credits() -> None:
    item = "Shells killed seven people in the market of Lurna near the border on Monday, the district hospital said."
    short = "Shells killed seven people in the market of Lurna on Monday, the district hospital said, AFP reported."
    agency, paper = {"outlet": "AFP", "published_on": MONDAY}, {"outlet": "Garvenholm Post", "published_on": MONDAY}
    relation = relate(item, short, agency, paper)
    assert (relation.kind, relation.direction) == ("edited", "a_to_b")
    uncredited = [Report("a", item, **agency), Report("b", short.replace(", AFP reported", ""), **paper)]
    assert list(trace_reports(uncredited)) == []


def test_a_credit_outweighs_the_days() -> None:
    early = {"outlet": "Local Courier", "published_on": MONDAY, "cited": (Carrier("AFP via Elsewhere"),)}
    late = {"outlet": "AFP", "published_on": MONDAY + dt.timedelta(days=1)}
    relation = relate(DISPATCH, f"{LEAD}\n{SECOND}\n{THIRD}\n{FOURTH}", early, late)
    assert (relation.direction, relation.evidence.direction) == ("b_to_a", "credit")
    assert relation.evidence.credit == "Agence France-Presse"


def test_a_moment_outweighs_the_day() -> None:
    noon = dt.datetime(2025, 3, 3, 12, tzinfo=dt.UTC)
    relation = relate(DISPATCH, DISPATCH + " .", {"first_seen": noon}, {"first_seen": noon - dt.timedelta(hours=1)})
    assert relation.direction == "b_to_a"


def test_the_same_day_leaves_the_direction_open() -> None:
    assert relate(DISPATCH, DISPATCH, {"published_on": MONDAY}, {"published_on": MONDAY}).direction == "unknown"


def test_a_text_that_came_after_its_part_embeds_it() -> None:
    later = {"published_on": MONDAY + dt.timedelta(days=1)}
    whole = f"{DISPATCH}\n{OTHER}"
    assert relate(f"{LEAD}\n{SECOND}", whole, {"published_on": MONDAY}, later).kind == "embedded"
    assert relate(f"{LEAD}\n{SECOND}", whole, later, {"published_on": MONDAY}).kind == "cut"


def test_a_page_that_changed_is_a_later_version() -> None:
    at = {"url": "https://courier.example/garvenholm"}
    relation = relate(
        f"{LEAD}\n{SECOND}",
        DISPATCH,
        {**at, "published_on": MONDAY},
        {**at, "published_on": MONDAY + dt.timedelta(days=1)},
    )
    assert (relation.kind, relation.direction, relation.evidence.likeness) == ("later_version", "a_to_b", "cut")


def test_share_and_staff_lines_are_no_shared_words() -> None:
    lines = (
        "Share this story on Facebook. Sign up to our newsletter and get all news of the week in your inbox.\n"
        "Read more about the river, its pilots and its mills in our long report from the banks.\n"
        "Additional reporting by agencies. Editing by the night desk. All rights reserved in all countries."
    )
    assert list(trace_reports([Report("a", f"{LEAD}\n{lines}"), Report("b", f"{OTHER}\n{lines}")])) == []
    first = LEAD[: LEAD.index(" on Tuesday")] + "."
    assert relate(f"{first}\n{lines}", DISPATCH).evidence.a_share == 1


def make_pages(count: int, outlet: str | None = "Courier") -> list[Report]:
    return [
        Report(f"p{number:02}", DISPATCH, outlet, f"https://courier.example/{number}", f"Title {number}", MONDAY)
        for number in range(count)
    ]


def test_a_source_whose_every_page_has_the_same_body_relates_to_nothing() -> None:
    assert len(list(trace_reports(make_pages(PAGES - 1)))) == (PAGES - 1) * (PAGES - 2) // 2
    assert list(trace_reports(make_pages(PAGES))) == []


def test_what_other_outlets_print_is_no_furniture() -> None:
    copies = [Report(f"c{number}", DISPATCH, f"Outlet {number}", published_on=MONDAY) for number in range(PAGES)]
    assert len(list(trace_reports(copies))) == PAGES * (PAGES - 1) // 2


def test_furniture_does_not_hide_what_stands_beside_it() -> None:
    pages = [
        Report(f"p{number}", f"{FOURTH}\nStory {number}.", "Courier", title=str(number)) for number in range(PAGES)
    ]
    copied = [Report("x", f"{FOURTH}\n{LEAD}\n{SECOND}", "Courier"), Report("y", f"{LEAD}\n{SECOND}", "Herald")]
    (relation,) = trace_reports([*pages, *copied])
    assert (relation.a, relation.b, relation.kind) == ("x", "y", "verbatim")


def test_names_of_parties_do_not_matter() -> None:
    def swap(text: str) -> str:
        return text.replace("Garvenholm", "#").replace("Tessin", "Garvenholm").replace("#", "Tessin")

    texts = {"a": DISPATCH, "b": f"{LEAD}\n{SECOND}", "c": f"{OTHER}\n{LEAD}\n{FOURTH}"}
    plain = list(trace_reports([Report(name, text) for name, text in texts.items()]))
    swapped = list(trace_reports([Report(name, swap(text)) for name, text in texts.items()]))
    assert [(r.a, r.b, r.kind, r.direction, r.evidence) for r in plain] == [
        (r.a, r.b, r.kind, r.direction, r.evidence) for r in swapped
    ]
    assert [swap(span.text) for r in plain for span in r.a_spans] == [span.text for r in swapped for span in r.a_spans]
