"""The check: its table of cases, its rates on the table, and what must hold for any text."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answer import DraftStatement, Quote
from bot.check import Support, Verdict, check, without_byline
from bot.transcript import Transcript
from index.article import Article, Passage, Sentence

TABLE = Path(__file__).parent / "data" / "check.jsonl"


class Case(TypedDict, total=False):
    """A row of the table; ``source`` is the article's, ``known_failure`` marks a row that the check gets wrong."""

    id: str
    statement: str
    sentences: list[str]
    passes: bool
    rule: str
    split: str
    note: str
    source: str
    known_failure: bool


CASES: list[Case] = [json.loads(line) for line in TABLE.read_text("utf-8").splitlines()]


def sentences_of(texts: list[str], source: str | None = None) -> tuple[Sentence, ...]:
    """The sentences of an article made of these, with a space between them."""
    text = " ".join(texts)
    article = Article(id="a", file="a.txt", title="Local news", text=text, source=source, content_hash="0")
    passage = Passage(article=article, number=0, start=0, end=len(text))
    starts = [sum(len(before) + 1 for before in texts[:index]) for index in range(len(texts))]
    return tuple(
        Sentence(passage=passage, number=number, start=start, end=start + len(text))
        for number, (start, text) in enumerate(zip(starts, texts, strict=True))
    )


def drafted(statement: str, texts: list[str], source: str | None = None) -> DraftStatement:
    """A statement that cites all of these sentences as one quote."""
    return DraftStatement(text=statement, quotes=(Quote(sentences=sentences_of(texts, source)),))


def verdict_on(statement: str, texts: list[str], source: str | None = None) -> Verdict:
    """The check's verdict on a statement that cites all of these sentences as one quote."""
    return check(without_byline(drafted(statement, texts, source)))


def verdict(case: Case) -> Verdict:
    """The check's verdict on a row."""
    return verdict_on(case["statement"], case["sentences"], case.get("source"))


def _rows() -> list[object]:
    wrong = pytest.mark.xfail(strict=True, reason="known failure, see the row's note")
    return [pytest.param(case, id=case["id"], marks=[wrong] if case.get("known_failure") else []) for case in CASES]


@pytest.mark.parametrize("case", _rows())
def test_table(case: Case) -> None:
    found = verdict(case)
    assert found.passed == case["passes"], found.reason
    assert bool(found.reason) != found.passed


@pytest.mark.parametrize("split", ["tune", "report"])
def test_rates(split: str, record_property: Callable[[str, object], None]) -> None:
    wrong = Counter[tuple[str, bool]]()
    total = Counter[tuple[str, bool]]()
    for case in (case for case in CASES if case["split"] == split):
        key = case["rule"], case["passes"]
        total[key] += 1
        wrong[key] += verdict(case).passed != case["passes"]
    for (rule, honest), count in sorted(total.items()):
        name = "honest left out" if honest else "broken let through"
        record_property(f"{split}: {rule}, {name}", f"{wrong[rule, honest]} of {count}")
    # Where the check stands today, so that it gets no worse; the aims are 0.03 and 0.05.
    assert sum(wrong[key] for key in total if key[1]) <= 0.06 * sum(total[key] for key in total if key[1])
    assert sum(wrong[key] for key in total if not key[1]) <= 0.07 * sum(total[key] for key in total if not key[1])


def test_every_rule_has_cases_in_both_halves() -> None:
    kinds = {(case["rule"], case["passes"], case["split"]) for case in CASES}
    assert len(kinds) == len({case["rule"] for case in CASES}) * 4
    assert len({case["id"] for case in CASES}) == len(CASES)


SENTENCES = ["The ferry left Corrin.", "It carried 40 people.", "It never arrived."]


@pytest.mark.parametrize(
    ("statement", "claim"),
    [
        ("According to the Harbour Herald, the depot closed in June.", "The depot closed in June."),
        ("According to “Local news”: the depot closed in June.", "The depot closed in June."),
        ("According to Local news, according to the Harbour Herald, the depot closed.", "The depot closed."),
        ("The depot closed in June, according to Harbour Herald.", "The depot closed in June."),
        ("According to the Harbour Herald Online, the depot closed.", None),
        ("According to police, the depot closed.", None),
        ("The depot closed in June.", None),
        ("According to the Harbour Herald, ", ""),
    ],
)
def test_a_claim_stands_without_the_name_of_its_article(statement: str, claim: str | None) -> None:
    draft = drafted(statement, ["The depot closed in June, police said."], "Harbour Herald")
    assert without_byline(draft).text == (statement if claim is None else claim)


def test_a_source_that_a_cited_sentence_names_stays_in_the_claim() -> None:
    sentence = "According to the Harbour Herald, the depot closed in June."
    draft = drafted(sentence, [sentence], "Harbour Herald")
    assert without_byline(draft) == draft
    assert without_byline(DraftStatement(text="", quotes=())).text == ""


def test_what_is_checked_is_what_is_shown() -> None:
    class Hearing(Saying):
        heard = ""

        def __call__(self, statement: str, sentences: Sequence[str]) -> Support:
            self.heard = statement
            return self.found

    judge = Hearing(1.0, 0.0, 0.0)
    transcript = Transcript(judge)
    told = "According to the Harbour Herald, the depot had closed in June."
    stated = transcript.add(drafted(told, ["The depot closed in June."], "Harbour Herald"))
    assert stated
    assert stated.statement.text == judge.heard == "The depot had closed in June."


def test_a_draft_needs_a_quote() -> None:
    assert check(DraftStatement(text="The ferry left Corrin.", quotes=())).reason == "The statement cites no sentence."
    assert not check(DraftStatement(text="x", quotes=(Quote(sentences=()),))).passed


def test_sentences_of_a_quote_are_neighbours_in_order_of_one_article() -> None:
    first, second, third = sentences_of(SENTENCES)
    elsewhere = sentences_of(["Another article.", "It has two sentences."])
    part = replace(first, end=first.end - 3)
    outside = replace(third, end=third.end + 1)
    for quote in (
        (first, third),
        (second, first),
        (first, first),
        (first, elsewhere[1]),
        (replace(first, end=0),),
        (outside,),
    ):
        text = Quote(sentences=quote).text or "x"
        assert not check(DraftStatement(text=text, quotes=(Quote(sentences=quote),))).passed, quote
    assert check(DraftStatement(text=part.text, quotes=(Quote(sentences=(first, second)),))).is_quote is False


def test_words_of_two_quotes_are_not_one_quotation() -> None:
    first, _, third = sentences_of(SENTENCES)
    quotes = (Quote(sentences=(first,)), Quote(sentences=(third,)))
    assert not check(DraftStatement(text="“left Corrin. It never arrived”", quotes=quotes)).passed


class Saying:
    """A judge that says the same of every statement."""

    threshold, certain = 0.5, 0.8

    def __init__(self, *probabilities: float) -> None:
        self.found = Support(*probabilities)

    def __call__(self, statement: str, sentences: Sequence[str]) -> Support:
        return self.found


def test_the_judge_decides_last() -> None:
    draft = DraftStatement(text="The ferry had left Corrin.", quotes=(Quote(sentences=sentences_of(SENTENCES)),))
    assert check(draft, Saying(1.0, 0.0, 0.0)).passed
    assert check(draft, Saying(0.1, 0.6, 0.3)).reason == "The cited sentences say otherwise."
    assert check(draft, Saying(0.1, 0.3, 0.6)).reason == "The cited sentences don't say this."
    assert not check(draft, Saying(float("nan"), 0.0, 0.0)).passed


def test_the_judge_excuses_no_fault_of_numbers_names_quotations_or_wording() -> None:
    quotes = (Quote(sentences=sentences_of(SENTENCES)),)
    for text in ("Nine ferries sank.", "The ferry had left Mostar.", "It “sank”.", "The ferry had not left Corrin."):
        assert not check(DraftStatement(text=text, quotes=quotes), Saying(1.0, 0.0, 0.0)).passed, text


def test_what_the_rules_doubt_in_free_words_needs_a_certain_judge() -> None:
    (sentence,) = sentences_of(["Officials in Corrin reportedly intend to sell the old ferry next spring."])
    draft = DraftStatement(
        text="The old vessel is going to be put up for auction.", quotes=(Quote(sentences=(sentence,)),)
    )
    assert not check(draft).passed
    assert not check(draft, Saying(0.7, 0.1, 0.2)).passed
    assert check(draft, Saying(0.9, 0.0, 0.1)).passed


def test_an_enormous_statement_is_refused_for_its_length() -> None:
    assert verdict_on("ferry " * 33_334, SENTENCES).reason == "The statement is too long."


def test_reasons_name_what_is_wrong() -> None:
    cited = ["Prices in Norvia rose by more than 5 % in May, Dalca said."]
    reasons = {
        "Prices in Norvia rose by more than 6 %, Dalca said.": "The number “6 %” is not in the cited sentences.",
        "Prices in Sollen rose by more than 5 %, Dalca said.": "The name “Sollen” is not in the cited sentences.",
        "Prices in Norvia “fell by 5 %”, Dalca said.": "The quoted words “fell by 5 %” are not in the cited sentences.",
        "Prices in Norvia rose by 5 %, Dalca said.": (
            "The cited sentence says “more than 5 %”; the statement leaves “more than” out."
        ),
    }
    assert {statement: verdict_on(statement, cited).reason for statement in reasons} == reasons


QUOTABLE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(str.strip)
ANY_TEXT = st.text(max_size=200)
NEWS_WORDS = """the not Dalca said "tense" 'no' 5 % -3 $5m half May 18 2026 twenty-nine U.S. reportedly , . ;
according to"""
NEWS = st.lists(st.sampled_from(NEWS_WORDS.split()), max_size=30).map(" ".join)


@settings(deadline=None)
@given(texts=st.lists(QUOTABLE, min_size=1, max_size=4))
def test_a_quote_word_for_word_passes(texts: list[str]) -> None:
    sentences = sentences_of(texts)
    quote = Quote(sentences=sentences)
    assert check(DraftStatement(text=quote.text, quotes=(quote,))) == Verdict(
        passed=True, support=1.0, is_quote=True, reason=""
    )


@settings(deadline=None)
@given(
    kept=st.integers(0, 10**9),
    told=st.integers(0, 10**9),
    unit=st.sampled_from(["%", "people", "km", "dollars", "hours"]),
)
def test_a_swapped_number_fails(kept: int, told: int, unit: str) -> None:
    cited = [f"The council of Corrin counted {kept:,} {unit} on the road, which was closed.", "The road is old."]
    assert verdict_on(f"The council of Corrin counted {told:,} {unit} on the road.", cited).passed == (kept == told)


@settings(max_examples=300, deadline=None)
@given(statement=ANY_TEXT | NEWS, texts=st.lists(ANY_TEXT | NEWS, min_size=1, max_size=3))
@example(statement="9" * 1_900, texts=["9" * 9_000])
@example(statement="\ud800 said “\udfff", texts=["\ud800"])
@example(statement="00.00.0000 99:99 13 pm ٣", texts=["2026-99-99 ²³ ½"])
def test_no_text_raises(statement: str, texts: list[str]) -> None:
    first = verdict_on(statement, texts)
    assert first == verdict_on(statement, texts)
    assert 0.0 <= first.support <= 1.0
