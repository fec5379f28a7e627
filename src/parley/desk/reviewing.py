"""The queue and the pages of its entries: what each shows, and what a form that is sent to it does."""

from collections.abc import Callable, Iterator, Mapping
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parley.amending import amend_item, make_item
from parley.desk.agreements import Agreements
from parley.desk.clauses import Clauses
from parley.desk.filters import EntriesAsked, parse_filters
from parley.desk.forms import Form, ask_name, find_status, read_number
from parley.desk.pages import Pages, read_name
from parley.desk.queues import Queue, Queues
from parley.desk.views import view_entry
from parley.desk.wording import read_kind, read_wording
from parley.errors import EntryChanged, FormatError, NoSuchEntry, ParleyError
from parley.model import Entry, ListedEntry, Statement, Verdict
from parley.record import OPEN_STATES, UNDECIDED, Record

_PAGE = 50


class Draft(Struct, frozen=True):
    """A form that could not be taken: what was written into it stays there."""

    error: ParleyError
    form: Mapping[str, str]


class Reviewing:
    """The pages on which a person decides.

    Args:
        record: open for as long as the desk is.
        pages: renders them.
        agreements: on whose clauses entries bear.
    """

    def __init__(self, record: Record, pages: Pages, agreements: Agreements) -> None:
        self._record = record
        self._pages = pages
        self._queues = Queues(record)
        self._clauses = Clauses(record, agreements)
        self._reasons = record.review.list_reasons()

    def show_queue(self, request: Request) -> Response:
        """Show what to look at next, and why."""
        wanted = parse_filters(request.query_params)
        queue = self._queues.make(wanted)
        first = max(0, read_number(request.query_params.get("first")) // _PAGE * _PAGE)
        places = queue.places[first : first + _PAGE]
        listed = self._record.review.get_entries([place.entry_id for place in places])
        told = {place.entry_id: place for place in places}
        rejected = replace(wanted.filter, states=("rejected",))
        return self._pages.render(
            request,
            "queue.html",
            wanted=wanted,
            rows=[(entry, told[entry.entry.id]) for entry in listed],
            first=first,
            page=_PAGE,
            total=len(queue.places),
            counts=queue.counts,
            rejected=self._record.count_entries(rejected) if wanted.filter.states == OPEN_STATES else 0,
        )

    def show_entry(self, request: Request) -> Response:
        """Show one entry in its report; ask first who decides, once."""
        listed = self._get_entry(request.path_params["entry_id"])
        if not read_name(request):
            return ask_name(_address_entry(listed.entry.id, parse_filters(request.query_params)))
        return self._show(request, listed)

    def find_report(self, request: Request) -> Response:
        """Lead to the entry of a report that lies nearest to some of its words; events come first."""
        document_id, asked = request.path_params["document_id"], request.query_params
        start, end = read_number(asked.get("start")), read_number(asked.get("end"))

        def distance(entry: Entry) -> tuple[int, bool]:
            anchor = entry.item.anchor
            return max(0, start - anchor.start, anchor.end - end), entry.kind == "statement"

        found = self._record.review.list_of_document(document_id)
        if not found:
            remedy = "It was not read yet, or everything in it was rejected."
            raise NoSuchEntry("the record holds no entry of this report", where=document_id, remedy=remedy)
        return RedirectResponse(f"/entries/{min(found, key=distance).id}", 303)

    def decide(self, form: Form) -> Response:
        """Decide on an entry, and go on to the next."""
        return self._take(form, self._decide)

    def add(self, form: Form) -> Response:
        """Add an entry to the report of the one on show, and stay there."""
        return self._take(form, self._add)

    def assess(self, form: Form) -> Response:
        """Decide on an assessment beside an entry, and stay there."""
        return self._take(form, self._assess)

    def undo(self, form: Form) -> Response:
        """Take back the last decision of the person at the desk, and lead to its entry."""
        undone = self._record.review.undo(by=form.by)
        entry_id = undone[-1].entry_id if isinstance(undone, list) else undone.assessment.entry_id
        if entry_id is None:
            return RedirectResponse("/", 303)
        return RedirectResponse(_address_entry(entry_id, parse_filters(form.request.query_params), after=entry_id), 303)

    def _take(self, form: Form, take: Callable[[ListedEntry, Form], str]) -> Response:
        """Take what a form says and lead on; where it cannot be taken, show it with what was written into it."""
        listed = self._get_entry(form.request.path_params["entry_id"])
        try:
            return RedirectResponse(take(listed, form), 303)
        except ParleyError as error:
            return self._show(form.request, self._get_entry(listed.entry.id), Draft(error, form.fields))

    def _decide(self, listed: ListedEntry, form: Form) -> str:
        fields, by = form.fields, form.by
        action = next((known for known in get_args(Verdict) if known == fields.get("action")), None)
        if action is None:
            raise FormatError("the form names no decision", where="action", remedy="Use the buttons of the page.")
        wanted = parse_filters(form.request.query_params)
        queue = self._queues.recall(wanted)
        entry, item, revision = listed.entry, None, read_number(fields.get("revision"))
        if action == "amend":
            if revision != entry.revision:
                what = "somebody else decided on this entry in the meantime"
                raise EntryChanged(what, where=entry.id, remedy="Look at it again, then decide.")
            document = self._record.get_document(entry.document_id)
            item = amend_item(entry.item, document, read_wording(entry.kind, document, fields))
        reason = fields.get("reason", "").strip() or None
        if item is None:
            decided = [(entry.id, revision, reason), *self._list_more(queue, listed, fields)]
            self._record.review.decide_alike(action, decided, by=by)
        else:
            self._record.decide(entry.id, action, by=by, revision=revision, reason=reason, item=item)
        if reason and reason not in self._reasons:
            self._reasons.append(reason)
        following = self._find_next(queue, entry.id)
        if following is None:
            return f"/?{wanted.query}" if wanted.query else "/"
        return _address_entry(following, wanted, after=entry.id)

    def _find_next(self, queue: Queue, entry_id: str) -> str | None:
        """Find the next entry of a queue, past those that were decided since it was made: its order holds still."""
        following = queue.places[queue.numbers.get(entry_id, -1) + 1 :]
        for start in range(0, len(following), _PAGE):
            batch = following[start : start + _PAGE]
            waiting = self._record.review.select_waiting([place.entry_id for place in batch])
            for place in batch:
                if place.why == "decided" or place.entry_id in waiting:
                    return place.entry_id
        return None

    def _list_more(
        self, queue: Queue, listed: ListedEntry, fields: Mapping[str, str]
    ) -> Iterator[tuple[str, int, str | None]]:
        """List what is decided alike: entries of the same report as they were shown, or what copies of it say."""
        for named in fields.get("also", "").split()[:_PAGE]:
            entry_id, _, revision = named.partition(":")
            yield entry_id, read_number(revision), None
        copies = queue.list_copies(listed.entry.id) if fields.get("copies") == "yes" else ()
        for copy in self._record.review.get_entries(copies):
            if copy.entry.state in UNDECIDED:
                yield copy.entry.id, copy.entry.revision, f"says the same as {listed.entry.id[-8:]}"

    def _add(self, listed: ListedEntry, form: Form) -> str:
        document_id, kind = listed.entry.document_id, read_kind(form.fields)
        document, held = self._record.get_document(document_id), self._record.review.list_of_document(document_id)
        statements = [entry.item for entry in held if isinstance(entry.item, Statement)]
        item = make_item(kind, document, read_wording(kind, document, form.fields), statements)
        reason = form.fields.get("reason", "").strip() or None
        added = self._record.review.add_entry(document_id, item, by=form.by, reason=reason)
        return _address_entry(listed.entry.id, parse_filters(form.request.query_params), after=added)

    def _assess(self, listed: ListedEntry, form: Form) -> str:
        self._clauses.decide(form.request.path_params["assessment_id"], form.fields, form.by)
        return _address_entry(listed.entry.id, parse_filters(form.request.query_params))

    def _get_entry(self, entry_id: str) -> ListedEntry:
        found = self._record.review.get_entries([entry_id])
        if not found:
            raise NoSuchEntry("the record holds no entry with this id", where=entry_id, remedy="Go back to the queue.")
        return found[0]

    def _show(self, request: Request, listed: ListedEntry, draft: Draft | None = None) -> Response:
        """Show one entry; after an error with what the person had written, so that nothing is lost."""
        wanted = parse_filters(request.query_params)
        queue = self._queues.recall(wanted)
        before, after = queue.find_neighbours(listed.entry.id)
        last = self._record.review.get_entries([request.query_params.get("after", "")])
        return self._pages.render(
            request,
            "entry.html",
            status=find_status(draft.error) if draft else 200,
            wanted=wanted,
            view=view_entry(self._record, listed),
            clauses=self._clauses.view(listed.entry.id),
            copies=self._record.review.get_entries(queue.list_copies(listed.entry.id)[:_PAGE]),
            why=queue.find_why(listed.entry.id),
            reasons_given=self._reasons,
            number=queue.numbers.get(listed.entry.id, -1) + 1,
            total=len(queue.places),
            before=before,
            after=after,
            last=last[0] if last else None,
            error=draft.error if draft else None,
            draft=draft.form if draft else {},
        )


def _address_entry(entry_id: str, wanted: EntriesAsked, after: str = "") -> str:
    """Write the address of an entry, with the filters and the entry that was decided before it."""
    query = "&".join(filter(None, [wanted.query, after and f"after={after}"]))
    return f"/entries/{entry_id}" + (f"?{query}" if query else "")
