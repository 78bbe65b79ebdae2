"""Words that turn a clause round or loosen it (negations, hedges, modal verbs), and the words that they govern."""

from dataclasses import dataclass

from bot.check.lexicon import word_set
from bot.check.words import Text

_PHRASES = {
    # Kept first: these look like negations and are none.
    "": """not only|no more than|not more than|no fewer than|no less than|not less than|not least|no doubt|no matter""",
    "negation": """not|never|no|none|nobody|nothing|nowhere|neither|nor|without|hardly|scarcely|rarely|seldom|unable to|
        could not|can not|fail to|fails to|failed to|failing to|failed|failure to|refuse|refuses|refused|refusing|
        refusal to|decline to|declines to|declined to|declining to|reject|rejects|rejected|rejecting|rejection of|
        deny|denies|denied|denying|ruled out|rules out|rule out|instead of|rather than|no longer|has yet to|have yet to|
        had yet to""",
    "counter": """lose|loses|lost|lack|lacks|lacked|stop|stops|stopped|halt|halted|cancel|cancelled|canceled|suspend|
        suspended|miss|missed|avoid|avoided|prevent|prevented""",
    "possibility": "could|may|might|possibly|perhaps|potentially|maybe|it is possible",
    "likelihood": "likely|probably|expected|expects to|expect to|unlikely|presumably",
    "intention": """plan to|plans to|planned to|planning to|intends to|intend to|intended to|aims to|aim to|aimed to|
        hopes to|hope to|hoped to|hopes that|wants to|want to|wanted to|seeks to|seek to|sought to|proposed to|
        proposes to|considering|considers|considered|willing to|ready to|prepared to|offered to|offers to|pledged to|
        threatened to|threatens to""",
    "report": """reportedly|allegedly|purportedly|supposedly|apparently|is said to|are said to|was said to|were said to|
        believed to|thought to|alleged|suspected of|suspected to|rumoured to""",
    "future": """will|would|shall|going to|is set to|are set to|is due to|are due to|is to|are to|was to|were to|
        was due to""",
    "duty": """should|must|ought to|has to|have to|had to|need to|needs to|called on|urged|asked to|demanded|demands|
        demand""",
    "attempt": "try to|tries to|tried to|trying to|attempt to|attempts to|attempted to|attempting to",
}
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _group, _phrases in _PHRASES.items():
    for _phrase in _phrases.split("|"):
        _words = tuple(_phrase.split())
        _BY_FIRST.setdefault(_words[0], []).append((_words, _group))
for _entries in _BY_FIRST.values():
    _entries.sort(key=lambda entry: -len(entry[0]))

_REACH = 6
_BEFORE_NOUN = word_set("the a his her their free political good own of")
_NOUNS_TOO = frozenset({"will", "might", "demand", "demands", "reject", "miss"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """A cue of a group, as written, with the indices of the content words that it governs (nearest first)."""

    group: str
    text: str
    lemma: str
    scope: tuple[int, ...]


def find_cues(text: Text) -> tuple[Cue, ...]:
    """The cues of a text.

    A cue governs up to six content words that follow it in its clause; if there are none, those before it in the
    clause ("the plan was rejected"); else those of the next clause ("reportedly, the …").
    """
    found: list[Cue] = []
    index = 0
    while index < len(text.words):
        phrase, group = _match(text, index)
        if group:
            found.append(_cue(text, index, phrase, group))
        index += max(1, len(phrase))
    return tuple(found)


def _match(text: Text, index: int) -> tuple[tuple[str, ...], str]:
    word = text.words[index]
    if not word.opens and word.text[:1].isupper():
        return (), ""
    before = text.words[index - 1].lower if index else ""
    if word.opens and word.lower == "no" and text.folded[word.end : word.end + 1] == ",":
        return (), ""  # "No, the plan was not dropped" answers a question
    if word.lower in _NOUNS_TOO and before in _BEFORE_NOUN:
        return (), ""
    for phrase, group in _BY_FIRST.get(word.lower, ()):
        if tuple(other.lower for other in text.words[index : index + len(phrase)]) == phrase:
            return phrase, group
    return (), ""


def _cue(text: Text, index: int, phrase: tuple[str, ...], group: str) -> Cue:
    words, clause, end = text.words, text.words[index].clause, index + len(phrase)
    window = range(end, min(len(words), end + 4 * _REACH))
    scope = [i for i in window if words[i].clause == clause and words[i].is_content]
    if not scope:
        back = range(index - 1, max(-1, index - 4 * _REACH), -1)
        scope = [i for i in back if words[i].clause == clause and words[i].is_content]
    if not scope:
        scope = [i for i in window if words[i].clause == clause + 1 and words[i].is_content]
    return Cue(group=group, text=" ".join(phrase), lemma=words[index].stem, scope=tuple(scope[:_REACH]))
