"""What nature and accidents do is no event."""

import pytest
from tokenizers import Tokenizer

from parley.read.encoder.disasters import is_disaster
from parley.read.encoder.session import WEIGHTS
from parley.read.encoder.statements import Done
from parley.read.encoder.tags import Piece
from parley.read.encoder.windows import split

TOKENIZER = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
TOKENIZER.no_truncation()
TOKENIZER.no_padding()


@pytest.mark.parametrize(
    ("text", "trigger", "type_", "disaster"),
    [
        ("A magnitude 6 earthquake strikes Dorn.", "strikes", "ASSAULT", True),
        ("A man dies in a shark attack.", "attack", "ASSAULT", True),
        ("A helicopter crashes near Dorn.", "crashes", "ASSAULT", True),
        ("The truck crashes into a crowd.", "crashes", "ASSAULT", False),
        ("A drone strikes Dorn.", "strikes", "ASSAULT", False),
        ("The court demands a storm warning.", "demands", "REQUEST", False),
        ("Strikes hit Dorn.", "Strikes", "ASSAULT", False),
        ("Two people are killed when a ferry sinks off Dorn.", "killed", "ASSAULT", True),
        ("A train and a lorry collide near Dorn. The driver is killed.", "killed", "ASSAULT", True),
        ("An earthquake strikes Dorn and nine people are killed.", "killed", "ASSAULT", True),
        ("Two people are killed when rebels sink a ferry off Dorn.", "killed", "ASSAULT", False),
        ("Shelling makes a school collapse; nine are killed.", "killed", "ASSAULT", False),
        ("A ferry sinks off Dorn.\n\nIn Selt two people are killed.", "killed", "ASSAULT", False),
        ("A ferry sinks off Dorn. The captain is arrested.", "arrested", "COERCE", False),
    ],
)
def test_disasters_are_told_from_attacks(text: str, trigger: str, type_: str, disaster: bool) -> None:  # noqa: FBT001
    words = split(text, TOKENIZER)
    at = text.index(trigger)
    event = Done(Piece(*words.range(at, at + len(trigger)), 1.0), type_, None, "actual", negated=False)
    assert is_disaster(words, event) is disaster
