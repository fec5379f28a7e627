"""The public interface: the names that `import parley` offers; everything else may change without notice."""

from parley.derive import Commitment, derive_commitments
from parley.errors import ParleyError
from parley.export import encode_reading, make_row
from parley.export.sheets import CsvExporter, XlsxExporter
from parley.ingest import Stated, load_path
from parley.model import (
    Arrival,
    Carrier,
    Decision,
    Document,
    Entry,
    Event,
    Failure,
    ListedEntry,
    Mention,
    Publication,
    Raw,
    Reading,
    Span,
    Statement,
    TimeMention,
)
from parley.pipeline import LANGUAGES, Pipeline, make_pipeline
from parley.record import Filter, Record, create_record, open_record
from parley.steps import Exporter, Loader, Reader, Resolver
from parley.version import __version__

__all__ = [
    "LANGUAGES",
    "Arrival",
    "Carrier",
    "Commitment",
    "CsvExporter",
    "Decision",
    "Document",
    "Entry",
    "Event",
    "Exporter",
    "Failure",
    "Filter",
    "ListedEntry",
    "Loader",
    "Mention",
    "ParleyError",
    "Pipeline",
    "Publication",
    "Raw",
    "Reader",
    "Reading",
    "Record",
    "Resolver",
    "Span",
    "Stated",
    "Statement",
    "TimeMention",
    "XlsxExporter",
    "__version__",
    "create_record",
    "derive_commitments",
    "encode_reading",
    "load_path",
    "make_pipeline",
    "make_row",
    "open_record",
]
