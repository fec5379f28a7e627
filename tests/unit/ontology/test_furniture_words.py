"""What is furniture by its wording."""

import pytest

from parley.ontology.furniture import blank_bylines, find_furniture, is_furniture


@pytest.mark.parametrize(
    "line", ["Share this on Facebook. Read more", "We use cookies on this site.", "© 2031 Courier"]
)
def test_what_a_page_shows_beside_its_report_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["Editing by the night desk.", "Read more: what the sluice is for"])
def test_what_a_newsroom_writes_is_furniture_of_a_report_only(line: str) -> None:
    assert is_furniture(line, "report")
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line", ["They will sign in Doha.", "Share prices fell.", "", "Read more. The sluice is shut."]
)
def test_news_is_none(line: str) -> None:
    assert not is_furniture(line, "page", "report")


def test_each_sentence_has_its_kind() -> None:
    assert list(find_furniture("Subscribe now! The sluice is shut.", "page")) == ["subscription line", None]


@pytest.mark.parametrize(
    "line",
    [
        "By Nada Homsi",
        "By Nada Homsi in Beirut",
        "By A. Bern and Carl Dal, Middle East correspondents",
        "By Élise Bern | 3 March 2034",
        "By the Sonnor Wire",
        "BY NADA HOMSI",
        "KYIV, Nov 3 (Sonnor Wire) — By Pavel Bern",
        "(Reporting by A. Bern in Kyiv, C. Dal; Editing by E. Eff)",
        "Reporting by Anna Bern; Writing by Max al-Dal; Editing by E. Eff and G. Haa.",
    ],
)
def test_a_byline_at_either_end_is_blanked(line: str) -> None:
    for text in (f"{line}\n\nThe sluice is shut.", f"The sluice is shut.\n{line}"):
        assert blank_bylines(text) == text.replace(line, " " * len(line))


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, the army had left.",
        "By order of the court he left.",
        "BY MONDAY, THE ARMY HAD LEFT THE TOWN.",
        "Reporting by Sonnor Monitors shows that ten were held.",
        "Nearby Sonnor",
        "Talks led by Omar Diallo",
    ],
)
def test_a_sentence_that_begins_like_one_is_text(line: str) -> None:
    assert blank_bylines(line) == line


def test_a_byline_amid_the_text_stays() -> None:
    text = "\n".join(["The sluice is shut."] * 4 + ["By Anna Bern"] + ["The sluice is open."] * 4)
    assert blank_bylines(text) == text
