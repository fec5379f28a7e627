"""Which column of a table holds which field: named on the command line, kept in a file for the next table."""

import json
import tomllib
from pathlib import Path

from parley.errors import FormatError, explain_unwritten


def settle_columns(pairs: list[str], load: Path | None, save: Path | None) -> dict[str, str]:
    """Join the columns of a file with those named as FIELD=NAME, which win, and keep them if asked.

    Raises:
        FormatError: a pair names no column, the file holds none, or there are none to keep.
        OutputError: they cannot be kept there.
    """
    columns = (_load_columns(load) if load else {}) | _parse_columns(pairs)
    if save:
        _save_columns(save, columns)
    return columns


def _parse_columns(pairs: list[str]) -> dict[str, str]:
    columns = {}
    for pair in pairs:
        field, separator, name = pair.partition("=")
        if not separator or not name:
            remedy = "Write the field, an equals sign and the column's name, as text=Body."
            raise FormatError(f"{pair!r} names no column", where="--column", remedy=remedy)
        columns[field.strip()] = name
    return columns


def _load_columns(path: Path) -> dict[str, str]:
    try:
        loaded = tomllib.loads(path.read_text(encoding="utf-8"))
        return {str(field): str(name) for field, name in loaded["columns"].items()}
    except OSError as error:
        raise FormatError(f"it cannot be read ({error.strerror})", where=str(path), remedy="Check the name.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        remedy = 'It begins with a line [columns], then one line a field, such as text = "Body".'
        raise FormatError("it holds no columns", where=str(path), remedy=remedy) from error


def _save_columns(path: Path, columns: dict[str, str]) -> None:
    if not columns:
        raise FormatError("there are no columns to keep", where="--save-columns", remedy="Name them with --column.")
    lines = [f"{field} = {json.dumps(name, ensure_ascii=False)}" for field, name in columns.items()]
    with explain_unwritten(path, "the columns cannot be kept"):
        path.write_text("\n".join(["[columns]", *lines, ""]), encoding="utf-8")
