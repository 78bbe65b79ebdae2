"""Prompts from files, filled in: what a model is told, and what it is given.

Each file of ``prompts/`` is a ``string.Template``; its variables are checked when it is loaded. The texts that fill it
in are data: each stands on lines of its own whose beginning only this file writes.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from string import Template

from bot.answer import Turn
from bot.answer_text import attribution
from index.article import Sentence

FOLDER = Path(__file__).parents[2] / "prompts"
_PARTING = "\n=====\n"
_LAST_LINE = "\nQuestion: $question"
_HASH = 12
# What a follow-up leans on was said lately; the newest turns are kept.
_MOST_TURNS, _LONGEST_TURN = 6, 600


class PromptError(Exception):
    """A prompt file is missing, unreadable or has other variables than the code fills in."""

    hint = "Restore it with `git checkout -- prompts`, or mend it as prompts/README.md says."


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """A prompt file. ``version`` is "name@hash"."""

    version: str
    system: str
    user: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """A prompt ready to be sent: what the model is told, and what it is given."""

    system: str
    user: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompts:
    """The prompts that answering needs; what ``evals/judge.py`` asks it loads by itself."""

    answer: Prompt
    rewrite: Prompt


def load_prompts(folder: Path = FOLDER) -> Prompts:
    """Read and validate the prompts that answering needs. Raises PromptError."""
    return Prompts(
        answer=load_prompt(folder / "answer.txt", {"evidence", "question"}),
        rewrite=load_prompt(folder / "rewrite.txt", {"conversation", "question"}),
    )


def load_prompt(path: Path, variables: set[str]) -> Prompt:
    """Read one prompt that has exactly ``variables`` and ends in the question. Raises PromptError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"The prompt {path} cannot be read ({type(error).__name__}).") from None
    system, parting, user = text.strip().partition(_PARTING)
    if not (system.strip() and parting):
        raise PromptError(f"The prompt {path} has no line ===== between its two parts.")
    if not Template(text).is_valid() or "$" in system:
        raise PromptError(f"The prompt {path} has a $ that is no variable of its second part.")
    if found := variables ^ set(Template(user).get_identifiers()):
        raise PromptError(f"The prompt {path} lacks or has too much: {', '.join(sorted(found))}.")
    if not user.endswith(_LAST_LINE):
        raise PromptError(f"The prompt {path} does not end in “{_LAST_LINE.strip()}”.")
    digest = hashlib.sha256(text.encode()).hexdigest()[:_HASH]
    return Prompt(version=f"{path.stem}@{digest}", system=system.strip(), user=user)


def ask_for_answer(prompt: Prompt, question: str, evidence: Sequence[Sentence]) -> Filled:
    """The prompt that asks ``question`` of ``evidence``, whose sentences are numbered from 1 in their order."""
    return _filled(prompt, question=question, evidence="\n".join(_evidence_lines(evidence)))


def ask_for_rewrite(prompt: Prompt, question: str, history: Sequence[Turn]) -> Filled:
    """The prompt that asks for ``question`` to stand alone after the last turns of ``history``."""
    turns = (f"{turn.role.title()}: {turn.content}" for turn in last_turns(history))
    return _filled(prompt, question=question, conversation="\n".join(turns))


def last_turns(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """What a model is told of ``history``: its last turns, each on one line and cut."""
    return tuple(
        Turn(role=turn.role, content=one_line(turn.content)[:_LONGEST_TURN]) for turn in history[-_MOST_TURNS:]
    )


def one_line(text: str) -> str:
    """``text`` with every run of spaces and line breaks, of whatever kind, as one space."""
    return " ".join(text.split())


def _filled(prompt: Prompt, *, question: str, **given: str) -> Filled:
    user = Template(prompt.user).substitute(question=one_line(question), **given)
    return Filled(system=prompt.system, user=_encodable(user))


def _evidence_lines(evidence: Sequence[Sentence]) -> Iterable[str]:
    numbered = enumerate(evidence, 1)
    for article, sentences in groupby(numbered, key=lambda pair: pair[1].article):
        yield f"## {one_line(attribution(article))}"
        for number, sentence in sentences:
            yield f"[{number}] {one_line(sentence.text)}"


def _encodable(text: str) -> str:
    """``text`` without lone surrogates, which no request can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
