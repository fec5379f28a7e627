import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import NotADocument
from parley.model import Document, Reading
from parley.read.rules import RuleReader
from parley.resolve import ActorResolver, TimeResolver

PIECES = (
    "said that", "AFP reported", ",", ".", '"', "“", "”", "according to", "Israel", "Lebanese", "Naim Qassem", "he",
    "refuses", "will not", "withdraw", "the", "of", "and", "strikes", "killed", "in Beirut", "by Friday", "last month",
    "within 24 hours", "if", "accused", "was", "who", "'s", "demanded", "release", "talks with", "2025-07-07", ";", ":",
    "told Reuters", "May", "would", "ceasefire", "\n", "until", "...", "U.S. forces", "allegedly", "to",
)  # fmt: skip
PHRASES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=50).map(" ".join)
TEXTS = st.text(max_size=200) | PHRASES
DATES = st.none() | st.dates()


def read(text: str, date: dt.date | None = None) -> Reading:
    return RuleReader().read(Document(text, date))


@settings(deadline=None)
@given(TEXTS, DATES)
def test_any_text_gives_a_reading_and_resolving_keeps_its_spans(text: str, date: dt.date | None) -> None:
    try:
        reading = read(text, date)
    except NotADocument:
        return
    resolved = TimeResolver().resolve(ActorResolver().resolve(reading))
    before = [[(span.start, span.end) for span in item.spans()] for item in reading.items()]
    after = [[(span.start, span.end) for span in item.spans()] for item in resolved.items()]
    assert before == after


@given(TEXTS)
def test_reading_is_a_function_of_the_document(text: str) -> None:
    if text.strip() and "\0" not in text and text.isprintable():
        assert read(text) == read(text)


@given(PHRASES)
def test_sourcing_chains_end(text: str) -> None:
    within = {item.id: item.within for item in read(f"{text}.").statements}
    for start, outer in within.items():
        seen = {start}
        while outer is not None:
            assert outer not in seen
            seen.add(outer)
            outer = within[outer]  # noqa: PLW2901


REPORT = (
    "{A} said on Sunday that {b} forces attacked its border posts. {B} denied the attack, accusing {A} of lying. "
    "{B} demanded that {A} withdraw its troops and release the prisoners by Friday. The accord stipulates the "
    "withdrawal of {a} troops. {a} airstrikes on {B} killed six people, Reuters reported. {A} will not release "
    "the prisoners, the {a} government said. {B} threatened to strike {A} if the {a} army advances."
)
PARTIES = (
    ("Israel", "Israeli", "Lebanon", "Lebanese"),
    ("Ukraine", "Ukrainian", "Russia", "Russian"),
    ("Pakistan", "Pakistani", "India", "Indian"),
    ("Ruritania", "Ruritania", "Elbonia", "Elbonia"),
)


def outline(first: str, first_adjective: str, second: str, second_adjective: str) -> list[object]:
    """Return the reading's shape with every name replaced by the part it plays."""
    text = REPORT.format(A=first, a=first_adjective, B=second, b=second_adjective)
    reading = TimeResolver().resolve(ActorResolver().resolve(read(text, dt.date(2025, 7, 7))))
    forces = {"Israel Defense Forces": "Israel Armed Forces", "Lebanese Armed Forces": "Lebanon Armed Forces"}

    def part(words: str | None) -> str | None:
        words = forces.get(words or "", words)
        for name, role in ((first_adjective, "a"), (first, "A"), (second_adjective, "b"), (second, "B")):
            words = words.replace(name, role.upper()) if words else words
        return words

    shape: list[object] = []
    for item in reading.statements:
        source = item.source and (part(item.source.text), part(item.source.entity))
        shape.append((source, item.cue.text, [part(span.text) for span in item.content], item.within))
    for event in reading.events:
        roles = [[part(span.text) for span in role] for role in (event.actor, event.recipient, event.place)]
        shape.append((event.trigger.text, event.type, event.modality, event.negated, event.within, event.about, roles))
    return shape


def test_swapping_the_parties_mirrors_the_reading() -> None:
    for first, first_adjective, second, second_adjective in PARTIES:
        there = outline(first, first_adjective, second, second_adjective)
        back = outline(second, second_adjective, first, first_adjective)
        assert there == back


def test_the_report_is_read_at_all() -> None:
    types = {event.type for event in read(REPORT.format(A="Israel", a="Israeli", B="Lebanon", b="Lebanese")).events}
    assert {"ASSAULT", "REJECT", "ACCUSE", "REQUEST", "RETREAT", "THREATEN"} <= types
