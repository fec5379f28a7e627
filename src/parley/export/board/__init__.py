"""The board: clauses by weeks, a row for each side, every cell open to its reports."""

from parley.export.board.layout import Board
from parley.export.board.lines import draw_lines

__all__ = ["Board", "draw_lines"]
