"""The board as a picture for reports: counts, sides and the agreement's own gists, never the words of a report."""

import textwrap

from msgspec import Struct

from parley.agreement.schedule import Phase
from parley.export.board.dates import tell_duty
from parley.export.board.layout import Block, Board, Layout, Row, lay_out
from parley.export.board.periods import list_spans
from parley.export.board.summary import summarize
from parley.export.board.words import label_sides, tell_counts, tell_silence, tell_view
from parley.export.pages import get_template
from parley.export.visible import show_controls

_WIDTH, _EDGE = 1200, 20
_SIDE, _SAYS, _TIME = 250, 220, 690
_LINE = 16
_LETTER = 6.6
"""Width of a letter of 12 px, taken wide: no font of the reader may run out of its column."""
_TITLE_LETTER, _TITLE_LINE = 11.4, 24
_LOOKS: dict[Phase, str] = {"pending": "pending", "in force": "force", "due": "due", "past due": "past"}


class Text(Struct):
    """One line of text."""

    x: float
    y: float
    words: str
    look: str = ""


class Line(Struct):
    """A level line."""

    x: float
    end: float
    y: float
    look: str


class Sign(Struct):
    """A mark."""

    x: float
    y: float
    shape: str
    size: float


class Box(Struct):
    """A panel."""

    x: float
    y: float
    width: float
    height: float


class Picture:
    """What is drawn so far, and how far down it reaches."""

    def __init__(self) -> None:
        self.y = 34.0
        self.texts: list[Text] = []
        self.lines: list[Line] = []
        self.marks: list[Sign] = []
        self.boxes: list[Box] = []

    def write(self, x: float, y: float, words: str, look: str = "", width: float = _WIDTH) -> float:
        """Write words, broken into lines at a width, from a place on; return where the next line stands."""
        letter, height = (_TITLE_LETTER, _TITLE_LINE) if look == "title" else (_LETTER, _LINE)
        for line in textwrap.wrap(show_controls(words), max(8, int(width / letter))):
            self.texts.append(Text(x, y, line, look))
            y += height
        return y

    def render(self, label: str) -> str:
        """Make the picture's text."""
        return get_template("board.svg").render(
            width=_WIDTH,
            height=round(self.y + _EDGE),
            label=label,
            texts=self.texts,
            lines=self.lines,
            marks=self.marks,
            boxes=self.boxes,
        )


def draw_picture(board: Board) -> str:
    """Draw the board as SVG that stands alone."""
    layout = lay_out(board, _TIME // 11)
    picture = Picture()
    title = f"{board.agreement.title}, as of {board.status.world}"
    picture.y = picture.write(_EDGE, picture.y, board.agreement.title, "title", _WIDTH - 2 * _EDGE)
    told = f"As of {board.status.world}, known by {board.status.known}, reports of"
    told += f" {tell_view(board.agreement, board.status.view, board.panel)}."
    told += " Each word is what a side reports; dates are the text's."
    picture.y = picture.write(_EDGE, picture.y, told, "soft", _WIDTH - 2 * _EDGE) + 2
    _draw_answers(picture, board, layout)
    _draw_legend(picture, layout)
    _draw_head(picture, layout)
    for block in layout.blocks:
        if block.rows:
            _draw_block(picture, board, block)
    _draw_silent(picture, layout)
    return picture.render(title)


def _draw_answers(picture: Picture, board: Board, layout: Layout) -> None:
    top, gap = picture.y, 14
    width = (_WIDTH - 2 * _EDGE - 2 * gap) / 3
    bottom = top
    for place, answer in enumerate(summarize(board, layout)):
        x = _EDGE + place * (width + gap)
        picture.boxes.append(Box(x, top, width, 0))
        y = picture.write(x + 10, top + 18, answer.heading, "strong")
        for item in answer.items:
            y = picture.write(x + 10, y, item.text, "", width - 20)
        if not answer.items:
            y = picture.write(x + 10, y, "nothing", "soft")
        bottom = max(bottom, y)
    for box in picture.boxes:
        box.height = bottom - top
    picture.y = bottom + 22


def _draw_legend(picture: Picture, layout: Layout) -> None:
    x = float(_EDGE)
    for mark in layout.marks:
        length = len(mark.words) * _LETTER + 36
        if x + length > _WIDTH:
            x, picture.y = float(_EDGE), picture.y + _LINE
        picture.marks.append(Sign(x, picture.y - 10, mark.shape, 12))
        picture.write(x + 18, picture.y, mark.words, "soft")
        x += length
    picture.y += _LINE + 4
    x = float(_EDGE)
    for words, look in (
        ("not yet begun", "pending"),
        ("in force", "force"),
        ("due, or past due by one count only", "due"),
        ("past due by the text", "past"),
    ):
        picture.lines.append(Line(x, x + 26, picture.y - 4, look))
        picture.write(x + 32, picture.y, words, "soft")
        x += len(words) * _LETTER + 56
    picture.y += _LINE + 6


def _draw_head(picture: Picture, layout: Layout) -> None:
    width, x = _TIME / len(layout.axis.periods), float(_EDGE + _SIDE + _SAYS)
    picture.write(
        _EDGE, picture.y, f"who reports, on whom; figures count reports; columns are {layout.axis.unit}s", "soft small"
    )
    for name, span in list_spans(layout.axis):
        if span * width > len(name) * _LETTER:
            picture.write(x, picture.y, name, "soft small")
        x += span * width
    picture.y += 6


def _draw_block(picture: Picture, board: Board, block: Block) -> None:
    picture.lines.append(Line(_EDGE, _WIDTH - _EDGE, picture.y, "rule"))
    x, width = float(_EDGE + _SIDE + _SAYS), _TIME / sum(length for _, length in block.bands)
    for word, length in block.bands:
        if word in _LOOKS:
            picture.lines.append(Line(round(x, 1), round(x + length * width - 1, 1), picture.y + 12, _LOOKS[word]))
        x += length * width
    recollection = " [from recollection]" if block.clause.checked == "recollection" else ""
    y = picture.write(
        _EDGE, picture.y + 16, f"{block.clause.id}  {block.clause.gist}{recollection}", "strong", 0.85 * (_SIDE + _SAYS)
    )
    conflicting = "; reports conflict" if block.conflicting else ""
    told = tell_duty(block.clause, block.schedule, board.status.world) + conflicting
    picture.y = picture.write(_EDGE, y, told, "soft", _SIDE + _SAYS)
    for row in block.rows:
        _draw_row(picture, board, row)
    silence = tell_silence(board.agreement, block.status.silence, block.silent, heard=True)
    picture.y = picture.write(_EDGE + 12, picture.y, silence, "soft", _SIDE + _SAYS) + 4


def _draw_row(picture: Picture, board: Board, row: Row) -> None:
    width, start, y = _TIME / len(row.cells), _EDGE + _SIDE + _SAYS, picture.y
    size = min(13.0, width - 1)
    beside = width > 26 * max((len(cell.marks) for cell in row.cells if cell), default=1)
    for cell in filter(None, row.cells):
        x = start + cell.period * width
        for place, (mark, number) in enumerate(cell.marks):
            left, top = (x + place * 26, y) if beside else (x, y + place * 14)
            picture.marks.append(Sign(round(left, 1), top - 11, mark.shape, round(size, 1)))
            if number > 1 and width > 24:
                picture.write(round(left + size + 1, 1), top, str(number), "small")
    who = " ".join(label_sides(board.agreement, row.sides, row.bearer, narrated=row.narrated))
    named = picture.write(_EDGE + 12, y, who, "", _SIDE - 20)
    right = picture.write(_EDGE + _SIDE, y, tell_counts(row.counts, row.silence), "", _SAYS - 10)
    tallest = 1 if beside else max(len(cell.marks) for cell in row.cells if cell)
    picture.y = max(named, right, y + 14 * tallest + 2)


def _draw_silent(picture: Picture, layout: Layout) -> None:
    silent = [block.clause.id for block in layout.blocks if not block.rows]
    if silent:
        picture.lines.append(Line(_EDGE, _WIDTH - _EDGE, picture.y, "rule"))
        told = f"No report in this view on {', '.join(silent)}. Silence is unknown, never kept."
        picture.y = picture.write(_EDGE, picture.y + 18, told, "soft", _WIDTH - 2 * _EDGE)
