"""What a loader found becomes an arrival: stated values win, doubts are flagged, what is no document is refused."""

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, cast, get_args

from msgspec import Struct

from parley.errors import FormatError, InputError
from parley.ingest.dates import find_day, reconcile
from parley.ingest.language import detect_language, read_language
from parley.ingest.refusing import refusal, refuse_furniture, refuse_length, refuse_wordless
from parley.model import Arrival, Carrier, DateClue, DateSource, Document, DocumentKind, Failure, Publication, Raw
from parley.ontology import find_name

FIELDS = ("text", "date", "outlet", "url", "title", "lang", "id", "cited", "kind", "retracts", "corrects")
"""What a column of a table or a field of a JSON line can hold."""
_PARTIES = frozenset({"country", "government", "forces", "group", "body"})
_CONTROLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


class Stated(Struct, frozen=True):
    """What the user states about all that is added; it wins over what is found.

    `columns` says which column of a table holds which field: {"text": "Body", "date": "Day"}.

    Raises:
        FormatError: `columns` names no known field, or `lang` no known language.
    """

    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    date: dt.date | None = None
    lang: str | None = None
    columns: dict[str, str] = {}
    kind: DocumentKind | None = None
    retracts: str | None = None
    corrects: str | None = None

    def __post_init__(self) -> None:
        for field in self.columns:
            if field not in FIELDS:
                raise FormatError(f"no field is called {field!r}", remedy=f"The fields are {', '.join(FIELDS)}.")
        if self.lang is not None and read_language(self.lang) is None:
            raise FormatError(f"no language is called {self.lang!r}", remedy="State a code of ISO 639-1 such as en.")


class Found(Struct, frozen=True):
    """What a loader found: a text, the bytes behind it, and what is said there about its publication.

    `where` is the file, or file and line, for messages; `given_id` the document's own id, if it has one.
    """

    text: str
    raw: Raw
    where: str
    given_id: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    cited: tuple[Carrier, ...] = ()
    kind: str | None = None
    retracts: str | None = None
    corrects: str | None = None
    clues: tuple[DateClue, ...] = ()
    flags: tuple[str, ...] = ()


class Served(Struct, frozen=True):
    """What the server, web archive or feed that gave a page said of it.

    `url` is its address, which wins over what the page says of itself; `charset` the encoding, which wins over the one
    that the page declares; `clues` are further dates, `title` and `outlet` are taken where the page names none.
    """

    url: str | None = None
    charset: str | None = None
    clues: tuple[DateClue, ...] = ()
    title: str | None = None
    outlet: str | None = None


class Intake:
    """Turns what loaders find into arrivals.

    Args:
        stated: what the user states.
        today: the last day that is not the future.
        served: what was said of the page that is taken, where it was served.
    """

    def __init__(self, stated: Stated, today: dt.date, served: Served | None = None) -> None:
        self.stated = stated
        self.today = today
        self.served = served or Served()

    def take(self, found: Iterable[Found | Failure], where: str) -> Iterator[Arrival | Failure]:
        """Yield an arrival or a failure for each thing found; an id used for two documents is a failure.

        Args:
            found: what a loader found in one file, in order; an InputError it raises becomes the last failure.
            where: the file, for that failure.
        """
        first_use: dict[str, tuple[str, str]] = {}
        try:
            for item in found:
                result = item if isinstance(item, Failure) else self._arrive(item)
                if isinstance(item, Found) and item.given_id and isinstance(result, Arrival):
                    document_id, line = first_use.setdefault(item.given_id, (result.document.id, item.where))
                    if document_id != result.document.id:
                        what = f"the id {item.given_id!r} already stands for another document ({line})"
                        result = Failure(item.where, "add", what, "Give each document an id of its own.")
                yield result
        except InputError as error:
            yield refusal(error, where)

    def _arrive(self, found: Found) -> Arrival | Failure:
        try:
            refuse_length(len(found.text))
            refuse_furniture(found.text)
            refuse_wordless(found.text)
            return self._make_arrival(found)
        except InputError as error:
            return refusal(error, found.where)

    def _make_arrival(self, found: Found) -> Arrival:
        stated = self.stated
        url = _tidy(stated.url) or _tidy(self.served.url) or _tidy(found.url)
        dated = reconcile(self._clues(found, url), self.today)
        flags = [*found.flags, *dated.flags]
        if found.lang and not read_language(found.lang):
            flags.append(f"language not understood: {found.lang[:40]!r} not taken")
        lang = read_language(stated.lang or "") or read_language(found.lang or "") or detect_language(found.text)
        outlet = _tidy(stated.outlet) or _tidy(found.outlet) or _tidy(self.served.outlet)
        kind = stated.kind or _read_kind(found.kind, outlet, flags)
        source = "option" if dated.source == "url" and stated.url else dated.source
        publication = Publication(
            outlet=outlet,
            url=url,
            title=_tidy(stated.title) or _tidy(found.title) or _tidy(self.served.title),
            published_at=dated.at,
            published_on=dated.on,
            cited=found.cited,
            ref=found.where,
            given_id=found.given_id,
            date_from=source,
            claimed=dated.claimed,
            flags=tuple(flags),
            retracts=_tidy(stated.retracts) or _tidy(found.retracts),
            corrects=_tidy(stated.corrects) or _tidy(found.corrects),
        )
        return Arrival(Document(found.text, date=dated.on, lang=lang, kind=kind), publication, found.raw)

    def _clues(self, found: Found, url: str | None) -> list[DateClue]:
        clues = [*found.clues, *self.served.clues]
        if self.stated.date:
            clues.append(DateClue("option", self.stated.date.isoformat()))
        if url and (day := find_day(url)):
            clues.append(DateClue("url", day))
        return clues


class BuiltInLoader(ABC):
    """What the loaders share: a file is taken apart by `_find`, and what is found goes through an intake."""

    suffixes: ClassVar[frozenset[str]]

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    def load(self, data: bytes, ref: str) -> Iterator[Arrival | Failure]:
        """Yield the documents of a file, or the reasons why it holds none."""
        return self._intake.take(self._find(data, ref), ref)

    @abstractmethod
    def _find(self, data: bytes, ref: str) -> Iterator[Found | Failure]: ...


def read_fields(
    fields: Mapping[str, str | None], raw: Raw, where: str, source: DateSource = "field", flags: tuple[str, ...] = ()
) -> Found:
    """Make what was found of fields in words, named as in `FIELDS`.

    Args:
        fields: those that are there; a blank one is none.
        raw: the bytes behind them.
        where: for messages.
        source: what kind of place states the date.
        flags: what is doubtful.
    """
    date, given_id = ((fields.get(name) or "").strip() for name in ("date", "id"))
    return Found(
        text=fields.get("text") or "",
        raw=raw,
        where=where,
        given_id=given_id or None,
        outlet=fields.get("outlet"),
        url=fields.get("url"),
        title=fields.get("title"),
        lang=fields.get("lang"),
        cited=_split_cited(fields.get("cited")),
        kind=fields.get("kind"),
        retracts=fields.get("retracts"),
        corrects=fields.get("corrects"),
        clues=(DateClue(source, date),) if date else (),
        flags=flags,
    )


def _split_cited(words: str | None) -> tuple[Carrier, ...]:
    """Read carriers written on one line, separated by semicolons."""
    return tuple(Carrier(name.strip()) for name in (words or "").split(";") if name.strip())


def _read_kind(words: str | None, outlet: str | None, flags: list[str]) -> DocumentKind:
    """Say what kind of document it is; what a party publishes under its own name is its communiqué."""
    if words and words.strip():
        for kind in get_args(DocumentKind):
            if words.strip().casefold() == kind:
                return cast("DocumentKind", kind)
        flags.append(f"kind not understood: {words[:40]!r} not taken")
    party = find_name(outlet) if outlet else None
    if party and party.kind in _PARTIES:
        flags.append(f"taken as a communiqué of {party.entity}; state the kind if it is a report")
        return "communique"
    return "report"


def _tidy(words: str | None) -> str | None:
    """Put a value on one line, without control characters; a blank one is none."""
    return _CONTROLS.sub(" ", words or "").strip() or None
