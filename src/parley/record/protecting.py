"""What one of two records took out, so that a merge does not bring it back from the other one."""

from collections.abc import Iterator
from typing import Any

import msgspec

from parley.errors import InputError
from parley.record.log import REDACTION, REMOVAL, digest_text
from parley.record.pairing import Side


def refuse_lost_protection(protecting: Side, other: Side) -> None:
    """Refuse to bring back what one record removed or redacted and the other one still holds.

    A removed text is known under whatever day and also as it was before words were taken out of it; redacted words are
    known by the digests of everything that held them: texts, bytes, readings, assessments, payloads of the log.

    Raises:
        InputError: the other record holds such a thing.
    """
    texts = {row["id"]: row["text"] for row in protecting.rows["documents"]}
    held = {row["id"]: row["text"] for row in other.rows["documents"]}
    of_texts = _digest_texts(other)
    gone = set()
    for said in _list_said(protecting, REMOVAL):
        gone.add(said["document"])
        found = said["document"] if said["document"] in held else of_texts.get(said["text_sha256"])
        if found:
            raise _refuse("remove", "removed", f"document {found[:12]}")
    of_all = _digest_rows(other)
    for said in _list_said(protecting, REDACTION):
        for digest, document_id in said["texts"].items():
            if document_id in gone and digest in of_texts:
                raise _refuse("remove", "removed", f"document {of_texts[digest][:12]}")
        for touched in said["documents"]:
            if touched in held and held[touched] != texts.get(touched, held[touched]):
                raise _refuse("redact", "redacted", f"document {touched[:12]}")
        if still := (said["digests"].keys() | said["texts"].keys()) & of_all.keys():
            raise _refuse("redact", "redacted", min(of_all[digest] for digest in still))


def _refuse(verb: str, word: str, where: str) -> InputError:
    what = f"one record {word} what the other one still holds"
    return InputError(what, where=where, remedy=f"Do the same in the other one (parley {verb}), then merge.")


def _list_said(side: Side, kind: str) -> Iterator[dict[str, Any]]:
    for _, payload in side.list_told(kind):
        yield msgspec.json.decode(payload)


def _digest_texts(side: Side) -> dict[str, str]:
    """Map the digests of a record's texts, also as they were before words were taken out, to their documents."""
    digests = {digest_text(row["text"]): row["id"] for row in side.rows["documents"]}
    ids = set(digests.values())
    for said in _list_said(side, REDACTION):
        digests |= {digest: of for digest, of in said["texts"].items() if of in ids}
    return digests


def _digest_rows(side: Side) -> dict[str, str]:
    """Map the digests of whatever a redaction vouches for to the place where it stands."""
    digests = {digest_text(row["text"]): f"document {row['id'][:12]}" for row in side.rows["documents"]}
    digests |= {row["sha256"]: f"bytes {row['sha256'][:12]}" for row in side.rows["raws"] if row["data"]}
    for row in side.rows["readings"]:
        digests[digest_text(row["payload"])] = f"reading of document {row['document_id'][:12]}"
    for row in side.rows["assessment_revisions"]:
        digests[digest_text(row["payload"])] = f"assessment {row['assessment_id']}"
    for row in side.rows["payloads"]:
        digests[digest_text(row["payload"])] = f"log row {row['position']}"
    return digests
