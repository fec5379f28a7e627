"""Whether the text says that an act happened: modals, negators, governing words, conditions."""

from msgspec import Struct

from parley.model import Modality
from parley.read.rules.clause import Hit, Range, Sentence
from parley.read.rules.lexicon import Governor
from parley.read.rules.statements import Saying

_CONDITIONS = tuple(
    tuple(words.split())
    for words in (
        "if", "unless", "only after", "only if", "on condition that", "in exchange for", "in return for", "as long as",
        "provided that",
    )
)  # fmt: skip
_POSSIBLE = frozenset({"may", "might", "could", "can", "should"})
_AHEAD = frozenset({"will", "would", "shall"})
_BARRIERS = frozenset(
    {"as", "after", "while", "but", "which", "who", "when", "amid", "following", "despite", "because", ";", "since"}
)


class Verdict(Struct, frozen=True):
    """How the text presents an act."""

    modality: Modality
    negated: bool = False


def find_conditions(sentence: Sentence) -> list[Range]:
    """Return the explicit conditions of a sentence, to the next comma or end."""
    found: list[Range] = []
    for at in range(len(sentence.tokens)):
        pattern = next((p for p in _CONDITIONS if tuple(sentence.low[at : at + len(p)]) == p), None)
        if pattern is None or (found and at < found[-1][1]):
            continue
        ends = (i for i in range(at, len(sentence.tokens)) if sentence.low[i] in (",", ".", ";", '"', "”"))
        end = next(ends, len(sentence.tokens))
        if end - at > len(pattern):
            found.append((at, end))
    return found


def find_refusals(sentence: Sentence) -> list[int]:
    """Return the positions of "will not", "would not", "won't"."""
    return [
        at
        for at, word in enumerate(sentence.low)
        if word == "won't" or (word in _AHEAD and sentence.word(at + 1) == "not")
    ]


def judge_act(sentence: Sentence, hit: Hit, enclosing: Saying | None, conditions: list[Range]) -> Verdict:
    """Say how the text presents the act that a hit names."""
    if any(start <= hit.at < end for start, end in conditions):
        return Verdict("hypothetical")
    hit = sentence.lead_verb(hit)
    helpers = sentence.low[sentence.skip_back(hit.at) : hit.at] if hit.is_verb else []
    negated = _has_negator(sentence, helpers) or (not hit.is_verb and sentence.word(hit.at - 1) == "no")
    if modal := _judge_modal(helpers, negated=negated, spoken=enclosing is not None):
        return modal
    finite = hit.is_verb and hit.sense.form != "base" and not _is_governed_gerund(sentence, hit)
    governor = None if finite else _find_governor(sentence, hit)
    return _judge_governed(governor, negated=negated, bare=sentence.word(hit.at - 1) == "to")


def _judge_governed(governor: Governor | None, *, negated: bool, bare: bool) -> Verdict:
    """Judge by the governing word; a bare infinitive without one is a purpose."""
    if governor == "unfulfilled":
        return Verdict("actual", negated=True)
    if governor is None and bare:
        return Verdict("hypothetical", negated)
    return Verdict(governor or "actual", negated and governor != "refused")


def _has_negator(sentence: Sentence, helpers: list[str]) -> bool:
    return any(word in sentence.lexicon.small.negators or word.endswith("n't") for word in helpers)


def _judge_modal(helpers: list[str], *, negated: bool, spoken: bool) -> Verdict | None:
    """Judge by will, may, must. Said by somebody, "will not" is a refusal."""
    if _AHEAD.intersection(helpers) or "won't" in helpers:
        return Verdict("refused") if negated and spoken else Verdict("future", negated)
    if "must" in helpers:
        return Verdict("requested" if spoken else "obliged", negated)
    return Verdict("hypothetical", negated) if _POSSIBLE.intersection(helpers) else None


def _is_governed_gerund(sentence: Sentence, hit: Hit) -> bool:
    """Tell "denies attacking", "of failing to" from a gerund with a subject of its own."""
    return hit.sense.form == "participle" and sentence.lexicon.find_governor(sentence.low, hit.at - 1) is not None


def _find_governor(sentence: Sentence, hit: Hit) -> Governor | None:
    """Return the kind of the nearest word to the left that governs the act."""
    for at in range(hit.at - 1, -1, -1):
        low = sentence.low[at]
        if low in _BARRIERS:
            return None
        if not hit.is_verb and (low in _AHEAD or low in _POSSIBLE):
            return "future" if low in _AHEAD else "hypothetical"
        found = sentence.lexicon.find_governor(sentence.low, at)
        if found and at + found[0] <= hit.at:
            return _adjust(sentence, at, found[1])
        if not hit.is_verb and any(other.at <= at < other.end for other in sentence.finite):
            return None
    return None


def _adjust(sentence: Sentence, at: int, governor: Governor) -> Governor:
    """What an agreement demands is obliged; who "will not continue" or "has failed" is judged at that word."""
    if governor == "requested":
        subject = sentence.subject_of(at)
        if subject and sentence.low[subject[1] - 1] in sentence.lexicon.small.documents:
            return "obliged"
    helpers = sentence.low[sentence.skip_back(at) : at]
    if governor in ("actual", "future") and _has_negator(sentence, helpers):
        return "refused" if _AHEAD.intersection(helpers) else "unfulfilled"
    if governor == "actual" and _AHEAD.intersection(helpers):
        return "future"
    return governor
