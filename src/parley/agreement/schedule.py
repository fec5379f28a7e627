"""When a clause begins and is due, from the text and its anchors alone, as it was known on a day.

Nothing here looks at whether anything was done. What is counted in several ways (rival reports of an anchor, a first
day that may or may not count, an extension that not every party accepted) is given in all of them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from parley.agreement.counting import (
    Window,
    begin_day,
    count_from,
    end_day,
    find_zone,
    parse_duration,
    place_fix,
)
from parley.agreement.terms import (
    ACCEPTING,
    IN_FORCE,
    LAPSED,
    TRIGGER,
    Agreement,
    Amendment,
    Anchor,
    Clause,
    Fix,
    Interpretation,
    Known,
    Term,
)

Phase = Literal["dormant", "pending", "in force", "due", "past due", "lapsed"]


class Reckoning(Struct, frozen=True):
    """One way to count a moment: from which anchor, as fixed by which reports, or by which amendment.

    `known` is the first day on which it could be counted so; `accepted_by` is null for what the text itself says.
    """

    window: Window
    known: Known
    anchor: str | None = None
    sources: tuple[str, ...] = ()
    amendment: str | None = None
    accepted_by: tuple[str, ...] | None = None
    why: str = ""

    @property
    def due_days(self) -> str:
        """The day that is the last one in time, or the days among which it lies; with the amendment that sets it."""
        days = _tell(self.window.as_deadline)
        return f"{days} by {self.amendment}" if self.amendment else days


class Schedule(Struct, frozen=True):
    """What the text alone says of a clause on one day, as known on another.

    `word`: dormant = waits for something that nobody has dated; pending = begins later; in force = begun and not yet
    due; due = the due day, or past due by one count and not by another; past due = by every count; lapsed = the
    agreement has ended. `split` is true where counts differ in the word. `waiting_on` names anchors without a date.
    `reasons` says all of it in sentences.
    """

    clause: str
    word: Phase
    begins: tuple[Reckoning, ...] = ()
    dues: tuple[Reckoning, ...] = ()
    waiting_on: tuple[str, ...] = ()
    split: bool = False
    reasons: tuple[str, ...] = ()


def schedule_clause(agreement: Agreement, clause: Clause, world: dt.date, known: dt.date) -> Schedule:
    """Say where a clause stands on the day `world`, with nothing that became public after the day `known`."""
    return next(schedule_days(agreement, clause, (world,), known))


def schedule_days(
    agreement: Agreement, clause: Clause, worlds: Iterable[dt.date], known: dt.date
) -> Iterator[Schedule]:
    """Do what `schedule_clause` does for several days of the world, counting the clause's moments once."""
    since = clause.known or Known(agreement.public_from)
    if not since.held_by(known):
        unknown = Schedule(clause.id, "dormant", reasons=(f"not public by {known}",))
        yield from (unknown for _ in worlds)
        return
    view = _AsKnown(agreement, known)
    opening = _find_opening(agreement, clause)
    begins = view.reckon(opening, ends=False)
    dues = view.reckon_due(clause)
    waiting = [
        term.after for term, found in ((opening, begins), (clause.due, dues)) if term and term.after and not found
    ]
    schedule = Schedule(
        clause.id,
        "in force",
        begins,
        dues,
        tuple(dict.fromkeys(name for name in waiting if name != TRIGGER)),
        reasons=tuple(view.explain(clause, opening, begins, dues)),
    )
    ends = view.reckon(Term(after=LAPSED), ends=False) if any(each.id == LAPSED for each in agreement.anchors) else ()
    for world in worlds:
        word, split = _pick_word(schedule, world)
        yield _end_lapsed(replace(schedule, word=word, split=split), ends, world)


def schedule_agreement(agreement: Agreement, world: dt.date, known: dt.date) -> tuple[Schedule, ...]:
    """Do what `schedule_clause` does for every clause, in the order of the file."""
    return tuple(schedule_clause(agreement, clause, world, known) for clause in agreement.clauses)


def known_readings(clause: Clause, known: dt.date) -> tuple[Interpretation, ...]:
    """Return what was said by a day about what the clause requires; readings without a known date are left out."""
    return tuple(reading for reading in clause.readings if reading.known and reading.known.held_by(known))


def known_amendments(agreement: Agreement, clause: Clause, known: dt.date) -> tuple[Amendment, ...]:
    """Return the amendments of a clause that were public by a day."""
    return tuple(each for each in agreement.amendments if clause.id in each.clauses and each.known.held_by(known))


def is_accepted(agreement: Agreement, amendment: Amendment) -> bool:
    """Tell whether every party of the agreement accepted an amendment; no acceptance is ever assumed."""
    parties = {party.id for party in agreement.parties if party.role in ACCEPTING}
    return bool(parties) and parties <= set(amendment.accepted_by)


def _find_opening(agreement: Agreement, clause: Clause) -> Term:
    """Return when a clause begins: as it says, else with what its due date counts from, else with the agreement."""
    if clause.begins:
        return clause.begins
    if clause.due and clause.due.after and clause.due.after != TRIGGER:
        return Term(after=clause.due.after)
    if any(anchor.id == IN_FORCE for anchor in agreement.anchors):
        return Term(after=IN_FORCE)
    return Term(date=agreement.public_from)


def _pick_word(schedule: Schedule, world: dt.date) -> tuple[Phase, bool]:
    if not schedule.begins:
        return "dormant", False
    days = [reckoning.window.as_beginning for reckoning in schedule.begins]
    if all(world < first for first, _last in days):
        return "pending", False
    half_begun = any(world < last for _first, last in days)
    words = {_judge_due(reckoning.window, world) for reckoning in schedule.dues} or {"in force"}
    return (words.pop(), half_begun) if len(words) == 1 else ("due", True)


def _judge_due(window: Window, world: dt.date) -> Phase:
    first, last = window.as_deadline
    if world < first:
        return "in force"
    return "past due" if world > last else "due"


def _end_lapsed(schedule: Schedule, ends: tuple[Reckoning, ...], world: dt.date) -> Schedule:
    """Let the anchor `lapsed` end the clause from its day on; rival days of it are shown as split."""
    over = [end.window.as_beginning[0] <= world for end in ends]
    if not any(over):
        return schedule
    reasons = (*schedule.reasons, *(f"lapsed: {end.why}" for end in ends))
    if not all(over):
        return replace(schedule, split=True, reasons=reasons)
    return replace(schedule, word="lapsed", split=False, reasons=reasons)


class _AsKnown:
    """An agreement as it was known on a day."""

    def __init__(self, agreement: Agreement, known: dt.date) -> None:
        self.agreement = agreement
        self.known = known
        self.zone = find_zone(agreement)

    def reckon(self, term: Term, *, ends: bool) -> tuple[Reckoning, ...]:
        """Count a moment in every way that was known; a plain date is its first instant, or its last if it ends."""
        text = Known(self.agreement.public_from)
        if term.at:
            at = term.at.astimezone(self.zone) if self.zone else term.at.replace(tzinfo=None)
            return (Reckoning(Window(at, at), text, why=f"{term.at.isoformat()}, as the text says"),)
        if term.date:
            at = (end_day if ends else begin_day)(term.date, self.zone)
            return (Reckoning(Window(at, at), text, why=f"{term.date}, as the text says"),)
        if not term.after or term.after == TRIGGER:
            return ()
        anchor = self.agreement.get_anchor(term.after)
        fixes = [fix for fix in anchor.fixes if fix.known and fix.known.held_by(self.known)]
        return _merge(self._count(anchor, fix, term) for fix in fixes)

    def reckon_due(self, clause: Clause) -> tuple[Reckoning, ...]:
        """Count the due date by the text and by amendments; one that all parties accepted takes the text's place."""
        counted = self.reckon(clause.due, ends=True) if clause.due else ()
        for amendment in sorted(known_amendments(self.agreement, clause, self.known), key=_amendment_order):
            amended = self._amend(amendment)
            counted = amended if is_accepted(self.agreement, amendment) else (*counted, *amended)
        return counted

    def _count(self, anchor: Anchor, fix: Fix, term: Term) -> Reckoning | None:
        start = place_fix(fix, self.zone)
        if start is None or fix.known is None:
            return None
        window, how = start, ""
        if term.within:
            window = count_from(start, parse_duration(term.within), first_day_counts=term.first_day_counts)
            how = f"{term.within} after "
        return Reckoning(window, fix.known, anchor.id, fix.sources, why=f"{how}{_tell_fix(anchor, fix)}")

    def _amend(self, amendment: Amendment) -> tuple[Reckoning, ...]:
        accepted = ", ".join(amendment.accepted_by) or "nobody as reported"
        why = f"amendment {amendment.id} by {amendment.by}, accepted by {accepted}, known {amendment.known.date}"
        return tuple(
            replace(
                reckoning,
                known=amendment.known,
                sources=amendment.sources,
                amendment=amendment.id,
                accepted_by=amendment.accepted_by,
                why=why,
            )
            for reckoning in self.reckon(amendment.due, ends=True)
        )

    def explain(
        self, clause: Clause, opening: Term, begins: Iterable[Reckoning], dues: Iterable[Reckoning]
    ) -> Iterable[str]:
        """Yield the sentences that say where the moments come from and what the text leaves open."""
        for reckoning in begins:
            yield f"begins {_tell(reckoning.window.as_beginning)}: {reckoning.why}"
        for reckoning in dues:
            yield f"due {_tell(reckoning.window.as_deadline)}: {reckoning.why}"
        for what, term, found in (("begins", opening, begins), ("due", clause.due, dues)):
            if term and term.after and not found and term.after != TRIGGER:
                yield f"{what} {_count_words(term)}: waiting on {self._name(term.after)}"
        if clause.trigger:
            within = f", within {clause.due.within} of it" if clause.due and clause.due.within else ""
            yield f"each time: {clause.trigger}{within}"
        for term in (opening, clause.due):
            if term and term.within and "T" not in term.within and term.first_day_counts is None:
                yield f"the text does not say whether the first of {term.within} counts"
        if clause.needs:
            yield f"the text ties it to {', '.join(clause.needs)}"
        if clause.target_date:
            yield f"date named beside it: {clause.target_date}"

    def _name(self, anchor_id: str) -> str:
        event = self.agreement.get_anchor(anchor_id).event
        return f"{anchor_id} ({event})" if event else anchor_id


def _tell_fix(anchor: Anchor, fix: Fix) -> str:
    sources = ", ".join(fix.sources) or "no source"
    stated = f"as stated ({sources})" if anchor.grade == "official" else f"as reported ({sources})"
    parts = [
        f"{fix.at.isoformat() if fix.at else fix.date}{f': {fix.note}' if fix.note else ''}",
        "as the text says" if fix.by_text else stated,
        "from recollection" if anchor.checked == "recollection" else "",
        f"known {fix.known.date}" if fix.known else "",
    ]
    return f"{anchor.id} ({', '.join(filter(None, parts))})"


def _count_words(term: Term) -> str:
    return f"{term.within} after {term.after}" if term.within else f"with {term.after}"


def _tell(days: tuple[dt.date, dt.date]) -> str:
    first, last = days
    return f"{first}" if first == last else f"{first} or {last}" if (last - first).days == 1 else f"{first} to {last}"


def _amendment_order(amendment: Amendment) -> tuple[dt.date, str]:
    return amendment.known.date, amendment.id


def _merge(counted: Iterable[Reckoning | None]) -> tuple[Reckoning, ...]:
    """Fold reckonings that come to the same instants, whatever zone they were written in; the earliest window first."""
    merged: dict[tuple[dt.datetime, dt.datetime], Reckoning] = {}
    for reckoning in sorted(filter(None, counted), key=_reckoning_order):
        key = (reckoning.window.earliest, reckoning.window.latest)
        first = merged.setdefault(key, reckoning)
        merged[key] = replace(first, sources=tuple(dict.fromkeys((*first.sources, *reckoning.sources))))
    return tuple(merged.values())


def _reckoning_order(reckoning: Reckoning) -> tuple[dt.datetime, dt.datetime, dt.date, str]:
    return reckoning.window.earliest, reckoning.window.latest, reckoning.known.date, reckoning.why
