"""Addresses: what servers do, well and badly."""

import datetime as dt
import gzip
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from types import SimpleNamespace
from typing import Any

import pytest

from parley.errors import InputError, NotFetched
from parley.ingest import Addresses, Fetcher, Stated
from parley.ingest.addresses import find_suffix
from parley.ingest.refusing import LARGEST_FILE
from parley.model import Arrival, Failure, Fetch
from parley.version import __version__

TODAY = dt.date(2025, 4, 9)
WORDS = "The ministry of Tollaria said on Monday that its troops had left the town of Teskal for good."
PAGE = f"""<html><head><title>Troops leave</title><meta property="og:site_name" content="Ternwire">
<meta property="article:published_time" content="2025-04-08T10:00:00Z"></head>
<body><nav>Home News Sport</nav><article><h1>Troops leave</h1><p>{WORDS}</p>
<p>Dessovia had asked for this since the winter, a spokesman in Lurna added, and would now open the road.</p>
</article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Ternwire</title>
<item><title>One</title><link>{root}/1</link><guid>g1</guid><pubDate>Tue, 08 Apr 2025 10:00:00 GMT</pubDate>
<description>Tollaria said that it would withdraw from Teskal.</description></item>
<item><title>Two</title><link>https://elsewhere.example/2</link><guid>g2</guid>
<pubDate>Tue, 08 Apr 2025 11:00:00 GMT</pubDate><description>Dessovia denied the report.</description></item>
</channel></rss>"""


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(pause=0, read_seconds=0.5)


def load(fetcher: Fetcher, address: str, stated: Stated | None = None) -> list[Arrival | Failure]:
    return list(Addresses(fetcher, stated or Stated(), TODAY).load(address))


def test_a_page_is_taken_with_its_own_address_day_and_outlet(site: Any, fetcher: Fetcher) -> None:
    page = PAGE.replace("<head>", '<head><link rel="canonical" href="https://somebody-else.example/x">')
    address = site.put("/story", page.encode())
    (arrival,) = load(fetcher, f"{address}#top")
    assert isinstance(arrival, Arrival)
    assert arrival.document.text.startswith(WORDS)
    assert (arrival.publication.url, arrival.publication.outlet) == (address, "Ternwire")
    assert arrival.document.date == dt.date(2025, 4, 8)
    assert arrival.raw.data == page.encode()
    assert site.asked[0][1]["User-Agent"] == f"Parley/{__version__}"


def test_a_feed_gives_its_entries_under_their_own_addresses(site: Any, fetcher: Fetcher) -> None:
    address = site.put("/feed", FEED.format(root="https://ternwire.example").encode(), "text/html")
    found = load(fetcher, address)
    urls = [arrival.publication.url for arrival in found if isinstance(arrival, Arrival)]
    assert urls == ["https://ternwire.example/1", "https://elsewhere.example/2"]


def test_what_has_not_changed_is_not_sent_again(site: Any, fetcher: Fetcher) -> None:
    address = site.put("/story", PAGE.encode(), ETag='"v1"', Last_Modified="Tue, 08 Apr 2025 10:00:00 GMT")
    first = Addresses(fetcher, Stated(), TODAY)
    assert len(list(first.load(address))) == 1
    assert first.answered == [Fetch(address, '"v1"', "Tue, 08 Apr 2025 10:00:00 GMT")]
    second = Addresses(fetcher, Stated(), TODAY, lambda _: first.answered[0])
    assert list(second.load(address)) == []
    assert (second.unchanged, second.answered) == ([address], first.answered)
    assert site.asked[1][1]["If-Modified-Since"] == "Tue, 08 Apr 2025 10:00:00 GMT"


def test_nothing_is_kept_of_an_address_that_gave_no_document(site: Any, fetcher: Fetcher) -> None:
    address = site.put("/notice", b"<html><body><p>We use cookies.</p></body></html>", ETag='"v1"')
    addresses = Addresses(fetcher, Stated(), TODAY)
    (failure,) = addresses.load(address)
    assert isinstance(failure, Failure)
    assert addresses.answered == []


@pytest.mark.parametrize(
    ("status", "words"), [(404, "nothing at this address"), (403, "refuses"), (410, "taken away"), (418, "refuses")]
)
def test_a_refusal_is_said_in_words(site: Any, fetcher: Fetcher, status: int, words: str) -> None:
    address = site.put("/x", b"no", status=status)
    (failure,) = load(fetcher, address)
    assert isinstance(failure, Failure)
    assert (failure.where, words in failure.what, bool(failure.remedy)) == (address, True, True)
    assert len(site.asked) == 1


def test_a_server_that_fails_is_asked_again(site: Any, fetcher: Fetcher) -> None:
    site.put("/well", PAGE.encode())

    def fail_once(request: BaseHTTPRequestHandler) -> None:
        if len(site.asked) < 2:
            request.send_error(500)
        else:
            site.pages["/well"](request)

    (arrival,) = load(fetcher, site.let("/story", fail_once))
    assert isinstance(arrival, Arrival)
    assert len(site.asked) == 2


def test_a_server_that_goes_on_failing_is_given_up(site: Any, fetcher: Fetcher) -> None:
    (failure,) = load(fetcher, site.put("/x", b"", status=503, Retry_After="0"))
    assert isinstance(failure, Failure)
    assert failure.what == "the server fails (503)"
    assert len(site.asked) == 4


def stay_silent(_request: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


def break_off(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"The army said")


def say_nonsense(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"\x00\x01nonsense\r\n\r\n")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (stay_silent, "the server stays silent for too long"),
        (break_off, "the transfer broke off"),
        (say_nonsense, "the transfer broke off"),
    ],
)
def test_a_broken_answer_is_a_failure(
    site: Any, fetcher: Fetcher, answer: Callable[[BaseHTTPRequestHandler], None], words: str
) -> None:
    (failure,) = load(fetcher, site.let("/x", answer))
    assert isinstance(failure, Failure)
    assert words in failure.what


@pytest.mark.parametrize("headers", [{}, {"Content_Encoding": "gzip"}])
def test_more_than_one_file_may_hold_is_not_taken(site: Any, fetcher: Fetcher, headers: dict[str, str]) -> None:
    body = b" " * (LARGEST_FILE + 1)
    (failure,) = load(fetcher, site.put("/huge", gzip.compress(body, 1) if headers else body, **headers))
    assert isinstance(failure, Failure)
    assert "more than 64 MB" in failure.what


def test_redirects_are_followed_and_the_address_named_stands(site: Any, fetcher: Fetcher) -> None:
    site.put("/new", PAGE.encode())
    address = site.put("/old", b"", status=301, Location="/new")
    (arrival,) = load(fetcher, address)
    assert isinstance(arrival, Arrival)
    assert arrival.publication.url == address


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("/loop", "more than 5 times"),
        ("file:///etc/passwd", "file:// are not fetched"),
        ("http://localhost:9/", "into a private network"),
        ("http://169.254.169.254/latest", "into a private network"),
        ("http://[::1]/", "into a private network"),
        ("http://name:secret@127.0.0.1/", "carries a name or password"),
    ],
)
def test_redirects_lead_nowhere_else(site: Any, fetcher: Fetcher, place: str, words: str) -> None:
    (failure,) = load(fetcher, site.put("/loop", b"", status=302, Location=place))
    assert isinstance(failure, Failure)
    assert words in failure.what


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://ternwire.example/a", "https://", "https://a:b@ternwire.example/", "http://x:port/",
     "http://[::1/", "http://\udcff.example/", "http://127.0.0.1:9/"],
)  # fmt: skip
def test_what_cannot_be_an_address_is_a_failure(fetcher: Fetcher, address: str) -> None:
    with pytest.raises(InputError) as raised:
        fetcher.fetch(address)
    assert raised.value.remedy


def test_requests_to_one_host_are_spaced(site: Any) -> None:
    address, began = site.put("/story", PAGE.encode()), time.monotonic()
    patient = Fetcher(pause=0.3)
    for _ in range(3):
        patient.fetch(address)
    assert time.monotonic() - began >= 0.6


@pytest.mark.parametrize(
    ("media", "path", "data", "suffix"),
    [
        ("text/html", "/a.pdf", b"%PDF-1.7", ".pdf"),
        ("text/html; charset=utf-8", "/feed", b"<?xml version='1.0'?>\n<!-- x -->\n<feed xmlns='a'>", ".xml"),
        ("text/plain", "/a", b"<!doctype html><p>", ".html"),
        ("application/octet-stream", "/a.docx", b"PK\x03\x04", ".docx"),
        ("application/zip", "/a", b"PK\x03\x04", ".zip"),
        ("text/plain", "/log.csv", b"text,date\n", ".csv"),
        ("text/csv", "/log", b"text,date\n", ".csv"),
        ("application/json", "/a", b'{"text": "x"}', ".jsonl"),
        (None, "/a", b"The army said", ".txt"),
    ],
)
def test_the_kind_of_file_is_told_from_what_is_there(media: str | None, path: str, data: bytes, suffix: str) -> None:
    assert find_suffix(path, media.partition(";")[0] if media else None, data) == suffix


def test_the_encoding_that_the_server_states_is_believed(site: Any, fetcher: Fetcher) -> None:
    words = "Президент сообщил, что войска покинули город, и поблагодарил посредников за их терпение и труд."
    address = site.put("/ru", words.encode("koi8-r"), "text/plain; charset=koi8-r")
    (arrival,) = load(fetcher, address)
    assert isinstance(arrival, Arrival)
    assert arrival.document.text == words
    assert arrival.publication.flags == ()


def pages(fetcher: Fetcher, feed: str, known: tuple[str, ...] = ()) -> tuple[list[Arrival | Failure], list[str]]:
    addresses = Addresses(fetcher, Stated(), TODAY)
    found = list(addresses.load_pages(feed, ["127.0.0.1"], lambda url: url in known))
    return found, [fetch.url for fetch in addresses.answered]


def test_the_pages_of_named_hosts_are_fetched_and_the_rest_is_taken_from_the_feed(site: Any, fetcher: Fetcher) -> None:
    feed, page = site.put("/feed", FEED.format(root=site.root).encode()), site.put("/1", PAGE.encode())
    found, kept = pages(fetcher, feed)
    texts = [arrival.document.text[:20] for arrival in found if isinstance(arrival, Arrival)]
    assert texts == [WORDS[:20], "Dessovia denied the "]
    assert kept == [page, feed]
    again, kept = pages(fetcher, feed, known=(page,))
    assert len(again) == 1
    assert [path for path, _ in site.asked].count("/1") == 1


def test_a_page_that_robots_txt_closes_is_left_alone(site: Any, fetcher: Fetcher) -> None:
    feed, page = site.put("/feed", FEED.format(root=site.root).encode()), site.put("/1", PAGE.encode())
    site.put("/robots.txt", b"User-agent: *\nDisallow: /1\n", "text/plain")
    found, kept = pages(fetcher, feed)
    assert isinstance(found[0], Arrival)
    assert found[0].document.text.startswith("Tollaria said that it would")
    assert found[0].publication.flags == ("page not taken: the robots.txt of the site asks programs to stay away",)
    assert "/1" not in [path for path, _ in site.asked]
    assert kept == [page, feed]


def test_a_page_that_cannot_be_had_now_is_asked_for_again(site: Any, fetcher: Fetcher) -> None:
    feed = site.put("/feed", FEED.format(root=site.root).encode())
    site.let("/1", break_off)
    found, kept = pages(fetcher, feed)
    assert [type(outcome) for outcome in found] == [Failure, Arrival]
    assert kept == []


def test_an_error_says_the_status(site: Any, fetcher: Fetcher) -> None:
    with pytest.raises(NotFetched) as raised:
        fetcher.fetch(site.put("/x", b"", status=404))
    assert raised.value.status == 404


def find_anywhere(found: str | None) -> Callable[..., list[Any]]:
    """Make what finds every host but this machine at one address, or at none."""
    really = socket.getaddrinfo

    def find(host: str, *more: Any, **named: Any) -> list[Any]:
        if host == "127.0.0.1":
            return really(host, *more, **named)
        if found is None:
            raise socket.gaierror("unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, 80))]

    return find


def test_a_page_that_is_too_large_is_taken_from_the_feed_and_the_others_as_ever(site: Any, fetcher: Fetcher) -> None:
    feed, page = site.put("/feed", FEED.format(root=site.root).encode()), site.put("/1", b" " * (LARGEST_FILE + 1))
    found, kept = pages(fetcher, feed)
    first, second = found
    assert isinstance(first, Arrival)
    assert isinstance(second, Arrival)
    assert first.publication.flags == ("page not taken: there is more than 64 MB in one file",)
    assert kept == [page, feed]


def test_a_robots_txt_that_is_too_large_closes_its_site(site: Any, fetcher: Fetcher) -> None:
    feed = site.put("/feed", FEED.format(root=site.root).encode())
    site.put("/1", PAGE.encode())
    site.put("/robots.txt", b" " * (LARGEST_FILE + 1), "text/plain")
    found, _ = pages(fetcher, feed)
    assert [type(outcome) for outcome in found] == [Arrival, Arrival]
    assert "/1" not in [path for path, _ in site.asked]


def test_a_link_that_is_no_address_does_not_stop_the_others(site: Any, fetcher: Fetcher) -> None:
    feed = FEED.format(root=site.root).replace(f"{site.root}/1", "http://[::1")
    found, _ = pages(fetcher, site.put("/feed", feed.encode()))
    assert len(found) == 2


def test_where_an_entry_failed_nothing_lets_the_server_say_that_nothing_changed(site: Any, fetcher: Fetcher) -> None:
    feed = FEED.format(root="https://ternwire.example").replace("Dessovia denied the report.", "")
    address = site.put("/feed", feed.encode(), "text/html", ETag='"v1"')
    addresses = Addresses(fetcher, Stated(), TODAY)
    assert [type(outcome) for outcome in addresses.load(address)] == [Arrival, Failure]
    assert addresses.answered == [Fetch(address)]


def test_a_linked_page_leads_to_no_host_that_is_not_listed(
    site: Any, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", find_anywhere("203.0.114.7"))
    feed = site.put("/feed", FEED.format(root=site.root).encode())
    page = site.put("/1", b"", status=302, Location="http://elsewhere.example/")
    found, kept = pages(fetcher, feed)
    assert isinstance(found[0], Arrival)
    flag = "page not taken: it leads to a host that is not listed, elsewhere.example"
    assert found[0].publication.flags == (flag,)
    assert kept == [page, feed]


def test_robots_txt_is_asked_wherever_a_linked_page_leads(site: Any, fetcher: Fetcher) -> None:
    feed = site.put("/feed", FEED.format(root=site.root).encode())
    site.put("/1", b"", status=302, Location="/closed")
    site.put("/closed", PAGE.encode())
    site.put("/robots.txt", b"User-agent: *\nDisallow: /closed\n", "text/plain")
    found, _ = pages(fetcher, feed)
    assert isinstance(found[0], Arrival)
    assert found[0].document.text.startswith("Tollaria said that it would")
    assert "/closed" not in [path for path, _ in site.asked]


def test_no_redirect_leads_from_https_to_http(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = SimpleNamespace(status=301, headers={"Location": "http://ternwire.example/"}, close=lambda: None)
    monkeypatch.setattr(fetcher, "_ask", lambda *_, **__: moved)
    with pytest.raises(NotFetched, match="from https to http"):
        fetcher.fetch("https://ternwire.example/")


def test_no_redirect_leads_to_a_host_that_cannot_be_found(
    site: Any, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", find_anywhere(None))
    (failure,) = load(fetcher, site.put("/1", b"", status=302, Location="http://elsewhere.example/"))
    assert isinstance(failure, Failure)
    assert failure.what == "it leads to a host that cannot be found, elsewhere.example"


def test_a_host_that_is_found_elsewhere_the_second_time_leads_into_no_private_network(
    site: Any, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = iter(["203.0.114.7"])

    def find(host: str, port: int | None, *_: Any, **__: Any) -> list[Any]:
        place = next(places, "127.0.0.1") if host == "elsewhere.example" else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]

    monkeypatch.setattr(socket, "getaddrinfo", find)
    site.put("/secret", PAGE.encode())
    address = site.put("/1", b"", status=302, Location=site.root.replace("127.0.0.1", "elsewhere.example") + "/secret")
    (failure,) = load(fetcher, address)
    assert isinstance(failure, Failure)
    assert failure.what == "it leads into a private network, to elsewhere.example"
    assert [path for path, _ in site.asked] == ["/1"]


def test_a_redirect_to_what_is_no_address_is_a_failure(site: Any, fetcher: Fetcher) -> None:
    (failure,) = load(fetcher, site.put("/1", b"", status=302, Location="http://[::1"))
    assert isinstance(failure, Failure)
    assert "this is no address" in failure.what
