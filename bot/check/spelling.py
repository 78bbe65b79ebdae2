"""Whether two words are one name in two spellings: another romanisation, or letters with and without their marks.

General letter correspondences, no list of names. Cyrillic: where BGN/PCGN 1947, ALA-LC, ISO 9 and the German and
French press usage differ (iy/y/ij/i, ye/e/je, kh/h, ts/c, x/ks, v/w/ff). Arabic and Persian: where ALA-LC, BGN/PCGN
1956 and press usage differ (q/k/g, dh/d, gh/g, ou/oo/u, ei/ay). Marked letters: ICAO Doc 9303, part 3, section 6, and
what English writes for them. The other rules follow the press; all were kept or dropped by the pairs for tuning in
tests/data/name_variants.jsonl. One name in two languages (Sergei, Serhiy; Beijing, Peking) is two names here, and so
are a man's and a woman's surname.
"""

import re
import unicodedata
from functools import lru_cache

from bot.check.words import bare

# Beyond what decomposing gives: the letter alone, and how it is written out.
_PLAIN = str.maketrans(dict(zip("łđøðıəæœþ", ["l", "d", "o", "d", "i", "e", "ae", "oe", "th"], strict=True)))
_VOWELS = dict(zip("äöüøåə", ["ae", "oe", "ue", "oe", "aa", "a"], strict=True))
_CONSONANTS = dict(zip("šşșčçćžđ", ["sh", "sh", "sh", "ch", "ch", "ch", "zh", "dj"], strict=True))
_WRITTEN_OUT = _PLAIN | str.maketrans(_VOWELS | _CONSONANTS)
_MARKS = str.maketrans("", "", "'ʿʾ-")
_FOR_Q = ("k", "g")
_SHORTEST, _LONG = 4, 7
# Consonants but j, which may stand for y.
_C = "bcdfghklmnpqrstvwxz"

# In order: each rule sees what the ones before it made.
_RULES = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        # Cyrillic
        ("off$", "ov"),
        ("ow(?=d)", "ou"),
        ("w", "v"),
        ("s(?:hc|c)h", "sh"),
        ("^tch", "ch"),
        ("kh", "h"),
        ("t[sz]", "c"),
        (r"(?<=[aeiou])x", "ks"),
        (r"^ye|^je(?=[vlkg][aeiou])", "e"),
        (r"^(?!jam|jun[^aei])[ji](?=[au])", "y"),
        (rf"l[yji]u(?=[{_C}])", "lu"),
        (r"(?:(?<=[bdflmnprstvz])|(?<=[cs]h))(?<!^[lnr])yo(?=[bcdfghklmnprstvz])", "e"),
        (rf"(?<=[{_C}])(?:i?[yj]|i)(?=ev)", ""),
        (rf"(?<=[{_C}])[yj](?=e(?!e))", ""),
        (r"(?<=[aeou])[yj](?=ev)", ""),
        (rf"(?<=[{_C}])(?:i?[yj]|ii)(?=[aou])", "i"),
        (r"[iy][iyj]$", "i"),
        (rf"([a-z])(?!\1)([{_C}])y$", r"\1\2i"),
        (r"(?<=[aeo])[yj]$", "i"),
        ("dr$", "der"),
        # Arabic, Persian, Indian, Greek, Japanese
        ("(?<=[aeiou])([dg])h|([dg])h(?=[aeiou])", r"\1\2"),
        ("dj", "j"),
        ("ph(?=[aeio])", "f"),
        ("ee", "i"),
        ("oo|uu|ou(?![aei])", "u"),
        ("oh$", "o"),
        (rf"[ae][iy](?=(?:[{_C}]|sh)(?:a|$))", "ei"),
        (r"([aeiou])([bcdfghklmnpqrstvz])\2(?=[aeiouy])", r"\1\2"),
        ("(?<=[lp])[lp]$", ""),
        ("^abd[aei]l", "abdul"),
        ("^([mhs]?)o(?=(?:[hsmlbq]|th)+t?(?:a|ei))", r"\1u"),
        ("med$", "mad"),
        (rf"(?<=a)([{_C}y]{{1,2}})e(?=[dkzh]$)", r"\1i"),
    )
)
_RULES_FOR_LONG = tuple(
    (re.compile(pattern), new) for pattern, new in ((rf"(?<=[{_C}])y(?=[{_C}])", "i"), ("(?<=a)h$", ""))
)


def same_spelling(one: str, other: str) -> bool:
    """Whether two words are one name, letter for letter or in two romanisations.

    Marks may be left out or written out at any length. Romanisation is looked at from four letters against five:
    of shorter names too many differ by it alone (Jang, Yang; Juan, Yuan).
    """
    if not _written(one).isdisjoint(_written(other)):
        return True
    long_enough = min(len(one), len(other)) >= _SHORTEST and max(len(one), len(other)) > _SHORTEST
    return long_enough and not _skeletons(one).isdisjoint(_skeletons(other))


@lru_cache(maxsize=4096)
def _written(name: str) -> frozenset[str]:
    """The name without case and marks, its special letters plain or written out."""
    lower = unicodedata.normalize("NFC", name).lower().translate(_MARKS)
    return frozenset(bare(lower.translate(table)) for table in (_PLAIN, _WRITTEN_OUT))


@lru_cache(maxsize=4096)
def _skeletons(name: str) -> frozenset[str]:
    forms = {form.replace("q", letter) for form in _written(name) for letter in _FOR_Q}
    return frozenset(_skeleton(form) for form in forms)


def _skeleton(form: str) -> str:
    for pattern, new in _RULES + (_RULES_FOR_LONG if len(form) >= _LONG else ()):
        form = pattern.sub(new, form)
    return form
