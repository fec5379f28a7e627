"""Mail: the text of a message is a document, its sender the outlet, its subject the title; attachments are files."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from parley.errors import NotADocument
from parley.ingest.archives import Member
from parley.ingest.intake import BuiltInLoader, Found
from parley.ingest.webpage import extract_page
from parley.model import DateClue, Failure, Raw


class MailLoader(BuiltInLoader):
    """Loads the text of a message; `unpack_mail` gives its attachments."""

    suffixes = frozenset({".eml"})

    def _find(self, data: bytes, ref: str) -> Iterator[Found]:
        message = _parse(data)
        if not message.keys():
            raise NotADocument("the file is no mail message", remedy="Save the message again as .eml.")
        name, address = parseaddr(str(message["From"] or ""))
        yield Found(
            text=_read_body(message),
            raw=Raw(data, "message/rfc822", "email", "1"),
            where=ref,
            given_id=str(message["Message-ID"] or "").strip() or None,
            outlet=name or address or None,
            title=str(message["Subject"] or "").strip() or None,
            clues=_read_date(message),
        )


def unpack_mail(data: bytes, ref: str) -> Iterator[Member | Failure]:
    """Yield the attachments of a message that have a file name."""
    for part in _parse(data).iter_attachments():
        name = part.get_filename()
        if not name:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Member(name, content)
        else:
            yield Failure(
                f"{ref} › {name}", "add", "the attachment cannot be decoded", "Save it from the mail program."
            )


def _parse(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def _read_body(message: EmailMessage) -> str:
    """Return the text of a message, the plain one before the one in HTML.

    Raises:
        NotADocument: there is none, or it cannot be decoded.
    """
    body = message.get_body(("plain", "html"))
    if body is None:
        raise NotADocument("the message has no text", remedy="Add its attachments by themselves.")
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeError, ValueError) as error:
        what = f"the message's text cannot be decoded ({type(error).__name__})"
        raise NotADocument(what, remedy="Copy its text into a .txt file.") from error
    if body.get_content_subtype() == "html":
        return extract_page(text).text
    return text.replace("\r\n", "\n").strip()


def _read_date(message: EmailMessage) -> tuple[DateClue, ...]:
    try:
        sent = parsedate_to_datetime(str(message["Date"])) if message["Date"] else None
    except ValueError:
        return ()
    return (DateClue("field", sent.isoformat()),) if sent else ()
