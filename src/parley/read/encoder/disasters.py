"""What nature and accidents do is no event of the record, though the words are those of war.

Training texts hold hardly any of them, so that the network takes an earthquake that strikes for an attack.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from parley.read.encoder.statements import Done
from parley.read.encoder.windows import Words

_VIOLENT = frozenset({"ASSAULT", "COERCE"})
_VEHICLES = "bus|car|lorry|train|tram|truck|van"
_STRIKES = "hit|hits|strikes|striking|struck"


def is_disaster(words: Words, event: Done) -> bool:
    """Tell whether a force of nature, an animal or an accident did it: "a quake strikes", "killed as a boat sinks"."""
    start, end = event.trigger.start, event.trigger.end
    if event.type not in _VIOLENT:
        return False
    known = _load()
    if start and known["forces"].fullmatch(words.word(start - 1)):
        return True
    rammed = end < len(words) and words.word(end).lower() == "into"
    if not rammed and known["accidents"].fullmatch(words.word(start)):
        return True
    return event.type == "ASSAULT" and _is_about_disaster(_paragraph(words, start))


def _is_about_disaster(paragraph: str) -> bool:
    """Tell whether a paragraph names a disaster and nobody who fights; of 604 annotated attacks none stands in such."""
    known = _load()
    peaceful = known["strikes"].sub(" storm ", paragraph)
    return known["causes"].search(peaceful) is not None and known["violence"].search(peaceful) is None


def _paragraph(words: Words, at: int) -> str:
    begin, end = words.paragraph.searchsorted([words.paragraph[at], words.paragraph[at] + 1])
    return words.text[words.start[begin] : words.end[end - 1]]


@cache
def _load() -> dict[str, re.Pattern[str]]:
    """Load the vocabularies as patterns; `strikes` is what forces of nature and vehicles do."""
    lists = tomllib.loads(Path(__file__).with_name("disasters.toml").read_text(encoding="utf-8"))
    known = {name: _compile(entries) for name, entries in lists.items()}
    forces = "|".join(lists["forces"])
    known["strikes"] = re.compile(rf"\b(?:{forces}|{_VEHICLES})s? (?:that |which )?(?:{_STRIKES})\b", re.IGNORECASE)
    return known


def _compile(entries: Iterable[str]) -> re.Pattern[str]:
    parts = (re.escape(entry.removesuffix("*")) + (r"\w*" if entry.endswith("*") else "") for entry in entries)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)
