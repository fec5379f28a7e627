"""Tracing: which reports go back to one origin, with the shared words as evidence."""
