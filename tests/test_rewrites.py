from evals.rewrites import Followup, failure_kinds, folded_words, is_tuning, judge, named

HISTORY = ("Ines Dahl", "Career", "Where was she born?", "In Norway, in 1970.")


def followup(reference: str) -> Followup:
    """Return a row on Ines Dahl."""
    return Followup(history=HISTORY, question="Is she a judge?", reference=reference, answer="")


def test_names_are_capitals_inside_a_sentence_and_numbers() -> None:
    assert named("Where did Ines Dahl’s team go in 1970? There I saw 3 ships.") == {"ines", "dahl", "1970", "3"}


def test_folded_words_lose_case_accents_and_possessives() -> None:
    assert folded_words("Zoë's PLAN") == {"zoe", "plan"}


def test_a_rewrite_that_keeps_the_names_has_no_fault() -> None:
    result = judge(followup("Is Ines Dahl a judge?"), "Is Ines Dahl a judge?")
    assert not result.missing | result.foreign | result.extra
    assert failure_kinds(result) == ()


def test_what_is_missing_foreign_and_extra_is_told_apart() -> None:
    result = judge(followup("Is Ines Dahl a judge?"), "Is Norway in Europe a judge?")
    assert result.missing == {"ines", "dahl"}
    assert result.foreign == {"europe"}
    assert result.extra == {"norway", "europe"}
    assert failure_kinds(result) == (
        "foreign name or number",
        "missing: the title",
        "a name that the reference has not",
    )


def test_what_people_left_alone_must_not_change() -> None:
    assert failure_kinds(judge(followup("is she a judge"), "Is Ines a judge?"))[0] == "changed, though it stood alone"


def test_the_turns_of_a_row_alternate_after_its_title() -> None:
    turns = followup("").turns
    assert [turn.role for turn in turns] == ["user", "user", "assistant"]
    assert turns[0].content == "Ines Dahl: Career"


def test_all_dialogues_of_a_title_are_in_one_half() -> None:
    halves = {is_tuning(f"title {number}") for number in range(20)}
    assert halves == {True, False}
    assert is_tuning("Ines Dahl") == is_tuning("Ines Dahl")
