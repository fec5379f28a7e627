"""The board: clauses by weeks, a row for each side, every cell open to its reports."""

from parley.export.board.layout import Board
from parley.export.board.lines import draw_lines, draw_moves, tell_moves
from parley.export.board.page import render_page
from parley.export.board.picture import draw_picture

__all__ = ["Board", "draw_lines", "draw_moves", "draw_picture", "render_page", "tell_moves"]
