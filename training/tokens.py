"""Texts as the model reads them: tokens of a question or statement, then those of the sentences beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Encoding, Tokenizer

MINILM = Path(__file__).parent.parent / "index" / "minilm"
CLS, SEP = 101, 102


def tokenizer() -> Tokenizer:
    """The embedding model's, without truncation: the vocabulary is the same."""
    loaded = Tokenizer.from_file(str(MINILM / "tokenizer.json"))
    loaded.no_truncation()
    return loaded


def encode(loaded: Tokenizer, texts: Sequence[str]) -> list[Encoding]:
    """Tokens of each text, without marks of start and end."""
    return loaded.encode_batch([text.strip() for text in texts], add_special_tokens=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """``[CLS] first [SEP] second [SEP]``; ``second_start`` is the place of the second's first token."""

    ids: list[int]
    second_start: int

    @classmethod
    def of(cls, first: Sequence[int], second: Sequence[int]) -> "Pair":
        """The pair of two token lists."""
        return cls([CLS, *first, SEP, *second, SEP], len(first) + 2)
