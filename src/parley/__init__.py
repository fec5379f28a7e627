"""Parley reads news about conflicts and negotiations and keeps the record: who said what, according to whom.

    import parley
    from pathlib import Path

    with parley.create_record(Path("desk.parley")) as record:
        for outcome in record.add(parley.load_path(Path("reports"), parley.Stated(), today)):
            ...
        for outcome in record.read(parley.make_pipeline(), parley.LANGUAGES):
            ...
        for listed in record.list_entries(parley.Filter(speaker="Qassem", commitment="refusal")):
            print(listed.published_on, listed.entry.chain, listed.context)

The names of `parley.public` are the public interface; everything else may change without notice. They are imported when
the first of them is asked for, so that a program which needs one part alone starts without the others.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parley.public import *  # noqa: F403 (the names stand in its __all__)
else:

    def __getattr__(name: str) -> object:
        """Import the public interface and give one of its names; private ones, it has none, import nothing."""
        if name.startswith("_") and name not in {"__all__", "__version__"}:
            what = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(what)
        return getattr(import_module("parley.public"), name)

    def __dir__() -> list[str]:
        """List the public interface."""
        return import_module("parley.public").__all__
