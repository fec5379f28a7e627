"""Page furniture: what a page shows besides its report. Furniture alone is no document.

Each pattern must fit a whole sentence, so that "They will sign in Doha" or "Share prices fell" is never taken for it.
"""

import re

from parley.errors import NotADocument

LONGEST = 2_000
"""Characters; a longer text is never furniture alone."""
NETWORKS = "facebook|twitter|whatsapp|telegram|linkedin|reddit|messenger|instagram|youtube|threads|bluesky"
SHARE_WORDS = (
    f"share|tweet|e-?mail|print|pin|copy|link|save|x|on|via|by|to|this|article|story|post|page|and|or|{NETWORKS}"
)
PATTERNS = {
    "cookie notice": (
        r".*\b(we|site|website|partners|use of|accept|accepting|reject|manage)\b.*\bcookies?\b.*",
        r"cookies?( (policy|settings|preferences|notice))?",
        r"(accept|reject|allow|decline)( all| and (close|continue))?",
        r"(manage|save) (\w+ )?(settings|preferences|options|choices|consent)",
        r"(by|to) \w+.{0,80}\b(privacy policy|terms (of (use|service)|and conditions))\b.{0,40}",
        r"privacy policy|terms of (use|service)",
        r"you can (change|manage|withdraw|update) your (\w+ )?(settings|preferences|choices|consent|mind)\b.*",
    ),
    "share line": (
        rf"(share|tweet|e-?mail|print|copy|follow us)\b(\W+({SHARE_WORDS}))*",
        rf"(follow|like|join|find) us on .{{0,60}}|{NETWORKS}",
    ),
    "subscription line": (
        r"(please )?subscribe( (now|today|here)| (to|for) (our|the|unlimited|full|continue|read)\b.*)?",
        r"(sign up|register)\b.*\b(newsletters?|updates|alerts|free|inbox)\b.*",
        r"(get|receive) .*\b(in|to) your inbox\b.*",
        r"(this|the) (article|story|content) is (only )?(available )?(for|to) (paying )?(subscribers|members)( only)?",
        r"already a (subscriber|member)|enter your e-?mail.*",
    ),
    "login wall": (
        r"(please )?(log|sign) ?(in|up)( (here|now)| to (continue|read|view|access|your)\b.*| or .{0,40})?",
        r"(please )?(create|open) (a|an|your)( free)? account.*",
        r"register( now| here)?|continue reading.*|forgot(ten)? (your )?password",
    ),
    "script notice": (
        r".*\b(enable|turn on) javascript\b.*|.*\bjavascript is (disabled|required|not enabled)\b.*",
        r"just a moment|checking your browser.*|.*\bverify (that )?you are (a )?human\b.*|are you a robot",
    ),
    "error page": (
        r"(error )?([45]\d\d)?\W*(forbidden|(page )?not found|bad gateway|service unavailable|internal server error)",
        r"access denied",
    ),
    "rights line": (r"(©|\(c\)|copyright\b).{0,80}|all rights reserved",),
    "advertisement": (r"advertisements?|sponsored( content)?|story continues below( advertisement)?",),
    "navigation": (
        r"read more|related( (articles|stories|content|topics))?|most (read|popular)|menu|home|search",
        r"skip to (main )?content|back to top|loading|load more|ok|close|got it",
    ),
}
_KINDS = tuple((kind, re.compile("|".join(patterns), re.IGNORECASE)) for kind, patterns in PATTERNS.items())
_EDGES = " \t.!?…:>»"
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\s*[\n\r|•·]+\s*")


def refuse_furniture(text: str) -> None:
    """Refuse a text that holds nothing but page furniture.

    Raises:
        NotADocument: every sentence is a cookie notice, share line, login wall or the like.
    """
    if len(text) > LONGEST:
        return
    kinds = []
    for part in _SENTENCE_END.split(text):
        if sentence := part.strip(_EDGES):
            kind = _kind_of(sentence)
            if kind is None:
                return
            kinds.append(kind)
    if kinds:
        remedy = "Open the page, close its notices, and save or copy the report itself."
        raise NotADocument(f"there is only page furniture here ({', '.join(dict.fromkeys(kinds))})", remedy=remedy)


def is_furniture(line: str) -> bool:
    """Tell whether every sentence of a line is page furniture."""
    parts = [part.strip(_EDGES) for part in _SENTENCE_END.split(line)]
    return any(parts) and len(line) <= LONGEST and all(_kind_of(part) for part in parts if part)


def _kind_of(sentence: str) -> str | None:
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(sentence)), None)
