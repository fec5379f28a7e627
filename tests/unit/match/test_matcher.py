"""Which clause a report bears on, and how; every reading here is made by hand, over the bundled invented agreement."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import parley
from parley.agreement import Agreement, load_agreement
from parley.match import Match, Matcher
from parley.match.matcher import limit_clauses
from parley.match.occasions import list_occasions
from parley.match.voices import list_retold
from parley.model import Document, Event, Mention, Reading, Span, Statement

FILE = Path(parley.__file__).parent / "demo" / "agreement.yaml"
DAY = dt.date(2025, 3, 30)
Cut = Callable[..., Any]
Make = Callable[..., Reading]


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return load_agreement(FILE)


@pytest.fixture(scope="module")
def matcher(agreement: Agreement) -> Matcher:
    return Matcher([agreement])


@pytest.fixture(scope="module")
def make(cut: Cut) -> Make:
    """Make a reading of one event, in the narrator's words or within a statement `(source, cue, content)`."""

    def build(text: str, trigger: str, kind: str, said: tuple[str, str, str] | None = None, **fields: Any) -> Reading:
        document = Document(text, fields.pop("day", DAY), "en")
        roles = {
            role: tuple(cut(document, words, Mention) for words in fields.pop(role, ()))
            for role in ("actor", "recipient", "place")
        }
        type_, _, mode = kind.partition("/")
        event = Event("E1", cut(document, trigger, Span), type_, mode or None, **roles, **fields)  # type: ignore[arg-type]
        if said is None:
            return Reading(document, (), (event,))
        source, cue, content = said
        statement = Statement(
            "S1", cut(document, cue, Span), (cut(document, content, Span),), cut(document, source, Mention)
        )
        return Reading(document, (statement,), (replace(event, within="S1"),))

    return build


def briefly(matches: list[Match]) -> list[tuple[str, str, str | None, str | None]]:
    return [(match.clause, match.bearing, match.by, match.against) for match in matches]


WITHDRAWAL = "Dessovia {} its troops from the Teskal heights."


@pytest.mark.parametrize(
    ("verb", "trigger", "fields", "bearing"),
    [
        ("withdrew", "withdrew", {}, "partly"),
        ("fully withdrew", "withdrew", {}, "done"),
        ("has not withdrawn", "withdrawn", {"negated": True}, "not_done"),
        ("delayed withdrawing", "withdrawing", {}, "not_done"),
        ("will withdraw", "withdraw", {"modality": "future"}, "planned"),
        ("will not withdraw", "withdraw", {"modality": "refused", "negated": True}, "not_done"),
        ("must withdraw", "withdraw", {"modality": "obliged"}, "reads"),
        ("was told to withdraw", "withdraw", {"modality": "requested"}, "calls"),
        ("could withdraw", "withdraw", {"modality": "hypothetical"}, "relates"),
    ],
)
def test_modality_negation_and_aspect_settle_the_bearing(
    matcher: Matcher, make: Make, verb: str, trigger: str, fields: dict[str, Any], bearing: str
) -> None:
    text = WITHDRAWAL.format(verb)
    reading = make(text, trigger, "RETREAT/withdraw", actor=["Dessovia"], place=["the Teskal heights"], **fields)
    assert briefly(matcher.match(reading)) == [("3a", bearing, None, "dessovia")]


def test_an_excluded_act_is_contrary_and_what_is_said_of_it_is_its_speakers(matcher: Matcher, make: Make) -> None:
    text = "Tollaria said that Dessovian forces shelled Tollarian villages."
    content = "that Dessovian forces shelled Tollarian villages"
    claimed = make(
        text, "shelled", "ASSAULT/heavy-weapons", ("Tollaria", "said", content),
        actor=["Dessovian forces"], recipient=["Tollarian villages"],
    )  # fmt: skip
    assert briefly(matcher.match(claimed)) == [("1", "contrary", "Tollaria", "dessovia")]
    denied = replace(claimed, events=(replace(claimed.events[0], negated=True),))
    assert briefly(matcher.match(denied)) == [("1", "denied", "Tollaria", "dessovia")]
    told = replace(claimed, statements=(), events=(replace(claimed.events[0], within=None),))
    assert briefly(matcher.match(told)) == [("1", "contrary", None, "dessovia")]


def test_an_act_of_a_group_bound_through_a_state_bears_on_the_states_duty(matcher: Matcher, make: Make) -> None:
    text = "Fighters of the Ombrel Defence League attacked Dessovian posts."
    reading = make(
        text, "attacked", "ASSAULT", actor=["Fighters of the Ombrel Defence League"], recipient=["Dessovian posts"]
    )
    assert briefly(matcher.match(reading)) == [("2", "contrary", None, "tollaria")]


def test_a_joint_act_bears_on_the_duty_of_each(matcher: Matcher, make: Make) -> None:
    text = "Dessovia and Tollaria freed 20 detainees."
    reading = make(text, "freed", "RETREAT/release", actor=["Dessovia", "Tollaria"], recipient=["20 detainees"])
    expected = {("4a", "partly", None, "dessovia"), ("4b", "partly", None, "tollaria")}
    assert set(briefly(matcher.match(reading))) == expected


def test_what_all_bearers_do_together_is_no_ones_alone(matcher: Matcher, make: Make) -> None:
    text = "Dessovia and Tollaria held talks on the border in Fenhavn."
    reading = make(text, "held talks", "CONSULT", actor=["Dessovia", "Tollaria"])
    assert briefly(matcher.match(reading)) == [("10", "partly", None, None)]
    alone = make(text, "held talks", "CONSULT", actor=["Tollaria"])
    assert briefly(matcher.match(alone)) == [("10", "partly", None, "tollaria")]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The second phase has not been negotiated.", {"second_phase"}),
        ("The second phase, they say, was never negotiated.", set()),
        ("The second phase is what they negotiated.", set()),
    ],
)
def test_what_is_done_by_nobody_is_about_what_stands_before_it(make: Make, text: str, about: set[str]) -> None:
    (occasion,) = list_occasions(make(text, "negotiated", "CONSULT", negated=True))
    assert occasion.concepts - {"talks"} == about
    assert ("second" in occasion.stems) == bool(about)


@pytest.mark.parametrize("pronoun", [False, True])
def test_their_release_is_of_those_released_before(matcher: Matcher, make: Make, cut: Cut, *, pronoun: bool) -> None:
    text = "Dessovia freed 20 Tollarian detainees after delaying their release in protest at how a body was returned."
    reading = make(text, "freed", "RETREAT/release", actor=["Dessovia"], recipient=["20 Tollarian detainees"])
    trigger = cut(reading.document, "release", Span)
    actor, their = (cut(reading.document, words, Mention) for words in ("Dessovia", "their"))
    delayed = Event("E2", trigger, "RETREAT", "release", (actor,), (their,) * pronoun, negated=True)
    both = replace(reading, events=(*reading.events, delayed))
    links = briefly(matcher.match(both))
    assert sorted(links) == [("4a", told, None, "dessovia") for told in ("excused", "not_done", "partly")]
    assert matcher.match(replace(reading, events=(delayed,))) == []


def test_a_charge_counts_on_the_clause_that_it_names_and_not_on_the_whole(
    matcher: Matcher, make: Make, cut: Cut
) -> None:
    content = "violating the ceasefire deal by failing to release Tollarian detainees"
    text = f"Tollaria accused Dessovia of {content}."
    reading = make(
        text, "release", "RETREAT/release", ("Tollaria", "accused", content),
        actor=["Dessovia"], recipient=["Tollarian detainees"], negated=True,
    )  # fmt: skip
    accused = cut(reading.document, "accused", Span)
    told = Event("E2", accused, "ACCUSE", "allege", recipient=(cut(reading.document, "Dessovia", Mention),), about="S1")
    (link,) = matcher.match(replace(reading, events=(*reading.events, told)))
    assert (briefly([link]), link.called_breach) == ([("4a", "not_done", "Tollaria", "dessovia")], True)
    assert briefly(matcher.match(replace(reading, events=(told,)))) == [("1", "contrary", "Tollaria", "dessovia")]


def test_mutual_accusations_give_two_links_that_quote_a_breach(matcher: Matcher, cut: Cut) -> None:
    document = Document("Dessovia and Tollaria accused each other of violating the ceasefire.", DAY)
    source = cut(document, "Dessovia and Tollaria", Mention, entities=("Dessovia", "Tollaria"))
    content = (cut(document, "violating the ceasefire", Span),)
    reading = Reading(document, (Statement("S1", cut(document, "accused", Span), content, source),))
    matches = matcher.match(reading)
    assert set(briefly(matches)) == {
        ("1", "contrary", "Dessovia", "tollaria"),
        ("1", "contrary", "Tollaria", "dessovia"),
    }
    assert all(match.called_breach and "violating" in match.quote.text for match in matches)


def test_despite_the_ceasefire_is_no_word_of_a_breach(matcher: Matcher, make: Make) -> None:
    text = "Dessovian forces shelled Tollarian villages despite the ceasefire."
    reading = make(text, "shelled", "ASSAULT", actor=["Dessovian forces"], recipient=["Tollarian villages"])
    assert [match.called_breach for match in matcher.match(reading)] == [False]


def test_a_ground_is_told_apart_from_the_act_that_it_excuses(matcher: Matcher, make: Make) -> None:
    text = "Dessovian forces shelled Tollarian villages in response to rocket fire."
    reading = make(text, "shelled", "ASSAULT", actor=["Dessovian forces"], recipient=["Tollarian villages"])
    contrary, excused = sorted(matcher.match(reading), key=lambda match: match.bearing)
    assert (contrary.bearing, excused.bearing, excused.clause) == ("contrary", "excused", contrary.clause)
    assert excused.quote.text == "in response to rocket fire"


@pytest.mark.parametrize(("speaker", "own"), [("Dessovia", True), ("The observers", False)])
def test_a_ground_may_stand_where_the_bearer_names_the_act_again(
    matcher: Matcher, make: Make, cut: Cut, speaker: str, *, own: bool
) -> None:
    content = "the shelling was due to delayed talks"
    text = f"Dessovian forces shelled Tollarian villages. {speaker} said {content}."
    told = make(text, "shelled", "ASSAULT", actor=["Dessovian forces"], recipient=["Tollarian villages"])
    document = told.document
    said = Statement(
        "S1", cut(document, "said", Span), (cut(document, content, Span),), cut(document, speaker, Mention)
    )
    again = Event("E2", cut(document, "shelling", Span), "ASSAULT", None, within="S1")
    links = briefly(matcher.match(replace(told, statements=(said,), events=(*told.events, again))))
    grounds = [(by, against) for _, bearing, by, against in links if bearing == "excused"]
    assert grounds == ([("Dessovia", "dessovia")] if own else [])


@pytest.mark.parametrize(
    ("day", "modality", "bearings"),
    [
        (dt.date(2025, 3, 10), "future", []),
        (dt.date(2025, 3, 12), "future", ["planned"]),
        (dt.date(2025, 3, 12), "actual", []),
        (dt.date(2025, 3, 15), "actual", ["partly"]),
        (None, "actual", ["partly"]),
    ],
)
def test_talk_counts_from_the_conclusion_and_acts_from_entry_into_force(
    matcher: Matcher, make: Make, day: dt.date | None, modality: str, bearings: list[str]
) -> None:
    reading = make(
        WITHDRAWAL.format("withdraws"), "withdraws", "RETREAT/withdraw", actor=["Dessovia"],
        place=["the Teskal heights"], modality=modality, day=day,
    )  # fmt: skip
    assert [match.bearing for match in matcher.match(reading)] == bearings


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "roles"),
    [
        ("France withdrew its troops from the Teskal heights.", "withdrew", "RETREAT/withdraw", {"actor": ["France"]}),
        ("Dessovia withdrew its troops from Mali.", "withdrew", "RETREAT/withdraw",
         {"actor": ["Dessovia"], "place": ["Mali"]}),
        ("Dessovia struck Iranian ships near the valley.", "struck", "ASSAULT",
         {"actor": ["Dessovia"], "recipient": ["Iranian ships"]}),
        ("Dessovia praised the monitors of Sorrelund.", "praised", "SUPPORT", {"actor": ["Dessovia"]}),
        ("Dessovian settlers attacked Tollarian farmers.", "attacked", "ASSAULT",
         {"actor": ["Dessovian settlers"], "recipient": ["Tollarian farmers"]}),
        ("Rebels freed 48 detainees in Mali.", "freed", "RETREAT/release",
         {"actor": ["Rebels"], "recipient": ["48 detainees"], "place": ["Mali"]}),
    ],
)  # fmt: skip
def test_what_fits_no_clause_stays_unassigned(
    matcher: Matcher, make: Make, text: str, trigger: str, kind: str, roles: dict[str, Any]
) -> None:
    assert matcher.match(make(text, trigger, kind, **roles)) == []


def test_a_report_that_names_nothing_of_the_agreement_is_not_looked_at(matcher: Matcher, make: Make) -> None:
    reading = make("The army withdrew its troops from the hills.", "withdrew", "RETREAT/withdraw", actor=["The army"])
    assert matcher.match(reading) == []


@pytest.mark.parametrize(
    ("acting", "bearer"),
    [
        (["Dessovia"], "dessovia"),
        (["Tollaria"], "tollaria"),
        (["Dessovia", "Tollaria"], None),
        (["Tollaria", "Dessovia"], None),
        (["Sorrelund", "Tollaria"], None),
        (["Dessovia", "Sorrelund"], None),
        (["Dessovia", "Tollaria", "Sorrelund"], None),
    ],
)
def test_what_several_bearers_do_together_is_charged_to_none_of_them(
    agreement: Agreement, make: Make, acting: list[str], bearer: str | None
) -> None:
    bearers = ("dessovia", "tollaria", "sorrelund")
    (leave,) = [clause for clause in agreement.clauses if clause.id == "3a"]
    shared = replace(leave, bearer=bearers, acts=tuple(replace(act, done_by=bearers) for act in leave.acts))
    text = f"{' and '.join(acting)} withdrew troops from the Teskal heights."
    reading = make(text, "withdrew", "RETREAT/withdraw", actor=acting, place=["the Teskal heights"])
    found = Matcher([replace(agreement, clauses=(shared,))]).match(reading)
    assert {(match.clause, match.against) for match in found} == {("3a", bearer)}


def test_a_higher_threshold_leaves_more_out(agreement: Agreement, make: Make) -> None:
    text = WITHDRAWAL.format("could withdraw")
    reading = make(text, "withdraw", "RETREAT/withdraw", actor=["Dessovia"], modality="hypothetical")
    (match,) = Matcher([agreement], threshold=0.0).match(reading)
    assert Matcher([agreement], threshold=match.score + 0.01).match(reading) == []


def test_a_match_explains_itself_in_one_line_and_becomes_a_proposal(matcher: Matcher, make: Make) -> None:
    text = WITHDRAWAL.format("withdrew")
    reading = make(text, "withdrew", "RETREAT/withdraw", actor=["Dessovia"], place=["the Teskal heights"])
    (match,) = matcher.match(reading)
    assert "\n" not in match.why
    assert "“withdrew”" in match.why
    assert "bearer" in match.why
    proposal = match.propose(reading, matcher.version)
    assert (proposal.state, proposal.coder, proposal.score) == ("proposed", matcher.version, match.score)
    assert (proposal.document_id, proposal.clause, proposal.why) == (reading.document.id, "3a", match.why)
    assert proposal.id == match.propose(reading, "another").id


def test_an_entry_bears_on_three_clauses_at_most_the_best_ones(matcher: Matcher, make: Make) -> None:
    reading = make(WITHDRAWAL.format("withdrew"), "withdrew", "RETREAT/withdraw", actor=["Dessovia"])
    (match,) = matcher.match(reading)
    told = [("1", 0.6), ("2", 0.9), ("3", 0.7), ("4", 0.8), ("2", 0.5)]
    found = [replace(match, clause=clause, score=score) for clause, score in told]
    kept = [(each.clause, each.score) for each in limit_clauses([*found, replace(found[0], item="another")])]
    assert kept == [("2", 0.9), ("4", 0.8), ("3", 0.7), ("1", 0.6), ("2", 0.5)]


def test_a_better_resolved_name_needs_no_change_here(matcher: Matcher, make: Make) -> None:
    text = "The general withdrew from the Teskal heights."
    reading = make(text, "withdrew", "RETREAT/withdraw", actor=["The general"], place=["the Teskal heights"])

    def resolve(entity: str) -> Reading:
        (event,) = reading.events
        return replace(reading, events=(replace(event, actor=(replace(event.actor[0], entity=entity),)),))

    assert briefly(matcher.match(resolve("Dessovian Armed Forces"))) == [("3a", "partly", None, "dessovia")]
    assert matcher.match(resolve("Tollarian Armed Forces")) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("On Monday, Dessovia and Tollaria withdrew from the Teskal heights, U.S. envoys said.",
         "Dessovia and Tollaria withdrew from the Teskal heights"),
        ("Dessovia withdrew from the Teskal heights as the deadline passed.",
         "Dessovia withdrew from the Teskal heights"),
        ("The U.S. says that Dessovia withdrew from the Teskal heights.",
         "The U.S. says that Dessovia withdrew from the Teskal heights"),
    ],
)  # fmt: skip
def test_a_quote_is_the_part_of_the_sentence_that_can_stand_alone(
    matcher: Matcher, make: Make, text: str, quote: str
) -> None:
    reading = make(text, "withdrew", "RETREAT/withdraw", actor=["Dessovia"], place=["the Teskal heights"])
    assert {match.quote.text for match in matcher.match(reading)} == {quote}


def test_aid_that_arrives_is_named_before_the_verb(make: Make) -> None:
    text = "It rained, and the mission said that forty aid trucks have arrived at the crossing."
    said = ("the mission", "said", "that forty aid trucks have arrived at the crossing")
    (arriving,) = list_occasions(make(text, "arrived", "AID", said, place=["the crossing"]))
    assert arriving.object_text.strip() == "that forty aid trucks have arrived at the crossing"
    assert "aid" in arriving.concepts
    (given,) = list_occasions(make(text, "arrived", "AID", said, place=["the crossing"], actor=["the mission"]))
    assert "aid" not in given.concepts


@pytest.mark.parametrize(("elsewhere", "links"), [("The Lurna crossing was shut.", 1), ("The weather was mild.", 0)])
def test_a_party_may_undertake_it_in_a_sentence_that_names_nobody_else(
    matcher: Matcher, make: Make, elsewhere: str, links: int
) -> None:
    text = f"Dessovia agreed to a plan that extends the ceasefire. {elsewhere}"
    found = briefly(matcher.match(make(text, "agreed", "AGREE", actor=["Dessovia"])))
    assert found == [("1", "planned", None, None)] * links


@pytest.mark.parametrize(("actor", "target"), [("Dessovian", "Tollarian"), ("Tollarian", "Dessovian")])
@pytest.mark.parametrize(
    ("words", "own", "others"),
    [
        ("shelled {target} trucks that violated the ceasefire", False, False),
        ("shelled {target} trucks that had repeatedly breached the ceasefire", False, False),
        ("shelled {target} trucks in violation of the ceasefire", False, True),
        ("shelled {target} villages and violated the ceasefire", False, True),
    ],
)
def test_a_breach_is_what_the_words_call_so_and_nobody_calls_an_own_act_one(
    matcher: Matcher, make: Make, actor: str, target: str, words: str, *, own: bool, others: bool
) -> None:
    content = f"{actor} forces {words.format(target=target)}"
    recipient = "trucks" if "trucks" in words else "villages"
    for speaker, called in ((f"The {actor} army", own), (f"The {target} army", others)):
        reading = make(
            f"{speaker} said {content}.", "shelled", "ASSAULT", (speaker, "said", content),
            actor=[f"{actor} forces"], recipient=[f"{target} {recipient}"],
        )  # fmt: skip
        found = [match for match in matcher.match(reading) if match.bearing == "contrary"]
        assert found
        assert {match.called_breach for match in found} == {called}


def test_a_breach_by_an_act_that_a_noun_names_is_that_act(matcher: Matcher, make: Make) -> None:
    text = "It was an attack on Tollarian villages by Dessovian forces that violated the ceasefire."
    reading = make(text, "attack", "ASSAULT", actor=["Dessovian forces"], recipient=["Tollarian villages"])
    assert [match.called_breach for match in matcher.match(reading)] == [True]


@pytest.mark.parametrize(
    ("source", "by"),
    [
        ("An earlier report by this newspaper", None),
        ("A previous version of this article", None),
        ("our earlier report", None),
        ("This newspaper", None),
        ("A report by the observers", "A report by the observers"),
        ("An official quoted in our report", "An official quoted in our report"),
    ],
)
def test_an_outlets_own_report_is_the_narrator(matcher: Matcher, make: Make, source: str, by: str | None) -> None:
    content = "Dessovian forces shelled Tollarian villages"
    reading = make(
        f"{source} said {content}.", "shelled", "ASSAULT", (source, "said", content),
        actor=["Dessovian forces"], recipient=["Tollarian villages"],
    )  # fmt: skip
    assert [match.by for match in matcher.match(reading)] == [by]
    assert bool(list_retold(reading)) == (by is None)
