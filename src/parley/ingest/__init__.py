"""Ingest: bytes become documents with their publications, or failures that say why not.

Nothing but `web` opens a network connection, and nothing raises for bad input: what cannot be taken is yielded as a
`Failure` and the rest goes on.
"""

from parley.ingest.addresses import Addresses
from parley.ingest.decoding import Decoded, decode
from parley.ingest.feed_list import Feed, FeedList, load_feeds
from parley.ingest.inputs import LOADERS, Media, count_inputs, load_path, load_stream, show_path
from parley.ingest.intake import FIELDS, Stated
from parley.ingest.json_lines import decode_line, number_lines
from parley.ingest.language import detect_language, language_name, read_language
from parley.ingest.links import LinkedLine, read_links
from parley.ingest.web import Fetcher, is_address

__all__ = [
    "FIELDS",
    "LOADERS",
    "Addresses",
    "Decoded",
    "Feed",
    "FeedList",
    "Fetcher",
    "LinkedLine",
    "Media",
    "Stated",
    "count_inputs",
    "decode",
    "decode_line",
    "detect_language",
    "is_address",
    "language_name",
    "load_feeds",
    "load_path",
    "load_stream",
    "number_lines",
    "read_language",
    "read_links",
    "show_path",
]
