"""Who said what: cues, sources and the words that are said."""

from collections.abc import Iterator

from msgspec import Struct

from parley.ontology.times import TIME
from parley.read.rules.clause import Hit, Range, Sentence

_OPENING = frozenset({'"', "“"})
_QUOTES = frozenset({'"', "“", "”"})
_STOPS = frozenset({".", "!", "?"})
_TURNS = frozenset({"while", "but", "although", "though", "whereas"})
_UNNAMED = frozenset({"reportedly", "allegedly", "alleged", "suspected", "purportedly"})
_CHARGES = frozenset({"of", "for", "with", "over"})
_NOUN_LINKS = frozenset({"for", "to", "that"})
_LISTENER_LINKS = frozenset({"that", "to", ":", ",", "not"})
_ADJUNCTS = frozenset({"with", "by", "in", "on", "from"})
_BREAKS = frozenset({*_TURNS, "according", "following", "citing"})
_OBJECTS = frozenset({"us", "me", "him", "them"})
_REACH = 9


class Saying(Struct, frozen=True):
    """A statement in token positions of its sentence.

    `hit` is null where the cue is no verb or noun of the lexicon; `charged` is who is accused.
    """

    cue: Range
    source: Range | None
    content: tuple[Range, ...]
    addressee: Range | None = None
    hit: Hit | None = None
    charged: Range | None = None


def find_sayings(sentence: Sentence) -> Iterator[Saying]:
    """Yield the statements of a sentence in the order of their cues."""
    for hit in sentence.hits:
        if hit.sense.frame is None:
            continue
        saying = _read_verb(sentence, hit) if hit.is_verb else _read_noun(sentence, hit)
        if saying and saying.content:
            yield saying
    yield from _read_prepositions(sentence)


def find_enclosing(at: int, sayings: list[Saying], inner: Saying | None = None) -> Saying | None:
    """Return the innermost saying whose content holds a position, and which is wider than `inner`."""
    holding = [saying for saying in sayings if any(start <= at < end for start, end in saying.content)]
    width = _measure(inner) if inner else 0
    wider = [saying for saying in holding if saying is not inner and _measure(saying) > width]
    return min(wider, key=_measure, default=None)


def _measure(saying: Saying) -> int:
    return sum(end - start for start, end in saying.content)


def _read_verb(sentence: Sentence, hit: Hit) -> Saying | None:
    if sentence.is_passive(hit):
        return _read_passive(sentence, hit)
    if turned := _read_turned(sentence, hit):
        return turned
    source = _find_source(sentence, hit)
    if source and sentence.low[source[0]] in _OBJECTS:
        return None
    addressee, start = _find_listener(sentence, hit)
    if not _takes(sentence, hit, start):
        return None
    start += sentence.word(start) in (":", ",")
    content = _cut(sentence, start)
    told, charged = (None, addressee) if hit.sense.frame == "charge" else (addressee, None)
    return Saying((hit.at, hit.end), source, (content,), told, hit, charged) if content else None


def _find_listener(sentence: Sentence, hit: Hit) -> tuple[Range | None, int]:
    """Return who is told, urged or charged, if the verb names one, and where the words said begin."""
    if hit.sense.frame not in ("listener", "charge"):
        return None, _skip_adjuncts(sentence, hit.end)
    phrases = sentence.phrases_at(hit.end)
    if not phrases or _names_act(sentence, listener := (phrases[0][0], phrases[-1][1])):
        return None, hit.end
    follower = sentence.word(listener[1])
    if hit.sense.frame == "charge" and follower not in _CHARGES:
        charges = [at for at in range(*listener) if sentence.low[at] == "of"]
        return ((listener[0], charges[-1]), charges[-1] + 1) if charges else (None, hit.end)
    if follower in _LISTENER_LINKS or follower in _QUOTES:
        return listener, listener[1]
    return (listener, listener[1] + 1) if follower in _CHARGES else (None, hit.end)


def _takes(sentence: Sentence, hit: Hit, start: int) -> bool:
    """Tell whether what follows can be what the verb's frame takes."""
    follower = sentence.word(start)
    if hit.sense.frame == "charge":
        return start > hit.end
    if hit.sense.frame == "that":
        return follower in ("that", "to") or follower in _OPENING
    return hit.sense.frame != "object" or follower not in _ADJUNCTS


def _names_act(sentence: Sentence, span: Range) -> bool:
    return any(span[0] <= hit.at < span[1] and hit.sense.type for hit in sentence.hits)


def _read_passive(sentence: Sentence, hit: Hit) -> Saying | None:
    """Read "X was accused by Y of Z", "it was reported that"."""
    source, start = None, hit.end
    if sentence.word(start) == "by" and (source := sentence.phrase_at(start + 1)):
        start = source[1]
    if hit.sense.frame == "clause" and sentence.word(start) in (".", "") and (subject := sentence.subject_of(hit.at)):
        return Saying((hit.at, hit.end), source, (subject,), None, hit)
    if sentence.word(start) not in ("that", "to", *_CHARGES):
        return None
    content = _cut(sentence, start + (sentence.word(start) in _CHARGES))
    return Saying((hit.at, hit.end), source, (content,), None, hit) if content else None


def _read_turned(sentence: Sentence, hit: Hit) -> Saying | None:
    """Read a cue that follows or interrupts what is said: `"...," X said`, `..., said X`, `..., X said, ...`."""
    if hit.sense.frame not in ("clause", "that", "listener") or hit.sense.form == "participle":
        return None
    source, end = None, hit.end
    if sentence.word(hit.at - 1) in (",", *_QUOTES):
        source = sentence.phrase_at(hit.end)
        opens, end = hit.at, source[1] if source else end
    elif source := sentence.subject_of(hit.at):
        opens = source[0]
    if source is None or opens == 0 or sentence.word(opens - 1) not in (",", *_QUOTES):
        return None
    closed = _closes(sentence, end)
    if opens == hit.at and hit.end < len(sentence.tokens) and not closed and sentence.word(end) != ",":
        return None
    if not closed and sentence.word(end) != ",":
        return None
    first = (_last_turn(sentence, opens), opens - (sentence.word(opens - 1) == ","))
    if first[1] <= first[0] or (
        sentence.word(end) == "," and source[0] < hit.at and not _is_interruption(sentence, opens)
    ):
        return None
    rest = None if closed else _cut(sentence, end + 1)
    spans = tuple(span for span in (_trim(sentence, first), rest) if span)
    return Saying((hit.at, hit.end), source, spans, None, hit)


def _closes(sentence: Sentence, end: int) -> bool:
    """Tell whether nothing but a time or place of speaking follows."""
    rest = sentence.low[end:]
    if not rest or rest[0] in _STOPS:
        return True
    short = len(rest) <= _REACH and not any(word in _QUOTES or word in (",", "that") for word in rest)
    opens = rest[0] in ("on", "in", "at", "during") or TIME.match(sentence.tokens[end].text) is not None
    return short and opens and not any(hit.at >= end for hit in sentence.hits)


def _is_interruption(sentence: Sentence, opens: int) -> bool:
    """Tell "A, he said, B" from an apposition: a clause or a quotation stands before."""
    before = sentence.low[:opens]
    return (
        any(word in _QUOTES for word in before)
        or bool(before and before[0] in ("only", "if", "but", "and"))
        or any(hit.end <= opens for hit in sentence.finite)
    )


def _last_turn(sentence: Sentence, before: int) -> int:
    """Return where the clause begins that an attribution after it closes."""
    turns = [i + 2 for i in range(before - 1) if sentence.low[i] == "," and sentence.low[i + 1] in _TURNS]
    return turns[-1] if turns and before - turns[-1] > 2 else 0


def _find_source(sentence: Sentence, hit: Hit) -> Range | None:
    if hit.sense.form == "participle" and sentence.skip_back(hit.at) == hit.at:
        earlier = [other for other in sentence.finite if other.end <= hit.at]
        verbs = [other for other in earlier if other.sense.frame] or earlier
        return sentence.subject_of(verbs[-1].at) if verbs else sentence.first_subject(hit.at)
    return sentence.subject_of(hit.at)


def _skip_adjuncts(sentence: Sentence, start: int) -> int:
    """Step over "on Sunday", "in a statement" when "that" or a quotation follows soon."""
    for at in range(start, min(start + _REACH, len(sentence.tokens))):
        if sentence.low[at] == "that" or sentence.low[at] in _OPENING:
            between = sentence.tokens[start:at]
            opens = (
                not between
                or sentence.low[start] in ("on", "in", "at", "to", ",", ":")
                or bool(TIME.match(between[0].text))
            )
            return at if opens else start
    return start


def _read_noun(sentence: Sentence, hit: Hit) -> Saying | None:
    """Read "its demand that", "a request for", with the possessor as source."""
    if sentence.word(hit.end) not in _NOUN_LINKS:
        return None
    content = _cut(sentence, hit.end + (sentence.word(hit.end) == "for"), until_comma=True)
    source = None
    if sentence.word(hit.at - 1) == "'s":
        source = sentence.phrase_before(hit.at - 1)
    elif sentence.word(hit.at - 1) in sentence.lexicon.small.possessives:
        source = (hit.at - 1, hit.at)
    return Saying((hit.at, hit.end), source, (content,), None, hit) if content else None


def _read_prepositions(sentence: Sentence) -> Iterator[Saying]:
    """Read "according to X" and the adverbs that attribute to nobody named."""
    cues = {hit.at for hit in sentence.hits if hit.sense.frame}
    for at, low in enumerate(sentence.low):
        if low == "according" and sentence.word(at + 1) == "to" and (source := _phrase_with_report(sentence, at + 2)):
            comma = sentence.word(source[1]) == ","
            after = _cut(sentence, source[1] + comma) if comma or at == 0 else None
            before = _trim(sentence, (_last_turn(sentence, at), at)) if at else None
            content = tuple(span for span in (before, after) if span)
            if content:
                yield Saying((at, at + 2), source, content)
        elif low in _UNNAMED and at not in cues and (content_after := _cut(sentence, at + 1, until_comma=True)):
            yield Saying((at, at + 1), None, (content_after,))


def _phrase_with_report(sentence: Sentence, at: int) -> Range | None:
    """Return the source after "according to"; in "a report by X" the source is X."""
    phrase = sentence.phrase_at(at)
    if phrase and sentence.word(phrase[1]) in ("by", "from") and sentence.low[phrase[1] - 1] in ("report", "statement"):
        return sentence.phrase_at(phrase[1] + 1) or phrase
    return phrase


def _cut(sentence: Sentence, start: int, *, until_comma: bool = False) -> Range | None:
    """Return what is said from `start` on: to the end of the sentence or to where the saying breaks off."""
    if start >= len(sentence.tokens):
        return None
    if sentence.low[start] in _OPENING and not until_comma:
        closing = next((i for i in range(start + 1, len(sentence.tokens)) if sentence.low[i] in ('"', "”")), None)
        if closing and (closing + 1 == len(sentence.tokens) or sentence.low[closing + 1] in (".", ",")):
            return start, closing + 1
    end = start
    while end < len(sentence.tokens) and not _breaks_off(sentence, end, start, until_comma=until_comma):
        end += 1
    if sentence.word(end) == "," and sentence.word(end + 1) in _QUOTES:
        return start, end + 2
    return _trim(sentence, (start, end))


def _breaks_off(sentence: Sentence, at: int, start: int, *, until_comma: bool) -> bool:
    """Tell whether what is said ends before a position."""
    low = sentence.low[at]
    if low in _STOPS:
        return at + 1 == len(sentence.tokens)
    if low in (";", "according") or (until_comma and low == ","):
        return True
    if low == "and":
        return at > start and any(
            hit.at == at + 1 and hit.sense.frame and hit.sense.form != "base" for hit in sentence.finite
        )
    return low == "," and _turns_away(sentence, at)


def _turns_away(sentence: Sentence, comma: int) -> bool:
    """Tell whether another voice speaks after a comma: "..., while", "..., accusing", "..., AFP reported."."""
    if sentence.word(comma + 1 + (sentence.word(comma + 1) in _QUOTES)) in _BREAKS:
        return True
    cue = next((hit for hit in sentence.hits if hit.at > comma and hit.sense.frame and hit.is_verb), None)
    if cue is None:
        return False
    if cue.sense.form == "participle":
        return cue.at == comma + 1
    source = sentence.subject_of(cue.at) if _closes(sentence, cue.end) else None
    return source is not None and source[0] == comma + 1


def _trim(sentence: Sentence, span: Range) -> Range | None:
    """Drop commas and stops at both ends."""
    start, end = span
    while start < end and sentence.low[start] in (",", ":", ";", "."):
        start += 1
    while end > start and sentence.low[end - 1] in (",", ":", ";", "."):
        end -= 1
    return (start, end) if start < end else None
