"""The forms of actors and places turned into changes of the registry, and the entries that words may mean."""

from collections.abc import Iterator, Mapping

from parley.errors import FormatError
from parley.model import ActorChange
from parley.ontology.folding import fold_name
from parley.ontology.registry import KINDS, Actor, Registry, find_free_id, introduce_actor

_CANDIDATES = 12
_LONG = 4
"""A word of a name that has so many letters is searched for by itself."""


def find_candidates(registry: Registry, words: str, *, loosely: bool) -> list[Actor]:
    """List the entries that words may mean: those of this id or name first, then those whose names hold the words.

    Args:
        registry: as the changes leave it.
        words: a name, an id, or part of one.
        loosely: look for the words in the middle of names too; else only for capitalised words of some length.
    """
    words = words.strip()
    if not words:
        return []
    exact = [registry.get(words), *(registry.get(name.id) for name in registry.find(words))]
    found = {
        actor.id: actor for actor in (*exact, *registry.find_persons(words), *registry.find_bearers(words)) if actor
    }
    parts = [words] if loosely else [part for part in words.split() if len(part) >= _LONG and part[0].isupper()]
    for actor in _search(registry, parts):
        if len(found) >= _CANDIDATES:
            break
        found.setdefault(actor.id, actor)
    return list(found.values())


def _search(registry: Registry, parts: list[str]) -> Iterator[Actor]:
    sought = [fold_name(part) for part in parts]
    for actor in registry.actors.values():
        names = [fold_name(name) for name in actor.names]
        if any(part in name for part in sought if part for name in names):
            yield actor


def make_change(form: Mapping[str, str], by: str, registry: Registry) -> ActorChange:
    """Make the change that a form asks for.

    Args:
        form: `action` (alias, rename, merge, split, undo, or new) with `subject`, `names` (one a line) and `into`; for
            a new entry `name`, `kind`, `country`, and in `names` the other words that mean it.
        by: the person at the desk.
        registry: as it stands.

    Raises:
        FormatError: the form asks for no change.
    """
    names = tuple(line.strip() for line in form.get("names", "").splitlines() if line.strip())
    subject, into = form.get("subject", "").strip(), form.get("into", "").strip() or None
    match form.get("action"):
        case "alias" | "rename" as action:
            return ActorChange(action=action, subject=subject, names=names, by=by)
        case "merge":
            return ActorChange(action="merge", subject=subject, into=into, by=by)
        case "split":
            free = into or find_free_id(registry, names[0] if names else "")
            return ActorChange(action="split", subject=subject, names=names, into=free, by=by)
        case "undo":
            return ActorChange(action="undo", subject=subject, by=by)
        case "new":
            return _add(form, names, by, registry)
    raise FormatError("the form asks for no change", where="action", remedy="Use the buttons of the page.")


def _add(form: Mapping[str, str], names: tuple[str, ...], by: str, registry: Registry) -> ActorChange:
    name, country = (form.get(key, "").strip() for key in ("name", "country"))
    kind = next((known for known in KINDS if known == form.get("kind")), None)
    if not name or kind is None:
        what = "a new entry needs a name and a kind"
        raise FormatError(what, where="name", remedy="Write the plain name and choose a kind of the list.")
    return introduce_actor(registry, name, kind, by, others=names, country=country.upper() or None)
