"""The templates of pages and pictures: everything that is put into them is escaped unless it says that it is markup."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def get_template(name: str) -> Template:
    """Load a template by the name of its file."""
    return _make_environment().get_template(name)


@cache
def _make_environment() -> Environment:
    return Environment(
        loader=PackageLoader("parley.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
