"""Names in a question that no article mentions: which questions they shut the gate on, and which not."""

import time

import pytest

from bot.unknown_names import unknown_names
from index.search import SearchIndex
from index.vocabulary import Vocabulary

PASSAGES = [
    "The European Union and the United States sent Vladimir Medinsky to Geneva, where Ukrainian officials waited.",
    "The port of Odesa was hit, said the IAEA. “It is bad,” said Rustem Umerov of the port. A leader won talks there.",
    "The Kurdish leader Ocalan met Sergei Brown. Müller met him in Łódź on Monday, as the minister and UNESCO said.",
]
BYLINES = ["Who leads the Harbour talks", "Lakeside Courier", "Zdenka Oralova"]
VOCABULARY = Vocabulary(PASSAGES, bylines=BYLINES)


@pytest.mark.parametrize(
    "question",
    [
        *("What did Mr Medinsky say?", "What did Mr. Medinsky say?", "What did Dr Umerov say?", "Did Madam Brown win?"),
        *("WHAT HAPPENED IN GENEVA?", "WHO LEADS THE DELEGATION?", "Who Is Leading the Mediators?"),
        *("What Have Negotiators Achieved So Far?", "Why Did Inflation Rise in Geneva?"),
        *("According to the Lakeside Courier, who won?", "What does Oralova write?", "Who are the Harbour talks for?"),
        *("What does the EU want?", "What does the U.S. want?", "What does the USA want?", "What does the US want?"),
        *("What did Ukraine say?", "What happened in Odessa?", "Was Öcalan there?", "Who saw Mueller?"),
        *("Who is in Lodz?", "Who won? Summarise the talks.", "Who leads, Medinsky or Umerov?"),
        "What did the International Atomic Energy Agency say?",
        *("What did the Dutch say?", "What did American officials say?", "What did President Medinsky say?"),
        *("What did the Bank say?", "Who REALLY won?", "Is it OK?", "What is plan B?"),
        *("What is Medinsky’s view?", "What did Rustem Umerov and I've said?", "", "?", "US"),
    ],
)
def test_the_gate_stays_open(question: str) -> None:
    assert not unknown_names(question, VOCABULARY)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Barack Obama say?", {"Barack", "Obama"}),
        ("Who is Barack Obama?", {"Barack", "Obama"}),
        ("What did Mr. Obama say in Geneva?", {"Obama"}),
        ("What did President Obama say?", {"Obama"}),
        ("How many died in Lagos?", {"Lagos"}),
        ("How many died in Reading?", {"Reading"}),
        ("What did the NATO envoy say?", {"NATO"}),
        ("What did the Ösel envoy say?", {"Ösel"}),
        ("What did Medinska say?", {"Medinska"}),
        ("What did Rustem Umarov say?", {"Umarov"}),
        ("What did Obama’s envoy say in Geneva?", {"Obama"}),
        ("What did the Lagos Bar Association say?", {"Lagos", "Association"}),
        ("What did Gordon Nice say?", {"Gordon", "Nice"}),
        ("Which EU envoy met Franco-Lagos?", {"Franco", "Lagos"}),
        ("Who met Elias Ursin?", {"Elias", "Ursin"}),
    ],
)
def test_the_gate_is_shut(question: str, names: set[str]) -> None:
    assert unknown_names(question, VOCABULARY) == names


def test_acronyms_that_the_articles_never_write_nor_spell_out() -> None:
    vocabulary = Vocabulary(["The mayor opened the bridge in Marl."])
    for acronym in ("US", "EU", "U.N."):
        assert unknown_names(f"What did the {acronym} say about Marl?", vocabulary)


def test_the_sample_articles(index: SearchIndex) -> None:
    for question in ("What did Mr Umjerov say?", "WHAT HAPPENED IN GENEVA?", "What does the USA want?"):
        assert not unknown_names(question, index.vocabulary)
    assert not unknown_names("What is the line of the On Record sample corpus?", index.vocabulary)
    for question in ("What did Barack Obama say?", "How many died in Lagos?", "What did Emmanuel Macron say?"):
        assert unknown_names(question, index.vocabulary)


def test_many_unknown_names_in_a_large_corpus_take_no_time() -> None:
    parts = ("bar", "kel", "mo", "tri", "sun", "dov", "lar", "pem", "go", "zhi")
    made = [f"{a}{b}{c}{d}".title() for a in parts for b in parts for c in parts for d in parts]
    vocabulary = Vocabulary([f"The envoy {name} spoke." for name in made])
    started = time.monotonic()
    assert unknown_names("What did Tarkelomov Sunderland say?", vocabulary)
    assert time.monotonic() - started < 0.5
