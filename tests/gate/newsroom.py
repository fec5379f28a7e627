"""What a newsroom does to a dispatch, as far as a program can: an operation beside those of the synthetic wire set.

Sentences change places with their neighbours or are left out, clauses between commas are dropped, common words give
way to others, the tense moves back; what stands in quotation marks is kept.
"""

import random
import re

OTHER_WORDS = {
    "said": "stated", "says": "states", "about": "some", "near": "close to", "more than": "over", "killed": "left dead",
    "people": "persons", "officials": "authorities", "police": "officers", "began": "started", "after": "following",
    "because of": "owing to", "but": "yet", "however": "though", "yesterday": "a day earlier", "also": "moreover",
    "according to": "in the words of", "announced": "made known", "including": "among them", "large": "big",
    "several": "a number of", "many": "numerous", "called": "named", "used": "made use of", "won": "took",
    "reported": "noted", "took place": "happened", "by reports": "reportedly", "government": "cabinet",
    "United States": "US", "per cent": "percent", "approximately": "roughly", "children": "minors", "held": "staged",
    "told": "informed", "found": "discovered", "show": "indicate", "help": "assist", "children's": "minors'",
    "is": "was", "are": "were", "has": "had", "have": "had", "will": "would", "can": "could", "may": "might",
}  # fmt: skip
_WORDS = re.compile(r"\b(" + "|".join(sorted(map(re.escape, OTHER_WORDS), key=len, reverse=True)) + r")\b")
_QUOTED = re.compile(r'("[^"\n]*"|“[^”\n]*”)')
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_CLAUSE = re.compile(r", [^,.\"“”]{8,60},(?= )")


def rewrite(text: str, seed: int) -> str:
    """Rewrite a dispatch; the same seed gives the same text."""
    chance = random.Random(seed)  # noqa: S311 (texts, no secrets)
    sentences = [each for each in _SENTENCE.split(text) if chance.random() > 0.2] or [text]
    for place in range(len(sentences) - 1):
        if chance.random() < 0.25:
            sentences[place], sentences[place + 1] = sentences[place + 1], sentences[place]
    return " ".join(_reword(sentence, chance) for sentence in sentences)


def _reword(sentence: str, chance: random.Random) -> str:
    parts = _QUOTED.split(sentence)
    parts[::2] = [_reword_told(part, chance) for part in parts[::2]]
    return "".join(parts)


def _reword_told(words: str, chance: random.Random) -> str:
    shorter = _CLAUSE.sub(lambda match: "" if chance.random() < 0.5 else match.group(), words)
    return _WORDS.sub(lambda match: OTHER_WORDS[match[1]] if chance.random() < 0.8 else match[1], shorter)
