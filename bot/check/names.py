"""Whether every name of a statement stands in its sentences, in one spelling or another.

A name is a word with a capital, or an acronym. At the start of a sentence a capital proves nothing: a function word, a
common word, or a word that the sentences have in lower case is no name there; any other word is taken for one. The
source, title or author of the article may be named only as who reports ("According to the Herald", "the Herald
reported"). A first name is not lent to another surname.
"""

from itertools import pairwise

from bot.check.claim import Claim
from bot.check.common_words import is_common
from bot.check.dates import read_dates
from bot.check.lexicon import COMMON_OPENERS, FORMS_OF_ADDRESS, FUNCTION_WORDS, NOT_CONTENT, SAYING_FORMS, word_set
from bot.check.spelling import same_spelling
from bot.check.words import Text, Word, bare, read

_PREPOSITIONS = word_set("in on at to of with for from by about after before the a an his her its their that")
_ENDINGS = (
    ("a", "an"),
    ("", "an"),
    ("", "ian"),
    ("", "ese"),
    ("", "ish"),
    ("stan", "stani"),
    ("desh", "deshi"),
    ("a", "ese"),
    ("e", "ian"),
    ("y", "ian"),
)
# Of other words, -i makes a family name of a given name: Karim and Karimi are two people.
_PLACES_IN_I = word_set("azerbaijan bahrain bengal iraq israel kashmir kuwait nepal oman punjab qatar saud yemen")
_SHORTEST_PLACE = 4


def name_fault(claim: Claim) -> str:
    """Which name is not in the cited sentences, or ""."""
    known = [word for sentence in claim.sentences for word in sentence.words]
    capitals = {word.text for word in known if _has_capital(word)}
    as_written = capitals.union(*(_initials(sentence) for sentence in claim.sentences))
    lower = {word.stem for word in known if not _has_capital(word)}
    for index, word in enumerate(claim.statement.words):
        if not _is_name(claim.statement, index, lower) or word.text in as_written:
            continue
        if any(same_name(word.text, other) for other in capitals) or _is_byline(claim, index):
            continue
        return f"The name “{word.text}” is not in the cited sentences."
    return _pair_fault(claim)


def same_name(one: str, other: str) -> bool:
    """Whether two words are one name: one spelling, a variant of it or its plural, or a country and its adjective."""
    if same_spelling(one, other):
        return True
    first, second = sorted((_singular(bare(one)), _singular(bare(other))), key=len)
    return first == second or same_spelling(first, second) or _is_adjective(second, first)


def respelled(statement: str, sentences: tuple[str, ...]) -> str:
    """A statement with each name spelled as in its sentences, for what compares words or meanings letter for letter."""
    text = read(statement)
    words = (word for sentence in sentences for word in read(sentence).words)
    capitals = dict.fromkeys(word.text for word in words if _has_capital(word))
    parts, last = [], 0
    for word in text.words:
        if not _has_capital(word) or word.text in capitals or not text.folded.startswith(word.text, word.start):
            continue
        found = next((other for other in capitals if same_spelling(word.text, other)), "")
        if found:
            parts += [text.folded[last : word.start], found]
            last = word.start + len(word.text)
    return "".join([*parts, text.folded[last:]]) if parts else statement


def _is_adjective(word: str, place: str) -> bool:
    if len(place) < _SHORTEST_PLACE:
        return False
    if place in _PLACES_IN_I and word == f"{place}i":
        return True
    return any(place.endswith(short) and word == place.removesuffix(short) + long for short, long in _ENDINGS)


def _singular(name: str) -> str:
    return name[:-1] if len(name) > 4 and name.endswith("s") else name


def _has_capital(word: Word) -> bool:
    return any(char.isupper() for char in word.text)


def _is_acronym(word: Word) -> bool:
    return len(word.text) > 1 and word.text.isupper()


def _is_name(text: Text, index: int, lower: set[str]) -> bool:
    word = text.words[index]
    if not _has_capital(word):
        return False
    if _is_acronym(word):
        return True
    if word.lower in FUNCTION_WORDS or word.lower in FORMS_OF_ADDRESS or read_dates(word.text).dates:
        return False
    if word.stem in lower and word.lower not in SAYING_FORMS:
        return False
    return not (word.opens and _is_common(text, index))


def _is_common(text: Text, index: int) -> bool:
    """Whether a word at the start of a sentence is a common one: listed, or a gerund before a preposition.

    Before another capital or a verb of saying it may be a name all the same ("Rose Hill", "Baker said").
    """
    word = text.words[index]
    following = text.words[index + 1] if index + 1 < len(text.words) else None
    if word.lower in COMMON_OPENERS or word.lower in NOT_CONTENT:
        return True
    if following and word.lower.endswith("ing") and following.lower in _PREPOSITIONS:
        return True
    may_be_name = following and (_has_capital(following) or following.lower in SAYING_FORMS)
    return is_common(word.lower) and (not may_be_name or word.lower.endswith("s"))


def _initials(text: Text) -> frozenset[str]:
    """Initials of runs of two to six capitalised words; small words inside a run don't count."""
    found: set[str] = set()
    run: list[str] = []
    for word in text.words:
        if _has_capital(word):
            run = [*run[-5:], word.text[0].upper()]
            found.update("".join(run[start:]) for start in range(len(run) - 1))
        elif word.lower not in {"of", "and", "the", "for"}:
            run = []
    return frozenset(found)


def _is_byline(claim: Claim, index: int) -> bool:
    """Whether the run of names around a word is the article's source, author or title, named as who reports."""
    words = claim.statement.words
    start, end = index, index + 1
    while start > 0 and _has_capital(words[start - 1]) and words[start - 1].lower not in FUNCTION_WORDS:
        start -= 1
    while end < len(words) and _has_capital(words[end]):
        end += 1
    before = [word.lower for word in words[max(0, start - 3) : start] if word.lower != "the"]
    reports = before[-2:] == ["according", "to"] or (end < len(words) and words[end].lower in SAYING_FORMS)
    run = [word.text for word in words[start:end]]
    named = (all(any(same_name(name, word.text) for word in byline.words) for name in run) for byline in claim.bylines)
    return reports and any(named)


def _pair_fault(claim: Claim) -> str:
    """Two neighbouring names of which each has another neighbour in the sentences: one person made of two."""
    runs = [run for sentence in claim.sentences for run in _runs(sentence)]
    for run in _runs(claim.statement):
        for first, second in pairwise(run):
            if _are_parted(first.text, second.text, runs):
                return f"The name “{first.text} {second.text}” is not in the cited sentences."
    return ""


def _runs(text: Text) -> list[list[Word]]:
    """Runs of capitalised words with nothing but a space, or the dot of an initial, between them."""
    runs: list[list[Word]] = []
    last = -1
    for word in text.words:
        if _has_capital(word) and word.lower not in FUNCTION_WORDS:
            joined = runs and last >= 0 and text.folded[last : word.start] in {" ", ". ", "-"}
            if joined:
                runs[-1].append(word)
            else:
                runs.append([word])
            last = word.end
        else:
            last = -1
    return runs


def _are_parted(first: str, second: str, runs: list[list[Word]]) -> bool:
    followed = preceded = False
    for run in runs:
        firsts = [same_spelling(first, word.text) for word in run]
        seconds = [same_spelling(second, word.text) for word in run]
        if any(firsts) and any(seconds):
            return False
        followed = followed or any(firsts[:-1])
        preceded = preceded or any(seconds[1:])
    return followed and preceded
