"""Whatever a text and its spans are, resolving names fails never, changes no span, and repeats itself."""

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.model import Document, Event, Mention, Reading, Statement
from parley.resolve import ActorResolver

PIECES = st.sampled_from(
    ["Israel", "the", "Lebanese", "president", "Ana", "Exemplar", "he", "its", "army", "both", "sides", "(M23)", "M23",
     "of", "and", ",", "’s", "al-", "...", "Beirut", "said", ".", "\n", "U.S.", "Court", "-", "İ", "ß", "the group"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=4), min_size=1, max_size=30).map(" ".join)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_resolving_never_fails_and_keeps_every_span(text: str, data: st.DataObject) -> None:
    text = text.replace("\0", "").encode(errors="ignore").decode() + " end"
    document = Document(text)
    ends = st.integers(min_value=0, max_value=len(text))
    spans = data.draw(st.lists(st.tuples(ends, ends).filter(lambda ends: ends[0] < ends[1]), min_size=2, max_size=6))
    one, other, *rest = [Mention(start, end, text[start:end]) for start, end in spans]
    said = Statement("S1", document.span(0, 1), (document.span(0, len(text)),), one, other)
    done = Event("E1", document.span(0, 1), "ASSAULT", actor=tuple(rest), recipient=(one,), place=(other,), within="S1")
    reading = Reading(document, (said,), (done,))
    resolved = ActorResolver().resolve(reading)
    before, after = [*reading.items()], [*resolved.items()]
    assert [[(s.start, s.end) for s in item.spans()] for item in after] == [
        [(s.start, s.end) for s in item.spans()] for item in before
    ]
    assert ActorResolver().resolve(reading) == resolved
    assert all(named.entity and named.evidence for named in resolved.mentions)
