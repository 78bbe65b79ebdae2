"""What a scripted reply is made of: lines that know whether they are honest, and what in them was made up."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.cases import fold
from evals.hostile.prompt_reading import Evidence

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_MASK = "\ue000"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One statement of a reply. ``raw`` is the whole line where that is not the text with its numbers behind it.

    ``base`` is the number of the sentence that it was made from (0 if none). ``invented`` are fragments that no
    answer may show, apart from a quotation of the article; an honest line has none.
    """

    text: str
    numbers: tuple[int, ...]
    base: int
    invented: tuple[str, ...] = ()
    raw: str | None = None

    @property
    def written(self) -> str:
        """The line as the model writes it."""
        pointers = "".join(f"[{number}]" for number in self.numbers)
        return f"{self.text} {pointers}".strip() if self.raw is None else self.raw


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A whole reply, and its lines."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """What goes over the wire."""
        return "\n".join(line.written for line in self.lines)

    @property
    def invented(self) -> tuple[str, ...]:
        """Every fragment that may not be shown."""
        return tuple(fragment for line in self.lines for fragment in line.invented)


# A statement made of one sentence (the other sentences beside it), or None where it gives no hold.
Maker = Callable[[Evidence, Sequence[Evidence], random.Random], Line | None]


def honest(text: str, base: Evidence) -> Line | None:
    """A line that tells what its sentence tells; None if it is the sentence itself."""
    return None if text == base.text else Line(text=text, numbers=(base.number,), base=base.number)


def broken(text: str, base: Evidence, *, numbers: tuple[int, ...] = ()) -> Line | None:
    """A line that may not be shown as it stands; None if it is still the sentence itself, but for its style."""
    if fold(text).strip(" .") in fold(base.text):
        return None
    return Line(text=text, numbers=numbers or (base.number,), base=base.number, invented=(text,))


def outside_quotes(text: str, change: Callable[[str], str]) -> str:
    """``text`` changed where it stands in no quotation marks. ``change`` must keep the private-use characters."""
    quotes = _QUOTED.findall(text)
    changed = change(_QUOTED.sub(_MASK, text))
    for quote in quotes:
        changed = changed.replace(_MASK, quote, 1)
    return changed


def bare_words(text: str) -> list[str]:
    """The words of ``text`` without punctuation, as written."""
    return re.sub(r"[“”\"().,;:]", "", text).split()
