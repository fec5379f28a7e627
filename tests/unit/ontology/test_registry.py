import datetime as dt
from pathlib import Path

import pytest
from msgspec.structs import replace

from parley.errors import FormatError, InputError
from parley.model import ActorChange
from parley.ontology.registry import (
    Actor,
    Alias,
    Registry,
    Role,
    code_actor,
    introduce_person,
    lint_registry,
    load_pack,
    load_registry,
    parse_pack,
    parse_role,
)

PACK = """
title = "The valley"
source = "Gazette 3/2025"
[actor]
guard = { name = "Valley Guard", kind = "armed group", country = "GEO", sector = "REB", aliases = ["VLG"] }
nive = { name = "Bastor Nive", kind = "person", roles = ["leader of guard from 2023-05 to 2025"] }
"""


def test_a_pack_names_its_source_for_every_fact() -> None:
    guard, nive = parse_pack(PACK, "valley")
    assert (guard.id, guard.names, guard.source, guard.pack) == (
        "guard",
        ("Valley Guard", "VLG"),
        "Gazette 3/2025",
        "valley",
    )
    assert nive.roles == (Role("leader", "guard", "2023-05", "2025"),)


@pytest.mark.parametrize(
    "text",
    [
        "title = 1", "title = 'x'", "not toml", PACK.replace("kind", "sort", 1), PACK.replace("leader of", "boss of"),
        PACK.replace("leader of guard", "leader"), PACK.replace("2023-05", "2023-13"),
        PACK.replace("armed group", "gang"),
    ],
)  # fmt: skip
def test_a_pack_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        list(parse_pack(text, "valley"))


def test_a_missing_pack_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_pack(tmp_path / "no.toml")


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2023-04-30", False), ("2023-05-01", True), ("2025-12-31", True), ("2026-01-01", False), (None, False)],
)
def test_a_role_holds_as_exactly_as_its_days_are_known(day: str | None, holds: bool) -> None:  # noqa: FBT001
    role = parse_role("leader of guard from 2023-05 to 2025")
    assert role.may_hold(dt.date.fromisoformat(day) if day else None) is holds
    assert parse_role(str(role)) == role


def test_own_packs_come_first(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(PACK.replace('"VLG"', '"M23"'), encoding="utf-8")
    assert [name.id for name in load_registry((path,)).find("M23")] == ["guard", "m23"]


def test_shipped_entries_are_without_doubt() -> None:
    assert list(lint_registry(load_registry())) == []


def test_no_two_entries_are_one_body_of_a_state() -> None:
    """What stands for a state's institution has the institution's id, so that every way to it finds the same."""
    registry = load_registry()
    for words, ways in {
        "High Court of Australia": ("the Australian high court", "the supreme court of Australia"),
        "Russian Aerospace Forces": ("the Russian air force", "Russia's air force"),
        "Ukrainian Navy": ("the Ukrainian navy", "Ukraine's navy"),
        "Philippine Coast Guard": ("the coast guard of the Philippines", "the Philippine coast guard"),
        "National Assembly (Kuwait)": ("Kuwait's parliament", "the Kuwaiti national assembly"),
        "House of Representatives (Libya)": ("Libya's parliament", "the Libyan house of representatives"),
    }.items():
        assert {registry.find(way)[0].entity for way in ways} == {words}


def test_a_bare_name_of_two_is_no_doubt_unless_one_bears_it_plainly() -> None:
    one = Actor(id="a", name="Party (A)", kind="party", bare=("Party",))
    other = Actor(id="b", name="Party (B)", kind="party", bare=("Party",))
    assert list(lint_registry(Registry([one, other]))) == []
    assert [doubt.actor for doubt in lint_registry(Registry([one, replace(other, bare=(), aliases=(Alias("Party"),))]))]


def test_names_that_are_bare_outlive_a_merger() -> None:
    registry = load_registry((), (change("merge", "labour_nigeria", into="apc_nigeria"),))
    assert "apc_nigeria" in {name.id for name in registry.find("Labour Party")}


def test_every_ucdp_id_that_a_pack_claims_is_one_of_ucdp() -> None:
    actors = load_registry().actors.values()
    claimed = [actor.ids["ucdp"] for actor in actors if actor.pack != "ucdp" and "ucdp" in actor.ids]
    taken = {actor.ids["ucdp"] for actor in actors if actor.pack == "ucdp"}
    assert len(claimed) == len(set(claimed)) > 50
    assert not taken & set(claimed)
    assert len(taken) + len(claimed) == 1725


def test_the_linter_finds_circles_overlaps_and_days_that_cannot_be() -> None:
    actors = [
        Actor(id="a", name="A", kind="body", parent="b"),
        Actor(id="b", name="B", kind="body", parent="a", aliases=(Alias("A"),)),
        Actor(
            id="p", name="P Q", kind="person", roles=(Role("president", "a", "2020", "2019"), Role("leader", "gone"))
        ),
        Actor(id="r", name="R S", kind="person", roles=(Role("leader", "b", "2020"),)),
        Actor(id="t", name="T U", kind="person", roles=(Role("leader", "b", "2021"),)),
    ]
    told = {(doubt.actor, doubt.what.split(":")[-1].strip()) for doubt in lint_registry(Registry(actors))}
    assert {("b", "the name 'A' is also that of a, which is meant first"), ("p", "it ends before it begins"),
            ("a", "its parents lead in a circle through a"), ("p", "it names 'gone', which is no entry"),
            ("t", "r holds it at the same time")} <= told  # fmt: skip


def change(action: str, subject: str, *names: str, into: str | None = None, number: str = "1") -> ActorChange:
    return ActorChange(action=action, subject=subject, names=names, into=into, id=number, by="A. Analyst")  # type: ignore[arg-type]


def test_changes_rename_alias_merge_and_split() -> None:
    changes = (
        change("rename", "m23", "The Movement"),
        change("alias", "m23", "the Goma rebels", number="2"),
        change("merge", "afc", into="m23", number="3"),
        change("split", "houthis", "Supreme Political Council", into="spc", number="4"),
    )
    registry = load_registry((), changes)
    for words in ("M23", "March 23 Movement", "the Goma rebels", "Congo River Alliance"):
        assert registry.find(words)[0].entity == "The Movement", words
    assert registry.find_holders("leader", "m23", dt.date(2025, 1, 1))[-1].name in {
        "Corneille Nangaa",
        "Bertrand Bisimwa",
    }
    assert registry.find("Supreme Political Council")[0].id == "spc"
    assert registry.fingerprint != load_registry().fingerprint


def test_a_person_who_is_introduced_takes_no_entry_away() -> None:
    first = introduce_person(load_registry(), ("Orsolya Kettering", 'O. "Orsi" K\x7f'), "A")
    second = introduce_person(load_registry((), (replace(first, id="1"),)), ("Orsolya-Kettering",), "A")
    held = load_registry((), (replace(first, id="1"), replace(second, id="2"))).actors
    assert held[first.subject].names == ("Orsolya Kettering", 'O. "Orsi" K\x7f')
    assert held[second.subject].name == "Orsolya-Kettering"


def test_what_is_undone_leaves_no_trace() -> None:
    undone = load_registry((), (change("rename", "m23", "X"), change("undo", "1", number="2")))
    assert undone.fingerprint == load_registry().fingerprint
    redone = load_registry(
        (), (change("rename", "m23", "X"), change("undo", "1", number="2"), change("undo", "2", number="3"))
    )
    assert redone.find("M23")[0].entity == "X"


@pytest.mark.parametrize(
    "wrong",
    [
        change("rename", "nobody", "X"), change("rename", "m23"), change("merge", "m23", into="m23"),
        change("merge", "m23"), change("split", "m23", "no name of it", into="x"),
        change("split", "m23", "M23", into="afc"),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_made_is_refused(wrong: ActorChange) -> None:
    with pytest.raises(FormatError):
        load_registry((), (wrong,))


@pytest.mark.parametrize(
    ("words", "entity", "code"),
    [
        ("Israeli", "Israel", ("ISR", "GOV")),
        ("the group", "Hezbollah", ("LBN", "REB")),
        ("he", "Naim Qassem", ("LBN", "REB")),
        ("Lebanese soldiers", None, ("LBN", "MIL")),
        ("residents", None, (None, "CVL")),
        ("Hamas terrorists", None, (None, None)),
        ("the thing", None, (None, None)),
    ],
)
def test_country_and_sector(words: str, entity: str | None, code: tuple[str | None, str | None]) -> None:
    found = code_actor(load_registry(), words, entity, dt.date(2025, 7, 7))
    assert (found.country, found.sector) == code
