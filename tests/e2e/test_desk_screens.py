"""Boards, briefs, data, actors and places in a real browser: by hand, by keyboard, to a screen reader, under attack."""

import datetime as dt
import json
import re
import shutil
import time
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

pytest.importorskip("starlette", reason="needs the extra desk")

from browser import PROGRAM, Browser

from parley.ingest import Stated, load_path, read_links
from parley.model import Arrival, Assessment, Document, Event, Failure, Mention, Reading, Span, Statement
from parley.ontology.registry import load_registry
from parley.pipeline import LANGUAGES, make_pipeline
from parley.record import open_record
from parley.steps import Reader

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")
AXE = Path(__file__).parent / "axe.min.js"
"""The accessibility checker axe-core 4.12.1 by Deque Systems (MPL-2.0), for tests only."""
LAST = dt.date(2025, 4, 25)
HOSTILE = "<script>document.title='owned'</script>\"'><img src=x onerror=\"document.title='owned'\">{{7*7}}"
AGREEMENT = files("parley").joinpath("demo", "agreement.yaml")
PAGES = (
    "/",
    "/entries/{entry}",
    "/entries/{entry}/names?find=leb",
    "/board",
    "/board/fenhavn-2025?opened=waiting~1",
    "/board/fenhavn-2025?since=2025-04-01",
    "/board/fenhavn-2025?opened=1~dessovia~tollaria~2025-03-24",
    "/board/fenhavn-2025/page",
    "/brief?agreement=fenhavn-2025",
    "/brief/page?agreement=fenhavn-2025",
    "/data",
    "/actors",
    "/actors?part=where&words=the+river",
    "/actors/ISR?find=leb",
    "/name",
    "/keys",
    "/nowhere/else",
    "/board/none",
)


@pytest.fixture(scope="module")
def example(copy_record: Callable[[], Path]) -> Path:
    """Make the record of the bundled example, read by the rules, with its assessments."""
    path = copy_record()
    with open_record(path) as record, as_file(files("parley").joinpath("demo", "reports")) as reports:
        list(record.add(found for found in load_path(reports, Stated(), LAST) if not isinstance(found, Failure)))
        list(record.read(make_pipeline("rules", load_registry()), LANGUAGES))
        links = files("parley").joinpath("demo", "assessments.jsonl").read_bytes()
        lines = [line for line in read_links(links, "links") if not isinstance(line, Failure)]
        given = [link.assess(Document(line.text or "", line.date)) for line in lines for link in line.links]
        record.assessments.add(given, by="example")
    return path


@pytest.fixture
def desk(browser: Browser, serve: Callable[..., str], example: Path) -> Callable[[str], None]:
    """Open the desk on the example; give what goes to one of its addresses."""
    with as_file(AGREEMENT) as agreement:
        opening = serve(example, "--agreement", str(agreement))
    return enter(browser, opening)


def enter(browser: Browser, opening: str) -> Callable[[str], None]:
    browser.open(opening)
    here = opening[: opening.index("/open")]
    browser.open(f"{here}/name")
    browser.run("document.querySelector('[name=name]').value = 'Ana Š.'")
    browser.wait_for_page(lambda: browser.run("document.querySelector('.ask button').click()"))
    return lambda address: browser.open(here + address)


def find_faults(browser: Browser, rules: tuple[str, ...]) -> list[str]:
    """Let the checker look at the page; list what it holds for serious, with where it is."""
    browser.run(AXE.read_text(encoding="utf-8") + ";0")
    chosen = json.dumps({"runOnly": list(rules)} if rules else {})
    found = browser.call(f"axe.run({chosen}).then(result => JSON.stringify(result.violations))")
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for fault in json.loads(found)
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "rules"), [("light", ()), ("dark", ("color-contrast",))])
def test_no_page_has_a_serious_fault_of_access(
    browser: Browser, desk: Callable[[str], None], example: Path, scheme: str, rules: tuple[str, ...]
) -> None:
    with open_record(example) as record:
        entry = record.review.list_queue()[0].entry_id
    browser.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    faults = {}
    for page in PAGES:
        desk(page.format(entry=entry))
        faults[page] = find_faults(browser, rules)
    assert {page: found for page, found in faults.items() if found} == {}


def test_a_slider_moves_the_board_by_keyboard_and_the_address_holds_it(
    browser: Browser, desk: Callable[[str], None]
) -> None:
    desk("/board/fenhavn-2025?as_of=2025-03-24&known=2025-03-24")
    assert "shelled" not in browser.run("document.getElementById('board').innerText")
    before = browser.run("document.querySelectorAll('.week a').length")
    browser.run("document.querySelector('[data-sets=as_of]').focus()")
    for day in ("2025-03-25", "2025-03-26"):
        press_arrow(browser)
        browser.wait_until(f"document.querySelector('[role=status] b').innerText === '{day}'")
    assert "as_of=2025-03-26" in browser.run("location.search")
    assert browser.run("document.activeElement.getAttribute('aria-valuetext')") == "2025-03-26"
    browser.run("document.querySelector('[data-sets=known]').focus()")
    for _ in range(3):
        press_arrow(browser)
    browser.wait_until("document.querySelectorAll('[role=status] b')[1].innerText === '2025-03-27'")
    assert browser.run("document.querySelectorAll('.week a').length") > before
    address = browser.run("location.pathname + location.search")
    told = browser.run("document.getElementById('board').innerText")
    desk(address)
    assert browser.run("document.getElementById('board').innerText") == told
    assert browser.list_troubles() == []


def press_arrow(browser: Browser) -> None:
    for kind in ("rawKeyDown", "keyUp"):
        browser.send("Input.dispatchKeyEvent", type=kind, key="ArrowRight", windowsVirtualKeyCode=39)


def test_a_cell_opens_its_reports_with_both_accounts_and_leads_to_the_words(
    browser: Browser, desk: Callable[[str], None]
) -> None:
    desk("/board/fenhavn-2025")
    cell = "[...document.querySelectorAll('.week a')].find(a => a.href.includes('1~dessovia~tollaria'))"
    browser.run(f"{cell}.focus()")
    browser.press("Enter")
    browser.wait_until("document.querySelector('#opened h2')")
    told = browser.run("document.getElementById('opened').innerText")
    for part in ("Accounts that differ", "asserted by", "denied by", "The Northshore Daily › Ternwire", "coded by"):
        assert part in told
    assert "opened=1~dessovia~tollaria" in browser.run("decodeURIComponent(location.search)")
    browser.press("Escape")
    browser.wait_until("document.getElementById('opened').hidden")
    assert browser.run(f"document.activeElement === {cell}")
    browser.run(f"{cell}.click()")
    browser.wait_until("document.querySelector('#opened .report a[target=_top]')")
    browser.wait_for_page(lambda: browser.run("document.querySelector('#opened .report a[target=_top]').click()"))
    assert (
        browser.run("document.querySelector('#text mark.own-trigger, #text mark.own-cue').getBoundingClientRect().top")
        > 0
    )
    assert browser.list_troubles() == []


def test_proposals_are_decided_together_without_leaving_the_board(
    browser: Browser, serve: Callable[..., str], example: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(example, tmp_path / "desk.parley"))
    with open_record(path) as record:
        said = next(held.assessment for held in record.assessments.list_all("fenhavn-2025"))
        words = said.quote.text
        quotes = [Span(said.quote.start, said.quote.end - cut, words[: len(words) - cut]) for cut in (1, 2, 3)]
        given = [replace(said, id="", quote=quote) for quote in quotes]
        kept = [one.assessment_id for one in record.assessments.add(given, by="match1", action="propose")]
    with as_file(AGREEMENT) as agreement:
        go = enter(browser, serve(path, "--agreement", str(agreement)))
    go("/board/fenhavn-2025")
    browser.run("document.querySelector('.scroll').style.maxHeight = '8rem'")
    browser.run("document.querySelector('a.tag[data-swaps]').click()")
    browser.wait_until("document.querySelectorAll('#opened [type=checkbox]').length === 3")
    first = "document.querySelector('#opened [type=checkbox]')"
    browser.run(f"{first}.click()")
    other = browser.run(f"{first}.name.slice(5)")
    with open_record(path) as record:
        record.assessments.decide(next(one for one in kept if one != other), "reject", by="Ben", revision=1)
    browser.press("c")
    browser.wait_until("document.querySelector('#opened [role=alert]')")
    assert "revision 2 by now" in browser.run("document.querySelector('#opened [role=alert]').innerText")
    go("/board/fenhavn-2025?opened=waiting~" + said.clause)
    loaded = len(browser.events)
    browser.press("x")
    browser.wait_until("document.getElementById('opened').innerText.includes('0 reports')")
    assert not any(event.get("method") == "Page.loadEventFired" for event in browser.events[loaded:])
    with open_record(path) as record:
        assert {record.assessments.find(one).assessment.state for one in kept} == {"rejected"}
    assert "opened=waiting" in browser.run("location.search")


def test_what_nobody_knows_is_named_and_then_known(
    browser: Browser, desk: Callable[[str], None], example: Path
) -> None:
    desk("/actors")
    words = browser.run("document.querySelector('[data-key=n]').innerText")
    browser.press("n")
    browser.wait_until("document.querySelector('#opened blockquote')")
    browser.wait_for_page(lambda: browser.run("document.querySelector('#opened form.ask-for button').click()"))
    browser.wait_for_page(lambda: browser.run("document.querySelector('[action=\"/actors/resolved\"] button').click()"))
    browser.wait_until("document.getElementById('progress').innerText.includes('have the names by now')")
    desk("/actors")
    assert words not in browser.run("[...document.querySelectorAll('td a')].map(a => a.innerText)")
    with open_record(example) as record:
        (change,) = record.list_actor_changes()
        assert (change.action, change.by) == ("add", "Ana Š.")
        assert record.mentions.list_contexts("who", entity=words)
    browser.wait_for_page(lambda: browser.run("document.querySelector('.decisions button').click()"))
    with open_record(example) as record:
        assert [one.action for one in record.list_actor_changes()] == ["add", "undo"]
    assert browser.list_troubles() == []


def test_footnotes_of_the_brief_lead_to_their_words(browser: Browser, desk: Callable[[str], None]) -> None:
    desk("/brief?agreement=fenhavn-2025&known=2025-04-25")
    frame = "document.querySelector('iframe').contentDocument"
    browser.wait_until(f"{frame}?.querySelector('blockquote')")
    links = browser.run(f"[...{frame}.querySelectorAll('a[target=_top]')].map(a => a.getAttribute('href'))")
    assert {link.split("/")[1] for link in links} == {"entries", "reports"}
    quote = browser.run(
        f"{frame}.querySelector('a[href^=\"/reports/\"]').closest('div').previousElementSibling.innerText"
    )
    desk(next(link for link in links if link.startswith("/reports/")))
    assert re.sub(r"\s+", " ", quote) in re.sub(r"\s+", " ", browser.run("document.getElementById('text').innerText"))


def test_no_script_of_a_document_a_name_or_an_agreement_ever_runs(
    browser: Browser,
    serve: Callable[..., str],
    copy_record: Callable[[], Path],
    arrive: Callable[..., Arrival],
    make_reader: Callable[..., Reader],
    cut: Callable[..., Any],
    tmp_path: Path,
) -> None:
    """Words that try to become markup stand in every place that anybody but us can fill."""

    def read(document: Document) -> Reading:
        actor, open_ = cut(document, "Tollaria", Mention, entity=HOSTILE), cut(document, HOSTILE, Mention)
        event = Event("E1", cut(document, "shelled", Span), "ASSAULT", HOSTILE, actor=(actor,), recipient=(open_,))
        return Reading(document, (Statement("S1", cut(document, "said", Span), (open_,), open_),), (event,))

    text = AGREEMENT.read_text(encoding="utf-8").replace("both armies cease fire", json.dumps(HOSTILE)[1:-1])
    agreement = tmp_path / "agreement.yaml"
    agreement.write_text(text.replace("name: Dessovia,", f"name: {json.dumps(HOSTILE)},"), encoding="utf-8")
    path = copy_record()
    with open_record(path) as record:
        said = f"{HOSTILE} Tollaria shelled it, {HOSTILE} said."
        list(record.add([arrive(said, outlet=HOSTILE, title=HOSTILE, url="javascript:document.title='owned'")]))
        list(record.read(make_reader(HOSTILE, read), frozenset({"en"})))
        entry = record.review.list_queue()[0].entry_id
        document = record.find_entry(entry).entry.document_id
        quote = Span(0, len(said), said)
        bearing = Assessment("", document, "fenhavn-2025", "1", "contrary", quote, HOSTILE, "dessovia", entry_id=entry)
        record.assessments.add([bearing], by=HOSTILE)
    go = enter(browser, serve(path, "--agreement", str(agreement)))
    hostile = re.sub(r"[^\w]", lambda sign: f"%{ord(sign[0]):02x}", HOSTILE)
    browser.run(f"document.cookie = 'parley_coder={hostile}; path=/'")
    filled = ("/actors?words={0}", "/brief?title={0}", "/?words=%22{0}%22", "/board/fenhavn-2025?find={0}&opened={0}")
    for page in (*(page.replace("{entry}", entry) for page in PAGES), *(page.format(hostile) for page in filled)):
        go(page)
        time.sleep(0.05)
        assert browser.run("document.title") != "owned", page
        assert browser.run("[...document.querySelectorAll('img')].length") == 0, page
        assert browser.run("[...document.querySelectorAll('[href^=\"javascript\" i]')].length") == 0, page
        for frame in ("/brief/page", "/board/fenhavn-2025/page"):
            assert frame not in page or browser.run("[...document.scripts].length") == 0
    assert browser.run("document.body.innerText.includes(\"document.title='owned'\")")
