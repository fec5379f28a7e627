"""What a user changes about the actors: an append-only list, applied to the whole record."""

import datetime as dt
from typing import Literal

from msgspec import Struct

ActorAction = Literal["add", "rename", "alias", "merge", "split", "undo"]


class ActorChange(Struct, frozen=True, kw_only=True):
    """One change; it holds for every report until another one undoes it.

    By action: `add` a pack (`pack` is its text, `subject` its title); `rename` the entry `subject` to the first of
    `names`; `alias` gives it further names; `merge` puts `subject` into the entry `into`; `split` takes `names` out of
    `subject` into an entry of its own with the id `into`; `undo` takes back the change whose id is `subject`.
    """

    action: ActorAction
    subject: str
    names: tuple[str, ...] = ()
    into: str | None = None
    pack: str | None = None
    id: str = ""
    by: str = ""
    at: dt.datetime | None = None
