"""Whether a statement negates and hedges as its sentences do.

The method, without a parser: a cue ("not", "without", "could", "reportedly") governs the content words near it in its
clause (see ``cues``). Words are compared, not sentences, so a negation about something else is no concern.

- A cue of a cited sentence counts if the statement speaks of what it governs: of the nearest governed word, or of
  more than half of them. One of the shared words must then be governed alike in the statement; else it was dropped.
- A cue of the statement must govern some word that is governed alike in a cited sentence; else it was added. Only
  where no sentence has any of these words is it enough that one has such a cue.

Negations are counted, so that "did not refuse" is not "refused"; an even number of them is none. The same cue word on
both sides ("rejected", "was rejected by"; "could") agrees whatever it governs. Hedges agree within their group: may
with could, will with would, but not could with will. Cues with no word in common are beyond this method.
"""

from collections import Counter
from dataclasses import dataclass

from bot.check.claim import Claim
from bot.check.cues import Cue, find_cues
from bot.check.lexicon import SAYING_FORMS
from bot.check.words import Text

_NEGATION, _COUNTER, _REPORT, _FUTURE = "negation", "counter", "report", "future"
_FREE = frozenset({False})
_UNREAL = ("possibility", "likelihood", "intention", "duty")
_LEXICAL = frozenset({"fail", "refus", "reject", "deni", "declin", "rul", "unabl", "will", "would", "lack"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Governed:
    """A text's cues, and how its words are governed.

    ``states`` holds, for each group and each index of a content word, the ways to take that occurrence: governed
    (for negation: an odd number of times), free, or, under a verb of losing, either.
    """

    text: Text
    cues: tuple[Cue, ...]
    states: dict[tuple[str, int], frozenset[bool]]
    places: dict[str, list[int]]

    def at(self, group: str, index: int) -> frozenset[bool]:
        """The state of one occurrence."""
        return self.states.get((group, index), _FREE)

    def of(self, group: str, stem: str) -> frozenset[bool]:
        """The states of all occurrences of a stem; empty if there is none."""
        return frozenset().union(*(self.at(group, index) for index in self.places.get(stem, ())))


def polarity_fault(claim: Claim) -> str:
    """Which negation or hedge the statement drops or adds, or ""."""
    statement = govern(claim.statement)
    cited = [govern(sentence) for sentence in claim.sentences]
    for own in statement.cues:
        telling = [source for source in cited if _shared(own, statement, source)] or cited
        if own.group != _COUNTER and not any(_is_given(own, statement, source) for source in telling):
            return f"The statement says “{own.text}”; the cited sentences don't say it that way."
    for source in cited:
        others = [other for other in cited if other is not source]
        for cue in source.cues:
            if cue.group != _COUNTER and _is_dropped(cue, source, statement, others):
                return f"The cited sentence says “{cue.text}”; the statement leaves that out."
    return ""


def govern(text: Text) -> Governed:
    """A text's cues and what they govern."""
    cues = find_cues(text)
    counts = Counter((cue.group, index) for cue in cues for index in cue.scope)
    states = {key: frozenset({count % 2 == 1 if key[0] == _NEGATION else True}) for key, count in counts.items()}
    for group, index in counts:
        if group == _COUNTER:
            # "Lost power" may stand for "without power", and need not.
            states[_NEGATION, index] = frozenset({True, False})
    places: dict[str, list[int]] = {}
    for index, word in enumerate(text.words):
        if word.is_content:
            places.setdefault(word.stem, []).append(index)
    return Governed(text=text, cues=cues, states=states, places=places)


def _is_given(own: Cue, statement: Governed, source: Governed) -> bool:
    """Whether a cue of the statement stands in a sentence over some of the same words."""
    if _has_same_word(own, source) or (own.group == _REPORT and _is_said(source)):
        return True
    shared = _shared(own, statement, source)
    if not shared:
        return any(cue.group == own.group for cue in source.cues)
    return any(
        statement.at(own.group, index) & source.of(own.group, statement.text.words[index].stem) for index in shared
    )


def _shared(own: Cue, statement: Governed, source: Governed) -> list[int]:
    """The places of the words that a cue of the statement governs and a sentence has."""
    return [index for index in own.scope if statement.text.words[index].stem in source.places]


def _is_dropped(cue: Cue, source: Governed, statement: Governed, others: list[Governed]) -> bool:
    stems = [source.text.words[index].stem for index in cue.scope]
    shared = [index for index, stem in zip(cue.scope, stems, strict=True) if stem in statement.places]
    if not shared:
        return False
    if len(shared) < len(stems) and all(source.text.words[index].text[:1].isupper() for index in shared):
        return False  # of the same people it tells something else
    if shared[0] != cue.scope[0] and 2 * len(shared) <= len(stems):
        return False
    if _has_same_word(cue, statement) or (cue.group == _REPORT and _is_said(statement)):
        return False
    if any(_is_kept(cue.group, index, source, statement) for index in shared):
        return False
    told = [source.text.words[index].stem for index in shared]
    return not any(_tells(other, told, cue.group, statement, source) for other in others)


def _is_kept(group: str, index: int, source: Governed, statement: Governed) -> bool:
    stem = source.text.words[index].stem
    if group == _FUTURE:
        # "Is likely to hold" tells "will probably hold"; whether "likely" may be said is that cue's own question.
        return any(True in statement.of(known, stem) for known in (group, *_UNREAL))
    return bool(source.at(group, index) & statement.of(group, stem))


def _has_same_word(cue: Cue, other: Governed) -> bool:
    may = cue.lemma in _LEXICAL or cue.group != _NEGATION
    return may and any(known.group == cue.group and known.lemma == cue.lemma for known in other.cues)


def _is_said(text: Governed) -> bool:
    return any(word.lower in SAYING_FORMS for word in text.text.words)


def _tells(other: Governed, shared: list[str], group: str, statement: Governed, source: Governed) -> bool:
    """Whether another cited sentence says the same words without the cue, and covers the statement as well."""
    told = statement.text.content
    covers = len(told & other.text.content) >= len(told & source.text.content)
    return covers and all(other.of(group, stem) & statement.of(group, stem) for stem in shared)
