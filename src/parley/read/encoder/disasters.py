"""What nature and accidents do is no event of the record, though the words are those of war.

Training texts hold hardly any of them, so that the network takes an earthquake that strikes for an attack.
"""

import re

from parley.read.encoder.statements import Done
from parley.read.encoder.windows import Words

_NATURE = re.compile(
    r"(?:aftershock|avalanche|bear|crocodile|cyclone|earthquake|elephant|flood(?:ing|s)?|heart|heatwave|hurricane"
    r"|landslide|leopard|lightning|meteor|mudslide|quake|shark|snake|storm|tiger|tornado|tremor|tsunami|typhoon"
    r"|volcano|wave|wildfire)\Z",
    re.IGNORECASE,
)
_ACCIDENT = re.compile(
    r"(?:crash(?:es|ed)?|skid(?:s|ded)?|collid(?:es|ed)|collisions?|capsiz(?:es|ed|ing)|stampedes?)\Z", re.IGNORECASE
)
_VIOLENT = frozenset({"ASSAULT", "COERCE"})


def is_disaster(words: Words, event: Done) -> bool:
    """Tell whether a force of nature, an animal or an accident did it: "a quake strikes", "a shark attack", "skids"."""
    start, end = event.trigger.start, event.trigger.end
    if event.type not in _VIOLENT:
        return False
    if start and _NATURE.match(words.word(start - 1)):
        return True
    rammed = end < len(words) and words.word(end).lower() == "into"
    return not rammed and _ACCIDENT.match(words.word(start)) is not None
