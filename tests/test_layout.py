"""What each line of a text is: wrapped prose, headings, items, and the furniture of a page."""

import time

import pytest

from index.boilerplate import is_boilerplate_line, is_call_to_action
from index.layout import Kind, blocks

WRAPPED = (
    "The bridge, built in 1931 by the firm of Ada Moss,\nreopened on Monday. It cost the city more than four\n"
    "million, the mayor said."
)


def kinds(text: str) -> list[tuple[Kind, str]]:
    """Return the blocks of ``text``."""
    return [(block.kind, text[block.start : block.end]) for block in blocks(text)]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    assert kinds(WRAPPED) == [(Kind.PARAGRAPH, WRAPPED)]
    assert kinds(WRAPPED.replace("\n", "\r\n")) == [(Kind.PARAGRAPH, WRAPPED.replace("\n", "\r\n"))]


def test_a_wide_wrap_is_one_paragraph() -> None:
    words = (
        "the council and the harbour master agreed that the bridge of Lund should stay open all night " * 8
    ).split()
    lines, line = [], ""
    for word in words:
        line = f"{line} {word}".strip()
        if len(line) > 115:
            lines.append(line)
            line = ""
    text = "\n".join([*lines, f"{line} too."])
    assert kinds(text) == [(Kind.PARAGRAPH, text)]


def test_a_paragraph_a_line() -> None:
    lines = ["The harbour bridge", "The mayor opened it. " * 12, "Costs", "It cost four million. " * 9, "Nobody came."]
    found = kinds("\n".join(line.strip() for line in lines))
    assert [kind for kind, _ in found] == [Kind.HEADING, Kind.PARAGRAPH, Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH]


def test_lists_may_be_wrapped() -> None:
    item = "The council has agreed to a plan that would take\n  three years to finish."
    text = f"Points\n- {item}\n- Nobody came.\n3. It rained."
    assert kinds(text) == [
        (Kind.HEADING, "Points"),
        (Kind.ITEM, item),
        (Kind.ITEM, "Nobody came."),
        (Kind.ITEM, "It rained."),
    ]


def test_headings() -> None:
    text = "The harbour bridge\n==================\n\n## Costs ##\n\nIt cost four million.\n\nWhy so late?\n\n#tag it is.\n"
    assert [kind for kind, _ in kinds(text)] == [
        Kind.HEADING,
        Kind.HEADING,
        Kind.PARAGRAPH,
        Kind.HEADING,
        Kind.PARAGRAPH,
    ]
    assert kinds(text)[1][1] == "Costs"


def test_a_heading_may_be_wrapped() -> None:
    heading = "The harbour bridge is open again after four years,\nand nobody came to see it"
    assert kinds(f"{heading}\n\n{WRAPPED}") == [(Kind.HEADING, heading), (Kind.PARAGRAPH, WRAPPED)]


def test_tables_images_rules_and_code_are_in_no_block() -> None:
    text = (
        "It opened.\n\n| Year | Cost |\n|------|------|\n| 1931 | four |\n\n![A bridge](bridge.png)\n\n---\n\n"
        "```python\nprint('It opened.')\n\nx = 1\n```\n\n[1]: https://example.org\n\n<br>\n\nNobody came.\n"
    )
    assert [text for _, text in kinds(text)] == ["It opened.", "Nobody came."]


def test_a_fence_that_never_closes_hides_nothing() -> None:
    assert [text for _, text in kinds("It opened.\n\n```\n\nNobody came.")] == ["It opened.", "Nobody came."]
    assert [text for _, text in kinds("~~~\n\nIt opened.\n\n~~~\n\nNobody came.")] == ["It opened.", "Nobody came."]


def test_prose_between_rules_is_no_front_matter() -> None:
    assert [text for _, text in kinds("---\nIt opened.\n---\nNobody came.")] == ["It opened.", "Nobody came."]


def test_boilerplate_under_a_wrapped_paragraph() -> None:
    text = f"{WRAPPED}\nLeave a comment"
    assert kinds(text) == [(Kind.PARAGRAPH, WRAPPED), (Kind.BOILERPLATE, "Leave a comment")]


def test_a_line_of_prose_that_only_looks_like_boilerplate() -> None:
    text = "The old captain looked at the men and asked them to\nfollow us to the border."
    assert kinds(text) == [(Kind.PARAGRAPH, text)]


@pytest.mark.parametrize(
    "line",
    [
        *("Leave a comment", "Leave a Comment »", "12 Comments", "No comments yet", "Be the first to comment"),
        *(
            "You may also like",
            "You might also be interested in:",
            "Related articles",
            "Most read",
            "Read more: The old bridge",
        ),
        *(
            "Subscribe to our newsletter",
            "Sign up for our daily newsletter.",
            "Get the free weekly newsletter in your inbox!",
        ),
        *(
            "Share this article",
            "Share on Facebook",
            "Follow us on X",
            "Follow us on X for updates.",
            "SHARE",
            "Menu",
            "Advertisement",
        ),
        *(
            "We use cookies to improve your visit.",
            "Accept all cookies",
            "Cookie policy",
            "Privacy Policy",
            "Terms of use",
        ),
        *("© 2026 Gazette", "Copyright 2026 Gazette. All rights reserved.", "Photo: Ada Moss", "Tags: bridge, harbour"),
        *(
            "5 min read",
            "Back to top",
            "Next article",
            "Click here to see the pictures",
            "Download our app",
            "More from Oslo",
        ),
    ],
)
def test_furniture(line: str) -> None:
    assert is_boilerplate_line(line)


@pytest.mark.parametrize(
    "sentence",
    [
        "Readers may also like the museum, she said.",
        "He asked them to follow us to the border.",
        "“Follow me,” he said.",
        "“Leave a comment,” the sign read.",
        "Follow us to the border, he told them.",
        "Share this burden, the bishop said.",
        "Terms of the deal were not disclosed.",
        "No comment was given by the ministry.",
        "More in the north have lost their homes.",
        "She wrote the newsletter for ten years.",
        "The free newsletter had four readers.",
        "Support for our troops grew.",
        "Share prices of our largest banks fell.",
        "Copyright law was changed in 2019.",
        "Home is where the heart is.",
        "Search teams found the boat.",
        "Comments by the mayor angered many.",
        "Related costs rose by four million.",
        "Photographs show the bridge in 1931.",
        "Cookies were sold at the bridge.",
    ],
)
def test_sentences_of_an_article_are_kept(sentence: str) -> None:
    assert not is_boilerplate_line(sentence)
    assert not is_call_to_action(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Stay informed about the harbour.",
        "Explore our other articles on bridges.",
        "Please subscribe to our newsletter today.",
    ],
)
def test_calls_to_the_visitor(sentence: str) -> None:
    assert is_call_to_action(sentence)


@pytest.mark.parametrize(
    "line",
    [
        "-" + " " * 60_000 + "x",
        "# a" + " " * 60_000 + "b",
        "!" + "[" * 60_000,
        "a|" * 30_000,
        "By A" + " A" * 30_000 + "!",
        "." * 60_000 + "x",
    ],
    ids=["rule", "heading", "image", "table", "byline", "dots"],
)
def test_hostile_lines_take_no_time(line: str) -> None:
    started = time.monotonic()
    blocks(f"{line}\n{line}\n\n{line}")
    assert time.monotonic() - started < 2
