"""Whether what was made up in a reply is shown, and whether what was honest is: told from how the reply was made.

Pure. Knows nothing of the check; a statement that is its quotation, word for word, cannot be an invention.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Answer
from evals.cases import fold
from evals.hostile.reply_lines import Reply


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A statement that a reader gets to see, and the quotes behind it."""

    text: str
    quotes: tuple[str, ...]

    @property
    def is_verbatim(self) -> bool:
        """Whether it is one of its quotes."""
        return self.text in self.quotes


def shown_by(answer: Answer) -> tuple[Shown, ...]:
    """The statements of an answer, and what is left of its text without them and without its quotes."""
    quotes = {citation.number: citation.quote.text for citation in answer.citations}
    told = [Shown(text=s.text, quotes=tuple(quotes[n] for n in s.citations)) for s in answer.statements]
    rest = answer.text
    for piece in sorted([*quotes.values(), *(one.text for one in told)], key=len, reverse=True):
        rest = rest.replace(piece, " ").replace(" ".join(piece.split()), " ")
    return (*told, Shown(text=rest, quotes=()))


def leaked(reply: Reply, shown: Sequence[Shown]) -> str:
    """The first statement that holds something made up, or that is shown twice; "" if there is none."""
    own = [one for one in shown if not one.is_verbatim]
    for one in own:
        if any(holds(one.text, fragment) for fragment in reply.invented):
            return one.text
    told = [fold(one.text) for one in shown if one.quotes]
    return next((text for text in told if told.count(text) > 1), "")


def missing(reply: Reply, shown: Sequence[Shown]) -> tuple[str, ...]:
    """The statements of an honest reply that are not shown."""
    told = [fold(one.text) for one in shown]
    return tuple(line.text for line in reply.lines if not any(fold(line.text).strip(" .") in text for text in told))


def holds(text: str, fragment: str) -> bool:
    """Whether a fragment stands in a text, however it is set; what folding makes away with is looked for as it is."""
    folded = fold(fragment).strip(" .")
    return fragment in text or (len(folded) > 1 and folded in fold(text))
