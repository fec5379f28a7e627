"""Vocabularies as data files: event types, carriers, names, words of the calendar. Loaded once, typed, offline."""

from parley.ontology.carriers import carrier_names, find_carrier, find_page_carrier, is_carrier, is_own_outlet
from parley.ontology.credits import CreditWords, credit_words
from parley.ontology.names import Name, find_country, find_name, is_people, list_adjectives, name_plainly
from parley.ontology.plover import EventKind, event_kinds, name_kind

__all__ = [
    "CreditWords",
    "EventKind",
    "Name",
    "carrier_names",
    "credit_words",
    "event_kinds",
    "find_carrier",
    "find_country",
    "find_name",
    "find_page_carrier",
    "is_carrier",
    "is_own_outlet",
    "is_people",
    "list_adjectives",
    "name_kind",
    "name_plainly",
]
