"""Validation errors as one sentence a person can act on.

Names the field and the rule, never the value: what a client sent may be huge, or no valid Unicode.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from index.printable import printable

_SHOWN_ERRORS = 3
_SHOWN_NAME = 60
_PLACES = ("body", "path", "query", "header")

# Keys are pydantic's error types, placeholders its context:
# https://docs.pydantic.dev/latest/errors/validation_errors/
_WORDING = {
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    "string_type": "must be a string",
    "string_unicode": "must be valid Unicode text, without lone surrogates",
    "string_too_long": "must have at most {max_length:,} characters",
    "tuple_type": "must be a list",
    "too_long": "must have at most {max_length:,} items",
    "literal_error": "must be {expected}",
    "model_type": "must be a JSON object",
    "model_attributes_type": "must be a JSON object",
    "json_invalid": "is not valid JSON: {error}",
    "value_error": "{error}",
}


def validation_message(errors: Sequence[Mapping[str, Any]]) -> str:
    """Join pydantic's errors into one message, the first few of them in full."""
    said = [f"{_field(error)}: {_rule(error)}" for error in errors[:_SHOWN_ERRORS]]
    more = len(errors) - len(said)
    return "; ".join(said) + (f"; and {more} more" if more else "")


def shortened(name: str, *, limit: int = _SHOWN_NAME) -> str:
    """Return a client's own word so that it can be shown: printable, and at most ``limit`` characters."""
    return printable(name[:limit]) + ("…" if len(name) > limit else "")


def _field(error: Mapping[str, Any]) -> str:
    """Return where the error is, such as ``history[2].role``; ``body`` for the body as a whole."""
    if error["type"] == "json_invalid":
        return "body"
    parts = [part for at, part in enumerate(error["loc"]) if at > 0 or part not in _PLACES]
    field = ""
    for part in parts:
        field += f"[{part}]" if isinstance(part, int) else f".{shortened(part)}"
    return field.removeprefix(".") or "body"


def _rule(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    if error["type"] == "string_too_short":
        count = context["min_length"]
        return f"must have at least {count} character{'s' if count != 1 else ''}"
    wording = _WORDING.get(error["type"])
    return wording.format(**context) if wording else str(error["msg"])
