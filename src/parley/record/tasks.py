"""Tasks of adding that were begun and not finished: the same command goes on with them, as if nothing had happened."""

import datetime as dt

from sqlalchemy import delete, select

from parley.record.schema import unfinished
from parley.record.transaction import Transaction


def begin_task(transaction: Transaction, task: str | None) -> dt.datetime:
    """Return when a task began: at an earlier try that was not finished, or now.

    Args:
        transaction: of the record.
        task: what is added, in words that are the same when it is tried again; null for what cannot be.
    """
    if task is None:
        return transaction.now
    query = select(unfinished.c.began).where(unfinished.c.task == task)
    began: dt.datetime | None = transaction.connection.execute(query).scalar()
    if began is None:
        transaction.insert(unfinished, {"task": task, "began": transaction.now})
    return began or transaction.now


def end_task(transaction: Transaction, task: str | None) -> None:
    """Forget a task that is finished."""
    transaction.connection.execute(delete(unfinished).where(unfinished.c.task == task))
