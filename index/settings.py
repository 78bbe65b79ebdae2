"""Every setting, from the environment and ``.env``, as one typed object; an invalid one is an error that names it.

Keys of features that are not built are refused: a setting that is silently ignored (``API_KEYS`` above all) is worse.
"""

import logging
import re
import sys
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError


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
    # In this order: whether ENGINE and OPENAI_MODEL are right depends on those before them.
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    engine: Literal["auto", "extractive", "llm"] = "auto"
    openai_model: Annotated[str | None, Field(validate_default=True, max_length=200)] = None
    openai_timeout: Annotated[float, Field(gt=0, le=3_600, allow_inf_nan=False)] = 30.0
    embedding: Literal["minilm"] = "minilm"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"

    chroma_url: str | None = None
    api_keys: SecretStr | None = None
    rate_limit: str | None = None

    @property
    def uses_model(self) -> bool:
        """Whether a language model answers: asked for, or given a server or a key."""
        return _uses_model(self.engine, self.openai_base_url, self.openai_api_key)

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

    @field_validator("openai_api_key")
    @classmethod
    def _can_be_sent(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[!-~]+", value.get_secret_value()):
            raise ValueError("a key is made of letters, digits and signs, without spaces")
        return value

    @field_validator("openai_base_url")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not _is_http(value):
            raise ValueError("this must be an address such as http://127.0.0.1:8080/v1, without password or query")
        return value

    @field_validator("engine")
    @classmethod
    def _has_server(cls, value: str, info: ValidationInfo) -> str:
        # A key or address that was refused is not there: its own fault is told.
        if value == "llm" and [info.data.get(key, "") for key in ("openai_api_key", "openai_base_url")] == [None, None]:
            raise ValueError("llm needs OPENAI_BASE_URL, or OPENAI_API_KEY for OpenAI itself")
        return value

    @field_validator("openai_model")
    @classmethod
    def _is_named(cls, value: str | None, info: ValidationInfo) -> str | None:
        given = info.data
        if not (value or "").strip() and _uses_model(
            given.get("engine", ""), given.get("openai_base_url"), given.get("openai_api_key")
        ):
            raise ValueError(
                "name the model to use with OPENAI_BASE_URL or OPENAI_API_KEY, or set ENGINE=extractive to use none"
            )
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
    for library in ("openai", "httpx2", "httpcore2"):
        # Below this they write prompts, addresses and what servers say.
        logging.getLogger(library).setLevel(logging.WARNING)


def _uses_model(engine: str, base_url: str | None, key: SecretStr | None) -> bool:
    return engine == "llm" or (engine == "auto" and bool(base_url or key))


def _is_http(address: str) -> bool:
    """Whether this is the address of an HTTP server, with nothing secret in it."""
    try:
        url = urlsplit(address)
        named = bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        return False
    return named and address.isprintable() and url.scheme in {"http", "https"} and not re.search(r"[\s@?#]", address)


def _said(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "there is no such setting"
    return str(error["msg"]).removeprefix("Value error, ")
