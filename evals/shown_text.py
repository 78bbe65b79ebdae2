"""Whether ``text``, the answer as the page shows it, shows anything that is no checked statement.

Pure. What is left of the text after its statements is read word by word: an attribution and "the articles don't say"
are made of known words, a smuggled sentence is not.
"""

import re
from collections.abc import Iterator

from bot.schema import AnswerBody
from evals.results import Fault
from index.terms import STOP_WORDS, words

_MARKER = re.compile(r"\[(\d{1,9})\]")
# What an answer may say of itself, whoever words it …
_OF_ITSELF = frozenset(
    """according article articles source sources reported report reports published say says said tell told state states
    answer answers answered question information found find mention mentions mentioned contain contains hold holds
    know sorry disagree disagrees differ differs while available provided part parts nearest passage
    passages quote quotes evidence support supported address enough""".split()  # noqa: SIM905  # a hundred quotation marks would hide the words
)
# … and that it has none: never on the line of a statement, which it would turn round. ``words`` drops "n't".
_DENIALS = frozenset(("nothing", "unable", "cannot", "not", "no"))
_DENIAL = re.compile(rf"n[’']t\b|\b(?:{'|'.join(sorted(_DENIALS))})\b", re.IGNORECASE)
_DIFFERING = frozenset(("disagree", "disagrees", "differ", "differs"))


def text_faults(answer: AnswerBody) -> Iterator[Fault]:
    """Markers that point nowhere or are missing, statements that are not shown, words that are no statement."""
    shown, left = _spaced(answer.text), answer.text
    for statement in sorted(answer.statements, key=lambda statement: -len(statement.text)):
        if _spaced(statement.text) not in shown:
            yield Fault(name="text differs", sentence=f"The text does not show the statement “{statement.text[:80]}”.")
        left = left.replace(statement.text, " ")  # a quote may hold numbers in brackets of its own
    yield from _marker_faults(answer, {int(number[1]) for number in _MARKER.finditer(left)})
    foreign = [word for line in left.split("\n") for word in _foreign(line, answer)]
    if foreign:
        some = ", ".join(dict.fromkeys(foreign[:6]))
        yield Fault(name="unchecked text", sentence=f"The text says what no statement says: {some}.")


def _foreign(line: str, answer: AnswerBody) -> list[str]:
    """The words of a line that are no statement, no attribution and no denial of an answer.

    A denial may name the part of the question, a difference its point, after a colon.
    """
    head, _, tail = line.partition(":")
    known = STOP_WORDS | _OF_ITSELF | _details(answer)
    if _MARKER.search(line):
        return _beside(line, answer, known)
    named = known
    if _DENIAL.search(head):
        known = known | _DENIALS if _OF_ITSELF & set(words(head)) else frozenset()
        named = known | frozenset(words(f"{answer.question} {answer.standalone_question}"))
    elif _DIFFERING & set(words(head)):
        cited = {number for point in answer.disagreements for number in point.citations}
        named = known | frozenset(words(" ".join(c.quote for c in answer.citations if c.number in cited)))
    return [*(w for w in words(head) if w not in known), *(w for w in words(tail) if w not in named)]


def _beside(line: str, answer: AnswerBody, known: frozenset[str]) -> list[str]:
    """The unknown words of a statement's line, and its denials that are not the statement's."""
    left, own = _spaced(line), 0
    for statement in sorted(answer.statements, key=lambda statement: -len(statement.text)):
        if _spaced(statement.text) in left:
            left = left.replace(_spaced(statement.text), " ")
            own += len(_DENIAL.findall(statement.text))
    denials = [match[0] for match in _DENIAL.finditer(line)]
    return [*(word for word in left.split() if word not in known | _DENIALS), *denials[own:]]


def _spaced(text: str) -> str:
    """The words of ``text`` with a space on either side of each: punctuation and markers between them don't count."""
    return f" {' '.join(words(_MARKER.sub(' ', text)))} "


def _marker_faults(answer: AnswerBody, marked: set[int]) -> Iterator[Fault]:
    numbers = {citation.number for citation in answer.citations}
    for number in sorted(marked - numbers):
        yield Fault(name="unknown citation", sentence=f"The text points to [{number}], which is no citation.")
    for number in sorted(numbers - marked):
        yield Fault(name="pointer missing", sentence=f"The text has no [{number}] where it is cited.")


def _details(answer: AnswerBody) -> frozenset[str]:
    """Words of what the answer says of the articles it cites."""
    articles = [citation.article for citation in answer.citations]
    return frozenset(
        words(" ".join(v for a in articles for v in (a.title, a.source, a.author, a.published, a.url) if v))
    )
