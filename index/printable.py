"""Text from articles and file names, as a terminal and a log may be given it."""


def printable(text: str, *, keep: str = "") -> str:
    """``text`` with nothing in it that a terminal obeys or hides: every space is a plain one, "?" stands for the rest.

    The characters of ``keep`` stay as they are.
    """
    return "".join(char if char.isprintable() or char in keep else " " if char.isspace() else "?" for char in text)
