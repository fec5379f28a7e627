"""How reports hang together: what tracing is given, the relations it finds, and what people decide about them."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from parley.model.documents import Carrier
from parley.model.spans import Span

RelationKind = Literal["verbatim", "cut", "edited", "partial", "embedded", "quotation", "later_version"]
Direction = Literal["a_to_b", "b_to_a", "unknown"]
Folding = Literal["fold", "unfold"]
CreditWay = Literal["cited", "dateline", "signature", "byline", "citing"]


class Report(Struct, frozen=True):
    """A document as tracing sees it: its text, and where and when it first appeared.

    `first_seen` is a moment or, when only the day is known, null beside `published_on`; `text` is empty where only the
    appearance matters.
    """

    id: str
    text: str
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    published_on: dt.date | None = None
    first_seen: dt.datetime | None = None
    cited: tuple[Carrier, ...] = ()


class Credit(Struct, frozen=True):
    """A carrier that a report names as where it has its news from.

    `carrier` is its full name, `way` how it is named: beside the text (`cited`), before its first sentence
    (`dateline`), behind its last (`signature`), in a line on who contributed (`byline`), or for one thing said
    (`citing`). `span` holds the words, null for `cited`.
    """

    carrier: str
    way: CreditWay
    span: Span | None = None
    url: str | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether the credit is for the report, not for one thing said in it."""
        return self.way != "citing"


class RelationEvidence(Struct, frozen=True):
    """What a relation rests on, in numbers that can be checked against the spans.

    `words` are shared words, `a_share` and `b_share` the share of each text that the spans cover, `alike` the share of
    the words under the spans that are the same, `likeness` what the texts alone say where `kind` says more. `direction`
    names the reason for the direction; `credit` the carrier through which one goes back to the other.
    """

    words: int
    a_share: float
    b_share: float
    alike: float
    likeness: RelationKind
    direction: Literal["credit", "first_seen", "subset"] | None = None
    credit: str | None = None


class Relation(Struct, frozen=True):
    """Two reports that share words; `a` is the lesser id, so that a pair stands once.

    The spans are aligned: the n-th of `a_spans` holds the words of the n-th of `b_spans`, up to edits.
    """

    a: str
    b: str
    kind: RelationKind
    direction: Direction
    a_spans: tuple[Span, ...]
    b_spans: tuple[Span, ...]
    evidence: RelationEvidence


class FoldDecision(Struct, frozen=True):
    """A person's word on whether two reports go back to one origin; append-only, the newest holds."""

    id: str
    a: str
    b: str
    action: Folding
    by: str
    at: dt.datetime
    reason: str | None = None
