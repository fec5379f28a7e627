"""Makes examples of shapes that are rare in the annotated news from our own frames (`frames.txt`, `acts.tsv`)."""

import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from parley.read.encoder.labels import MODALITIES, MODES, TYPES
from training.examples import Anchor, Example, Offsets

HERE = Path(__file__).parent
_TOKEN = re.compile(r"\[(?P<label>[a-z]\d)(?::(?P<traits>\S+))? |(?P<close>\])|(?P<text>[^\[\]]+)")
_SLOT = re.compile(r"\{([A-Z]+)(\d?)\}")
_ACT = re.compile(r"\{act:(\w+):(\d):([\w/]+)\}")
_REQUEST_MODES = {"RETREAT": "yield", "AID": "assist", "CONSULT": "meet"}
_ROLE_OF = {"x": "actor", "r": "recipient", "p": "place", "w": "time", "s": "source", "k": "content", "a": "addressee"}


@dataclass
class Act:
    """One act in all its forms."""

    forms: dict[str, str]
    object: str
    type: str
    mode: str


@dataclass
class _Markup:
    """What parsing a filled frame yields."""

    text: str = ""
    spans: dict[str, list[Offsets]] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)


def table(name: str) -> list[list[str]]:
    """Read a table of tab-separated values beside this module, without its comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def acts() -> list[Act]:
    """Read the acts."""
    names = ("base", "third", "past", "participle", "gerund", "noun")
    return [Act(dict(zip(names, row[:6], strict=True)), *row[6:9]) for row in table("acts.tsv")]


def examples(count: int, rng: random.Random) -> list[Example]:
    """Make examples of one to three sentences each."""
    frames = [row[0] for row in table("frames.txt")]
    lexicon, parties = acts(), [(row[0], row[1]) for row in table("parties.tsv")]
    pools = {row[0]: row[1:] for row in table("fillers.tsv")}
    made = []
    for number in range(count):
        parts = [fill(rng.choice(frames), lexicon, parties, pools, rng) for _ in range(rng.choice((1, 1, 2, 3)))]
        made.append(_join(f"frame-{number}", parts))
    return made


def fill(
    frame: str, lexicon: list[Act], parties: list[tuple[str, str]], pools: dict[str, list[str]], rng: random.Random
) -> str:  # fmt: skip
    """Fill a frame's acts, then its slots; the same slot gets the same words throughout."""
    chosen: dict[str, str] = {}
    kinds: dict[str, str] = {}
    frame = _ACT.sub(lambda m: _act(m, rng.choice(lexicon), kinds), frame)
    frame = re.sub(r"\$(\d)", lambda m: _REQUEST_MODES.get(kinds[m[1]], "change"), frame)
    sample = rng.sample(parties, 4)
    people = rng.sample(pools["P"], 2)

    def slot(match: re.Match[str]) -> str:
        kind, number = match.groups()
        index = int(number or 3)
        if kind in "AB":
            return sample[index][kind == "B"]
        if kind == "P":
            return people[index % 2]
        return chosen.setdefault(match[0], rng.choice(pools[kind]))

    return _SLOT.sub(slot, frame)


def _act(match: re.Match[str], act: Act, kinds: dict[str, str]) -> str:
    form, number, modality = match.groups()
    kinds[number] = act.type
    noun, _, rest = act.forms["noun"].partition(" ")
    word, tail = (noun, rest) if form == "noun" else (act.forms[form], act.object)
    tail = tail.replace("#", number)
    trigger = f"[t{number}:{act.type}/{act.mode}/{modality} {word}]"
    return f"{trigger} {tail}".rstrip()


def _join(name: str, parts: list[str]) -> Example:
    example = Example(name, "")
    for part in parts:
        found = _parse(part)
        shift = len(example.text) + (1 if example.text else 0)
        example.text += (" " if example.text else "") + found.text
        moved = {k: [(a + shift, b + shift) for a, b in v] for k, v in found.spans.items()}
        for label in sorted(moved):
            number = label[1]
            if label[0] == "c":
                roles = {r: moved.get(k + number, []) for k, r in _ROLE_OF.items() if k in "ska"}
                example.statements.append(Anchor(moved[label][0], roles))
            elif label[0] == "t":
                roles = {r: moved.get(k + number, []) for k, r in _ROLE_OF.items() if k in "xrpw"}
                example.events.append(Anchor(moved[label][0], roles, _traits(found.traits[label])))
    return example


def _parse(marked: str) -> _Markup:
    """Read the brackets of a filled frame; its first letter becomes a capital."""
    found, open_labels = _Markup(), list[tuple[str, int]]()
    for match in _TOKEN.finditer(marked):
        if match["label"]:
            open_labels.append((match["label"], len(found.text)))
            if match["traits"]:
                found.traits[match["label"]] = match["traits"]
        elif match["close"]:
            label, start = open_labels.pop()
            found.spans.setdefault(label, []).append((start, len(found.text)))
        else:
            found.text += match["text"]
    first = re.search(r"\w", found.text)
    if first:
        at = first.start()
        found.text = found.text[:at] + found.text[at].upper() + found.text[at + 1 :]
    return found


def _traits(written: str) -> tuple[int, int, int, int]:
    kind, mode, modality, *negated = written.split("/")
    index = MODES.index(None if mode == "-" else mode)
    return TYPES.index(kind), index, MODALITIES.index(modality), len(negated)
