"""The board in sentences, for the brief: incidents first, then clauses, each with the reports that it rests on."""

from collections.abc import Iterable, Iterator

from parley.agreement import Evidence, Position
from parley.agreement.changes import Changes
from parley.agreement.results import Incident, SideEvidence
from parley.export.board.dates import tell_duty
from parley.export.board.layout import Block, Board, lay_out
from parley.export.board.moves import TOLD, Move, list_moves
from parley.export.board.reports import list_accounts, show_report, split_account
from parley.export.board.words import join, name_bearers, name_party, tell_days, tell_echoes, tell_silence
from parley.export.sentences import CODED, Group, Note, Part, Section, Sentence, strip_quotes

_COLUMNS = 60
_LINE = 120


def tell_board(board: Board) -> Iterator[Section]:
    """Yield the sections that a brief leads with."""
    layout = lay_out(board, _COLUMNS)
    if board.changes:
        yield _tell_moves(board, board.changes)
    incidents = board.status.incidents
    yield Section(
        "Incidents",
        "Whether each happened and what it is called, according to whom.",
        tuple(_tell_incident(board, incident) for incident in incidents),
        inline=False,
        things=len(incidents),
    )
    yield Section(
        "Clauses",
        "The dates follow from the text alone; everything else is what a named side reports.",
        tuple(_tell_clause(board, block) for block in layout.blocks),
        inline=False,
        things=len(layout.blocks),
    )
    yield _tell_positions(board)
    yield _tell_set_aside(board)


def _tell_moves(board: Board, changes: Changes) -> Section:
    sentences = tuple(
        Sentence(
            (Part(f"{move.what}:"), Part(f"{move.before} → {move.after}."), *_tell_causes(board, move)),
            _note_all(board, [report for _, report in move.causes]) or (note_text(board),),
            _tag_all([report for _, report in move.causes]),
        )
        for move in list_moves(board)
    )
    meaning = f"What stands otherwise than as known on {changes.known}, and because of which reports."
    return Section(f"What changed since {board.since}", meaning, (Group(None, sentences),), inline=False)


def _tell_causes(board: Board, move: Move) -> Iterator[Part]:
    """Say the words of the first reports that moved something, and how many more there are."""
    for kind, report in move.causes[:TOLD]:
        shown = show_report(board, report)
        yield Part(f"{kind[0].upper()}{kind[1:]}, {shown.day}, {shown.route}:")
        yield Part(_shorten(shown.quote), "quote")
    if len(move.causes) > TOLD:
        yield Part(f"And {len(move.causes) - TOLD} more.")


def _tell_positions(board: Board) -> Section:
    sentences = tuple(
        Sentence(
            (
                Part(f"{position.by}, {position.kind}:"),
                Part(position.said, "quote"),
                Part("waits for"),
                Part(position.waits_for.text, "quote"),
            ),
            (_note_position(position),),
            ("unreviewed" if position.entry_id in board.unreviewed else "reviewed",),
        )
        for position in board.positions
    )
    meaning = "Said on a condition by a party, or a group bound through one; they are no clauses and have no status."
    return Section("Conditional positions", meaning, (Group(None, sentences),))


def _note_position(position: Position) -> Note:
    day, place = str(position.published_on or "no date"), f"entries/{position.entry_id}"
    return Note(position.said, " › ".join(position.route) + tell_echoes(position), day, place=place)


def note_text(board: Board) -> Note:
    """Make the footnote of what the text alone fixes."""
    source = board.agreement.texts[0].ref if board.agreement.texts else board.agreement.title
    return Note("the dates of the text, as known on both days", source, "", tags=("by the text",))


def note_report(board: Board, report: Evidence) -> Note:
    """Make the footnote of a report."""
    shown = show_report(board, report)
    route = shown.route if not shown.by or shown.route.endswith(shown.by) else f"{shown.route} › {shown.by}"
    coder = f"{CODED}{shown.coder}"
    return Note(shown.quote, route, shown.day, shown.title, shown.link, (*shown.tags, coder), shown.place)


def _tell_incident(board: Board, incident: Incident) -> Group:
    days, bearers = tell_days(incident.first, incident.last), name_bearers(board.agreement, incident.bearers)
    clauses = f"{'clause' if len(incident.clauses) == 1 else 'clauses'} {join(incident.clauses)}"
    sentences = [
        Sentence(
            (
                Part(words.capitalize()),
                Part(f"{who}:", "strong"),
                Part(_shorten(reports[0].assessment.quote.text), "quote"),
            ),
            _note_all(board, reports),
            _tag_all(reports),
        )
        for words, accounts in list_accounts(incident)
        for account in accounts
        for who, reports in split_account(board, incident, account)
    ]
    unnamed = tuple(report for report in incident.grounds if report.assessment.by is None)
    if unnamed:
        parts = (Part("A ground is given in the narrator's voice."),)
        sentences.append(Sentence(parts, _note_all(board, unnamed), _tag_all(unnamed)))
    return Group(f"{days}, {clauses}, {bearers}", tuple(sentences))


def _shorten(words: str) -> str:
    """Cut a quotation that is longer than a line at a word; the whole of it stands in the note."""
    words = strip_quotes(words)
    return words if len(words) <= _LINE else words[:_LINE].rsplit(" ", 1)[0] + " …"


def _note_all(board: Board, reports: Iterable[Evidence]) -> tuple[Note, ...]:
    return tuple(dict.fromkeys(note_report(board, report) for report in reports))


def _tag_all(reports: Iterable[Evidence]) -> tuple[str, ...]:
    """Mark a sentence as unreviewed when every report behind it is a machine's proposal."""
    proposed = [report.assessment.state == "proposed" for report in reports]
    return ("unreviewed",) if proposed and all(proposed) else ()


def _tell_clause(board: Board, block: Block) -> Group:
    sentences = [_tell_duty(board, block)]
    for row in block.status.by_side:
        sentences += _tell_row(board, row)
    return Group(f"{block.clause.id}: {block.clause.gist}", tuple(sentences))


def _tell_duty(board: Board, block: Block) -> Sentence:
    """Say what the text fixes, footnoted to the text, and who reports nothing."""
    clause = block.clause
    source = board.agreement.texts[0].ref if board.agreement.texts else board.agreement.title
    where = f"{source}, {clause.paragraph}" if clause.paragraph else f"{source}, clause {clause.id}"
    tags = ("from recollection",) if clause.checked == "recollection" else ()
    note = Note("; ".join(block.schedule.reasons) or block.schedule.word, where, "", "", None, ("by the text", *tags))
    parts = [Part(f"{tell_duty(clause, block.schedule, board.status.world)}.")]
    silence = tell_silence(board.agreement, block.status.silence, block.silent, heard=bool(block.rows))
    if silence:
        parts.append(Part(f"{silence[0].upper()}{silence[1:]}."))
    return Sentence(tuple(parts), (note,), tags)


def _tell_row(board: Board, row: SideEvidence) -> Iterator[Sentence]:
    """Say each word of a row with the newest words that it rests on; all of them stand in the notes."""
    side, bearer = name_party(board.agreement, row.side), name_party(board.agreement, row.bearer)
    whose = "itself" if row.side == row.bearer else bearer
    for word in row.words:
        timing = f" ({word.timing})" if word.timing else ""
        newest = max(word.reports, key=lambda report: (report.known_on, report.assessment.id))
        since = f", {len(word.reports)} reports, the newest" if len(word.reports) > 1 else ""
        parts = (
            Part(f"{side} on {whose}:"),
            Part(f"{word.word}{timing}{since}:", "strong"),
            Part(_shorten(newest.assessment.quote.text), "quote"),
        )
        yield Sentence(parts, _note_all(board, word.reports), _tag_all(word.reports))


def _tell_set_aside(board: Board) -> Section:
    sentences = tuple(
        Sentence(
            (
                Part(
                    f"{each.report.assessment.clause}, {name_party(board.agreement, each.report.side)}: {each.reason}."
                ),
            ),
            (note_report(board, each.report),),
            _tag_all([each.report]),
        )
        for each in board.status.set_aside
    )
    return Section("Set aside", "Reports that count for nothing here, with the reason.", (Group(None, sentences),))
