"""The language of a text is told; English is never mistaken for another."""

import json
from pathlib import Path

import pytest

from parley.ingest import detect_language, language_name

NEWS = Path(__file__).parents[4] / "shared/data/news/wikipedia_current_events_ceasefire.jsonl"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("قال رئيس الوزراء إن وقف إطلاق النار لن يوقع قبل نهاية العام.", "ar"),
        ("ראש הממשלה אמר כי הפסקת האש לא תיחתם לפני סוף השנה.", "he"),
        ("Президент заявил, что перемирие не будет подписано до конца года.", "ru"),
        ("Москва отвергла требования", "ru"),
        ("Президент заявив, що перемир'я не буде підписане до кінця року.", "uk"),
        ("Київ відкинув вимоги", "uk"),
        ("El presidente declaró que no habrá alto el fuego en Gaza.", "es"),
        ("Alto el fuego en Gaza", "es"),
        ("Le président a déclaré que le cessez-le-feu ne sera pas signé avant la fin de l'année.", "fr"),
        ("Die Hamas lehnt den Vorschlag ab und fordert den Abzug der Truppen.", "de"),
        ("Cumhurbaşkanı ateşkesin yıl sonundan önce imzalanmayacağını söyledi.", "tr"),
        ("رئیس جمهور گفت که آتش‌بس پیش از پایان سال امضا نخواهد شد.", "fa"),
        ("وزیر اعظم نے کہا کہ جنگ بندی پر دستخط نہیں ہوں گے۔", "ur"),
        ("总统说停火协议不会在年底之前签署。", "zh"),
        ("首相は停戦協定が年末までに署名されないと述べた。", "ja"),
        ("대통령은 휴전 협정이 올해 안에 서명되지 않을 것이라고 말했다.", "ko"),
    ],
)
def test_other_languages_are_told(text: str, lang: str) -> None:
    assert detect_language(text) == lang


@pytest.mark.parametrize(
    "text",
    [
        "Ceasefire!",
        "Israel strikes Beirut",
        "Hezbollah leader Naim Qassem vows revenge",
        "Boko Haram insurgents kill nine people and injure four others in an attack on Mallam Fatori, Nigeria.",
        "The Polish Sejm elects Włodzimierz Czarzasty as Marshal, replacing Szymon Hołownia.",
        "Scientists discover Mongolian dinosaur Duonychus tsogtbaatari.",
        "He wrote “قال رئيس الوزراء” on the wall, the officials said, and then left the country.",
    ],
)
def test_english_with_many_names_stays_english(text: str) -> None:
    assert detect_language(text) == "en"


def test_a_text_without_letters_has_no_language() -> None:
    assert detect_language("🙂 12 — 34!") is None
    assert detect_language("12:30 ...") is None


def test_languages_have_names() -> None:
    assert language_name("ar") == "Arabic"
    assert language_name("xx") == "xx"


@pytest.mark.skipif(not NEWS.exists(), reason="the shared news data are not beside this checkout")
def test_no_news_item_in_english_is_called_foreign() -> None:
    texts = [json.loads(line)["text"] for line in NEWS.read_text(encoding="utf-8").splitlines()]
    assert [text for text in texts if detect_language(text) != "en"] == []
