"""What a person wrote into the form of an amendment, turned into what the entry should say."""

import re
from collections.abc import Mapping
from typing import get_args

import msgspec

from parley.errors import FormatError
from parley.model import Document, Event, Mention, Modality, Statement
from parley.ontology import event_kinds

ROLES = {"event": ("actor", "recipient"), "statement": ("source", "addressee")}
"""The roles that a form can change, by kind of entry."""


def amend_item(item: Statement | Event, document: Document, form: Mapping[str, str]) -> Statement | Event:
    """Make the amended item.

    Args:
        item: as it stands.
        document: that it was read from.
        form: `type`, `mode`, `modality`, `negated` for an event; for each role `ROLE.N.entity` (who is meant, empty
            for not known), `ROLE.N.drop`, and `ROLE.add`, code points as `12-20`.

    Raises:
        FormatError: a value is not of its kind, or nothing is changed.
    """
    if isinstance(item, Statement):
        source, addressee = (_amend_mentions(role, _listed(item, role), document, form) for role in ROLES["statement"])
        said = msgspec.structs.replace(item, source=_last(source), addressee=_last(addressee))
        return _refuse_same(item, said)
    kind, mode, modality = form.get("type", ""), form.get("mode", ""), form.get("modality", "")
    known = {name: meaning.modes for name, meaning in event_kinds().items() if name == kind}
    if not known:
        raise FormatError(f"{kind!r} is no type of event", where="type", remedy="Choose one of the list.")
    (modes,) = known.values()
    if mode and mode not in modes:
        remedy = f"It has {', '.join(modes)}." if modes else "It has none: leave the mode empty."
        raise FormatError(f"{mode!r} is no mode of {kind}", where="mode", remedy=remedy)
    if modality not in get_args(Modality):
        raise FormatError(f"{modality!r} is no modality", where="modality", remedy="Choose one of the list.")
    done = msgspec.structs.replace(
        item,
        type=next(iter(known)),
        mode=mode or None,
        modality=modality,
        negated=form.get("negated") == "yes",
        actor=_amend_mentions("actor", item.actor, document, form),
        recipient=_amend_mentions("recipient", item.recipient, document, form),
    )
    return _refuse_same(item, done)


def list_mentions(item: Statement | Event) -> dict[str, tuple[Mention, ...]]:
    """List the mentions that a form can change, by role."""
    if isinstance(item, Event):
        return {"actor": item.actor, "recipient": item.recipient}
    return {role: _listed(item, role) for role in ROLES["statement"]}


def _listed(statement: Statement, role: str) -> tuple[Mention, ...]:
    mention: Mention | None = getattr(statement, role)
    return (mention,) if mention else ()


def _last(mentions: tuple[Mention, ...]) -> Mention | None:
    return mentions[-1] if mentions else None


def _amend_mentions(
    role: str, mentions: tuple[Mention, ...], document: Document, form: Mapping[str, str]
) -> tuple[Mention, ...]:
    amended = []
    for number, mention in enumerate(mentions):
        if form.get(f"{role}.{number}.drop") == "yes":
            continue
        entity = form.get(f"{role}.{number}.entity", mention.entity or "").strip() or None
        same = entity == mention.entity
        amended.append(mention if same else msgspec.structs.replace(mention, entity=entity, entities=()))
    if added := form.get(f"{role}.add", "").strip():
        amended.append(_cut_mention(role, added, document))
    return tuple(amended)


def _cut_mention(role: str, offsets: str, document: Document) -> Mention:
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", offsets)
    start, end = (int(match[1]), int(match[2])) if match else (0, 0)
    if not start < end <= len(document.text):
        raise FormatError(f"{offsets!r} are no words of this text", where=role, remedy="Select the words in the text.")
    return Mention(start, end, document.text[start:end])


def _refuse_same(before: Statement | Event, after: Statement | Event) -> Statement | Event:
    if before == after:
        raise FormatError("nothing is changed", where="amendment", remedy="Accept the entry if it is right as it is.")
    return after
