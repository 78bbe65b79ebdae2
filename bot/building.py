"""A bot from an index: the one place where the parts that ship are put together."""

from bot.bot import Bot
from bot.reader import OverlapReader
from index.search import SearchIndex


def build_bot(index: SearchIndex) -> Bot:
    """A bot over ``index``."""
    reader = OverlapReader(index.corpus, index.vocabulary, index.word_vectors)
    return Bot(index=index, read=reader, threshold=reader.threshold)
