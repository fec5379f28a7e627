"""Characters that cannot be seen, made visible."""

import unicodedata

_DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Bidirectional classes of characters that turn the direction of others (Unicode Standard Annex 9)."""


def show_controls(text: str) -> str:
    """Write characters that steer a terminal or the direction of writing as their code points, so that they act not."""
    return "".join(f"⟨U+{ord(sign):04X}⟩" if _steers(sign) else sign for sign in text)


def _steers(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Zl", "Zp"} or unicodedata.bidirectional(sign) in _DIRECTIONS
