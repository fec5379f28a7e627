"""How the functions of this package become the methods of a record.

Each verb is written once, as a plain function that takes first what it works on; other verbs call it as such:

    def find_entry(connection: Connection, start: str) -> ListedEntry: ...

The record has it as a method with one line in `record`, which says what the function is given in the place of `self`:

    find_entry = asking(lists.find_entry)

so that `record.find_entry("9b92")` opens a connection, calls `find_entry(connection, "9b92")` and closes it. Which of
the five to take follows from the function:

| it takes first | and | take |
| --- | --- | --- |
| a connection | gives back something whole | `asking` |
| a connection | yields | `listing` |
| a transaction | | `writing`, or `erasing` where words go out of the file |
| a store | opens its own transactions, several one after the other | `running` |

What a verb does, takes and raises stands where its function is defined; type checkers see its other arguments through
`Concatenate` and `ParamSpec`.
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
    """Make a method of a question: it is asked of one consistent state of the record.

    What it returns must be whole: the connection is closed by then. A generator is for `listing`.
    """

    @wraps(ask)
    def method(section: Section, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with section.file.read() as connection:
            return ask(connection, *args, **kwargs)

    return method


def listing(walk: Callable[Concatenate[Connection, P], Iterator[R]]) -> Callable[Concatenate[Section, P], Iterator[R]]:
    """Make a method of a generator: all that it yields comes from one consistent state of the record.

    Its connection is opened with the first item and closed behind the last, or when the generator is dropped.
    """

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
