"""A follow-up question made to stand alone, by rule, from what was said before.

It brings in names, times and words of the conversation and nothing else. What a pronoun stands for takes its place;
where that is unclear, the topic is added in brackets, which helps search and leaves what is asked as it was.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answer import Turn
from bot.check.dates import MONTHS
from bot.check.lexicon import FUNCTION_WORDS, NOT_CONTENT, SAYING_FORMS, WEEKDAYS, word_set
from bot.check.words import bare
from bot.mentions import WORD, Candidate, Pronoun, Said, candidates, fit, may_be, names, phrases, read_turn

_LONGEST_QUESTION = 600  # characters; what is longer says itself what it is about
_LONGEST_TURN = 2_000
_LONGEST_ADDED = 200
_MOST_TURNS = 40

_OWN_WORDS = re.compile(r"\[\d{1,4}(?:, ?\d{1,4})*\]|^According to .*:$|^The articles don.t say\b.*$", re.MULTILINE)
_MONTH = "|".join(MONTHS)
_DAY = "|".join(day.title() for day in sorted(WEEKDAYS))
_YEAR = r"(?:1[5-9]|20)\d\d"
_TIME = re.compile(rf"\b(?:(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{1,2}}\b)?(?:,? {_YEAR})?|{_YEAR}|{_DAY})\b")
_PRONOUNS: dict[str, Pronoun] = {
    "he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she", "it": "it", "its": "it",
    "they": "they", "them": "they", "their": "they", "theirs": "they",
}  # fmt: skip
_KINDS: tuple[Pronoun, ...] = ("he", "she", "it", "they")
_THINGS = ("it", "they")
_POSSESSIVES = word_set("his her hers its their theirs")
_VERB_ENDINGS = {"'re": " are", "'ve": " have", "'ll": " will"}
_IDLE_IT = re.compile(
    r"\b(?:is|was|isn't|wasn't) it (?:true|false|possible|likely|known|clear|certain|correct|right|fair|ok|okay)\b"
    r"|\bma(?:kes?|de) it \w+ to\b|\b(?:was|is) it held\b"
    r"|\bit (?:is|was|seems?|turns?) (?:\w+ ){0,2}(?:that|to)\b|\b(?:does|did|will|would) it take\b|\btime is it\b",
    re.IGNORECASE,
)
_ARTICLES = word_set("the a an")
_AUXILIARIES = word_set(
    "is are was were do does did has have had will would can could shall should may might must isn't wasn't didn't"
)
_BE = word_set("is are was were")
_CLAUSES = word_set("when after before while because if that as since and but than where who which until although so")
_CLAUSE_OPENERS = _CLAUSES | frozenset(SAYING_FORMS) | word_set("decide decided think thought know knew feel felt hope")
_POINTING = word_set("this that these those")
_BEFORE_THAT = _AUXILIARIES | word_set("of in on at for about with by to from after before during like do")
_GROUPS = word_set("band group team company film movie story article group's band's team's company's film's")
_SPANS = word_set("time times year years period day days month months week season era decade point moment")
_MORE = word_set("else other others another more besides also too next afterwards further additional then")
_DEFINING = re.compile(r"\W*(?:what|who) (?:is|are|was|were) (?!the\b)", re.IGNORECASE)
_BARE = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay)\b\W*)?(why not|why|when|where|how come|how many|how much|how long|how often|how so"
    r"|how|who|what|which one|which|what for|since when|by whom)\W*$",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\W*(?:(?:(?:and|but|or|so)\W+)?(?:what|how) about|(?:and|but|or))\s+([^?]{1,80}?)[?.!\s]*$", re.IGNORECASE
)
_ADVERBIAL = re.compile(r"\s*(?:(?:why|when|where|how)\s+)?(?=(\w+)\s)", re.IGNORECASE)
_SWAPPED = word_set("why when where how")
_FEW = 3  # content words, with which a question may lean on what was said
_SHORT = 5  # words of an elliptic question such as "And the other side?"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Filled:
    """A question whose pronouns are filled in, the names used for them, and the kinds that had no clear antecedent."""

    text: str
    used: frozenset[str]
    unclear: frozenset[Pronoun]


def standalone(question: str, history: Sequence[Turn]) -> str:
    """``question`` with what it takes from ``history`` filled in; itself where it stands alone.

    Never raises. Time is bounded: the last 40 turns are read, and 2,000 characters of each.
    """
    said: list[Said] = []
    for turn in history[-_MOST_TURNS:]:
        content = turn.content[:_LONGEST_TURN]
        if turn.role == "user":
            said.append(read_turn(content, _fill(content, said).text, is_user=True))
        else:
            content = _OWN_WORDS.sub(" ", content)
            said.append(read_turn(content, content, is_user=False))
    if not said or len(question) > _LONGEST_QUESTION or not WORD.search(question):
        return question
    filled = _fill(question, said)
    return _completed(filled.text, said) or _with_topic(question, filled, said)


def _fill(question: str, said: Sequence[Said]) -> _Filled:
    """Names in the place of pronouns, one for each kind of pronoun; a second "he" of a question explains itself."""
    known = candidates(said) if len(question) <= _LONGEST_QUESTION else []
    words = list(WORD.finditer(question))
    idle = [match.span() for match in _IDLE_IT.finditer(question)]
    pieces, last = [""], 0
    seen: set[Pronoun] = set()
    used: set[str] = set()
    unclear: set[Pronoun] = set()
    for number, match in enumerate(words):
        head, mark, ending = match[0].replace("’", "'").partition("'")
        kind = _PRONOUNS.get(head.lower())
        if kind is None or kind in seen or any(start <= match.start() < end for start, end in idle):
            continue
        seen.add(kind)
        owns = head.lower() in _POSSESSIVES and (head.lower() != "her" or _has_noun_after(words, number))
        if _explained(words[:number], known, owns=owns) or (kind in _THINGS and _has_noun(words[:number], owns=owns)):
            continue
        chosen = _antecedent([c for c in _unnamed(known, words) if c.shown not in used], kind)
        if chosen is None:
            unclear.add(kind)
            continue
        used.add(chosen.shown)
        tail = _genitive(chosen.shown) if owns else _VERB_ENDINGS.get(mark + ending, mark + ending)
        pieces += [question[last : match.start()], chosen.shown, tail]
        last = match.end()
    return _Filled(text="".join([*pieces, question[last:]]), used=frozenset(used), unclear=frozenset(unclear))


def _antecedent(free: Sequence[Candidate], kind: Pronoun) -> Candidate | None:
    """The candidate that fits best, unless nothing shows that it is of the pronoun's kind."""
    best = max(free, key=lambda candidate: fit(candidate, kind), default=None)
    return best if best and may_be(best, kind) else None


def _genitive(name: str) -> str:
    return "’" if name.endswith("s") else "’s"


def _has_noun_after(words: Sequence[re.Match[str]], number: int) -> bool:
    return number + 1 < len(words) and words[number + 1][0].lower() not in FUNCTION_WORDS


def _explained(before: Sequence[re.Match[str]], known: Sequence[Candidate], *, owns: bool) -> bool:
    """Whether the question itself names, before a pronoun, whom it may mean.

    Within one clause only a possessive can mean the name before it: "Did Anna find her?" is about two people.
    """
    lower = [match[0].lower().removesuffix("'s") for match in before]
    parts = {word for candidate in known for word in candidate.name.key} - NOT_CONTENT
    for number, word in enumerate(lower):
        named = bare(word) in parts or (number and before[number][0][0].isupper() and word not in FUNCTION_WORDS)
        described = _is_subject(lower[:number]) and word not in NOT_CONTENT
        if named or described:
            return owns or bool(set(lower[number + 1 :]) & _CLAUSE_OPENERS)
    return False


def _has_noun(before: Sequence[re.Match[str]], *, owns: bool) -> bool:
    """Whether a thing or a group before "it" or "they" may be meant, by the same rule; one content word is the verb."""
    lower = [match[0].lower() for match in before]
    content = sum(word not in NOT_CONTENT for word in lower)
    asks_who = owns and lower[0] in ("who", "which") if lower else False
    return asks_who or (content > 1 and (owns or bool(set(lower[1:]) & _CLAUSE_OPENERS)))


def _is_subject(before: Sequence[str]) -> bool:
    """Whether the noun after ``before`` is a subject: not in "What is the reason for his leave?"."""
    return before[-1:] == ["the"] and not (set(before[-2:]) & _BE and set(before[:-2]) & {"what", "who", "which"})


def _unnamed(known: Sequence[Candidate], words: Sequence[re.Match[str]]) -> list[Candidate]:
    """The candidates that the question does not name itself."""
    own = _own(words)
    return [candidate for candidate in known if not own & set(candidate.name.key)]


def _own(words: Sequence[re.Match[str]]) -> set[str]:
    return {bare(match[0]).replace("’", "'").removesuffix("'s") for match in words} - NOT_CONTENT


def _completed(question: str, said: Sequence[Said]) -> str:
    """A question that is a fragment, completed by the user's last one; "" if it is none."""
    asked = next((turn.text.strip() for turn in reversed(said) if turn.is_user), "").rstrip("?!. ")
    if not asked or len(asked) > _LONGEST_ADDED:
        return ""
    if bare_words := _BARE.match(question):
        adverbial = _ADVERBIAL.match(asked)
        swaps = bare_words[1].lower() in _SWAPPED and adverbial and adverbial[1].lower() in _AUXILIARIES
        if swaps and adverbial:
            rest = asked[adverbial.end() :]
            return f"{bare_words[1].capitalize()} {rest[0].lower()}{rest[1:]}?"
        return _bracketed(question, asked)
    instead = _INSTEAD.match(question)
    if not instead or len(instead[1].split()) > _SHORT or _has_verb(instead):
        return ""
    return _exchanged(instead[1], asked) or _bracketed(question, asked)


def _has_verb(instead: re.Match[str]) -> bool:
    words = set(instead[1].lower().split())
    return bool(words & (_AUXILIARIES | _SWAPPED | {"who", "what", "which"}))


def _exchanged(other: str, asked: str) -> str:
    """The last question with its one time, or its one name, replaced by ``other``, which is one of the same kind."""
    old, new = _TIME.findall(asked), _TIME.findall(other)
    if len(old) == len(new) == 1 and _shape(old[0]) == _shape(new[0]):
        return _TIME.sub(lambda _: new[0], asked) + "?"
    old, new = [name.text for name in names(asked)], [name.text for name in names(f"the {other}")]
    if len(old) == len(new) == 1 and other.lower().removeprefix("the ") == new[0].lower() and not _TIME.search(asked):
        return asked.replace(old[0], new[0]) + "?"
    return ""


def _shape(time: str) -> str:
    """Which parts a time has: two years, two weekdays and two dates have the same."""
    return re.sub(_YEAR, "Y", re.sub(_DAY, "W", re.sub(_MONTH, "M", time)))


def _with_topic(question: str, filled: _Filled, said: Sequence[Said]) -> str:
    words = list(WORD.finditer(question))
    free = [candidate for candidate in _unnamed(candidates(said), words) if candidate.shown not in filled.used]
    leans = not filled.used and not _is_known(words, said) and _leans(question, words, said)
    added: list[str] = []
    if filled.unclear or leans or _points(words):
        added += _described(words, said)
    points = _points(words) and not filled.used
    unclear = [kind for kind in _KINDS if kind in filled.unclear or (points and kind == "it")]
    added += [max(free, key=lambda c: fit(c, kind)).shown for kind in unclear if free]
    if free and not filled.used and (filled.unclear or leans):
        added.append(free[0].shown)
    added += _times(words, said)
    return _bracketed(filled.text, ", ".join(dict.fromkeys(added))) if added else filled.text


def _described(words: Sequence[re.Match[str]], said: Sequence[Said]) -> list[str]:
    """What the user's last question was about, where it had no name: the noun phrase that this one shortens, or all."""
    last = next((turn for turn in reversed(said) if turn.is_user), None)
    if last is None or last.names:
        return []
    own = _own(words)
    found = {phrase: set(phrase.lower().split()) - _ARTICLES for phrase in phrases(last.text)}
    specific = [phrase for phrase, held in found.items() if own & held and not held <= own]
    return specific[:1] or [phrase for phrase, held in found.items() if not own & held][:2]


def _is_known(words: Sequence[re.Match[str]], said: Sequence[Said]) -> bool:
    """Whether the question has a name of the conversation, in whatever case."""
    own = _own(words)
    return any(own & set(name.key) for turn in said for name in turn.names)


def _points(words: Sequence[re.Match[str]]) -> bool:
    """Whether "this" or "that" in the question means a thing said before."""
    lower = [match[0].lower() for match in words]
    for number, word in enumerate(lower):
        following = lower[number + 1] if number + 1 < len(lower) else ""
        previous = lower[number - 1] if number else ""
        if word in _POINTING and (word != "that" or not following or previous in _BEFORE_THAT):
            return following not in _SPANS
    return False


def _leans(question: str, words: Sequence[re.Match[str]], said: Sequence[Said]) -> bool:
    """Whether the question asks for more of the same, or has too few words of its own to be searched for."""
    lower = [match[0].lower() for match in words]
    content = [word for word in lower if word not in NOT_CONTENT and not word[0].isdigit()]
    if len(content) > _FEW or any(True for _ in names(question)):
        return False
    if set(lower) & _MORE or _points(words):
        return True
    if _DEFINING.match(question):
        return False
    recent = frozenset[str]().union(*(turn.words for turn in said[-2:])) - NOT_CONTENT
    return len(content) <= 1 or any(first == "the" and second in recent | _GROUPS for first, second in pairwise(lower))


def _times(words: Sequence[re.Match[str]], said: Sequence[Said]) -> list[str]:
    """The last time that was mentioned, for a question about "that year" or "then"."""
    lower = [match[0].lower() for match in words]
    asks = any(first in _POINTING and second in _SPANS for first, second in pairwise(lower)) or "then" in lower[-1:]
    recent = (turn.text for turn in reversed(said[-4:]))
    return next((found[-1:] for text in recent if (found := _TIME.findall(text))), []) if asks else []


def _bracketed(question: str, added: str) -> str:
    opener = added.partition(" ")[0]
    added = added.replace(opener, opener.lower(), 1) if opener.lower() in FUNCTION_WORDS else added
    body = question.rstrip()
    stem = body.rstrip("?.! ")
    return f"{stem} ({added}){body[len(stem) :].strip()}"
