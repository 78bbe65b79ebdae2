"""Whether a statement tells who says it as its sentences do.

A saying verb's speaker is looked for in its clause before the verb, in the clauses before that if it has none there
("the mayor, Anna Lom, said"), after an inverted verb ("said Anna Lom") and after "by" in a passive. A pronoun may
be anyone whom the sentences name. A sentence that only attributes (says, claims, accuses, according to) can't carry
a statement of plain fact made of the words under the verb; announcing, confirming and admitting can.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from bot.check.claim import Claim
from bot.check.lexicon import CLAUSE_OPENERS, FACTIVE, INVERTED, SAYING_FORMS, word_set
from bot.check.words import Text, Word, bare

_PRONOUNS = word_set("he she they it we i")
_BE = word_set("was were is are been being be")
_DETERMINERS = word_set("the a an his her its their our these those such of recent")
_NOUNS_TOO = word_set("claims reports states notes claim promises promise estimates reported alleged stated")
_WHEN = word_set("on in at during late early earlier yesterday today after before last this and to")
_ENDS_SCOPE = word_set("and but while whereas although though")
_STRICT = frozenset({"accuse", "deny", "blame", "admit"})
_ACCORDING = "according"
_SHARE = 0.6
# A sentence longer than this is a list or an attack; what lies further off is not said by this speaker.
_REACH = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribution:
    """A saying verb ("according" for "according to"), who speaks, and the stems of what is said.

    ``who`` are the speaker's content words as written, ``names`` the capitalised ones without case and
    diacritics, ``stems`` all.
    """

    lemma: str
    form: str
    who: str
    names: frozenset[str]
    stems: frozenset[str]
    said: frozenset[str]
    is_pronoun: bool


def attribution_fault(claim: Claim) -> str:
    """Who is made to say what someone else says, or whose claim is told as a fact; "" if neither."""
    own = find_attributions(claim.statement)
    cited = [find_attributions(sentence) for sentence in claim.sentences]
    given = dict.fromkeys(attribution for found in cited for attribution in found)
    for attribution in own:
        if not _is_byline(attribution, claim) and not any(_same_speaker(attribution, known) for known in given):
            return f"The cited sentences don't show “{attribution.who}” as the one who {_told(attribution)} this."
    if own or any(word.lower in {"reportedly", "allegedly"} for word in claim.statement.words):
        return ""
    return _dropped(claim, cited)


def _told(attribution: Attribution) -> str:
    return "said" if attribution.lemma == _ACCORDING else attribution.form


def _is_byline(attribution: Attribution, claim: Claim) -> bool:
    return bool(attribution.names) and any(
        attribution.names <= {bare(word.text) for word in byline.words} for byline in claim.bylines
    )


def _same_speaker(own: Attribution, known: Attribution) -> bool:
    if own.lemma in _STRICT and own.lemma != known.lemma:
        return False
    if own.is_pronoun or not own.stems or known.is_pronoun:
        return True
    return bool(own.names & known.names if own.names else own.stems & known.stems)


def _dropped(claim: Claim, cited: list[tuple[Attribution, ...]]) -> str:
    """Whether every sentence that covers the statement best only attributes it to someone."""
    told = claim.statement.content
    covered = [told & sentence.content for sentence in claim.sentences]
    best = max((len(words) for words in covered), default=0)
    reason = ""
    for words, found in zip(covered, cited, strict=True):
        if len(words) < best or not words:
            continue
        under = [a for a in found if a.lemma not in FACTIVE and len(words & a.said) >= _SHARE * len(words)]
        if not under:
            return ""
        reason = "The cited sentence only reports this as what someone says; the statement tells it as a fact."
    return reason


def find_attributions(text: Text) -> tuple[Attribution, ...]:
    """The attributions of a text, in order."""
    found = []
    for index, word in enumerate(text.words):
        lemma = SAYING_FORMS.get(word.lower, "")
        if word.lower == _ACCORDING and _lower(text, index + 1) == "to":
            found.append(_according(text, index))
        elif lemma and not _is_noun(text, index):
            found.append(_attribution(text, index, lemma))
    return tuple(found)


def _lower(text: Text, index: int) -> str:
    return text.words[index].lower if 0 <= index < len(text.words) else ""


def _is_noun(text: Text, index: int) -> bool:
    word = text.words[index]
    if not word.opens and word.text[:1].isupper():
        return True
    return word.lower in _NOUNS_TOO and (index == 0 or _lower(text, index - 1) in _DETERMINERS)


def _clause(text: Text, clause: int) -> list[Word]:
    start = bisect_left(text.words, clause, key=_clause_of)
    return list(text.words[start : bisect_right(text.words, clause, key=_clause_of)])


def _clause_of(word: Word) -> int:
    return word.clause


def _according(text: Text, index: int) -> Attribution:
    clause = text.words[index].clause
    end = index + 2
    while end < len(text.words) and text.words[end].clause == clause:
        end += 1
    speaker, said = list(text.words[index + 2 : end]), [*text.words[:index], *text.words[end:]]
    return _made(_ACCORDING, _ACCORDING, speaker, said)


def _attribution(text: Text, index: int, lemma: str) -> Attribution:
    verb = text.words[index]
    before = [word for word in text.words[max(0, index - _REACH) : index] if word.clause == verb.clause]
    after = list(text.words[index + 1 : index + 1 + _REACH])
    if _lower(text, index - 1) in _BE:
        return _made(lemma, verb.lower, _by(after), [*before, *after])
    speaker = before
    if not any(word.is_content or word.lower in _PRONOUNS for word in before):
        speaker = _clause(text, verb.clause - 1) + _clause(text, verb.clause - 2)
        if lemma in INVERTED:
            speaker += [word for word in after if word.clause == verb.clause][:6]
    return _made(lemma, verb.lower, speaker, _said(text, index))


def _by(after: list[Word]) -> list[Word]:
    places = [place for place, word in enumerate(after) if word.lower == "by"]
    return [word for word in after[places[0] + 1 :] if word.clause == after[places[0]].clause] if places else []


def _said(text: Text, index: int) -> list[Word]:
    """The words under a verb: those before its clause if it comes last ("…, police said on Monday"), else after it."""
    verb = text.words[index]
    clause = _clause(text, verb.clause)
    following = text.words[index + 1] if index + 1 < len(text.words) else None
    closes = following is None or following.clause != verb.clause or following.lower in _WHEN
    inverted = clause[0] is verb and SAYING_FORMS[verb.lower] in INVERTED
    if verb.clause and clause[0].lower not in CLAUSE_OPENERS and (closes or inverted):
        start = bisect_left(text.words, verb.clause, key=_clause_of)
        return list(text.words[max(0, start - _REACH) : start])
    said = []
    for word in text.words[index + 1 : index + 1 + _REACH]:
        if word.clause != verb.clause and word.lower in _ENDS_SCOPE:
            break
        said.append(word)
    return said


def _made(lemma: str, form: str, speaker: list[Word], said: list[Word]) -> Attribution:
    content = [word for word in speaker if word.is_content]
    return Attribution(
        lemma=lemma,
        form=form,
        who=" ".join(word.text for word in content),
        names=frozenset(bare(word.text) for word in content if word.text[:1].isupper() and not _is_opener(word)),
        stems=frozenset(word.stem for word in content),
        said=frozenset(word.stem for word in said if word.is_content),
        is_pronoun=not content and any(word.lower in _PRONOUNS for word in speaker),
    )


def _is_opener(word: Word) -> bool:
    """A capital at the start of a sentence that may be a common noun's: compared as a word, not as a name."""
    return word.opens
