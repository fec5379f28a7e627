"""What servers said of addresses when something was taken from them, so that they need not send it again.

What is kept of an address is replaced: it is a help for the next fetch, no statement.
"""

import datetime as dt
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from parley.model import Failure, Fetch
from parley.record.removal import REMOVED
from parley.record.schema import failures, fetches, publications
from parley.record.transaction import Transaction


def find_fetch(connection: Connection, url: str) -> Fetch | None:
    """Return what the server said last; null for an address from which nothing was taken."""
    row = connection.execute(select(fetches).where(fetches.c.url == url)).first()
    return Fetch(row.url, row.etag, row.last_modified) if row else None


def knows_address(connection: Connection, url: str) -> bool:
    """Tell whether something was taken from an address, or a document is known to have appeared there."""
    fetched, appeared = exists().where(fetches.c.url == url), exists().where(publications.c.url == url)
    return bool(connection.execute(select(or_(fetched, appeared))).scalar())


def find_last_fetch(connection: Connection, urls: Iterable[str]) -> dt.datetime | None:
    """Return when the latest of some addresses was fetched; null if none was."""
    query = select(func.max(fetches.c.fetched_at)).where(fetches.c.url.in_(list(urls)))
    moment: dt.datetime | None = connection.execute(query).scalar()
    return moment


def touch_addresses(transaction: Transaction, urls: Iterable[str]) -> None:
    """Note that what came of some addresses was followed up now."""
    followed = update(fetches).where(fetches.c.url.in_(list(urls))).values(fetched_at=transaction.now)
    transaction.connection.execute(followed)


def keep_fetches(transaction: Transaction, answered: Iterable[Fetch], failed: Iterable[Failure] = ()) -> None:
    """Keep what servers said, in the place of what they said before; what had failed there is mended.

    Args:
        transaction: takes the rows.
        answered: what they said.
        failed: what came of it and was not taken; the address of what was removed before is not kept.
    """
    removed = {failure.where.rpartition(" › ")[2] for failure in failed if failure.stage == REMOVED}
    answered = [fetch for fetch in answered if fetch.url not in removed]
    for fetch in answered:
        row = msgspec.structs.asdict(fetch) | {"fetched_at": transaction.now}
        statement = insert(fetches).values(row)
        transaction.connection.execute(statement.on_conflict_do_update(index_elements=["url"], set_=row))
    mended = update(failures).where(failures.c.place.in_([fetch.url for fetch in answered]))
    transaction.connection.execute(mended.values(mended_at=transaction.now))
