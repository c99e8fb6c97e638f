"""What the tagger of names sees of a document: the features of each word."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from kg.lexicon import CompanyForm, Head, rules, table
from kg.models import Features
from kg.recognise.forms import headed_names
from kg.recognise.gazetteer import Hit
from kg.recognise.occurrences import occurrences
from kg.recognise.overlap import settle
from kg.recognise.tokens import MARK, NUMBER, TIME, Token, Tokens
from kg.records import Mention, Sentence
from kg.segment import Document, is_han

OUTSIDE = "O"


class Sight:
    """What the tagger sees of a document: its words, the tables' hits, and the rules' names, in columns."""

    def __init__(self, doc: Document, tokens: Tokens, hits: list[Hit], ruled: Iterable[Mention]) -> None:
        """Take a document with what was found in it; ``ruled`` in order of position, outer before inner."""
        self.items, text = tokens.items, doc.text
        self._rule, self._method, self._hit = _Column(text), _Column(text), _Column(text)
        last, ruled = 0, list(ruled)
        counts = occurrences(text, (m.name for m in ruled))
        for mention in ruled:
            if mention.start >= last:
                self._rule.put(mention.start, mention.end, mention.type)
                often = min(3, counts[mention.name])
                self._method.put(mention.start, mention.end, f"{mention.method}.{often}")
                last = mention.end
        self._loose = _Column(text)
        for mention in settle(headed_names(tokens, loose=True)):
            self._loose.put(mention.start, mention.end, mention.type)
        for hit in hits:
            self._hit.put(hit.start, hit.end, f"{hit.entries[0].type}.{hit.entries[0].source}")
        self._ends = [
            "" if t.cls == MARK else told_by_ending(text[max(0, t.end - longest_ending()) : t.end]) for t in self.items
        ]
        self._counts = Counter(t.text for t in self.items)
        self._marks, self._verbs, self._closings = _inside(text), _verbs(self.items), _closings(self.items)
        self._sentences: list[Sentence] = [doc.sentence_at(t.start) for t in self.items]

    def features(self) -> list[Features]:
        """Return the features of each word."""
        words = [self._word(i) for i in range(len(self.items))]
        return [self._near(i, words) + self._pairs(i) + self._wide(i) for i in range(len(words))]

    def _word(self, index: int) -> Features:
        """Return what a word shows by itself, for its own row and for its neighbours'."""
        token = self.items[index]
        form = {NUMBER: "#", TIME: "@"}.get(token.cls, token.text)
        found = [f"w={form}", f"c={token.cls}", f"r={self._rule[token.start]}", f"t={token.tag}"]
        if self._hit[token.start] != OUTSIDE:
            found.append(f"g={self._hit[token.start]}")
        if self._ends[index]:
            found.append(f"h={self._ends[index]}")
        if self._loose[token.start] != OUTSIDE:
            found.append(f"o={self._loose[token.start]}")
        return found

    def _near(self, index: int, words: list[Features]) -> Features:
        token = self.items[index]
        row = ["b", *words[index], f"s1={token.text[-1:]}", f"s2={token.text[-2:]}", f"p1={token.text[:1]}"]
        row += [f"n={min(5, len(token.text))}", f"m={self._rule[token.start]}{self._method[token.start]}"]
        row.append(f"k={min(3, self._counts[token.text])}")
        for step in (-1, 1):
            at = index + step
            row += [f"{step}{f}" for f in words[at]] if 0 <= at < len(words) else [f"{step}edge"]
        return row

    def _pairs(self, index: int) -> Features:
        token, row = self.items[index], []
        if index + 1 < len(self.items):
            after = self.items[index + 1]
            row.append(f"c|c={token.cls}|{after.cls}")
            row.append(f"r|w={self._rule[token.start]}|{after.cls}{after.text[:1]}")
        if index:
            before = self.items[index - 1]
            row.append(f"-c|c={before.cls}|{token.cls}")
        return row

    def _wide(self, index: int) -> Features:
        """Return what the phrase and the sentence around a word tell."""
        token, sentence = self.items[index], self._sentences[index]
        ending, steps = self._next_ending(index)
        row = [f"e={ending}", f"e={ending}{steps}", f"v={self._verbs[index]}", f"q={self._marks[token.start]}"]
        row.append(f"s={sentence.kind}{token.start == sentence.start}")
        if closing := self._closings[index]:
            row += [f"l={closing}", f"l={closing}{self._rule[token.start][:1]}"]
        return row

    def _next_ending(self, index: int) -> tuple[str, int]:
        """Return the next ending of a name within the phrase and how many words away it is, four at most."""
        inside = rules("recognise")["tagger"]["inside"]
        for at in range(index + 1, min(len(self.items), index + 8)):
            if self.items[at].cls == MARK and self.items[at].text not in inside:
                break
            if self._ends[at]:
                return self._ends[at], min(4, at - index)
        return "", 0


class _Column:
    """A value for each position of a text, ``O`` where there is none; the first position of a stretch is marked."""

    def __init__(self, text: str) -> None:
        self._values = [OUTSIDE] * len(text)

    def put(self, start: int, end: int, value: str) -> None:
        self._values[start:end] = [f"B-{value}"] + [f"I-{value}"] * (end - start - 1)

    def __getitem__(self, position: int) -> str:
        return self._values[position]


@cache
def endings() -> dict[str, str]:
    """Return ending of a name → what it tells: type and use."""
    found = {f.form: f"Firm.{f.use}" for f in table("company_forms", CompanyForm)}
    for head in table("heads", Head):
        found.setdefault(head.head, f"{head.type}.{head.use}")
    return found


@cache
def longest_ending() -> int:
    """Return how many characters the longest ending has."""
    return max(map(len, endings()))


def told_by_ending(name: str) -> str:
    """Return what the longest ending of a name tells: type and use, or nothing."""
    known = endings()
    for start in range(max(0, len(name) - longest_ending()), len(name)):
        if name[start:] in known:
            return known[name[start:]]
    return ""


def _inside(text: str) -> list[str]:
    """Return for each position the mark that is open there, or nothing."""
    pairs = rules("recognise")["tagger"]["pairs"]
    stops = rules("recognise")["tagger"]["stops"]
    found, open_ = [], ""
    for char in text:
        if char in pairs:
            open_ = char
        found.append(open_)
        if char in stops or (open_ and char == pairs[open_]):
            open_ = ""
    return found


def _verbs(items: tuple[Token, ...]) -> list[str]:
    """Return for each word the nearest verb before it in its sentence."""
    stops, verbs = rules("recognise")["tagger"]["stops"], rules("recognise")["tags"]["verb"]
    found, last = [], ""
    for token in items:
        found.append(last)
        if token.text in stops:
            last = ""
        elif token.tag in verbs:
            last = token.text
    return found


def _closings(items: tuple[Token, ...]) -> list[str]:
    """Return for each word what closes the enumeration that it may stand in (企业 of A、B等龙头企业)."""
    conf = rules("recognise")["tagger"]
    etc = rules("recognise")["joints"]["etc"]
    found = [""] * len(items)
    for index, token in enumerate(items):
        if token.text != etc:
            continue
        last = index
        while last + 1 < len(items) and last - index < 3 and is_han(items[last + 1].text[0]):
            last += 1
        start = index
        while start and items[start - 1].text not in conf["list_ends"] and index - start < 60:
            start -= 1
        if last > index:
            found[start:index] = [items[last].text] * (index - start)
    return found
