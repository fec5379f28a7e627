"""Who does an act, to whom and where: by position."""

from msgspec import Struct

from parley.ontology.names import find_name
from parley.read.rules.clause import Hit, Range, Sentence

_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_SUFFERED = frozenset({"ASSAULT", "COERCE", "RETREAT", "SANCTION", "AID", "ACCUSE", "SUPPORT"})
_TARGETS = frozenset({"on", "against", "at", "targeting"})
_PLACES = frozenset({"in", "at", "near", "inside", "outside", "across", "around", "from"})
_LIGHT = frozenset({"carry", "carries", "carried", "conduct", "conducts", "conducted", "launch", "launches", "launched", "hold", "holds", "held"})
_REACH = 25


class Roles(Struct, frozen=True):
    """Token ranges of who takes part in an act."""

    actor: tuple[Range, ...] = ()
    recipient: tuple[Range, ...] = ()
    place: tuple[Range, ...] = ()


def find_roles(sentence: Sentence, hit: Hit) -> Roles:
    """Find who does the act, to whom, and where."""
    actor, recipient = _read_verb(sentence, hit) if hit.is_verb else _read_noun(sentence, hit)
    if hit.sense.type in _MUTUAL:
        actor, recipient = [*actor, *(span for span in recipient if span not in actor)], []
    place = _find_places(sentence, hit)
    taken = [*actor, *recipient]
    return Roles(_tidy(sentence, actor), _tidy(sentence, recipient), tuple(span for span in place if span not in taken))


def _read_verb(sentence: Sentence, hit: Hit) -> tuple[list[Range], list[Range]]:
    subject = sentence.subject_of(hit.at)
    subjects = _split(sentence, subject) if subject else []
    if sentence.is_passive(hit):
        agent = _after(sentence, hit.end, frozenset({"by"}))
        return agent, subjects
    objects = sentence.phrases_at(hit.end)
    if not objects:
        objects = _after(sentence, hit.end, frozenset({"with"}) if hit.sense.type in _MUTUAL else _TARGETS, reach=2)
    return subjects, objects


def _read_noun(sentence: Sentence, hit: Hit) -> tuple[list[Range], list[Range]]:
    """Read "Israeli strikes on X", "X's withdrawal", "talks between X and Y"."""
    actor = _find_owner(sentence, hit)
    if not actor:
        actor = _after(sentence, hit.end, frozenset({"by", "between"}), reach=6)
    if not actor:
        light = next((at for at in range(hit.at - 1, max(-1, hit.at - 5), -1) if sentence.low[at] in _LIGHT), None)
        subject = sentence.subject_of(light) if light is not None else None
        actor = _split(sentence, subject) if subject else []
    if hit.sense.type in _MUTUAL:
        return actor, _after(sentence, hit.end, frozenset({"with"}), reach=4)
    recipient = _after(sentence, hit.end, _TARGETS, reach=3)
    if not recipient and hit.sense.type in _SUFFERED and hit.sense.mode != "withdraw" and sentence.word(hit.end) == "of":
        recipient = sentence.phrases_at(hit.end + 1)
    return actor, recipient


def _find_owner(sentence: Sentence, hit: Hit) -> list[Range]:
    """Return the possessor or the adjective of a party in front of a noun."""
    small = sentence.lexicon.small
    for at in range(hit.at - 1, max(-1, hit.at - 6), -1):
        token = sentence.tokens[at]
        if token.low == "'s":
            owner = sentence.phrase_before(at)
            return _split(sentence, owner) if owner else []
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
            return sentence.phrases_at(at + 1)
    return []


def _find_places(sentence: Sentence, hit: Hit) -> list[Range]:
    """Return the capitalised phrases after "in", "at", "near" up to the next act."""
    limit = next((other.at for other in sentence.hits if other.at >= hit.end and other.sense.type), len(sentence.tokens))
    for at in range(hit.end, min(limit, hit.end + _REACH)):
        if sentence.low[at] in _PLACES and (phrase := sentence.phrase_at(at + 1)):
            last = sentence.tokens[phrase[1] - 1]
            if last.is_capital and not _is_time(last.low):
                return [phrase]
    return []


def _is_time(low: str) -> bool:
    return low.endswith("day") or low in ("january", "february", "march", "april", "may", "june", "july", "august",
                                          "september", "october", "november", "december")  # fmt: skip


def _split(sentence: Sentence, span: Range) -> list[Range]:
    """Split "A and B" into its parts, where each part stands alone."""
    ands = [at for at in range(span[0] + 1, span[1] - 1) if sentence.low[at] == "and"]
    words = " ".join(token.text for token in sentence.tokens[span[0] : span[1]])
    if not ands or find_name(words):
        return [span]
    return [(span[0], ands[0]), (ands[0] + 1, span[1])]


def _tidy(sentence: Sentence, spans: list[Range]) -> tuple[Range, ...]:
    """Drop relative pronouns and a trailing possessive mark."""
    kept = [(start, end - (sentence.low[end - 1] == "'s")) for start, end in spans]
    return tuple((start, end) for start, end in kept if end > start and sentence.low[start] not in ("who", "which", "that"))
