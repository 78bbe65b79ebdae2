"""What kind of thing a question asks for, and whether a sentence offers one: a person, a time, a number, a reason …

Rules over the form of words only; they know no name and no topic.
"""

import re
from collections.abc import Callable
from enum import Enum, auto

from index.terms import terms, words


class AnswerType(Enum):
    """The kinds of answer that the form of a question announces."""

    PERSON = auto()
    TIME = auto()
    PLACE = auto()
    COUNT = auto()
    AMOUNT = auto()
    DURATION = auto()
    AGE = auto()
    REASON = auto()
    SPEECH = auto()
    YES_NO = auto()
    OTHER = auto()


_SPELLED = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?"
    r"|half|quarter|third|fifth|tenth|both|several|single|none|no"
)
_NUMBER = re.compile(rf"\d|%|\b(?:{_SPELLED})\b", re.IGNORECASE)
_UNIT = r"(?:second|minute|hour|day|night|week|month|year|decade|centur)(?:s|ies|y)?"
_DURATION = re.compile(
    rf"(?:\d+|\b(?:{_SPELLED}|a|an|few|many))[\s-]+(?:more\s+|\w+\s+)?{_UNIT}\b|\bsince\b|\b(?:1\d|20)\d\ds?\b|\d:\d\d",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b\d{1,3}\b|\baged?\b|\byears?[\s-]old\b|\bborn\b|\bin (?:his|her|their) \w+ties\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:1\d|20)\d\ds?\b|\b\d{1,2}:\d\d\b|\b\d{1,2}\s?[ap]\.?m\b"
    r"|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b|\bMay\s\d|\bin May\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:yesterday|today|tonight|tomorrow|recently|overnight|ago|earlier|later|since|during|until|before|after|noon"
    r"|midnight|morning|afternoon|evening|weekend|spring|summer|autumn|winter|century|decade|annually|daily|weekly"
    rf"|(?:last|next|this|every|each|past|previous)\s+(?:few\s+)?{_UNIT})\b"
)
_NAME = r"[A-Z][\w’'.-]*"
_PLACE = re.compile(
    rf"\b(?:in|at|near|from|to|into|inside|outside|across|on|off|over|around|through|within|along|of|between|for)\s+"
    rf"(?:the\s+|its\s+)?(?:[a-z-]+\s+){{0,3}}(?P<name>{_NAME})|^[A-Z]{{3,}}\b"
    r"|\b(?:home|abroad|online|north|south|east|west|coast|border|city|town|village|street|building|hotel|hospital)\w*\b"
)
_PERSON = re.compile(
    rf"{_NAME}|\b(?:man|woman|men|women|people|officials?|leaders?|ministers?|police|voters|workers)\b"
)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|as a result|so that|in order to|to \w+|for \w+ing|by \w+ing"
    r"|after|over|amid|as|citing|arguing|saying|calling|fearing|hoping|therefore|led to|caused?|causing|reasons?|means?"
    r"|meant|makes?|made|would|which|allow\w*|prevent\w*|driven|blam\w+)\b|[–—-]\s",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"[“\"«]|\b(?:said|says|saying|told|tells|stated?|claim\w*|argu\w+|announc\w+|warn\w*|call\w*|describ\w+|deni\w+"
    r"|denounc\w+|express\w*|respond\w*|repl\w+|ask\w*|insist\w*|accus\w+|critici[sz]\w+|urg\w+|voic\w+|according"
    r"|suggest\w*|wrote|writing|add(?:ed|s)|vow\w*|pledg\w+|demand\w*|confirm\w*|report\w*|stress\w*|caution\w*"
    r"|signal\w*|explain\w*|complain\w*|credit\w*|thank\w*|promis\w+|predict\w*|propos\w+|reject\w*|refus\w+"
    r"|declar\w+|spoke|speak\w*|comment\w*)\b",
    re.IGNORECASE,
)
_EVIDENCE = {
    AnswerType.PERSON: _PERSON,
    AnswerType.TIME: _TIME,
    AnswerType.PLACE: _PLACE,
    AnswerType.COUNT: _NUMBER,
    AnswerType.AMOUNT: _NUMBER,
    AnswerType.DURATION: _DURATION,
    AnswerType.AGE: _AGE,
    AnswerType.REASON: _REASON,
    AnswerType.SPEECH: _SPEECH,
}
_SPEECH_VERB = (
    r"(?:say|said|tell|told|claim|argue|announce|warn|state|describe|call|express|respond|reply|write|think|comment)"
)
_ASKS = (
    (AnswerType.AGE, r"\bhow old\b|\bwhat age\b"),
    (AnswerType.DURATION, r"\bhow long\b|\bfor how many (?:days|hours|weeks|months|years|minutes)\b"),
    (AnswerType.COUNT, r"\bhow many\b|\bwhat (?:number|percentage|share|proportion|fraction|percent)\b"),
    (AnswerType.AMOUNT, r"\bhow (?:much|often|far|large|big|high|tall|deep|heavy|fast|wide)\b"),
    (AnswerType.AMOUNT, r"\bwhat (?:amount|price|cost|rate|score)\b"),
    (
        AnswerType.TIME,
        r"\b(?:since )?when\b|\b(?:what|which) (?:year|day|date|month|time|century|decade|week|season)\b",
    ),
    (
        AnswerType.PLACE,
        r"\bwhere\b|\b(?:what|which) (?:city|country|place|town|state|region|location|venue|area|village)\b",
    ),
    (AnswerType.REASON, r"\bwhy\b|\bwhat (?:was|is|were|are) the (?:reason|cause)|\bhow come\b"),
    (AnswerType.REASON, r"\bwhat (?:caused|led|made|prompted)\b"),
    (
        AnswerType.PERSON,
        r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|people|man|woman|official|leader|minister|president)s?\b",
    ),
    (AnswerType.SPEECH, rf"\b(?:what|how) (?:did|does|do|has|have|had|would)\b.*\b{_SPEECH_VERB}"),
    (
        AnswerType.YES_NO,
        r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b",
    ),
)
_ASKED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _ASKS)


def asked_type(question: str) -> AnswerType:
    """The kind of answer that ``question`` asks for first; OTHER where its form does not tell."""
    found = [
        (match.start(), place, kind)
        for place, (kind, pattern) in enumerate(_ASKED)
        if (match := pattern.search(question))
    ]
    return min(found)[2] if found else AnswerType.OTHER


def offers(sentence: str, kind: AnswerType, question: str, is_name: Callable[[str], bool]) -> bool:
    """Whether ``sentence`` holds something of the kind that the question's own words do not give away.

    ``is_name`` tells of a word in lower case whether it is a name: the first word of a sentence has a capital anyway.
    True for the kinds that cannot be told by form.
    """
    pattern = _EVIDENCE.get(kind)
    if pattern is None:
        return True
    if kind is AnswerType.REASON:
        return bool(pattern.search(sentence))
    given = set(words(question))
    for match in pattern.finditer(sentence):
        found = words(match["name"] if kind is AnswerType.PLACE and match["name"] else match[0])
        fresh = [word for word in found if word not in given] or ([""] if not found else [])
        if fresh and not (kind is AnswerType.PERSON and match.start() == 0 and not any(map(is_name, fresh))):
            return True
    return False


def is_number(word: str) -> bool:
    """Whether a word is a number, in figures or spelled out."""
    return bool(_NUMBER.match(word))


def counted_noun(question: str) -> str | None:
    """The stem of what "how many …" counts: the first content word after it; None for other questions."""
    match = re.search(r"\bhow many\b(.*)", question, re.IGNORECASE)
    found = terms(match[1]) if match else []
    return found[0] if found else None
