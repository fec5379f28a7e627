"""Reads statements and events with one small encoder."""
