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
# What an answer may say of itself, whoever words it.
_OF_ITSELF = frozenset(
    """according article articles source sources reported report reports published say says said tell told state states
    answer answers answered question information found find mention mentions mentioned contain contains hold holds
    know sorry nothing disagree disagrees differ differs while unable available provided part parts nearest passage
    passages quote quotes evidence support supported address enough couldn cannot doesn don didn isn aren not no t
    s""".split()  # noqa: SIM905  # a hundred quotation marks would hide the words
)


def text_faults(answer: AnswerBody) -> Iterator[Fault]:
    """Markers that point nowhere or are missing, statements that are not shown, words that are no statement."""
    shown = left = _spaced(_MARKER.sub(" ", answer.text))
    marked = answer.text
    for statement in sorted(answer.statements, key=lambda statement: -len(statement.text)):
        said = _spaced(_MARKER.sub(" ", statement.text))
        if said not in shown:
            yield Fault(name="text differs", sentence=f"The text does not show the statement “{statement.text[:80]}”.")
        left = left.replace(said, " ")
        marked = marked.replace(statement.text, " ")  # a quote may hold numbers in brackets of its own
    yield from _marker_faults(answer, {int(number[1]) for number in _MARKER.finditer(marked)})
    foreign = [word for word in left.split() if word not in STOP_WORDS | _OF_ITSELF | _known(answer)]
    if foreign:
        some = ", ".join(dict.fromkeys(foreign[:6]))
        yield Fault(name="unchecked text", sentence=f"The text says what no statement says: {some}.")


def _spaced(text: str) -> str:
    """The words of ``text`` with a space on either side of each: punctuation and markers between them don't count."""
    return f" {' '.join(words(text))} "


def _marker_faults(answer: AnswerBody, marked: set[int]) -> Iterator[Fault]:
    numbers = {citation.number for citation in answer.citations}
    for number in sorted(marked - numbers):
        yield Fault(name="unknown citation", sentence=f"The text points to [{number}], which is no citation.")
    for number in sorted(numbers - marked):
        yield Fault(name="pointer missing", sentence=f"The text has no [{number}] where it is cited.")


def _known(answer: AnswerBody) -> frozenset[str]:
    """Words of the cited articles' details, of the question and of the points that are shown to differ."""
    articles = [citation.article for citation in answer.citations]
    details = [v for a in articles for v in (a.title, a.source, a.author, a.published, a.url) if v]
    points = [point.point for point in answer.disagreements]
    return frozenset(words(" ".join([answer.standalone_question, answer.question, *details, *points])))
