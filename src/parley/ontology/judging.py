"""Words that judge: what Parley's own sentences never say outside quotation marks."""

import re
from functools import cache

import msgspec

from parley.ontology.folding import load_vocabulary

_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»')


def find_judging(text: str) -> list[str]:
    """Return the words of a text that judge and stand outside quotation marks, in their order."""
    return [match.group() for match in _pattern().finditer(_QUOTED.sub(" ", text))]


@cache
def _pattern() -> re.Pattern[str]:
    words = msgspec.convert(load_vocabulary("judging.toml"), dict[str, list[str]])["judging"]
    either = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
