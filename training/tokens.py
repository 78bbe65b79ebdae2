"""Texts as token ids with their places in the text, which marking answers and altered words needs."""

from collections.abc import Sequence

from tokenizers import Encoding, Tokenizer


def encode(loaded: Tokenizer, texts: Sequence[str]) -> list[Encoding]:
    """Tokens of each text, without marks of start and end."""
    return loaded.encode_batch([text.strip() for text in texts], add_special_tokens=False)
