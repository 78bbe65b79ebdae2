"""Settings: every key of the contract, with its name in the message, and no secret in it."""

from pathlib import Path

import pytest

from index.settings import InvalidSettingsError, Settings, load_settings

KEYS = [key.upper() for key in Settings.model_fields]


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Start from an environment without settings, in a folder without ``.env``."""
    monkeypatch.chdir(tmp_path)
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)


def refusal() -> str:
    """Return why the settings are refused."""
    with pytest.raises(InvalidSettingsError) as caught:
        load_settings()
    return str(caught.value)


def test_the_keys_are_those_of_the_contract() -> None:
    assert set(KEYS) == {
        *("ARTICLES_DIR", "DATA_DIR", "HOST", "PORT", "ENGINE", "EMBEDDING", "LOG_LEVEL", "CHROMA_URL", "API_KEYS"),
        *("RATE_LIMIT", "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "OPENAI_TIMEOUT"),
    }


def test_defaults() -> None:
    settings = load_settings()
    assert (settings.articles_dir, settings.data_dir) == (Path("articles"), Path(".data"))
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 7860, "INFO")
    assert (settings.engine, settings.embedding) == ("auto", "minilm")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("PORT", "no"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", " "),
        ("ENGINE", "magic"),
        ("EMBEDDING", "word2vec"),
        ("EMBEDDING", "openai:text-embedding-3-small"),
        ("LOG_LEVEL", "LOUD"),
        ("ENGINE", "llm"),  # with no server to ask
        ("CHROMA_URL", "http://127.0.0.1:8000"),
        ("API_KEYS", "hush-1234,hush-5678"),
        ("RATE_LIMIT", "60/minute"),
        ("OPENAI_API_KEY", "hush 1234"),
        ("OPENAI_API_KEY", "hush-1234…"),
        ("OPENAI_BASE_URL", "http://hush-1234@127.0.0.1/v1"),
        ("OPENAI_BASE_URL", "127.0.0.1:8080/v1"),
        ("OPENAI_BASE_URL", "ftp://127.0.0.1/v1"),
        ("OPENAI_BASE_URL", "http://127.0.0.1:99999/v1"),
        ("OPENAI_BASE_URL", "http://127.0.0.1/v1?key=hush-1234"),
        ("OPENAI_TIMEOUT", "0"),
        ("OPENAI_TIMEOUT", "nan"),
        ("OPENAI_TIMEOUT", "soon"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, key: str, value: str) -> None:
    monkeypatch.setenv(key, value)
    message = refusal()
    assert message.startswith(f"{key}: ")
    assert "hush" not in message


def test_every_fault_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("ENGINE", "y")
    monkeypatch.setenv("OPENAI_API_KEY", "hush 1234")
    message = refusal()
    assert all(f"{key}: " in message for key in ("PORT", "ENGINE", "OPENAI_API_KEY"))
    assert "hush" not in message


def test_model_keys_do_no_harm_to_the_extractive_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGINE", "Extractive")
    monkeypatch.setenv("OPENAI_API_KEY", "hush-1234")
    settings = load_settings()
    assert settings.engine == "extractive"
    assert "hush" not in repr(settings) + str(settings.model_dump())


@pytest.mark.parametrize(
    ("key", "value"), [("OPENAI_API_KEY", "hush-1234"), ("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1")]
)
def test_a_server_or_a_key_means_a_model_and_it_has_to_be_named(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    monkeypatch.setenv(key, value)
    assert refusal().startswith("OPENAI_MODEL: ")
    monkeypatch.setenv("OPENAI_MODEL", " ")
    assert refusal().startswith("OPENAI_MODEL: ")
    monkeypatch.setenv("OPENAI_MODEL", "some-model")
    for engine in ("auto", "llm", "extractive"):
        monkeypatch.setenv("ENGINE", engine)
        assert load_settings().uses_model == (engine != "extractive")
    assert "hush" not in repr(load_settings())


def test_a_model_without_a_server_or_a_key_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_TIMEOUT", "2.5")
    assert not load_settings().uses_model
    assert load_settings().openai_timeout == 2.5


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_value_means_unset(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str) -> None:
    monkeypatch.setenv(key, "")
    assert load_settings() == Settings()
    monkeypatch.delenv(key)
    (tmp_path / ".env").write_text(f"{key}=\n")
    assert getattr(load_settings(), key.lower()) == Settings.model_fields[key.lower()].default


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=8001\nLOG_LEVEL=debug\n")
    monkeypatch.setenv("PORT", "8002")
    settings = load_settings()
    assert (settings.port, settings.log_level) == (8002, "DEBUG")


@pytest.mark.parametrize("line", ["POTR=8001", "API_KEY=hush-1234"])
def test_an_unknown_key_in_the_file_is_refused_by_name(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(line + "\n")
    message = refusal()
    assert message == f"{line.partition('=')[0]}: there is no such setting"


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PORT=\xff\xfe\n")
    assert ".env" in refusal()
