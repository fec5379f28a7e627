"""Entries as annotations of their texts: W3C Web Annotation Data Model, JSON-LD.

Offsets are Unicode code points. Each annotation selects its words twice, by position and by quotation with the words
around them, so that a reader finds them in a copy of the page too. Source: W3C Recommendation "Web Annotation Data
Model" (www.w3.org/TR/annotation-model), its property names by recollection.
"""

from collections.abc import Iterable, Iterator

import msgspec

from parley.derive import describe_route
from parley.export.masking import Veil
from parley.model import Document, Event, ListedEntry, Span

_AROUND = 32
"""Code points before and after the words."""
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write_annotations(listed: Iterable[tuple[Document, ListedEntry]], veil: Veil) -> Iterator[bytes]:
    """Yield the lines of an annotation page: one annotation for each entry, between a first and a last line.

    Args:
        listed: entries with their documents.
        veil: without texts, words are selected without those around them; with masks, by position only.
    """
    head = {"@context": _CONTEXT, "type": "AnnotationPage"}
    yield msgspec.json.encode(head)[:-1] + b',"items":[\n'
    separator = b""
    for document, entry in listed:
        yield separator + msgspec.json.encode(make_annotation(document, entry, veil))
        separator = b",\n"
    yield b"\n]}\n"


def make_annotation(document: Document, listed: ListedEntry, veil: Veil) -> dict[str, object]:
    """Turn an entry into an annotation of its document."""
    entry, first = listed.entry, listed.publication
    row = {"outlet": first.outlet, "document_kind": listed.document_kind}
    chain = veil.show(row, describe_route(first, entry.chain), "chain")
    tags = [entry.kind, entry.standing, entry.commitment, entry.state]
    tags += [entry.item.type, entry.item.mode] if isinstance(entry.item, Event) else []
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags if tag]
    bodies.append({"type": "TextualBody", "purpose": "describing", "value": str(chain)})
    masked = str(veil.show(row, document.id, "document"))
    source = f"urn:parley:{masked}" if veil.masks else f"urn:sha256:{document.id}"
    target: dict[str, object] = {"source": source, "selector": _select(document, entry.item.anchor, veil)}
    if link := veil.show(row, first.url, "trace"):
        target["scope"] = link
    annotation: dict[str, object] = {
        "id": f"urn:uuid:{entry.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "created": entry.recorded_at.isoformat(timespec="seconds"),
        "generator": {"type": "Software", "name": entry.reader},
    }
    if entry.decided_by:
        annotation["creator"] = {"type": "Person", "name": veil.show(row, entry.decided_by, "person")}
    return annotation | {"body": bodies, "target": target}


def _select(document: Document, span: Span, veil: Veil) -> list[dict[str, object]]:
    position: dict[str, object] = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    if veil.masks:
        return [position]
    quote: dict[str, object] = {"type": "TextQuoteSelector", "exact": span.text}
    if not veil.without_texts:
        quote["prefix"] = document.text[max(0, span.start - _AROUND) : span.start]
        quote["suffix"] = document.text[span.end : span.end + _AROUND]
    return [position, quote]
