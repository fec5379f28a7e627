"""Verbs: functions of a connection, a transaction or a store, made methods of a record that give them their own.

What a verb does, takes and raises stands where its function is defined.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from parley.record.store import Store
from parley.record.transaction import Transaction, begin_transaction

P = ParamSpec("P")
R = TypeVar("R")


class Section:
    """Some verbs of one record.

    Args:
        store: the record's file.
    """

    def __init__(self, store: Store) -> None:
        self.file = store


def asking(ask: Callable[Concatenate[Connection, P], R]) -> Callable[Concatenate[Section, P], R]:
    """Make a method of a question: it is asked of one consistent state of the record."""

    @wraps(ask)
    def method(section: Section, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with section.file.read() as connection:
            return ask(connection, *args, **kwargs)

    return method


def listing(walk: Callable[Concatenate[Connection, P], Iterator[R]]) -> Callable[Concatenate[Section, P], Iterator[R]]:
    """Make a method of a generator: all that it yields comes from one consistent state of the record."""

    @wraps(walk)
    def method(section: Section, /, *args: P.args, **kwargs: P.kwargs) -> Iterator[R]:
        with section.file.read() as connection:
            yield from walk(connection, *args, **kwargs)

    return method


def writing(act: Callable[Concatenate[Transaction, P], R]) -> Callable[Concatenate[Section, P], R]:
    """Make a method of an act: all of it is written at its end, or nothing."""

    @wraps(act)
    def method(section: Section, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with begin_transaction(section.file) as transaction:
            return act(transaction, *args, **kwargs)

    return method


def erasing(act: Callable[Concatenate[Transaction, P], R]) -> Callable[Concatenate[Section, P], R]:
    """Make a method of an act that takes words out, so that they go out of the bytes of the file too.

    The method raises RecordBusy where another process reads: old bytes stay until the same is asked again.
    """
    write = writing(act)

    @wraps(act)
    def method(section: Section, /, *args: P.args, **kwargs: P.kwargs) -> R:
        done = write(section, *args, **kwargs)
        section.file.clean()
        return done

    return method


def running(run: Callable[Concatenate[Store, P], R]) -> Callable[Concatenate[Section, P], R]:
    """Make a method of what takes several steps in the file, each one kept for itself."""

    @wraps(run)
    def method(section: Section, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return run(section.file, *args, **kwargs)

    return method
