"""Replies of the scripted model: what is broken is broken, what is honest is honest, and a judge can tell."""

import pytest

from evals.hostile.leaks import Shown, leaked, missing
from evals.hostile.number_words import in_digits, in_words, number_words
from evals.hostile.prompt_reading import Evidence
from evals.hostile.replies import HONEST_KINDS, HOSTILE_KINDS, MECHANICAL, make_reply
from evals.hostile.reply_lines import Line, Reply

EVIDENCE = (
    Evidence(number=1, title="Harbour", text="The mayor, Anna Lom, said the harbour could close on 3 May."),
    Evidence(number=2, title="Harbour", text="More than 1,200 workers would lose their jobs, the union said."),
    Evidence(number=3, title="Harbour", text="Dock chief Piotr Zabelsky called the plan “a bad joke” in Port Ostra."),
    Evidence(number=4, title="Elections", text="In the capital, voters waited “for two hours” in the rain."),
    Evidence(number=5, title="Elections", text="The count was not finished when polls closed in Kolmar, Maria Feld said."),
    Evidence(number=6, title="Elections", text="Nearly forty percent of the ballots were counted by machine in Alten Bay."),
)  # fmt: skip
TEXTS = {one.number: one.text for one in EVIDENCE}


def replies(kind: str) -> list[Reply]:
    made = [make_reply(EVIDENCE, "What happened?", kind, seed) for seed in range(20)]
    return [reply for reply in made if reply]


@pytest.mark.parametrize("kind", [*HOSTILE_KINDS, *HONEST_KINDS])
def test_every_kind_finds_a_hold_and_is_the_same_for_a_seed(kind: str) -> None:
    made = replies(kind)
    assert len(made) >= 5
    assert made == replies(kind)
    assert len({reply.text for reply in made}) >= 2


@pytest.mark.parametrize("kind", HONEST_KINDS)
def test_honest_kinds_invent_nothing(kind: str) -> None:
    for line in (line for reply in replies(kind) for line in reply.lines):
        assert not line.invented
        assert line.numbers == (line.base,)
        assert (line.text == TEXTS[line.base]) == (kind == "faithful")


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE_KINDS if kind != "repetition"])
def test_hostile_kinds_know_what_they_made_up(kind: str) -> None:
    for reply in replies(kind):
        bad = reply.lines[-1]
        assert bad.invented
        assert leaked(reply, [Shown(text=bad.written, quotes=("Another sentence.",))])
        assert not leaked(reply, [Shown(text=text, quotes=(text,)) for text in TEXTS.values()])


def test_a_reply_without_evidence_is_none() -> None:
    assert all(make_reply((), "What?", kind, 0) is None for kind in (*HOSTILE_KINDS, *HONEST_KINDS))


def test_mechanical_kinds_are_hostile_ones() -> None:
    assert set(MECHANICAL) < set(HOSTILE_KINDS)


def test_a_statement_shown_twice_leaked() -> None:
    (reply,) = replies("repetition")[:1]
    once = Shown(text=TEXTS[1], quotes=(TEXTS[1],))
    assert not leaked(reply, [once])
    assert leaked(reply, [once, once])


def test_missing_tells_what_was_left_out() -> None:
    lines = tuple(Line(text=TEXTS[number], numbers=(number,), base=number) for number in (1, 2))
    assert missing(Reply(lines=lines), [Shown(text=TEXTS[1], quotes=())]) == (TEXTS[2],)


def test_numbers_in_words_and_figures() -> None:
    assert number_words(1_205) == "one thousand two hundred and five"
    assert in_words("29 of 1,200 in 2014, at 2:40, 5.5 on 3 May") == (
        "twenty-nine of one thousand two hundred in 2014, at 2:40, 5.5 on 3 May"
    )
    assert in_digits("two men and forty-four; one hundred; two million") == "2 men and 44; one hundred; two million"
