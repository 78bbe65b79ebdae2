"""What a file states about itself, and what it only seems to."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.metadata import iso_date, stated_metadata

BODY = "\n\nThe bridge opened on Monday. It cost four million.\n"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("February 18, 2026", "2026-02-18"),
        ("18 February 2026", "2026-02-18"),
        ("Wednesday, 18 Feb 2026", "2026-02-18"),
        ("Published: 18 Feb 2026 10:30", "2026-02-18T10:30:00"),
        ("Updated on 18 Feb 2026", "2026-02-18"),
        ("2026-02-18", "2026-02-18"),
        ("2026-02-18T10:30:00+01:00", "2026-02-18T10:30:00+01:00"),
        ("2026-02-18T10:30:00Z", "2026-02-18T10:30:00+00:00"),
        ("20260218", "2026-02-18"),
        ("18/02/2026", "2026-02-18"),
        ("02/02/2026", "2026-02-02"),
        ("03/04/2026", None),
        ("3.4.2026", None),
        ("February 2026", None),
        ("18 February", None),
        ("2026", None),
        ("10:30", None),
        ("120304", None),
        ("31 February 2026", None),
        ("Monday", None),
        ("", None),
        ("It was 18 February 2026 when the bridge opened", None),
    ],
)
def test_a_date_is_whole_and_unambiguous_or_none(text: str, date: str | None) -> None:
    assert iso_date(text) == date


@given(text=st.text(st.sampled_from("0123456789 -/.:,+TZabMarchJune"), max_size=30))
def test_no_date_line_is_too_odd(text: str) -> None:
    found = iso_date(text)
    assert found is None or found[:4].isdigit()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_front_matter(newline: str) -> None:
    text = (
        '---\ntitle: "A bridge: opened"\nauthors: [Ada Moss, Bo Lind]\ndate: 2026-02-18\nsource: Gazette\n'
        "link: https://gazette.example/1\ntags: [a, b]\n---\n\n# Another title" + BODY
    )
    stated = stated_metadata(text.replace("\n", newline))
    assert (stated.title, stated.author, stated.published) == ("A bridge: opened", "Ada Moss, Bo Lind", "2026-02-18")
    assert (stated.source, stated.url) == ("Gazette", "https://gazette.example/1")


def test_front_matter_keeps_what_is_written() -> None:
    stated = stated_metadata(
        "---\ntitle: 1984\nauthor: No\nsource: null\nurl:\npublished: 2026-02-18 10:30:00\n---" + BODY
    )
    assert (stated.title, stated.author, stated.published) == ("1984", "No", "2026-02-18T10:30:00")
    assert stated.source is None
    assert stated.url is None


@pytest.mark.parametrize(
    "front",
    [
        "title: [torn",
        "title: a: b",
        "a: *nothing",
        "- just\n- a list",
        "? [a, b]\n: c",
        "x: !!python/name:os.system",
        "\t",
    ],
)
def test_torn_front_matter_states_nothing(front: str) -> None:
    stated = stated_metadata(f"---\n{front}\n---\n\nThe bridge\n\nIt opened.")
    assert stated.author is None
    assert stated.title


def test_hostile_front_matter_is_read_at_once() -> None:
    lines = ["a0: &a0 {x: 1, y: [lol, lol]}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}], z: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 12)]
    started = time.monotonic()
    stated_metadata("---\n" + "\n".join(lines) + "\n---" + BODY)
    stated_metadata("---\ntitle: " + "[" * 5_000 + "\n---" + BODY)
    stated_metadata("a" + " " * 200_000 + "b" + BODY)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n"])
def test_labelled_lines(gap: str) -> None:
    lines = [
        "Title: The harbour bridge is open again after years",
        "Author: Ada Moss",
        "Date: 18 Feb 2026",
        "Source: Gazette",
    ]
    stated = stated_metadata(gap.join(lines) + BODY)
    assert (stated.title, stated.author) == ("The harbour bridge is open again after years", "Ada Moss")
    assert (stated.published, stated.source) == ("2026-02-18", "Gazette")


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ada Moss", "Ada Moss"),
        ("by Chief Editor", "Chief Editor"),
        ("BY ADA MOSS AND BO VAN DER LIND", "ADA MOSS AND BO VAN DER LIND"),
        ("By J. K. Moss, Gazette", "J. K. Moss, Gazette"),
        ("By Ada Moss | February 18, 2026", "Ada Moss"),
        ("By Łukasz Öberg in Oslo", "Łukasz Öberg in Oslo"),
        ("By Tuesday the river had risen", None),
        ("By Tuesday the river had risen.", None),
        ("By Tuesday", None),
        ("By the river they sat", None),
        ("By 2030 Oslo will have a bridge", None),
        ("By Jove! It opened", None),
    ],
)
def test_a_byline_is_names_only(line: str, author: str | None) -> None:
    assert stated_metadata(f"The harbour bridge\n\n{line}{BODY}").author == author


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("PORT ELLERY, 8 February 2031", "2031-02-08"),
        ("OSLO, Norway, 23 May 2029", "2029-05-23"),
        ("Friday, 14 March 2031", "2031-03-14"),
        ("OSLO, 23 May", None),
        ("OSLO, A BRIDGE OPENED ON 23 May 2029", None),
    ],
)
def test_a_date_line_may_begin_with_the_place(line: str, date: str | None) -> None:
    stated = stated_metadata(f"The bridge\nBy Ada Lom\n{line}\n\nIt opened on Sunday. Nobody came.")
    assert (stated.title, stated.published) == ("The bridge", date)


def test_a_byline_right_under_the_title() -> None:
    stated = stated_metadata("The harbour bridge is open again after years\nBy Ada Moss\n18 February 2026" + BODY)
    assert (stated.title, stated.author) == ("The harbour bridge is open again after years", "Ada Moss")
    assert stated.published == "2026-02-18"


@pytest.mark.parametrize("paragraph_gap", ["\n", "\n\n"])
def test_what_stands_deep_in_the_text_is_no_metadata(paragraph_gap: str) -> None:
    body = [
        "The river rose again that night, and nobody along the quay slept a minute of it, the harbour master said."
    ] * 20
    stated = stated_metadata(
        paragraph_gap.join(
            [*body, "Date: 18 February 2026", "By Ada Moss", "Source: Gazette", "18 February 2026", *body]
        )
    )
    assert (stated.author, stated.published, stated.source) == (None, None, None)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("OSLO, March 3 (Example Press) — The bridge opened.", "Example Press"),
        ("NEW YORK (EP) - The bridge opened.", "EP"),
        ("OSLO: The bridge opened.", None),
        ("The bridge (Lantern) – it is old – opened.", None),
    ],
)
def test_a_wire_dateline_names_the_source(line: str, source: str | None) -> None:
    assert stated_metadata(f"{line} It cost four million.").source == source


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The harbour bridge" + BODY, "The harbour bridge"),
        ("# The harbour bridge #" + BODY, "The harbour bridge"),
        ("Menu\n\nShare\n\nThe harbour bridge" + BODY, "The harbour bridge"),
        ("18 February 2026\n\nThe harbour bridge" + BODY, "The harbour bridge"),
        ("Author: Ada Moss\n\nSource: Gazette\n\nThe harbour bridge" + BODY, "The harbour bridge"),
        ("It opened.", "It opened."),
        (
            "One two three four five six seven eight nine ten eleven twelve thirteen.",
            "One two three four five six seven eight nine ten eleven twelve…",
        ),
        ("Menu", "Menu"),
        ("***", "***"),
    ],
)
def test_every_file_has_a_title(text: str, title: str) -> None:
    assert stated_metadata(text).title == title


def test_a_lone_surrogate_is_made_readable() -> None:
    stated = stated_metadata('---\ntitle: "\\uD800 torn"\nsource: "\\uD83D\\uDE00"\n---\nText.')
    assert (stated.title, stated.source) == ("\ufffd torn", "\U0001f600")
