"""How the report words a number: shares as percentages, times in milliseconds, nothing as a dash."""

_NOTHING = "–"


def worded_name(name: str) -> str:
    """A figure's key as a reader's words: ``citation_recall`` is "Citation recall"."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def worded(value: float | None, *, unit: str = "", share: bool = True) -> str:
    """A number as the page shows it; ``share`` tells a percentage from a bare number without a unit."""
    if value is None:
        return _NOTHING
    if unit:
        return f"{_plain(value)} {unit}"
    return f"{100 * value:.1f} %" if share else f"{value:.3f}"


def worded_interval(low: float | None, high: float | None) -> str:
    """The ends of an interval of a share, empty where there is none."""
    return "" if low is None or high is None else f"{100 * low:.1f} to {100 * high:.1f} %"


def worded_difference(before: float | None, now: float | None, *, unit: str = "", share: bool = True) -> str:
    """How far a figure moved: percentage points of a share, else its own unit."""
    if before is None or now is None:
        return "new" if before is None and now is not None else _NOTHING
    moved = now - before
    shown = f"{abs(100 * moved):.1f} pts" if share and not unit else worded(abs(moved), unit=unit, share=False)
    if not any(digit in shown for digit in "123456789"):
        return "no change"
    return f"{'+' if moved > 0 else '−'}{shown}"


def _plain(value: float) -> str:
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"
