"""What the governing words settle about the events inside a statement, whatever the network made of them.

A denial denies, an accusation says that something was done, a treaty obliges, a demand not to do something is a
demand. These follow from the annotation rules (docs/FORMAT.md); the examples that training has of them are too few to
learn them from. No rule makes a fact of what the network reads as denied: the words that deny are too many to list.
"""

import re
from collections.abc import Mapping

import msgspec

from parley.model import Event, Modality, Reading, Statement

_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|disput(?:e|es|ed|ing)|refut\w+|rebut\w*|disclaim\w*)\b", re.IGNORECASE
)
_OBLIGES = re.compile(
    r"\b(?:stipulat\w+|requir(?:e|es|ed|ing)|oblig(?:e|es|ed|ing)|mandat(?:e|es|ed|ing)|provides? for)\b", re.IGNORECASE
)
_TEXTS = re.compile(
    r"\b(?:accord|act|agreement|amendment|annex|arrangement|ceasefire|charter|clause|convention|deal|decree|law"
    r"|memorandum|pact|paragraph|plan|protocol|resolution|roadmap|terms|text|treaty|truce)s?\b",
    re.IGNORECASE,
)
_ACCUSES = re.compile(r"\b(?:accus|blam|alleg)\w+", re.IGNORECASE)
_THREATENS = re.compile(r"\b(?:threat\w*|vow\w*|swear\w*|swore|warn\w*|ultimatum)\b", re.IGNORECASE)
_NO_ONE = r"(?:no|none|nobody|no one|neither)"
_WORD = r"(?!(?:that|who|whom|how|why)\b)(?:(?:[a-z]\.)+|\w+(?:[.'’-]\w+)*)"
_UNDONE = re.compile(
    r"\b(?:never|(?:did|has|have|had|was|were) not(?: yet)?(?: been)?"
    r"|(?:has|have|had|is|are|was|were) yet to(?: be)?"
    rf"|(?:{_NO_ONE}|hardly an(?:y|ybody|yone))(?: {_WORD}){{0,5}}"
    r" (?:has|have|had|is|are|was|were)(?: been| being)?(?: \w+ly)?)\s+\Z",
    re.IGNORECASE,
)
_FALSE = r"(?:false|untrue|baseless|unfounded|fabricated|not true|(?:a |an outright )?lies?|a hoax)"
_CALLED_FALSE = re.compile(rf"[^.,;:]{{0,80}}\b(?:is|are|was|were)(?: \w+ly)? {_FALSE}\b", re.IGNORECASE)
_CLAIM = re.compile(
    r"\b(?:accusation|allegation|assertion|claim|report|rumou?r|suggestion)s? that\b[^.,;:]{0,80}\Z", re.IGNORECASE
)
_FALSE_THAT = re.compile(rf"\b{_FALSE} that\b[^.,;:]{{0,80}}\Z", re.IGNORECASE)
_POSSIBLE = re.compile(r"\b(?:could|may|might)(?: also| soon)?(?: be)?\s+\Z")
_NOT = re.compile(r"\b(?:not|never)(?: to| be)?(?: \w+)?\s+\Z", re.IGNORECASE)
_WILL_NOT = re.compile(
    r"\b(?:will not|would not|won't|won’t|wouldn't|wouldn’t)(?: be)?(?: \w+ or)?\s+\Z", re.IGNORECASE
)
_NOBODY = re.compile(rf"(?:{_NO_ONE}|not (?:a|one))\b", re.IGNORECASE)
_AHEAD = re.compile(r"\b(?:is|are|was|were) (?:about|due|set|poised) to(?: be)?\s+\Z", re.IGNORECASE)
_WILL = re.compile(r"\bwill(?: (?:be|also|now|soon|\w+ly))*\s+\Z", re.IGNORECASE)
_AGREES = re.compile(r"\bagree[sd]? to(?: \w+ly)?\s+\Z", re.IGNORECASE)
_MENACED = re.compile(
    r"(?:\bthreat\w*(?: \w+)? to(?: [\w-]+){0,5}|\b(?:ready|prepared|willing)[\"”]? to(?: \w+)?)\s+\Z", re.IGNORECASE
)
"""What somebody threatens or is ready to do is not announced: of twelve such acts annotated all are hypothetical."""
_REFUSES = re.compile(
    r"\b(?:(?:refus(?:e|es|ed|ing|al)|declin(?:e|es|ed|ing)) to(?: be)?"
    r"|rul(?:e|es|ed|ing) out(?: any| all| the| a| an| its)?)\s+\Z",
    re.IGNORECASE,
)
_REFUSING = re.compile(
    r"\b(?:no|not|never|nobody|none|nothing|neither|nor|without|cannot|refus\w*|reject\w*|declin\w*|rul\w+ out|against"
    r"|oppos\w*|resist\w*|forgo|refrain\w*|stop\w*|end\w*|halt\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words of which one stands before nearly every refused act in what is promised: in all but 3 of 34 annotated ones."""
_UNDER = re.compile(
    rf"\bunder (?:the|an?|its|their|this|that)\b[^.;:]{{0,40}}{_TEXTS.pattern}[^.;:]{{0,100}}"
    r"\b(?:must|shall|will|has to|have to|may(?P<not> not)?)(?: be)?\s+\Z",
    re.IGNORECASE,
)
"""What a text lays down, told without a verb of its own: "under the deal both sides must ..."."""
_IF = re.compile(r"\b(?:if|unless)\b[^.,;:]{0,40}\Z", re.IGNORECASE)
_UNFULFILLED = re.compile(
    r"\b(?:(?:delay|postpon)(?:s|e|es|ed|ing)?(?: of)?(?: the| a| its| their)?"
    r"|(?:fail(?:s|ed|ing|ure)?|unable|inability) to(?: be)?)\s+\Z",
    re.IGNORECASE,
)
_MOOTED = re.compile(
    r"\b(?:(?:talks|negotiations?|negotiat(?:e|es|ed|ing)|discussions?|discuss(?:es|ed|ing)?|meetings?)\b[^.,;:]{0,30}?"
    r"\b(?:on|over|about|regarding|concerning|for)\b|(?:proposals?|propos(?:e|es|ed|ing)|suggest(?:s|ed|ing)?)\b)"
    r"[^.;:]{0,60}\Z",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    r"(?<!\w)(?P<ahead>(?:to|will|would|could|may|might|must|should|shall|not|if|unless)(?: \w+){0,3} )?"
    r"(?:begins?|began|begun|starts?|started|continue[sd]|resumes?|resumed)(?: \w+ly)?(?: to)?(?: be| being)?"
    r"(?: \w+ly)?\s+\Z",
    re.IGNORECASE,
)
"""What has begun happens: of seven acts annotated after "begins to" and the like, all are actual."""
_MANNER = re.compile(
    r"\b(?:without|while not) (?:\w+ly )?"
    r"(?P<act>giving|providing|offering|presenting|producing|citing|showing|supplying)"
    r" (?:(?:any|further|more|its|their|his|her|hard|public|concrete|supporting) )*"
    r"(?:evidence|proof|details?|explanation|reasons?|sources?|specifics|particulars|substantiation)\b",
    re.IGNORECASE,
)
"""How something is said: it is no act of its own, and denies nothing."""
_REACH = 160
"""Code points before a trigger in which its auxiliaries and what governs it stand."""
_Verdict = tuple[Modality, bool]


def govern_events(reading: Reading) -> Reading:
    """Settle modality and negation of events, and denials, by the words that say so; spans and ids stay as they are."""
    statements = {statement.id: statement for statement in reading.statements}
    acts = {event.about: event for event in reading.events if event.about}
    text = reading.document.text
    manners = [match.span("act") for match in _MANNER.finditer(text)]
    events = tuple(
        _settle(_type_denial(event), statements.get(event.within or ""), acts, text)
        for event in reading.events
        if (event.trigger.start, event.trigger.end) not in manners
    )
    return msgspec.structs.replace(reading, events=events)


def _type_denial(event: Event) -> Event:
    """Make a speech act of denying a REJECT: all 56 that were annotated are."""
    if event.about is None or event.type == "REJECT" or not _DENIES.search(event.trigger.text):
        return event
    return msgspec.structs.replace(event, type="REJECT", mode=None)


def _settle(event: Event, around: Statement | None, acts: Mapping[str, Event], text: str) -> Event:
    modality, negated = event.modality, event.negated
    before = text[max(0, event.trigger.start - _REACH) : event.trigger.start]
    if event.about is None and around is not None:
        act, averse = acts.get(around.id), bool(_NOT.search(before))
        modality, negated = _govern(modality, around, act, negated=negated, averse=averse)
        if modality == "refused" and _is_promised(event, around, act, text):
            modality = "future"
    nobody = any(_NOBODY.match(actor.text) for actor in event.actor)
    if under := _UNDER.search(before):
        modality, negated = "obliged", negated or nobody or under["not"] is not None
    if not (modality == "actual" and negated):
        modality = _follow_governor(modality, before, conditional=event.condition is not None)
    if modality in {"actual", "requested"} and _UNFULFILLED.search(before):
        modality, negated = "actual", True
    if modality == "actual":
        if _POSSIBLE.search(before):
            modality = "hypothetical"
        elif _AHEAD.search(before):
            modality = "future"
        negated = negated or nobody or _is_denied(before, text[event.trigger.end :])
    if modality == "refused":
        negated = False
    return msgspec.structs.replace(event, modality=modality, negated=negated)


def _is_promised(event: Event, around: Statement, act: Event | None, text: str) -> bool:
    """Tell whether what is read as refused is promised: "promised that it would keep its word"."""
    if act is None or act.type != "AGREE" or act.negated:
        return False
    said = [text[part.start : event.trigger.end] for part in around.content if event.trigger.start >= part.start]
    return not any(map(_REFUSING.search, said))


def _is_denied(before: str, after: str) -> bool:
    """Tell whether the words beside a trigger deny it: "none were", "it is false that", "claims that ... are false"."""
    if _UNDONE.search(before) or _FALSE_THAT.search(before):
        return True
    return bool(_CLAIM.search(before) and _CALLED_FALSE.match(after))


def _follow_governor(modality: Modality, before: str, *, conditional: bool) -> Modality:
    """Settle the modality by the verb, noun or conjunction that stands before a trigger."""
    if _REFUSES.search(before) or (modality not in {"obliged", "refused"} and _WILL_NOT.search(before)):
        return "refused"
    if _IF.search(before) or _MENACED.search(before) or (modality == "requested" and _MOOTED.search(before)):
        return "hypothetical"
    if modality in {"future", "hypothetical"} and (begun := _BEGUN.search(before)) and not begun["ahead"]:
        return "actual"
    promised = _WILL.search(before) and not conditional and modality in {"actual", "hypothetical"}
    return "future" if promised or _AGREES.search(before) else modality


def _govern(modality: Modality, around: Statement, act: Event | None, *, negated: bool, averse: bool) -> _Verdict:
    cue, source = around.cue.text, around.source.text if around.source else ""
    if _OBLIGES.search(cue) and (not source or _TEXTS.search(source)):
        return "obliged", negated or modality == "refused"
    if _DENIES.search(cue) and modality in {"actual", "refused"}:
        return ("actual", True) if modality == "actual" else (modality, negated)
    if _ACCUSES.search(cue) and modality in {"requested", "obliged"}:
        return "actual", negated
    kind = act.type if act and not act.negated else None
    unwanted = averse or (negated and modality == "refused")
    if kind == "REQUEST" and modality in {"refused", "requested"} and unwanted:
        return "requested", True
    if kind == "THREATEN" and modality == "future" and _THREATENS.search(cue):
        return "hypothetical", negated
    return modality, negated
