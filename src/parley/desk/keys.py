"""The desk's keys: what each does, and what a person has put in its place; kept in a cookie of the browser."""

import json
from collections import Counter
from collections.abc import Mapping
from urllib.parse import quote, unquote

from parley.errors import FormatError

COOKIE = "parley_keys"
"""The cookie that holds a person's own keys; the desk's script reads it."""
KEYS: Mapping[str, str] = {
    "a": "accept, and go on",
    "A": "accept together with its copies",
    "w": "accept together with what else waits in this report, as listed",
    "r": "reject: write why, Enter",
    "s": "unsure: write what is open, Enter; the entry stays in the queue",
    "e": "amend any field",
    "u": "undo: take back your last decision",
    "n": "next entry; in the queue, the first one",
    "j": "next entry, too",
    "p": "previous entry, or page",
    "k": "previous entry, too",
    "c": "accept the clause that waits",
    "x": "reject the clause that waits",
    "b": "change its clause or its bearing",
    "g": "who is who in this entry: give names, split, merge",
    "t": "select words of the report by keyboard",
    "i": "add an event on the selected words",
    "o": "add a statement on the selected words",
    **{str(number): f"in an open form: take the selected words for role {number}" for number in range(1, 8)},
    "q": "back to the queue",
    "m": "more of the queue, or of another list",
    "d": "take the brief along as a page",
    "/": "search",
    "?": "this page",
}
"""What each key does unless a person has chosen another one for it."""


def read_keys(cookie: str) -> dict[str, str]:
    """Read a person's own keys, by the ones that they replace; what is not in order counts for nothing."""
    try:
        kept = json.loads(unquote(cookie) or "{}")
    except ValueError:
        return {}
    known = kept.items() if isinstance(kept, dict) else ()
    return {key: own for key, own in known if key in KEYS and isinstance(own, str) and len(own) == 1}


def write_keys(form: Mapping[str, str]) -> str:
    """Make the cookie of a form that names a key for each of `KEYS`; what is left empty stays as it is.

    Raises:
        FormatError: a key is no single character, or does two things.
    """
    chosen = {key: form.get(f"key{number}", "").strip() or key for number, key in enumerate(KEYS)}
    for key, own in chosen.items():
        if len(own) != 1 or not own.isprintable():
            raise FormatError(f"{own!r} is no key", where=KEYS[key], remedy="Give one character.")
    twice = [own for own, number in Counter(chosen.values()).items() if number > 1]
    if twice:
        does = "; ".join(KEYS[key] for key, own in chosen.items() if own == twice[0])
        raise FormatError(f"the key {twice[0]!r} would do two things", where=does, remedy="Give each a key of its own.")
    return quote(json.dumps({key: own for key, own in chosen.items() if own != key}))
