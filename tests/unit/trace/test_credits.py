"""Whom a report credits; the sixty forms of wording stand in tests/gate."""

import pytest

from parley.model import Carrier, Report
from parley.trace import find_credits

BODY = "\nShells fell on two villages overnight. Nobody claimed responsibility for the attack."


def test_a_route_is_taken_apart() -> None:
    found = find_credits(Report("a", "Text.", cited=(Carrier("AFP via France 24", "https://f24.example/1"),)))
    assert [(credit.carrier, credit.way, credit.url) for credit in found] == [
        ("Agence France-Presse", "cited", "https://f24.example/1"),
        ("France 24", "cited", "https://f24.example/1"),
    ]


def test_the_language_of_a_page_is_no_part_of_its_name() -> None:
    (credit,) = find_credits(Report("a", "Text.", cited=(Carrier("El Sonnor in Spanish"),)))
    assert credit.carrier == "El Sonnor"


def test_a_carrier_that_no_list_holds_is_known_by_what_it_is_called() -> None:
    (credit,) = find_credits(Report("a", f"The sluice is shut, the newspaper Sonnor Courier reported.{BODY}"))
    assert (credit.carrier, credit.way) == ("Sonnor Courier", "citing")


def test_joint_credits_are_parted_only_between_carriers() -> None:
    found = find_credits(Report("a", "Text.", cited=(Carrier("AFP and Reuters via Task & Purpose"),)))
    assert [credit.carrier for credit in found] == ["Agence France-Presse", "Reuters", "Task & Purpose"]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        (f"BEIRUT (AP) — The sluice is shut.{BODY}", "dateline"),
        (f"AFP - The sluice is shut.{BODY}", "dateline"),
        (f"The sluice is shut.{BODY}\n(AFP)", "signature"),
        (f"The sluice is shut.{BODY}\nReuters contributed to this report.", "byline"),
        (f"The sluice is shut, according to Reuters.{BODY}", "citing"),
    ],
)
def test_each_place_has_its_way_and_its_words(text: str, way: str) -> None:
    (credit,) = find_credits(Report("a", text))
    assert credit.way == way
    assert credit.span is not None
    assert text[credit.span.start : credit.span.end] == credit.span.text
    assert credit.is_whole == (way != "citing")


def test_a_carrier_that_is_the_news_is_no_credit() -> None:
    assert find_credits(Report("a", f"The government banned Al Jazeera and sued Reuters.{BODY}")) == ()


@pytest.mark.parametrize(
    ("outlet", "url", "carriers"),
    [
        ("CNA", "https://www.channelnewsasia.com/asia/1", ["Channel NewsAsia"]),
        ("CNA", None, ["Central News Agency"]),
        ("AFP via CNA", "https://www.channelnewsasia.com/asia/1", ["Agence France-Presse", "Channel NewsAsia"]),
        ("Reuters", "https://www.theguardian.com/world/1", ["Reuters"]),
        ("BBC Somewhere", "https://news.bbc.co.uk/1", ["BBC"]),
        ("KXYZ-TV", "https://www.cbsnews.com/1", ["KXYZ-TV"]),
        ("Xinhua 2", None, ["Xinhua News Agency"]),
        ("France 24", None, ["France 24"]),
        ("AA", None, ["Anadolu Agency"]),
        ("RFE/RL", None, ["Radio Free Europe/Radio Liberty"]),
        ("AFP/Reuters", None, ["Agence France-Presse", "Reuters"]),
        ("Sonnor Courier in Brazilian Portuguese", None, ["Sonnor Courier"]),
        ("", None, []),
    ],
)
def test_whose_page_is_credited_is_told_by_its_name_and_its_address(
    outlet: str, url: str | None, carriers: list[str]
) -> None:
    found = find_credits(Report("a", "Text.", cited=(Carrier(outlet, url),)))
    assert [credit.carrier for credit in found] == carriers


@pytest.mark.parametrize(
    ("text", "carriers"),
    [
        ("State media said the sluice was shut.", ["State media"]),
        ("The Garvenholm Gazette reported that the sluice was shut.", ["Garvenholm Gazette"]),
        ("BBC Verify found that the sluice was shut.", ["BBC"]),
        ("Xinhua, the official Chinese news agency, wrote that the sluice was shut.", ["Xinhua News Agency"]),
        ("The mayor told the Associated Press (AP) that the sluice was shut.", ["Associated Press"] * 2),
        ("The AP report merits an inquiry, the mayor said.", []),
        ("Guardian said he understood why the sluice was shut.", []),
        ("The debate will be broadcast on CNN.", []),
    ],
)
def test_credits_in_sentences_go_by_their_wording(text: str, carriers: list[str]) -> None:
    assert [credit.carrier for credit in find_credits(Report("a", text + BODY))] == carriers


@pytest.mark.parametrize(
    ("before", "outlet", "carriers"),
    [
        ("The Washington Post was there. ", None, ["The Washington Post"]),
        ("", "The Jerusalem Post", []),
        ("", None, ["Post"]),
    ],
)
def test_a_short_name_is_that_of_the_paper_named_before_or_of_the_outlet(
    before: str, outlet: str | None, carriers: list[str]
) -> None:
    report = Report("a", f"{before}The Post reported that the sluice was shut.{BODY}", outlet=outlet)
    assert [credit.carrier for credit in find_credits(report)] == carriers


@pytest.mark.parametrize(
    "words",
    [
        "The Orlen Border Post reported shelling.",
        "His Criminal Record shows two arrests.",
        "The Command Post saw smoke.",
    ],
)
def test_a_post_of_soldiers_is_no_paper(words: str) -> None:
    assert find_credits(Report("a", words)) == ()
    assert find_credits(
        Report("a", words.replace("Criminal", "Sonnor").replace("Border ", "").replace("Command", "Sonnor"))
    )
