"""What an export leaves out or masks: the words of reports, and names."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from parley.export.codebook import Row, load_codebook
from parley.ontology import is_carrier
from parley.steps import TableName

_STAY = {"(unnamed)", "(no outlet)"}
_LEFT_OUT = {"text", "trace"}


class Masks:
    """Stable pseudonyms: the same name has the same mask in every export of a record, and in no other record.

    Args:
        secret: of the record; whoever has it can test a guess, so it must stand in no export.
        keeps: says which names stay.
    """

    def __init__(self, secret: str, keeps: Callable[[str], bool] = is_carrier) -> None:
        self._secret = secret.encode()
        self._keeps = keeps

    def mask(self, name: str) -> str:
        """Mask a name, unless it stays."""
        plain = " ".join(name.split())
        return name if not plain or plain in _STAY or self._keeps(plain) else self.mask_always(plain)

    def mask_always(self, name: str, prefix: str = "name") -> str:
        """Mask a name or an id, whatever it is."""
        folded = " ".join(name.casefold().split()).encode()
        return f"{prefix}-{hmac.new(self._secret, folded, hashlib.sha256).hexdigest()[:12]}"


class Veil(Struct, frozen=True):
    """What is left out of the rows of an export.

    `masks` is null where names stay. Masked rows hold no words of reports, no titles and no addresses: words can hold
    names that nobody recognised, and an address leads to them.
    """

    without_texts: bool = False
    masks: Masks | None = None

    def draw(self, table: TableName, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield rows as they may be seen."""
        columns = load_codebook()[table]
        for row in rows:
            yield {name: self.show(row, row[name], column.holds) for name, column in columns.items()}

    def show(self, row: Mapping[str, object], value: object, holds: str | None) -> object:
        """Return a value as it may be seen, by what it gives away; `row` says whose outlet it stands beside."""
        if not isinstance(value, str) or holds is None:
            return value
        if self.masks is None:
            return None if self.without_texts and holds == "text" else value
        if holds in _LEFT_OUT:
            return None
        return _mask(self.masks, row, value, holds)


def _mask(masks: Masks, row: Mapping[str, object], value: str, holds: str) -> str:
    """Mask the names in a value; the outlet of a report stays, who writes a note is masked."""
    own = row.get("outlet") if row.get("document_kind") == "report" else None
    if holds == "target" and row["on"] != "folding":
        return value
    if holds in {"document", "target"}:
        return "; ".join(masks.mask_always(part, "document") for part in value.split("; "))
    if holds == "person":
        return masks.mask_always(value)
    separator = " › " if holds == "chain" else "; "
    return separator.join(part if part == own else masks.mask(part) for part in value.split(separator))
