"""Make ``bot/check/common_words.txt`` from the public sets: ``python -m training.common_words DATA``.

A count of words, nothing else: those that stand inside sentences often, and hardly ever with a capital.
"""

import argparse
import re
from collections import Counter
from pathlib import Path

from training.answer_data import rows

_TEXTS = {
    "answers/squad2-part": "context",
    "answers/squadshifts-new_wiki": "context",
    "answers/squadshifts-reddit": "context",
    "answers/squadshifts-amazon_reviews": "context",
    "answers/policyqa": "context",
    "sentences/qamr": "sentence",
    "sentences/qed": "paragraph",
    "support/begin": "evidence",
    "support/factcg-news": "evidence",
    "support/summedits-other": "evidence",
}
_LEAST, _CAPITALS = 8, 0.1
_SENTENCE = re.compile(r"(?<=[.!?:\"“”])\s+|\n")
_WORD = re.compile(r"[A-Za-z][a-z']+")


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public sets")
    data = parser.parse_args().data
    texts = {row[key] for name, key in _TEXTS.items() for row in rows(data / f"{name}.jsonl.gz")}
    small, capital = Counter[str](), Counter[str]()
    for text in texts:
        for sentence in _SENTENCE.split(text):
            for word in _WORD.findall(sentence)[1:]:
                (capital if word[0].isupper() else small)[word.lower()] += 1
    common = (w for w, n in small.items() if n >= _LEAST and capital[w] <= _CAPITALS * n and w.isalpha() and len(w) > 2)
    Path("bot/check/common_words.txt").write_text("\n".join(sorted(common)) + "\n", "ascii")


if __name__ == "__main__":
    main()
