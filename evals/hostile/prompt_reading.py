"""What a scripted model reads out of a prompt: the numbered evidence, under its headings, and the question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_SENTENCE = re.compile(r"\[(\d+)\] (.+)")
_QUESTION = re.compile(r"^Question:[ \t]*(.*)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One numbered sentence of a prompt, with the title of the article it stands under ("" if there is none)."""

    number: int
    text: str
    title: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadPrompt:
    """The evidence of a prompt, in its order, and the question ("" if there is none)."""

    evidence: tuple[Evidence, ...]
    question: str


def read_prompt(messages: Sequence[dict[str, Any]]) -> ReadPrompt:
    """Read the last message of a chat; what stands before it (rules, examples) is no evidence."""
    text = _text(messages[-1].get("content")) if messages else ""
    found: list[Evidence] = []
    title = ""
    for line in text.splitlines():
        if match := _SENTENCE.fullmatch(line.strip()):
            found.append(Evidence(number=int(match[1]), text=match[2], title=title))
        elif line.strip():
            title = line.strip().lstrip("# ")
    questions = _QUESTION.findall(text)
    return ReadPrompt(evidence=tuple(found), question=questions[-1].strip() if questions else "")


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content)
    return str(content or "")
