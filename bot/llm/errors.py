"""What can go wrong with a language model. To a reader it is no error: the answer falls back and gives ``reason``.

ModelError
├── ModelUnreachableError   no connection, or it was lost before the reply began
├── ModelTimeoutError       the time for the answer was up
├── ModelKeyError           the key was refused
├── ModelMissingError       the server has no such model, or no such address
├── ModelBusyError          too many requests, or none left to pay for
│   └── ModelServerError    the server failed
├── ModelRequestError       the server did not accept the request
├── ModelRefusedError       the model declined, or a filter did
└── ModelReplyError         the reply cannot be used
    ├── ModelEmptyError     it holds nothing, or is no reply at all
    ├── ModelBrokenError    it ended in the middle
    └── ModelTooLongError   it did not end

None of them holds a word of the server or of the key. ``hint`` is for whoever runs the bot, ``retryable`` says whether
the same request may work a moment later.
"""


class ModelError(Exception):
    """Any failure of a model; ``reason`` is the sentence that a reader sees."""

    reason: str = "The language model failed."
    hint: str = ""
    retryable: bool = False

    def __str__(self) -> str:
        """The reason: nothing else may be in a log."""
        return self.reason


class ModelUnreachableError(ModelError):
    """No connection to the server."""

    reason = "The language model could not be reached."
    hint = "Start the server, or correct OPENAI_BASE_URL."
    retryable = True


class ModelTimeoutError(ModelError):
    """The time was up, retries included."""

    reason = "The language model took too long."
    hint = "Raise OPENAI_TIMEOUT, or use a faster model."


class ModelKeyError(ModelError):
    """401 or 403."""

    reason = "The language model's server refused the key."
    hint = "Correct OPENAI_API_KEY."


class ModelMissingError(ModelError):
    """404."""

    reason = "The language model was not found on its server."
    hint = "Correct OPENAI_MODEL or OPENAI_BASE_URL (most servers want it to end in /v1)."


class ModelBusyError(ModelError):
    """429. ``wait`` is what the server asked for, in seconds; negative where it asked for nothing."""

    reason = "The language model takes no more requests at the moment."
    hint = "Look at the limits and the credit of OPENAI_API_KEY's account."
    retryable = True

    def __init__(self, *, wait: float = -1.0):
        super().__init__()
        self.wait = wait


class ModelServerError(ModelBusyError):
    """5xx, with a ``wait`` of its own at times."""

    reason = "The language model's server failed."
    hint = "Look at the server's own log."


class ModelRequestError(ModelError):
    """400, 422 and other refusals of the request."""

    reason = "The language model's server did not accept the request."
    hint = "Check that OPENAI_MODEL is a chat model with room for a few thousand tokens."


class ModelRefusedError(ModelError):
    """The model declined to answer."""

    reason = "The language model declined to answer."


class ModelReplyError(ModelError):
    """The reply cannot be used."""


class ModelEmptyError(ModelReplyError):
    """Nothing came that can be read, though the server said that all is well."""

    reason = "The language model gave no readable reply."
    hint = "Check that OPENAI_BASE_URL is an OpenAI-compatible address (most end in /v1)."


class ModelBrokenError(ModelReplyError):
    """It ended in the middle."""

    reason = "The language model's reply broke off."


class ModelTooLongError(ModelReplyError):
    """It did not come to an end."""

    reason = "The language model's reply was too long and was cut off."
