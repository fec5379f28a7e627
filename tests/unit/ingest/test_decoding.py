"""Bytes become text in the encoding they are in, or are refused with a reason."""

import zipfile
from io import BytesIO

import pytest

from parley.errors import NotADocument
from parley.ingest import decode

WESTERN = "The minister said “we will not yield” and left the café in Genève."
TURKISH = "Cumhurbaşkanı ateşkesin yıl sonundan önce imzalanmayacağını söyledi."
POLISH = (
    "Prezydent powiedział, że zawieszenie broni nie zostanie podpisane przed końcem roku, a rozmowy będą wstrzymane."
)
RUSSIAN = "Президент заявил, что перемирие не будет подписано до конца года."
ARABIC = "قال رئيس الوزراء إن وقف إطلاق النار لن يوقع قبل نهاية العام."
HEBREW = "ראש הממשלה אמר כי הפסקת האש לא תיחתם לפני סוף השנה."
CHINESE = "总统说停火协议不会在年底之前签署。"


@pytest.mark.parametrize(
    "text", [WESTERN, ARABIC, "🕊️ ceasefire 👩‍👩‍👧", "e\u0301 stays decomposed\r\n", "  \tspace stays \n"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_utf_text_comes_back_as_it_was(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.flags == ()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WESTERN, "cp1252"),
        (TURKISH, "cp1254"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (ARABIC, "cp1256"),
        (HEBREW, "cp1255"),
        (CHINESE, "gb18030"),
    ],
)
def test_an_older_encoding_is_guessed_and_flagged(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.flags == (f"encoding guessed: {decoded.encoding}",)


def test_a_declared_encoding_is_believed_when_the_bytes_are_not_utf8() -> None:
    assert decode("Перемирие".encode("cp1251"), "windows-1251") == ("Перемирие", "cp1251", False)
    assert decode("Перемирие".encode(), "windows-1251").text == "Перемирие"


@pytest.mark.parametrize("declared", ["no-such-encoding", "", "rot13", "unicode_escape", "\0"])
def test_a_declared_encoding_that_is_none_is_passed_over(declared: str) -> None:
    assert decode(WESTERN.encode("cp1252"), declared).text == WESTERN


def archive() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the file is empty"),
        (b"%PDF-1.7\n1 0 obj", "this is a PDF file, not text"),
        (archive(), "this is a Word, Excel, OpenDocument or zip file, not text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "this is a PNG image, not text"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "this is a JPEG image, not text"),
        (b"\x7fELF\x02\x01\x01\0", "this is a program, not text"),
        (b"\x1f\x8b\x08\0", "this is a gzip file, not text"),
        (b"{\\rtf1 hello}", "this is an RTF file, not text"),
        (b"text with a \0 in it", "the bytes are binary, not text"),
        (b"\xff\xfe\x00\xd8", "the bytes are binary, not text"),
        (bytes(range(1, 256)) * 4, "the bytes are binary, not text"),
        (b"\x01\x02\x03\x04 abc", "the bytes are binary, not text"),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes, what: str) -> None:
    with pytest.raises(NotADocument) as refused:
        decode(data)
    assert refused.value.what == what
    assert refused.value.remedy
