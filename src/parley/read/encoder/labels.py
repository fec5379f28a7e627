"""The label sets of the heads, in the order of their scores. Weights and code must agree on them."""

OUTSIDE, BEGIN, INSIDE = range(3)
"""Tags of cues and of triggers."""

CONVENTIONS = ("parley", "polnear")
"""Whose borders of cues and sources: our annotation rules', or those of PolNeAR's, which take auxiliaries in."""

STATEMENT_ROLES = ("source", "content", "addressee")
EVENT_ROLES = ("actor", "recipient", "place", "time")


def _tags(roles: tuple[str, ...]) -> tuple[str, ...]:
    return ("O", *(f"{part}-{role}" for role in roles for part in "BI"))


STATEMENT_TAGS = _tags(STATEMENT_ROLES)
EVENT_TAGS = _tags(EVENT_ROLES)

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
MODALITIES = ("actual", "future", "hypothetical", "requested", "refused", "obliged")

MODES_OF = {
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "return", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "allege", "investigate"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "ban", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
        "misinformation", "cyber",
    ),
    "ASSAULT": (
        "beat", "torture", "execute", "sexual", "assassinate", "primitive", "firearms", "explosives", "suicide-attack",
        "heavy-weapons", "crowd-control", "abduct", "aerial", "drone",
    ),
}  # fmt: skip
"""PLOVER modes by event type; a type that is not listed has none."""

MODES: tuple[str | None, ...] = (None, *sorted({mode for modes in MODES_OF.values() for mode in modes}))
