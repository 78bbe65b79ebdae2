"""Terms: one term for one thing, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms import STOP_WORDS, terms, words


@pytest.mark.parametrize(
    ("writings", "term"),
    [
        (("US", "U.S.", "USA", "U.S.A.", "u.s.", "U.S"), ["usa"]),
        (("2.5%", "2.5 %", "2.5 percent"), ["2.5", "percent"]),
        (("£4,000", "£ 4000", "£4,000,"), ["pound", "4000"]),
        (("attack", "attacks", "Attacked", "attacking", "attack's", "ATTACK’S"), ["attack"]),
        (("café", "Cafe", "CAFÉ", "cafe\u0301"), ["cafe"]),
        (("O'Brien", "O’Brien"), ["obrien"]),
        (("10:30",), ["10:30"]),
    ],
)
def test_writings_of_one_thing_are_one_term(writings: tuple[str, ...], term: list[str]) -> None:
    assert {tuple(terms(writing)) for writing in writings} == {tuple(term)}


@pytest.mark.parametrize("text", ["", " ", "🚢", "…", "the of and", "\ud800", "__", "''"])
def test_texts_without_a_term(text: str) -> None:
    assert terms(text) == []


def test_stop_words_stay_when_asked_for() -> None:
    assert terms("the bridge", stop_words=True) == ["the", "bridg"]
    assert all(words(word) == [word] for word in STOP_WORDS)


@given(text=st.text())
def test_any_text_has_words_without_space_in_them(text: str) -> None:
    for word in words(text):
        assert word
        assert word == "".join(word.split())
