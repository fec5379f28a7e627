"""Who does an act, to whom and where: by position."""

from msgspec import Struct

from parley.ontology.names import find_name
from parley.ontology.times import MONTHS
from parley.read.rules.clause import Hit, Range, Sentence

_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_SUFFERED = frozenset({"ASSAULT", "COERCE", "RETREAT", "SANCTION", "AID", "ACCUSE", "SUPPORT"})
_TARGETS = frozenset({"on", "against", "at", "targeting"})
_PLACES = frozenset({"in", "at", "near", "inside", "outside", "across", "around", "from"})
_SPOKEN = frozenset({"REQUEST", "REJECT", "SUPPORT", "AGREE", "CONSULT", "CONCEDE"})
_REACH = 25


class Roles(Struct, frozen=True):
    """Token ranges of who takes part in an act."""

    actor: tuple[Range, ...] = ()
    recipient: tuple[Range, ...] = ()
    place: tuple[Range, ...] = ()


def find_roles(sentence: Sentence, hit: Hit, verbs: list[Hit]) -> Roles:
    """Find who does the act, to whom, and where; `verbs` name the same act again ("airstrikes kill six")."""
    actor, recipient = _read_verb(sentence, hit) if hit.is_verb else _read_noun(sentence, hit)
    for verb in verbs:
        recipient += _read_verb(sentence, verb)[1]
    place = _find_places(sentence, hit)
    if hit.sense.type == "ASSAULT" and not hit.is_verb:
        localities = [span for span in recipient if _is_locality(sentence, span)]
        place, recipient = [*localities, *place], [span for span in recipient if span not in localities]
    if hit.sense.type in _SPOKEN:
        recipient = [span for span in recipient if _is_named(sentence, span)]
    if hit.sense.type in _MUTUAL:
        actor, recipient = [*actor, *(span for span in recipient if span not in actor)], []
    taken = [*actor, *recipient]
    return Roles(_tidy(sentence, actor), _tidy(sentence, recipient), tuple(span for span in place if span not in taken))


def _is_named(sentence: Sentence, span: Range) -> bool:
    """Tell whether the phrase holds a name, or is a pronoun."""
    words = sentence.tokens[span[0] : span[1]]
    return any(word.is_capital for word in words) or words[0].low in sentence.lexicon.small.pronouns


def _is_locality(sentence: Sentence, span: Range) -> bool:
    """Tell whether the phrase is a bare proper name that denotes no known party."""
    words = sentence.tokens[span[0] : span[1]]
    name = find_name(" ".join(word.text for word in words))
    return all(word.is_capital for word in words) and (name is None or name.kind in ("seat", "place"))


def _read_verb(sentence: Sentence, hit: Hit) -> tuple[list[Range], list[Range]]:
    subject = sentence.subject_of(hit.at)
    subjects = sentence.split(subject) if subject else []
    if sentence.is_passive(hit):
        agent = _after(sentence, hit.end, frozenset({"by"}))
        return agent, subjects
    objects = sentence.phrases_at(hit.end)
    if not objects:
        objects = _after(sentence, hit.end, frozenset({"with"}) if hit.sense.type in _MUTUAL else _TARGETS, reach=2)
    return subjects, objects


def _read_noun(sentence: Sentence, hit: Hit) -> tuple[list[Range], list[Range]]:
    """Read "Israeli strikes on X", "X's withdrawal", "talks between X and Y"."""
    actor = find_owner(sentence, hit)
    if not actor:
        actor = _after(sentence, hit.end, frozenset({"by", "between"}), reach=6)
    if not actor:
        light = next(
            (
                at
                for at in range(hit.at - 1, max(-1, hit.at - 5), -1)
                if sentence.low[at] in sentence.lexicon.small.light
            ),
            None,
        )
        subject = sentence.subject_of(light) if light is not None else None
        actor = sentence.split(subject) if subject else []
    if hit.sense.type in _MUTUAL:
        partners = _after(sentence, hit.end, frozenset({"with"}), reach=4)
        first = sentence.first_subject(hit.at) if partners and not actor else None
        return sentence.split(first) if first else actor, partners
    recipient = _after(sentence, hit.end, _TARGETS, reach=3)
    if (
        not recipient
        and hit.sense.type in _SUFFERED
        and hit.sense.mode != "withdraw"
        and sentence.word(hit.end) == "of"
    ):
        recipient = sentence.phrases_at(hit.end + 1)
    return actor, recipient


def find_owner(sentence: Sentence, hit: Hit) -> list[Range]:
    """Return the possessor or the adjective of a party in front of a noun."""
    small = sentence.lexicon.small
    for at in range(hit.at - 1, max(-1, hit.at - 6), -1):
        token = sentence.tokens[at]
        if token.low == "'s":
            owner = sentence.phrase_before(at)
            return sentence.split(owner) if owner else []
        if token.low in small.possessives:
            return [(at, at + 1)]
        if not token.is_word or token.low in small.prepositions or token.low in small.determiners or token.low == "and":
            return []
        for start in (at - 1, at):
            if start >= 0 and (name := find_name(" ".join(word.text for word in sentence.tokens[start : at + 1]))):
                return [(start, at + 1)] if name.kind != "place" else []
    return []


def _after(sentence: Sentence, start: int, links: frozenset[str], *, reach: int = 3) -> list[Range]:
    """Return the phrases after the first of the linking words within reach."""
    for at in range(start, min(start + reach, len(sentence.tokens))):
        if sentence.low[at] in (",", ";", "."):
            return []
        if sentence.low[at] in links:
            return [] if _is_time(sentence.word(at + 1)) else sentence.phrases_at(at + 1)
    return []


def _find_places(sentence: Sentence, hit: Hit) -> list[Range]:
    """Return the capitalised phrases after "in", "at", "near" up to the next act."""
    limit = next(
        (other.at for other in sentence.hits if other.at >= hit.end and other.sense.type), len(sentence.tokens)
    )
    for at in range(hit.end, min(limit, hit.end + _REACH)):
        if sentence.low[at] in _PLACES and (phrase := sentence.phrase_at(at + 1)):
            last = sentence.tokens[phrase[1] - 1]
            if last.is_capital and not _is_time(last.low):
                return [phrase]
    return []


def _is_time(low: str) -> bool:
    return low.endswith("day") or low in ("year", "month", "week", "end") or low in MONTHS


def _tidy(sentence: Sentence, spans: list[Range]) -> tuple[Range, ...]:
    """Drop relative pronouns and a trailing possessive mark."""
    kept = [(start, end - (sentence.low[end - 1] == "'s")) for start, end in spans]
    return tuple(
        (start, end) for start, end in kept if end > start and sentence.low[start] not in ("who", "which", "that")
    )
