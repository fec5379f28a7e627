"""Page furniture alone is no document (ontology/furniture.toml)."""

from parley.errors import NotADocument
from parley.ontology.furniture import LONGEST, find_furniture


def refuse_furniture(text: str) -> None:
    """Refuse a text that holds nothing but page furniture.

    Raises:
        NotADocument: every sentence is a cookie notice, share line, login wall or the like.
    """
    if len(text) > LONGEST:
        return
    kinds: dict[str, None] = {}
    for kind in find_furniture(text, "page"):
        if kind is None:
            return
        kinds[kind] = None
    if kinds:
        remedy = "Open the page, close its notices, and save or copy the report itself."
        raise NotADocument(f"there is only page furniture here ({', '.join(kinds)})", remedy=remedy)
