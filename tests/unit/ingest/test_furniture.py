"""Page furniture alone is no document; a report that speaks of the same things is one."""

import pytest

from parley.errors import NotADocument
from parley.ingest.refusing import refuse_furniture


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("We use cookies. By clicking Accept, you agree to our use of cookies.", "cookie notice"),
        ("We and our partners use cookies.\nAccept all\nManage preferences", "cookie notice"),
        ("Share on Facebook | Twitter | WhatsApp", "share line"),
        ("Share this article", "share line"),
        ("Subscribe to our newsletter!", "subscription line"),
        ("Sign up for free updates. Already a subscriber? Log in.", "subscription line, login wall"),
        ("Please sign in to continue reading.", "login wall"),
        ("Please enable JavaScript to view this page.", "script notice"),
        ("Just a moment...\nVerify you are human by completing the action below.", "script notice"),
        ("404 Not Found", "error page"),
        ("© 2025 The Daily. All rights reserved.", "rights line"),
        ("Advertisement\nRead more\nBack to top", "advertisement, navigation"),
    ],
)  # fmt: skip
def test_furniture_alone_is_refused_by_its_kinds(text: str, kinds: str) -> None:
    with pytest.raises(NotADocument) as refused:
        refuse_furniture(text)
    assert refused.value.what == f"there is only page furniture here ({kinds})"
    assert refused.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "Hamas and Israel will sign in Doha.",
        "Share prices fall in Tel Aviv after the strike.",
        "Israel must accept all conditions.",
        "Hezbollah does not subscribe to the offer.",
        "Home was destroyed, residents say.",
        "We use cookies to improve your experience. The ceasefire collapsed.",
        "Ceasefire!",
    ],
)
def test_a_report_is_no_furniture(text: str) -> None:
    refuse_furniture(text)
