"""Reads statements and events with one small encoder."""

from parley.read.encoder.reader import EncoderReader

__all__ = ["EncoderReader"]
