"""A bot from an index: the one place where the parts that ship are put together."""

from typing import TYPE_CHECKING

from bot.bot import Bot
from bot.heads.support import SupportHead
from bot.reader import TrainedReader
from index.search import SearchIndex
from index.settings import Settings

if TYPE_CHECKING:
    from bot.llm.engine import ModelEngine


def build_bot(index: SearchIndex, *, model: "ModelEngine | None" = None) -> Bot:
    """A bot over ``index``, with a language model or without."""
    reader, judge = build_heads(index)
    return Bot(index=index, read=reader, threshold=reader.threshold, asking=reader.asking, judge=judge, model=model)


def build_heads(index: SearchIndex) -> tuple[TrainedReader, SupportHead]:
    """What reads and what judges. Raises ModelFileError."""
    return TrainedReader(index.corpus, index.vocabulary), SupportHead()


def build_model(settings: Settings) -> "ModelEngine | None":
    """The language model that the settings name, or None. Asks it nothing. Raises PromptError."""
    if not settings.uses_model:
        return None
    # Only here: the openai package takes a second to load.
    from bot.llm.client import ModelClient
    from bot.llm.engine import ModelEngine
    from bot.llm.prompt import load_prompts

    key = settings.openai_api_key
    client = ModelClient(
        model=settings.openai_model or "",
        base_url=settings.openai_base_url,
        api_key=key.get_secret_value() if key else None,
    )
    return ModelEngine(client=client, prompts=load_prompts(), timeout=settings.openai_timeout)
