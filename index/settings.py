"""Every setting, from the environment and ``.env``, as one typed object; an invalid one is an error that names it.

Keys of features that are not built are refused: a setting that is silently ignored (``API_KEYS`` above all) is worse.
"""

import logging
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

_MODEL_KEYS = ("openai_api_key", "openai_base_url", "openai_model", "openai_timeout")


class InvalidSettingsError(Exception):
    """The environment or ``.env`` holds a value that cannot be used; the message names each key, never a secret."""

    hint = "Correct or unset it; the README lists the settings."


class Settings(BaseSettings):
    """Where the articles and the index are, and how the bot answers and is served."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="forbid")

    articles_dir: Path = Path("articles")
    data_dir: Path = Path(".data")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 7860
    engine: Literal["auto", "extractive"] = "auto"
    embedding: Literal["minilm"] = "minilm"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"

    chroma_url: str | None = None
    api_keys: SecretStr | None = None
    rate_limit: str | None = None
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    openai_model: str | None = None
    openai_timeout: str | None = None

    @field_validator("log_level", "engine", "embedding", mode="before")
    @classmethod
    def _fold_case(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            return value
        return value.upper() if info.field_name == "log_level" else value.lower()

    @field_validator("chroma_url", "api_keys", "rate_limit")
    @classmethod
    def _not_built(cls, value: object) -> object:
        if value is not None:
            raise ValueError("this setting has no effect yet, so it is refused: unset it")
        return value

    @field_validator(*_MODEL_KEYS)
    @classmethod
    def _no_model_yet(cls, value: object, info: ValidationInfo) -> object:
        if value is not None and info.data.get("engine") != "extractive":
            raise ValueError("answers by a language model are not built yet: unset it, or set ENGINE=extractive")
        return value


def load_settings() -> Settings:
    """The settings of this process. Raises InvalidSettingsError."""
    try:
        return Settings()
    except ValidationError as error:
        problems = (f"{str(e['loc'][0]).upper() if e['loc'] else 'settings'}: {_said(e)}" for e in error.errors())
        raise InvalidSettingsError("; ".join(problems)) from None
    except (SettingsError, UnicodeDecodeError) as error:
        raise InvalidSettingsError(f"The file .env cannot be read: {type(error).__name__}") from None


def configure_logging(level: str) -> None:
    """Log to standard error, from ``level`` on."""
    logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG


def _said(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "there is no such setting"
    return str(error["msg"]).removeprefix("Value error, ")
