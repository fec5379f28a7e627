"""Words that judge: what Parley's own sentences never say outside quotation marks."""

import re
from functools import cache

import msgspec

from parley.ontology.folding import load_vocabulary

_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»')


_CALLED = re.compile(r"\bcalled (?:a breach|lawful)\b", re.IGNORECASE)


def find_judging(text: str, *, own_voice: bool = False) -> list[str]:
    """Return the words of a text that judge and stand outside quotation marks, in their order.

    With `own_voice`, also those that only Parley itself never says; that a side calls something a breach it may say.
    """
    unquoted = _QUOTED.sub(" ", text)
    if own_voice:
        unquoted = _CALLED.sub(" ", unquoted)
    return [match.group() for match in _pattern(own_voice=own_voice).finditer(unquoted)]


@cache
def _pattern(*, own_voice: bool) -> re.Pattern[str]:
    lists = msgspec.convert(load_vocabulary("judging.toml"), dict[str, list[str]])
    words = lists["judging"] + (lists["own_voice"] if own_voice else [])
    either = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
