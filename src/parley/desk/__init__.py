"""The desk: one local web application in which a person reads, decides and prints. Needs the extra `desk`."""

from parley.desk.app import make_desk
from parley.desk.guard import Guard
from parley.desk.serving import serve_desk

__all__ = ["Guard", "make_desk", "serve_desk"]
