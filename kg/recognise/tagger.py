"""Names by a trained tagger that sees what the rules found: a CRF over words, and one for names inside names.

The rules propose; the tagger has learnt from the project's annotated articles how far each of them can be trusted, what
else is a name, and where names begin and end.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from kg.lexicon import CompanyForm, Head, rules, table
from kg.models import Features, Model, model
from kg.recognise.forms import headed_names
from kg.recognise.gazetteer import Hit
from kg.recognise.overlap import settle
from kg.recognise.tokens import MARK, NUMBER, TIME, Token, Tokens
from kg.records import Mention, Sentence
from kg.segment import Document, is_han

OUTSIDE = "O"
TAGGER, INNER = "tagger", "tagger-inner"
Stretch = tuple[int, int, str]
"""First word, one behind the last, type of a name."""


def tagged(doc: Document, tokens: Tokens, hits: list[Hit], ruled: tuple[Mention, ...]) -> list[Mention]:
    """Return names as the tagger sees them, with those inside them; codes and canonical names come from the rules.

    What the surest rules found stands: no name of the tagger crosses it or stands in its place. Names of the tables are
    added where they are compatible with the tagger's.
    """
    conf = rules("recognise")["tagger"]
    rows = Sight(doc, tokens, hits, ruled).features()
    known = {(m.start, m.end, m.type): m for m in ruled}
    kept = [m for m in ruled if m.method in conf["kept"] or (m.type in conf["main"] and _recurs(m, doc.text))]
    found = []
    for name in (n for start, end in sentences(tokens) for n in _stretches(model("names"), rows, start, end)):
        found += _apart(_mention(tokens, name, known), tokens, known)
        found += [replace(_mention(tokens, n, known), method=INNER) for n in _inner(rows, name) if n[:2] != name[:2]]
    free = [m for m in found if _is_name(m) and not any(_against(m, k) for k in kept)]
    free = [m for m in free if m.type not in conf["ruled"] or (m.start, m.end, m.type) in known]
    table = (m for m in ruled if m.method in conf["added"] or m.type in conf["ruled"])
    return [*kept, *free, *(replace(m, score=0.4) for m in table)]


def _recurs(mention: Mention, text: str) -> bool:
    """Tell whether a name stands so often in an article that it is one of those the article is about."""
    return text.count(mention.name) >= int(rules("recognise")["tagger"]["often"])


def _against(mention: Mention, kept: Mention) -> bool:
    """Tell whether a mention stands in the way of one that is kept: the same place, crossing, or inside."""
    if mention.end <= kept.start or kept.end <= mention.start:
        return False
    return not (mention.start <= kept.start and kept.end <= mention.end and mention.type != kept.type)


def _is_name(mention: Mention) -> bool:
    """Tell whether a mention is more than the ending of a name (机制, 高新区)."""
    return mention.end - mention.start > 1 and (mention.method not in (TAGGER, INNER) or mention.name not in _endings())


def _apart(mention: Mention, tokens: Tokens, known: dict[tuple[int, int, str], Mention]) -> list[Mention]:
    """Return a chain of regions (安徽省滁州市全椒县, 江苏镇江) as its links."""
    found: list[Mention] = []
    start, end = mention.start, mention.end
    while mention.type == "Region" and (link := _link(tokens, start, end, known)):
        found.append(
            known.get((start, link, "Region"), Mention(start, link, "Region", tokens.text[start:link], TAGGER))
        )
        start = link
    rest = known.get(
        (start, end, mention.type), Mention(start, end, mention.type, tokens.text[start:end], mention.method)
    )
    return [*found, rest] if found else [mention]


def _link(tokens: Tokens, start: int, end: int, known: dict[tuple[int, int, str], Mention]) -> int:
    """Return where the first region of a chain ends, 0 where the name is one: 湖州高新区, 南京江北新区."""
    index = tokens.starting_at(start)
    first = tokens.items[index] if index >= 0 else None
    if (
        first is None
        or first.tag != "Region"
        or not start < first.end < end
        or tokens.text[first.end : end] in _endings()
    ):
        return 0
    official = first.text.endswith(tuple(rules("recognise")["regions"]["suffixes"]))
    return first.end if official or (first.end, end, "Region") in known else 0


def _inner(rows: list[Features], name: Stretch) -> list[Stretch]:
    start, end, _ = name
    if end - start < 2:
        return []
    return _stretches(model("inner"), inner_rows(rows, name), 0, end - start, start)


def inner_rows(rows: list[Features], name: Stretch) -> list[Features]:
    """Return the rows of a name's words, with the name's type and each word's place in it."""
    start, end, kind = name
    return [[*rows[i], f"in={kind}", f"in={kind}{min(3, i - start)}"] for i in range(start, end)]


def _stretches(by: Model, rows: list[Features], start: int, end: int, shift: int = 0) -> list[Stretch]:
    """Return the names among rows ``[start:end)``, their word numbers moved by ``shift``."""
    found: list[Stretch] = []
    first, kind = -1, ""
    for at, label in enumerate([*by.tag(rows[start:end]), OUTSIDE], start):
        if kind and label != f"I-{kind}":
            found.append((first + shift, at + shift, kind))
            kind = ""
        if label != OUTSIDE and not kind:
            first, kind = at, label[2:]
    return found


def _mention(tokens: Tokens, name: Stretch, known: dict[tuple[int, int, str], Mention]) -> Mention:
    first, last, kind = name
    start, end = _whole(tokens.text, tokens.items[first].start, tokens.items[last - 1].end)
    same = known.get((start, end, kind))
    return same or Mention(start, end, kind, tokens.text[start:end], TAGGER)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without a bracket or quotation that opens or closes outside it."""
    for opener, closer in rules("recognise")["tagger"]["pairs"].items():
        depth = 0
        for at in range(start, end):
            depth += (text[at] == opener) - (text[at] == closer)
            if depth < 0:
                start, depth = at + 1, 0
        if depth > 0:
            end = max(start, text.rfind(opener, start, end))
    return start, end


def sentences(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Yield the first word, and one behind the last, of each stretch that the tagger reads at once."""
    stops = rules("recognise")["tagger"]["stops"]
    start = 0
    for index, token in enumerate(tokens.items, 1):
        if token.text in stops or index == len(tokens.items):
            yield start, index
            start = index


class Sight:
    """What the tagger sees of a document: its words, the tables' hits, and the rules' names, in columns."""

    def __init__(self, doc: Document, tokens: Tokens, hits: list[Hit], ruled: Iterable[Mention]) -> None:
        """Take a document with what was found in it; ``ruled`` in order of position, outer before inner."""
        self.items, text = tokens.items, doc.text
        self._rule, self._method, self._hit = _Column(text), _Column(text), _Column(text)
        last = 0
        for mention in ruled:
            if mention.start >= last:
                self._rule.put(mention.start, mention.end, mention.type)
                often = min(3, text.count(mention.name))
                self._method.put(mention.start, mention.end, f"{mention.method}.{often}")
                last = mention.end
        self._loose = _Column(text)
        for mention in settle(headed_names(tokens, loose=True)):
            self._loose.put(mention.start, mention.end, mention.type)
        for hit in hits:
            self._hit.put(hit.start, hit.end, f"{hit.entries[0].type}.{hit.entries[0].source}")
        self._ends = [_ending(text, t) for t in self.items]
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
def _endings() -> dict[str, str]:
    """Return ending of a name → what it tells: type and use."""
    found = {f.form: f"Firm.{f.use}" for f in table("company_forms", CompanyForm)}
    for head in table("heads", Head):
        found.setdefault(head.head, f"{head.type}.{head.use}")
    return found


def _ending(text: str, token: Token) -> str:
    """Return what the longest ending of a name that ends with a word tells."""
    if token.cls == MARK:
        return ""
    longest = max(map(len, _endings()))
    starts = range(max(0, token.end - longest), token.end)
    return next((_endings()[text[s : token.end]] for s in starts if text[s : token.end] in _endings()), "")


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
