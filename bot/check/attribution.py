"""Whether a statement tells who says it as its sentences do.

What the statement lets someone say is looked for in the sentence that has most of its words, and there under the verb
that has most of them: its speaker must be the statement's. A pronoun may be whom the words before it name first or
alone. A plain sentence lets nobody speak, but a quotation may go on in it, and the article's source or author may
tell it. A sentence that only attributes (says, claims, accuses, according to) can't carry a statement of plain fact
made of the words under the verb; announcing, confirming and admitting can.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from bot.check.claim import Claim
from bot.check.lexicon import CLAUSE_OPENERS, FACTIVE, word_set
from bot.check.same_speaker import holds, may_be
from bot.check.sayings import ACCORDING, Saying, find_sayings
from bot.check.speakers import Speaker, first_named, is_capital
from bot.check.words import Text

# Told with another verb, these say something else.
_STRICT = word_set("accuse deny blame admit")
_SHARE = 0.6
# A sentence or a verb with nearly as many of the words as the best one may be the one that is meant.
_NEARLY = 0.75
# More than a statement or a sentence holds that isn't made to keep the check busy.
_MOST_OWN, _MOST_CITED = 20, 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """A cited sentence and who says something in it."""

    place: int
    text: Text
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A saying of a cited sentence and how many of the words in question stand under it."""

    cited: Cited
    saying: Saying
    words: int


def attribution_fault(claim: Claim) -> str:
    """Who is made to say what someone else says, or whose claim is told as a fact; "" if neither."""
    own = find_sayings(claim.statement)
    if len(own) > _MOST_OWN:
        return "The statement tells of too many speakers at once."
    cited = [
        Cited(place=place, text=text, sayings=find_sayings(text)[:_MOST_CITED])
        for place, text in enumerate(claim.sentences)
    ]
    for saying in own:
        if not _is_shown(saying, cited, claim):
            who = next((one.text for one in (*saying.speakers, saying.target) if one), "")
            return f"The cited sentences don't show “{who}” as the one who {_told(saying)} this."
    if own or any(word.lower in {"reportedly", "allegedly"} for word in claim.statement.words):
        return ""
    return _dropped(claim, cited)


def _told(saying: Saying) -> str:
    passive = not saying.speakers
    return f"was {saying.form}" if passive else "said" if saying.lemma == ACCORDING else saying.form


def _is_shown(own: Saying, cited: Sequence[Cited], claim: Claim) -> bool:
    if not own.speakers and not own.target:
        return True
    sources = _sources(own, cited)
    if any(_agrees(own, source, cited) for source in sources):
        return True
    if not own.speakers:
        return not any(_has_other_target(own, source.saying) for source in sources)
    told = max((source.words for source in sources), default=0)
    return told < _SHARE * len(own.said) and any(_is_byline(one, claim) for one in own.speakers)


def _sources(own: Saying, cited: Sequence[Cited]) -> list[Source]:
    """The sayings that may be the one that the statement tells."""
    every = [
        Source(cited=one, saying=saying, words=len(own.said & saying.said)) for one in cited for saying in one.sayings
    ]
    if own.lemma in _STRICT:
        return [source for source in every if source.saying.lemma == own.lemma]
    covered = [len(own.said & one.text.content) for one in cited]
    least = _NEARLY * max(covered, default=0)
    places = {one.place for one, words in zip(cited, covered, strict=True) if words >= least}
    found = [source for source in every if source.cited.place in places]
    if not found:
        beside = {place + step for place in places if '"' in cited[place].text.folded for step in (-1, 1)}
        found = [source for source in every if source.cited.place in beside]
    best = max((source.words for source in found), default=0)
    return [source for source in found if source.words >= _NEARLY * best] + [s for s in every if not s.saying.said]


def _agrees(own: Saying, source: Source, cited: Sequence[Cited]) -> bool:
    if _has_other_target(own, source.saying):
        return False
    elsewhere = [one.text for one in cited if one is not source.cited]
    known = [one for each in source.saying.speakers for one in _meant(each, source.cited, cited)]
    return any(one.is_pronoun or any(may_be(one, other, elsewhere) for other in known) for one in own.speakers)


def _has_other_target(own: Saying, known: Saying) -> bool:
    """Whether someone else is told, asked, accused or blamed."""
    if own.lemma != known.lemma or not own.target or not known.target:
        return False
    names = [word for word in own.target.head if is_capital(word)]
    told = any(is_capital(word) for word in known.target.head)
    return bool(names) and told and not any(holds(known.target.words, word) for word in names)


def _meant(known: Speaker, at: Cited, cited: Sequence[Cited]) -> tuple[Speaker, ...]:
    """A speaker, or those that a pronoun may stand for."""
    if not known.is_pronoun:
        return (known,)
    index = bisect_left(at.text.words, known.start, key=lambda word: word.start)
    found = first_named(at.text.words[:index]) if at.text.words[index].lower in CLAUSE_OPENERS else ()
    for one in reversed(cited[: at.place]):
        named = [s for saying in one.sayings for s in saying.speakers if not s.is_pronoun]
        found += (*named, *first_named(one.text.words))
        if any(is_capital(word) for speaker in found for word in speaker.head):
            break
    return found


def _is_byline(own: Speaker, claim: Claim) -> bool:
    """Whether the article's source, author or title tells it, named by half of its words or more."""
    for byline in claim.bylines:
        words = [word for word in byline.words if word.is_content]
        shared = sum(holds(own.words, word) for word in words)
        if words and 2 * shared >= len(words) and all(holds(words, word) for word in own.words):
            return True
    return False


def _dropped(claim: Claim, cited: Sequence[Cited]) -> str:
    """The reason if every sentence that covers the statement best only attributes it to someone, else ""."""
    told = claim.statement.content
    best = max((len(told & one.text.content) for one in cited), default=0)
    reason = ""
    for one in cited:
        words = told & one.text.content
        if len(words) < best or not words:
            continue
        if not any(s.lemma not in FACTIVE and len(words & s.said) >= _SHARE * len(words) for s in one.sayings):
            return ""
        reason = "The cited sentence only reports this as what someone says; the statement tells it as a fact."
    return reason
