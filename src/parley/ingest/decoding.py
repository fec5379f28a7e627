"""Bytes to text: UTF-8 first, then byte order marks, then an encoding the page declares, then a flagged guess."""

import codecs
from typing import NamedTuple

from parley.errors import NotADocument

REFUSED_STARTS = (
    (b"%PDF-", "a PDF file", "Copy its text into a .txt file, or save it as HTML."),
    (b"PK\x03\x04", "a Word, Excel, OpenDocument or zip file", "Unpack it, or save it as text, HTML or CSV."),
    (b"PK\x05\x06", "an empty zip file", "Unpack it first."),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", "Save it as text, HTML or CSV."),
    (b"{\\rtf", "an RTF file", "Save it as text."),
    (b"\x89PNG", "a PNG image", "Type its words into a text file."),
    (b"\xff\xd8\xff", "a JPEG image", "Type its words into a text file."),
    (b"GIF8", "a GIF image", "Type its words into a text file."),
    (b"\x7fELF", "a program", "Add texts only."),
    (b"\x1f\x8b", "a gzip file", "Unpack it first."),
    (b"SQLite format 3\0", "a database", "Export its texts as CSV or JSON Lines."),
)
# The longest mark comes first: UTF-32's begins with UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BINARY = "the bytes are binary, not text"
BINARY_REMEDY = "Add text saved as UTF-8, HTML, JSON Lines or CSV."
CONTROL_SHARE = 0.05
"""More control characters than this among the first characters, and the bytes are no text."""
SAMPLE = 65_536
"""How many bytes a guess at the encoding looks at."""

WESTERN = frozenset("àâäáãåæçèéêëìíîïñòóôöøùúûüÿßœÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜŒ“”‘’„‚–—…•·«»‹›€£°§©®¡¿\xa0")
TURKISH = WESTERN | frozenset("şıİŞğĞ")
# charset-normalizer alone reads most short Western texts as Baltic or Central European (12 of 14 trials), so the two
# code pages with a telling letter set are tried first, and the rest is limited to what news is written in.
LETTER_SETS = (("cp1252", WESTERN), ("cp1254", TURKISH))
WESTERN_SHARE = 0.3
"""A text of a Latin alphabet has fewer bytes beyond ASCII than this; Cyrillic, Arabic and Hebrew have more."""
GUESSABLE = [
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1256", "cp1255", "cp1253", "cp1254",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
LATIN_1 = frozenset({"iso8859-1", "ascii"})


class Decoded(NamedTuple):
    """Text, the encoding it was in, and whether that encoding was guessed rather than marked, declared or UTF-8."""

    text: str
    encoding: str
    guessed: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """Say that the encoding was guessed, for the publication's flags."""
        return (f"encoding guessed: {self.encoding}",) if self.guessed else ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Turn bytes into text, changing nothing but the encoding; a byte order mark is not part of the text.

    Args:
        data: the bytes of a file.
        declared: the encoding that a web page names for itself; used when the bytes are not UTF-8.

    Raises:
        NotADocument: the bytes are empty, binary, or in no encoding that can be told.
    """
    refuse_binary(data)
    decoded = _decode_marked(data) or _decode_as(data, "utf-8")
    if decoded is None and b"\0" not in data:
        decoded = _decode_declared(data, declared) or _guess(data)
    if decoded is None or _is_binary(decoded.text):
        raise NotADocument(BINARY, remedy=BINARY_REMEDY)
    return decoded


def refuse_binary(data: bytes) -> None:
    """Refuse what its first bytes show to be no text.

    Raises:
        NotADocument: nothing there, or a known kind of binary file.
    """
    if not data:
        raise NotADocument("the file is empty", remedy="Check that it was saved or downloaded completely.")
    for start, kind, remedy in REFUSED_STARTS:
        if data.startswith(start):
            raise NotADocument(f"this is {kind}, not text", remedy=remedy)


def _decode_marked(data: bytes) -> Decoded | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data, encoding)
    return None


def _decode_as(data: bytes, encoding: str, *, guessed: bool = False) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding, guessed)
    except UnicodeDecodeError:
        return None


def _decode_declared(data: bytes, declared: str | None) -> Decoded | None:
    from charset_normalizer.constant import IANA_SUPPORTED  # noqa: PLC0415 - only for what is not UTF-8

    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    if name in LATIN_1:
        name = "cp1252"
    return _decode_as(data, name) if name.replace("-", "_") in IANA_SUPPORTED else None


def _guess(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only for what is not UTF-8

    beyond_ascii = bytes(byte for byte in data[:SAMPLE] if byte > 127)
    if len(beyond_ascii) < WESTERN_SHARE * len(data[:SAMPLE]):
        for encoding, letters in LETTER_SETS:
            if letters.issuperset(beyond_ascii.decode(encoding, "replace")):
                return _decode_as(data, encoding, guessed=True)
    best = from_bytes(data[:SAMPLE], cp_isolation=GUESSABLE).best()
    return _decode_as(data, best.encoding, guessed=True) if best else None


def _is_binary(text: str) -> bool:
    head = text[:4096]
    controls = sum(1 for character in head if character < " " and character not in "\t\n\r\f\v")
    return "\0" in text or controls > CONTROL_SHARE * len(head)
