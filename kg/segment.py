"""Article → folded text with a map back to the source, title, headings, labels and sentences.

Rules read the *folded* text: full-width forms are half-width, compatibility characters are folded one to one,
traditional characters of an article written in them are simplified (OpenCC), zero-width characters, typographic
spaces (between Han and digits, Latin, punctuation) and line feeds that only wrap the text are gone. Every character of
it knows where it stood, so a span found here is a span of the text exactly as read.
"""

import itertools
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from opencc import OpenCC

from kg.cuts import cut as cut_at
from kg.lexicon import pattern, rules
from kg.records import Article, Sentence, Span

LONGEST = 500
"""Characters of a sentence; what runs on for longer is cut: no step ever looks at a whole text at once."""


@dataclass(frozen=True)
class Document:
    """A folded article: ``text[i]`` stands at ``offsets[i]`` of ``article.text``."""

    article: Article
    text: str
    offsets: tuple[int, ...]
    breaks: frozenset[int]
    """Positions of ``text`` before which white space was dropped or kept."""
    sentences: tuple[Sentence, ...]
    tag: str
    """What a column tag 【…】 of the title names, or empty."""

    @cached_property
    def is_traditional(self) -> bool:
        """Tell whether the article is written in traditional characters, which ``text`` has simplified."""
        return simplified(self.article.text) != self.article.text

    def written(self, start: int, end: int) -> str:
        """Return ``text[start:end]`` in the characters of the article."""
        _, replaced = _foldings()
        text = self.article.text
        chars = (text[at] for at in self.offsets[start:end])
        return "".join(replaced.get(char) or _fold_char(char) for char in chars)

    def span(self, start: int, end: int) -> Span:
        """Return where ``text[start:end]`` stands in the article as read."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def sentence_at(self, position: int) -> Sentence:
        """Return the sentence that holds a position of the folded text."""
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.sentences]


def segment(article: Article) -> Document:
    """Fold an article and cut it into sentences; never fails, an empty body gives the title alone."""
    text, offsets, breaks = fold(simplified(article.text))
    found = pattern("segment", "tag").match(text)
    tag = pattern("segment", "tag_words").sub("", found[1]) if found else ""
    return Document(article, text, offsets, breaks, tuple(_sentences(text, breaks)), tag)


def simplified(text: str) -> str:
    """Return a text written in traditional characters in simplified ones, of the same length; any other as it is.

    A text counts as traditional where at least one Han character in twenty would change: single ones stand in names of
    simplified texts too (乾, 著).
    """
    plain = _converter().convert(text)
    if len(plain) != len(text):
        plain = "".join(_simplified_char(char) for char in text)
    changed = sum(a != b for a, b in zip(text, plain, strict=True))
    return plain if changed and changed * 20 >= sum(map(is_han, text)) else text


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _simplified_char(char: str) -> str:
    plain = _converter().convert(char)
    return plain if len(plain) == 1 else char


def fold(text: str) -> tuple[str, tuple[int, ...], frozenset[int]]:
    """Return folded text, the source position of each of its characters, and where white space stood."""
    dropped, replaced = _foldings()
    chars: list[str] = []
    offsets: list[int] = []
    breaks: set[int] = set()
    spaced = False
    wrapped = _wraps(text)
    for position, char in enumerate(text):
        if char in dropped or position in wrapped:
            continue
        char = replaced.get(char) or _fold_char(char)
        if char != "\n" and char.isspace():
            spaced = True
            continue
        if spaced:
            breaks.add(len(chars))
            if chars and _keeps_space(chars[-1], char):
                chars.append(" ")
                offsets.append(position - 1)
            spaced = False
        chars.append(char)
        offsets.append(position)
    return "".join(chars), tuple(offsets), frozenset(breaks)


def _wraps(text: str) -> frozenset[int]:
    """Return the line feeds that only wrap a text at a fixed width, as in mail and text taken from PDF.

    A width counts where at least five lines, and half of all long ones, have it to a character, and where sentences end
    inside a third of these; in a list they end with the line.
    """
    conf = rules("segment")["wraps"]
    lines = text.split("\n")
    longs = [line.rstrip() for line in lines[1:] if len(line.rstrip()) >= conf["least"]]
    width, _ = Counter(map(len, longs)).most_common(1)[0] if longs else (0, 0)
    full = [line for line in longs if abs(len(line) - width) <= 1]
    running = sum(any(c in conf["ends"] for c in line[:-1]) for line in full)
    if len(full) < 5 or len(full) * 2 < len(longs) or running * 3 < len(full):
        return frozenset()
    found, at = set(), len(lines[0])
    for line, following in pairwise(lines[1:]):
        at += 1 + len(line)
        plain = line.rstrip()
        if abs(len(plain) - width) <= 1 and plain[-1] not in conf["ends"] and following[:1].strip():
            found.add(at)
    return frozenset(found)


@lru_cache(maxsize=1 << 16)
def squash(name: str) -> str:
    """Return a name for comparison: NFKC, without white space, zero-width characters, quotation and book marks."""
    dropped, _ = _foldings()
    plain = unicodedata.normalize("NFKC", name)
    return "".join(c for c in plain if not c.isspace() and c not in dropped and c not in "“”‘’「」『』《》〈〉\"'")


def in_one_form(name: str, words: Mapping[str, list[str]]) -> str:
    """Return a name with the form that is compared in place of the other forms of a word: form → the others."""
    for form, others in words.items():
        for other in others:
            name = name.replace(other, form)
    return name


def is_han(char: str) -> bool:
    """Tell whether a character is a Chinese ideograph."""
    point = ord(char)
    return 0x4E00 <= point <= 0x9FFF or 0x3400 <= point <= 0x4DBF or 0x20000 <= point <= 0x3FFFF


@cache
def _foldings() -> tuple[frozenset[str], dict[str, str]]:
    marks = rules("segment")["marks"]
    return frozenset(marks["dropped"]), dict(marks["replaced"])


@cache
def _fold_char(char: str) -> str:
    if char < "\u0080" or is_han(char) or unicodedata.category(char) == "No":
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def _keeps_space(before: str, after: str) -> bool:
    if is_han(before) and is_han(after):
        return True
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def _sentences(text: str, breaks: frozenset[int]) -> list[Sentence]:
    """Cut into units, then tell headings and labels; headings and labels rule until the next one."""
    title_end = text.find("\n") if "\n" in text else len(text)
    out = [Sentence(0, title_end, kind="title")]
    heading, label, section, item = "", "", 0, -1
    title = squash(pattern("segment", "tag").sub("", text[:title_end]))
    for start, end in _units(text, title_end, breaks):
        unit = text[start:end]
        if pattern("segment", "heading_item").match(unit) and (cut := _heading_end(text, start, end, breaks)):
            marker = pattern("segment", "item_start").match(unit)
            heading, label, section = text[start + (marker.end() if marker else 0) : cut].strip(), "", section + 1
            item = -1
            out.append(Sentence(start, cut, heading, section, "heading"))
            start = cut
        elif squash(unit) == title or (_is_line(text, start, end) and len(unit) < 40 and unit[-1:] not in "。!?;,"):
            heading, label, section, item = unit.strip(), "", section + 1, -1
            out.append(Sentence(start, end, heading, section, "heading"))
            continue
        while start < end and text[start] == " ":
            start += 1
        if start < end:
            marker = pattern("segment", "item_start").match(text[start:end])
            named = pattern("segment", "label").match(text[start + (marker.end() if marker else 0) : end])
            if marker:
                item = start
            if named:
                label = named[0][:-1]
            elif marker:
                label = ""
            out.append(Sentence(start, end, heading, section, "body", label, item))
    return out


def _units(text: str, start: int, breaks: frozenset[int]) -> list[tuple[int, int]]:
    """Return the stretches between sentence ends, list items and labels behind a gap."""
    marks = rules("segment")["marks"]
    cuts = {start, len(text)}
    for found in re.finditer(f"[{re.escape(marks['sentence_end'])}]+[{re.escape(marks['closers'])}]{{0,3}}", text):
        if found.end() > start and not _inside_quotes(text, found.start(), start):
            cuts.add(found.end())
    cuts.update(m.start() for m in pattern("segment", "inline_item").finditer(text, start))
    for position in breaks:
        if position > start and text[position - 1] in ":。; " and _label_follows(text, position):
            cuts.add(position)
    ordered = list(_short_enough(text, sorted(c for c in cuts if c >= start), marks["pauses"]))
    return [(a, a + len(text[a:b].rstrip())) for a, b in itertools.pairwise(ordered) if text[a:b].strip()]


def _short_enough(text: str, cuts: list[int], pauses: str) -> Iterator[int]:
    """Yield the cuts, and more where two lie too far apart for a sentence: behind a comma, else anywhere."""
    last = cuts[0]
    for cut in cuts:
        while cut - last > LONGEST:
            last = cut_at(text, last, last + LONGEST, [pauses])
            yield last
        yield cut
        last = cut


def _label_follows(text: str, position: int) -> bool:
    return bool(pattern("segment", "label").match(text[position : position + 16]))


def _inside_quotes(text: str, position: int, floor: int) -> bool:
    """Tell whether a quotation opened within the last 60 characters is still open, so that it is not cut."""
    before = text[max(floor, position - 60) : position]
    after = text[position : position + 60]
    return text[position] != "\n" and before.rfind("“") > before.rfind("”") and "”" in after[2:] and len(before) < 60


def _is_line(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end - 1] == "\n" or text[end] == "\n")


def _heading_end(text: str, start: int, end: int, breaks: frozenset[int]) -> int:
    """Return where a numbered heading ends, 0 if the unit is a list item that runs on as a sentence."""
    if text[end - 1] == "\n":
        return end
    stop = next((i for i in range(start + 2, end) if text[i] in ",。;!?"), end)
    last = 0
    for position in (b for b in range(start + 4, stop) if b in breaks):
        before, after = text[position - 1], text[position]
        if after == " " or before == " ":
            return position
        if pattern("segment", "date_inside").search(text[max(0, position - 3) : position]):
            continue
        if last and text[last - 1] == "”" and position - last < 2:
            continue
        if (is_han(before) or before == "”") and (is_han(after) or after == "“" or _starts_date(text, position)):
            last = position
    return last


def _starts_date(text: str, position: int) -> bool:
    return bool(pattern("segment", "date_start").match(text[position : position + 6]))
