"""As of which moment: conditions on the tables of a record that keep what came later out of sight."""

import datetime as dt

from sqlalchemy import ColumnElement, FromClause, and_, or_, true


def known_at(moment: dt.datetime | None, table: FromClause) -> ColumnElement[bool]:
    """Condition on a table whose rows only come: recorded by the moment; always true when it is null."""
    return true() if moment is None else table.c.recorded_at <= moment


def in_force_at(moment: dt.datetime | None, table: FromClause) -> ColumnElement[bool]:
    """Condition on a table whose rows come and end: in force at the moment, now when it is null."""
    if moment is None:
        return table.c.recorded_until.is_(None)
    ended = or_(table.c.recorded_until.is_(None), table.c.recorded_until > moment)
    return and_(table.c.recorded_at <= moment, ended)
