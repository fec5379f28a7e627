"""What bounds a time, and what it hangs on: "by", "until"; "60 days of its entry into force", "24 hours to leave"."""

import re
from functools import cache

from msgspec import Struct

from parley.ontology.times import time_words

_REACH = 48
_HANGS = re.compile(
    r"\s+(?:(?P<later>of|from|after|following|since)|(?P<sooner>before|prior\s+to|ahead\s+of))\s+"
    r"(?P<anchor>(?!(?:intense|heavy|fierce|bitter|sporadic|bloody|fighting|talks|negotiations|war|work|prison|rain)\b)"
    r"[^\s,.;:()\"“”]+(?:\s+(?!(?:and|but|while|which|must|shall|will|said|says|would)\b)[^\s,.;:()\"“”]+){0,7})",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"\s+(?:on|in|at|of|to|by|the|a)\Z", re.IGNORECASE)
_GIVEN = re.compile(
    r"\b(?:has|have|had|gave|gives?|giving|given|granted)\b(?:(?!\b(?:said|been|killed|left)\b)[^.;,]){0,40}\Z",
    re.IGNORECASE,
)
_GIVEN_TO = re.compile(r"\s+to\s+[a-z]+")
_AT_THE_LATEST = re.compile(r",?\s+at\s+the\s+latest\b", re.IGNORECASE)
_ON = re.compile(r"\s+(?:on(?=[\s,.]*(?:$|[.,]|no\b))|onwards?|or\s+later)\b", re.IGNORECASE)


class Hold(Struct, frozen=True):
    """How the words around a time bound it.

    `modifier` is that of reading format 1; `anchor` the words of what it is counted from with the offset at which they
    begin, `sooner` when it is counted back from there; `now` says that it runs from publication.
    """

    modifier: str | None = None
    anchor: str | None = None
    anchor_start: int | None = None
    sooner: bool = False
    now: bool = False


def find_hold(text: str, start: int, end: int, *, length: bool) -> Hold:
    """Read what stands before and after a time; `length` says whether the time is a duration."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + 90]
    lead = _leads().search(before)
    modifier = time_words().leads[" ".join(lead["lead"].lower().split())] if lead else None
    if _AT_THE_LATEST.match(after):
        modifier = "by"
    elif modifier is None and _ON.match(after):
        modifier = "since"
    return _find_length_hold(before, after, end, modifier) if length else Hold(modifier)


def _find_length_hold(before: str, after: str, end: int, modifier: str | None) -> Hold:
    if hangs := _HANGS.match(after):
        counted = modifier or ("after" if hangs["later"] in ("after", "following") else None)
        counted = "by" if hangs["sooner"] and counted is None else counted
        where = end + hangs.start("anchor")
        return Hold(counted, _LOOSE.sub("", hangs["anchor"]), where, sooner=bool(hangs["sooner"]))
    if _terms().match(after) or _term_of().search(before):
        return Hold("within")
    if _GIVEN_TO.match(after) and _GIVEN.search(before):
        return Hold("within", now=True)
    now = modifier == "within" or bool(_openings().search(before))
    return Hold(modifier, now=now)


@cache
def _leads() -> re.Pattern[str]:
    words = "|".join(sorted(time_words().leads, key=len, reverse=True)).replace(" ", r"\s+")
    return re.compile(
        rf"\b(?P<lead>{words})\s+(?:(?:about|around|at|on|the|early|late|next|between)\s+)*\Z", re.IGNORECASE
    )


@cache
def _terms() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:\w+\s+)?(?:{'|'.join(time_words().terms['nouns'])})\b", re.IGNORECASE)


@cache
def _term_of() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(time_words().terms['nouns'])})\s+of\s+\Z", re.IGNORECASE)


@cache
def _openings() -> re.Pattern[str]:
    words = "|".join(time_words().terms["openings"])
    return re.compile(rf"\b(?:{words})\b[^.;]*\bfor\s+(?:the\s+)?\Z", re.IGNORECASE)
