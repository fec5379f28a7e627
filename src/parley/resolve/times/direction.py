"""Whether a time lies ahead of publication or behind it, by what governs it in its sentence."""

import re
from functools import cache

from parley.model import Modality
from parley.ontology.times import time_words

_REACH = 110
_SENTENCE = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“A-Z])|\n\s*\n|;")
_NOUN_AFTER = re.compile(
    r"\s(?!(?:and|or|in|at|on|of|to|for|with|by|from|the|a|an|is|was|as|but|that|when|after)\b)[a-z]+"
)
_THE_BEFORE = re.compile(r"\b(?:the|this|that|last|its|their)\s\Z", re.IGNORECASE)
_STILL_TO_COME = re.compile(
    r"\s(?:deadlines?|summit|elections?|talks|meeting|vote|session|round|target|date|release|handover|trip|visit)\b"
)
_OUTLOOKS: dict[Modality, bool] = {
    "future": True, "requested": True, "obliged": True, "refused": True, "actual": False,
}  # fmt: skip


def looks_ahead(text: str, start: int, end: int, outlook: Modality | None = None) -> bool | None:
    """Tell whether what governs the words from `start` to `end` points ahead; null when nothing shows it.

    `outlook` is the modality of the event whose time they are. The nearest verb before the words in their sentence
    decides, else the nearest after them. A name such as "the November ceasefire" looks back whatever governs it.
    """
    if (
        _THE_BEFORE.search(text, max(0, start - 6), start)
        and _NOUN_AFTER.match(text, end)
        and not _STILL_TO_COME.match(text, end)
    ):
        return False
    if outlook in _OUTLOOKS:
        return _OUTLOOKS[outlook]
    before = _SENTENCE.split(text[max(0, start - _REACH) : start])[-1]
    ahead = None
    for cue in _cues().finditer(before):
        ahead = cue.lastgroup == "ahead"
    if ahead is None:
        after = _SENTENCE.split(text[end : end + _REACH])[0]
        following = _cues().search(after)
        ahead = following.lastgroup == "ahead" if following else None
    return ahead


@cache
def _cues() -> re.Pattern[str]:
    words = time_words().directions
    ahead, behind = ("|".join(words[side]) for side in ("ahead", "behind"))
    return re.compile(rf"(?<!\w)(?:(?P<ahead>{ahead})|(?P<behind>{behind}))(?!\w)", re.IGNORECASE)
