"""Text from elsewhere in a form that a terminal, a log, a store or a page can be given."""


def printable(text: str, *, keep: str = "") -> str:
    """``text`` with nothing in it that a terminal obeys or hides: every space is a plain one, "?" stands for the rest.

    The characters of ``keep`` stay as they are.
    """
    return "".join(char if char.isprintable() or char in keep else " " if char.isspace() else "?" for char in text)


def without_surrogates(text: str) -> str:
    """``text`` with pairs of surrogates as their character and "\ufffd" for lone ones, which UTF-8 can't hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
