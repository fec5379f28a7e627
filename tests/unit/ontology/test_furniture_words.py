"""What is furniture by its wording."""

import pytest

from parley.ontology.furniture import find_furniture, is_furniture


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
