"""How long does the status of an agreement take for eleven views, against each view on its own and a plain count?

usage: python benchmarks/status.py [--clauses 60] [--reports 20000] [--seed 1]

Makes an agreement and assessed reports by chance, as unevenly spread as real ones (a few clauses and sides hold most of
them; every seventh document holds an accusation with its answer, every twentieth report is a copy of another, one in
two hundred corrects an earlier one), and prints the median of five runs: all views at once; the same views one by one;
and the plain baseline, which does nothing but count the reports by clause, side and bearing for every view.

Within the time of a status: every incident, row, tally and word with its reports, silences, what is set aside. Left
until it is read: how many origins a tally or an account has, and the accounts of an incident. The last line is the time
of reading all of these for everybody's view. Times are of the processor; what earlier runs left is collected before
each run, as usual within it.
"""

import argparse
import datetime as dt
import gc
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import get_args

from parley.agreement import Agreement, Anchor, Clause, Evidence, Fix, Known, Party, View
from parley.agreement.reports import Bounds
from parley.agreement.results import AgreementStatus
from parley.agreement.status import find_status, find_statuses
from parley.agreement.terms import ClauseKind
from parley.model import Assessment, Bearing, Span

START = dt.date(2031, 3, 1)
DAYS = 400
SIDES = (
    "north",
    "south",
    "watch",
    "guarantor",
    "Ternwire",
    "Daily",
    "Courier",
    "Bastor Nive",
    "unknown",
    "Radio Lurna",
)
KINDS: tuple[ClauseKind, ...] = ("achieve", "maintain", "maintain", "whenever", "progress")
WEIGHTS = {"done": 8, "partly": 20, "not_done": 12, "contrary": 25, "kept": 2, "denied": 3, "excused": 8, "planned": 7,
           "reads": 3, "calls": 7, "relates": 5}  # fmt: skip
"""Bearings about as often as in hand-made links of a year of news."""


def make_agreement(clauses: int) -> Agreement:
    """Make an agreement of two parties with so many clauses, every third of one bearer alone."""
    parties = (Party("north", "North", "party"), Party("south", "South", "party"), Party("watch", "Watch", "monitor"))
    bearers = (("north", "south"), ("north",), ("south",))
    made = tuple(
        Clause(f"c{number}", "", "must", KINDS[number % len(KINDS)], bearers[number % 3], ())
        for number in range(clauses)
    )
    force = Anchor("in_force", fixes=(Fix(Known(START), START),))
    return Agreement("bench", "Bench", START, parties, (), (force,), made)


def make_evidence(agreement: Agreement, count: int, chance: random.Random) -> list[Evidence]:
    """Make assessed reports."""
    clause_weights = [1 / (place + 1) for place in range(len(agreement.clauses))]
    side_weights = [1 / (place + 1) for place in range(len(SIDES))]
    bearings = list(get_args(Bearing))
    weights = [WEIGHTS[bearing] for bearing in bearings]
    evidence: list[Evidence] = []
    while len(evidence) < count:
        clause = chance.choices(agreement.clauses, clause_weights)[0]
        told = chance.choices(bearings, weights)
        if chance.random() < 1 / 7:
            told = ["contrary", chance.choice(["denied", "excused"])]
        document, against = f"d{len(evidence)}", chance.choice(clause.bearer)
        day = START + dt.timedelta(days=chance.randrange(DAYS))
        echo = chance.choice(evidence).origin if evidence and chance.random() < 1 / 20 else document
        corrects = chance.choice(evidence).assessment.document_id if evidence and chance.random() < 1 / 200 else None
        for bearing in told:
            side = chance.choices(SIDES, side_weights)[0]
            words = f"words {len(evidence)}"
            speaker = None if side in {"Ternwire", "Daily", "Courier", "Radio Lurna"} else side
            incident = (
                f"i{chance.randrange(count // 10)}" if bearing == "contrary" and chance.random() < 1 / 5 else None
            )
            assessment = Assessment(
                f"a{len(evidence):06}", document, agreement.id, clause.id, bearing, Span(0, len(words), words), speaker,
                against, called_breach=bearing == "contrary" and chance.random() < 1 / 8, incident=incident,
            )  # fmt: skip
            happened = (day - dt.timedelta(days=1),) * 2 if chance.random() < 1 / 3 else None
            recorded = dt.datetime.combine(day, dt.time(12), dt.UTC)
            evidence.append(
                Evidence(assessment, side, echo, (side,), day, recorded, happened=happened, corrects=corrects)
            )
    return evidence[:count]


def make_views() -> list[View]:
    """Make eleven views: all, eight sides, the two parties, the outlets."""
    single = [View(side, frozenset({side})) for side in SIDES[:8]]
    parties, outlets = frozenset(SIDES[:2]), frozenset({"Ternwire", "Daily", "Courier", "Radio Lurna"})
    return [View(), *single, View("parties", parties), View("outlets", outlets)]


def count_plainly(
    evidence: Sequence[Evidence], views: Sequence[View], known: dt.date
) -> list[Counter[tuple[str, ...]]]:
    """Count reports by clause, bearer, side and bearing for each view: what a pivot table would show."""
    counted = []
    for view in views:
        counter: Counter[tuple[str, ...]] = Counter()
        for piece in evidence:
            if piece.known_on <= known and view.takes(piece):
                told = piece.assessment
                counter[told.clause, told.against or "", piece.side, told.bearing] += 1
        counted.append(counter)
    return counted


def read_all(status: AgreementStatus) -> int:
    """Read everything that a status works out when it is asked; returns the sum of all origins."""
    rows = [row for clause in status.clauses for row in (*clause.together, *clause.by_side)]
    accounts = [
        account
        for incident in status.incidents
        for told in (incident.asserted, incident.denied, incident.called_breach, incident.called_lawful)
        for account in told
    ]
    counted = (*(tally for row in rows for tally in row.tallies), *accounts, *status.incidents)
    return sum(one.origins for one in counted)


def time_call(call: Callable[[], object]) -> float:
    """Return the median of five runs in seconds of the processor."""
    seconds = []
    for _ in range(5):
        gc.collect()
        began = time.process_time()
        call()
        seconds.append(time.process_time() - began)
    return statistics.median(seconds)


def main() -> None:
    """Run all three and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clauses", type=int, default=60)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    agreement = make_agreement(options.clauses)
    evidence = make_evidence(agreement, options.reports, random.Random(options.seed))  # noqa: S311 (a made-up sample)
    views, last = make_views(), START + dt.timedelta(days=DAYS)
    bounds = Bounds(last, last)
    together = time_call(lambda: find_statuses(agreement, evidence, views, bounds))
    apart = time_call(lambda: [find_status(agreement, evidence, view, last, last) for view in views])
    plain = time_call(lambda: count_plainly(evidence, views, last))
    everybody = find_statuses(agreement, evidence, views[:1], bounds)[0]
    reading = time_call(lambda: read_all(everybody))
    sizes = f"{options.reports} reports, {options.clauses} clauses, {len(views)} views"
    print(f"{sizes}, {len(everybody.incidents)} incidents")
    print(f"all views at once {together:.3f} s; one by one {apart:.3f} s; plain count {plain:.3f} s")
    print(
        f"at once is {apart / together:.1f} times as fast as one by one, and takes {together / plain:.2f} plain counts"
    )
    print(f"reading all origins and accounts of everybody's view takes {reading:.3f} s more")


if __name__ == "__main__":
    main()
