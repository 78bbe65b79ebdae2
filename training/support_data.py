"""Statements and their evidence, from the public sets, our news and sentences broken on purpose."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import count as counting
from itertools import islice
from pathlib import Path

from evals.hostile.broken_lines import misattributed
from evals.hostile.honest_lines import numbers_written_out, paraphrased, quoting, reordered, spelled_otherwise
from evals.hostile.prompt_reading import Evidence
from evals.perturb import WAYS
from index.sentences import Span, sentence_spans
from training.answer_data import public_passages, rows
from training.news import articles, names
from training.support_windows import Statement

SUMMEDITS_REPORT = ("summedits_samsum", "summedits_scitldr")  # short documents, as cited sentences are
_LABELS = {"S": "supported", "R": "refuted", "U": "unsupported"}
_ONLY_SUPPORTED_OR_NOT = ("begin", "factcg-news", "factcheckgpt", "halueval-qa", "help", "summedits-other", "wice-dev")


def public(data: Path, name: str) -> list[Statement]:
    """The rows of ``support/name``."""
    found = []
    for row in rows(data / "support" / f"{name}.jsonl.gz"):
        evidence = _evidence(row)
        unsure = name in _ONLY_SUPPORTED_OR_NOT and row["label"] == "unsupported"
        label = "not supported" if unsure else row["label"]
        text = f"{row['question']} {row['claim']}" if "question" in row else row["claim"]
        found.append(Statement(text=text, evidence=evidence, label=label, group=row.get("domain", name)))
    return found


def _evidence(row: dict) -> tuple[str, ...]:
    if "evidence_sentences" in row:
        return tuple(s for s in row["evidence_sentences"] if s.strip())
    text = row["evidence"][:20_000]
    return tuple(text[s.start : s.end] for s in _spans(text))


def _spans(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield from sentence_spans(text, start, start + len(line))
        start += len(line) + 1


def factcg(data: Path) -> tuple[list[Statement], list[Statement], list[Statement]]:
    """Train, dev and report: 65, 10 and 25 % of the paragraphs, each with all its rows."""
    every = public(data, "factcg-news")
    order = list(dict.fromkeys(s.evidence for s in every))
    random.Random(0).shuffle(order)
    place = {evidence: n / len(order) for n, evidence in enumerate(order)}
    parts: tuple[list[Statement], list[Statement], list[Statement]] = ([], [], [])
    for statement in every:
        at = place[statement.evidence]
        parts[0 if at < 0.65 else 1 if at < 0.75 else 2].append(statement)
    return parts


def summedits(data: Path) -> tuple[list[Statement], list[Statement]]:
    """Train, and the two domains reported on."""
    every = public(data, "summedits-other")
    return (
        [s for s in every if s.group not in SUMMEDITS_REPORT],
        [s for s in every if s.group in SUMMEDITS_REPORT],
    )


def written_statements(path: Path, data: Path) -> list[Statement]:
    """Our own statements on ``public_passages`` and on our news: lines ``key|label|sentence,sentence|statement``.

    The key is a passage's, or that of an article of our news ("cable-1"); sentences count from 0. S: supported; R and
    U, refuted and unsupported, stand straight after the statement that they are a broken version of.
    """
    texts = {
        key: tuple(text[s.start : s.end] for s in sentence_spans(text))
        for key, (_, text) in public_passages(data).items()
    }
    for name in names():
        texts |= {
            f"{name}-{n}": tuple(s.text for s in article.sentences) for n, article in enumerate(articles(name), 1)
        }
    found: list[Statement] = []
    honest = ""
    for line in path.read_text("utf-8").splitlines():
        key, label, numbers, text = line.split("|")
        evidence = tuple(texts[key][int(n)] for n in numbers.split(","))
        honest = text if label == "S" else honest
        altered = () if label == "S" else _altered(honest, text)
        found.append(Statement(text=text, evidence=evidence, label=_LABELS[label], group="phrased", altered=altered))
    return found


def written_on(paths: Iterable[Path], data: Path) -> frozenset[tuple[str, ...]]:
    """The evidence of ``factcg``'s rows whose paragraphs the statements in these files are about."""
    keys = {line.split("|")[0] for path in paths for line in path.read_text("utf-8").splitlines()}
    texts = (text for key, (_, text) in public_passages(data).items() if key in keys)
    return frozenset(_evidence({"evidence": text}) for text in texts)


def _altered(honest: str, broken: str) -> tuple[tuple[int, int], ...]:
    """The places in ``broken`` of the words that ``honest`` has not, and of those beside words left out."""
    old, new = (re.findall(r"\S+", text) for text in (honest, broken))
    places = [(match.start(), match.end()) for match in re.finditer(r"\S+", broken)]
    found = []
    for kind, _, _, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "delete":
            first, last = max(0, first - 1), min(len(new), last + 1)
        found += [] if kind == "equal" else places[first:last]
    return tuple(found)


def broken(texts: Sequence[Sequence[str]], count: int, seed: int, ways: Sequence[str] = tuple(WAYS)) -> list[Statement]:
    """Sentences of ``texts`` broken in turn in each of the ways, over themselves and up to two neighbours."""
    generator = random.Random(seed)
    found: list[Statement] = []
    for turn, sentences, place in _drawn(texts, generator, range(20 * count)):
        if len(found) == count:
            break
        sentence = sentences[place]
        way = ways[turn % len(ways)]
        made = WAYS[way](sentence, [s for s in sentences if s != sentence], generator)
        if made and made.text != sentence:
            evidence = _around(sentences, place, generator)
            found.append(
                Statement(text=made.text, evidence=evidence, label=made.label, group=way, altered=made.altered)
            )
    return found


def whole(texts: Sequence[Sequence[str]], count: int, seed: int) -> list[Statement]:
    """Sentences as they are, or without what stands before or after a comma's clause: supported."""
    generator = random.Random(seed)
    found = []
    for _, sentences, place in islice(_drawn(texts, generator, counting()), count):
        text = _shortened(sentences[place], generator)
        evidence = _around(sentences, place, generator)
        found.append(Statement(text=text, evidence=evidence, label="supported", group="whole"))
    return found


def reworded(texts: Sequence[Sequence[str]], count: int, seed: int) -> list[Statement]:
    """Sentences in other words that say the same, by the rules of ``evals.hostile.honest_lines``: supported."""
    generator = random.Random(seed)
    ways = (paraphrased, numbers_written_out, reordered, spelled_otherwise, quoting)
    found: list[Statement] = []
    for turn, sentences, place in _drawn(texts, generator, range(20 * count)):
        if len(found) == count:
            break
        line = ways[turn % len(ways)](Evidence(number=1, text=sentences[place]), (), generator)
        if line:
            evidence = _around(sentences, place, generator)
            found.append(Statement(text=line.text, evidence=evidence, label="supported", group="reworded"))
    return found


def misattributed_statements(texts: Sequence[Sequence[str]], count: int, seed: int) -> list[Statement]:
    """Sentences told as another's words, or as a fact where they are only someone's: not supported."""
    generator = random.Random(seed)
    found: list[Statement] = []
    for _, sentences, place in _drawn(texts, generator, range(200 * count)):
        if len(found) == count:
            break
        numbered = [Evidence(number=n, text=sentence) for n, sentence in enumerate(sentences)]
        line = misattributed(numbered[place], [e for e in numbered if e.number != place], generator)
        if line:
            evidence = tuple(sentences[n] for n in sorted(line.numbers))
            found.append(Statement(text=line.text, evidence=evidence, label="not supported", group="misattributed"))
    return found


def _drawn(
    texts: Sequence[Sequence[str]], generator: random.Random, turns: Iterable[int]
) -> Iterator[tuple[int, Sequence[str], int]]:
    """Each turn a text and the place of a sentence in it; turns that meet a very short or long one are passed over."""
    for turn in turns:
        sentences = generator.choice(texts)
        place = generator.randrange(len(sentences))
        if 40 <= len(sentences[place]) <= 320:
            yield turn, sentences, place


def _around(sentences: Sequence[str], place: int, generator: random.Random) -> tuple[str, ...]:
    before, after = generator.choice(((0, 0), (0, 0), (1, 0), (0, 1), (1, 1)))
    return tuple(sentences[max(0, place - before) : place + after + 1])


def _shortened(sentence: str, generator: random.Random) -> str:
    """In half of the cases without its aside between commas or its first clause before "and" or "but"."""
    if generator.random() < 0.5:
        return sentence
    parts = sentence.split(", ")
    if len(parts) == 3 and len(parts[1]) < 60:
        return f"{parts[0]} {parts[2]}"
    for joint in (", and ", ", but "):
        first, found, last = sentence.partition(joint)
        if found and len(first) > 40 and len(last) > 40:
            return f"{first}."
    return sentence
