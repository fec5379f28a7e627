"""Times: which days the words of a text mean, against its publication date and what else it names.

`spans` finds them by the rules of `time_rules.toml`; `values` reads each to a period; `direction` says whether it lies
ahead; `anchors` what bounds it and what it hangs on; `resolver` brings them together.
"""

from parley.resolve.times.resolver import TimeResolver

__all__ = ["TimeResolver"]
