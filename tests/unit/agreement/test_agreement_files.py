"""Loading: what a file says arrives, and everything that is wrong with it is said at once."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import parley
from parley.agreement import Fix, Known, Quantity, Term, Where, find_agreement, list_library, load_agreement
from parley.agreement.loading import parse_agreement
from parley.agreement.tree import parse_tree
from parley.errors import InputError, NotAnAgreement

DEMO = Path(parley.__file__).parent / "demo" / "agreement.yaml"
TEXT = DEMO.read_text(encoding="utf-8")
DRAFTS = Path(__file__).parents[4] / "shared" / "agreements"
SHIPPED = [DEMO, *list_library()]


def complaints(text: str) -> list[str]:
    with pytest.raises(NotAnAgreement) as refused:
        parse_agreement(text, "a.yaml")
    assert all(complaint.remedy for complaint in refused.value.complaints)
    return [f"{each.line}:{each.column}: {each.what}. {each.remedy}" for each in refused.value.complaints]


def line_of(words: str, text: str = TEXT) -> int:
    return text[: text.index(words)].count("\n") + 1


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item)
            if isinstance(item, int | float) and not isinstance(item, bool):
                yield key
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_nothing_that_a_file_says_is_dropped(path: Path) -> None:
    """Every word of the file, ids and dates included, stands somewhere in the loaded agreement."""
    loaded = "\n".join(map(str, leaves(msgspec.to_builtins(load_agreement(path)))))
    written = {"agreement/0", "at_least", "day", "month", "inferred", "unknown"}
    for leaf in set(leaves(parse_tree(path.read_text(encoding="utf-8")).value)) - written:
        assert leaf in loaded, leaf


def test_the_drafts_stay_loadable() -> None:
    if not DRAFTS.is_dir():
        pytest.skip("the drafts in ../shared are not here")
    loaded = {load_agreement(path).id: load_agreement(path) for path in DRAFTS.glob("*.yaml")}
    assert set(loaded) == {path.stem for path in list_library()}
    for path in list_library():
        assert {clause.id for clause in loaded[path.stem].clauses} <= {
            clause.id for clause in load_agreement(path).clauses
        }


def test_what_the_demo_says_arrives() -> None:
    agreement = load_agreement(DEMO)
    clause = agreement.get_clause("3a")
    assert clause.where == Where(start="teskal", end="line", end_side="west")
    assert clause.due == Term("in_force", "P21D", wording="within 21 days")
    assert clause.begins == Term("in_force")
    assert agreement.get_clause("4a").target == (Quantity("detainees", 48, "at least"),)
    assert agreement.get_anchor("border_talks_opened").fixes == ()
    assert agreement.get_anchor("mission_in_place").fixes == (
        Fix(Known(dt.date(2025, 3, 22)), dt.date(2025, 3, 20), sources=("radio-fenhavn-2025-03-22",)),
    )
    in_force = agreement.get_anchor("in_force").fixes[0]
    assert in_force.by_text
    assert in_force.known == Known(dt.date(2025, 3, 11))


def test_a_shipped_agreement_is_found_by_its_id_and_a_file_by_its_path() -> None:
    assert find_agreement("isr-lbn-2024").stem == "isr-lbn-2024"
    assert find_agreement(str(DEMO)) == DEMO
    with pytest.raises(InputError, match="no such agreement"):
        find_agreement("fenhavn-2026")


FAULTS = [
    ("kind: progress", "kind: progres", "kind is 'progres'. Write one of achieve, maintain"),
    ("modal: intends", "modle: intends", "unknown key 'modle'. Write modal"),
    ("    partial: true", "    partial: yes", "some programs read yes as a boolean. Write"),
    ('    signed: "2025-03-11T15:00:00+02:00"', "    signed: 2025-03-11T15:00:00+02:00", "stands without quotes"),
    ('    signed: "2025-03-11T15:00:00+02:00"', '    signed: "2025-03-11T15:00:00"', "with its zone"),
    ("  signed: 2025-03-11\n", "  signed: 2025-02-30\n", "signed is '2025-02-30'. Write a day"),
    ("      within: P21D", "      within: 21 days", "an ISO 8601 duration"),
    ('  - id: "12"', "  - id: 12", "id is 12"),
    ("parties:", "parties: {}\nparties:", "'parties' stands here twice"),
    ("      known: 2025-03-22", "      known: 2025-13-01", "known is '2025-13-01'"),
    ('    gist: "the right of each', '    text: "the right of each', "'gist' is missing"),
    ("    bearer: [sorrelund]", "    bearer: sorrelund", "bearer is 'sorrelund'. Write a list"),
    ("    bearer: [sorrelund]", "    bearer: &x [sorrelund]\n    verified_by: *x", "&x is a YAML anchor"),
    ("    bearer: [sorrelund]", "    bearer: !names [sorrelund]", "!names is a YAML tag"),
]  # fmt: skip
REFERENCES = [
    ("    bearer: [sorrelund]", "    bearer: [sorelund]", "no party has the id 'sorelund'"),
    ("    place: valley\n    from: in_force\n    except", "    place: vale\n    except", "no place has the id 'vale'"),
    ("      after: mission_in_place", "      after: mission", "no anchor has the id 'mission'"),
    ('    except: ["11"]', '    except: ["99"]', "no clause has the id '99'"),
    ('  - id: "12"', '  - id: "11"', "the id '11' stands here twice"),
    ('mode: multilateral, object: "first', 'mode: visiting, object: "first', "CONSULT has no mode 'visiting'"),
    ('    trigger: "alleged', '    note: "alleged', "kind whenever and the key trigger belong together"),
    ("      known: 2025-03-22", "      known: null", "known is missing"),
    ("      date: 2025-03-20", '      date: "2025-03"', "date and precision differ"),
    ("      after: in_force\n      within: P42D", "      within: P42D", "a moment has one of after, date, at"),
    ("      within: PT48H", "      within: PT48H\n      first_day_counts: true", "needs a duration in days"),
    ("    accepted_by: [dessovia]", "    accepted_by: [dessovya]", "no party has the id 'dessovya'"),
    (", through: tollaria", "", "bound-through and the key through belong together"),
    ("  talk_from:", "  zone: Atlantis/Capital\n  talk_from:", "no zone is called 'Atlantis/Capital'"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), FAULTS + REFERENCES, ids=lambda words: words.strip()[:25])
def test_each_fault_is_said_where_it_stands(before: str, after: str, said: str) -> None:
    assert before in TEXT
    found = complaints(TEXT.replace(before, after, 1))
    assert any(said in complaint for complaint in found), found
    line = line_of(before)
    assert any(line - 15 <= int(complaint.partition(":")[0]) <= line + 3 for complaint in found)


def test_all_faults_are_said_at_once_in_the_order_of_the_file() -> None:
    broken = TEXT
    for before, after, _said in FAULTS[:3]:
        broken = broken.replace(before, after)
    found = complaints(broken)
    assert len(found) >= 3
    assert found == sorted(found, key=lambda complaint: [int(part) for part in complaint.split(":")[:2]])
    for _before, _after, said in FAULTS[:3]:
        assert any(said in complaint for complaint in found)


def test_line_and_column_point_at_the_word() -> None:
    before, after, said = "bearer: [sorrelund]", "bearer: [sorelund]", "no party has the id"
    broken = TEXT.replace(before, after)
    lines = broken.splitlines()
    number = next(number for number, line in enumerate(lines) if after in line)
    assert any(
        complaint.startswith(f"{number + 1}:{lines[number].index('sorelund') + 1}: {said}")
        for complaint in complaints(broken)
    )


@pytest.mark.parametrize(
    "text", ["", "# nothing", "a: [", "just words", "- a\n- b", "? [a]: b", "\x00", "a: \x07", "[" * 5000]
)
def test_what_is_no_agreement_is_refused_and_not_stumbled_over(text: str) -> None:
    assert complaints(text)


def test_words_that_other_programs_take_for_booleans_stay_words() -> None:
    assert "some programs read No" in complaints(TEXT.replace("also: [the mission, Anselm Korrigate]", "also: [No]"))[0]
    quoted = parse_agreement(TEXT.replace("also: [the mission, Anselm Korrigate]", 'also: ["No"]'), "a.yaml")
    assert ("No",) in [party.also for party in quoted.parties]


def test_a_reported_instant_needs_a_zone_in_which_days_begin() -> None:
    days = TEXT.replace('signed: "2025-03-11T15:00:00+02:00"', "signed: {date: 2025-03-11, known: 2025-03-11}")
    days = days.replace(
        'in_force: "2025-03-14T06:00:00+02:00"', 'in_force: {at: "2025-03-14T06:00:00+02:00", known: 2025-03-14}'
    )
    assert "no zone says where days begin" in complaints(days)[0]
    assert (
        parse_agreement(days.replace("  talk_from:", "  zone: Europe/Kyiv\n  talk_from:"), "a.yaml").zone
        == "Europe/Kyiv"
    )


def test_known_to_the_month_is_certain_on_its_last_day_only() -> None:
    known = Known(dt.date(2025, 2, 1), "month")
    assert not known.held_by(dt.date(2025, 2, 27))
    assert known.held_by(dt.date(2025, 2, 28))
    assert Known(dt.date(2025, 2, 1)).held_by(dt.date(2025, 2, 1))
