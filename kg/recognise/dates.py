"""Times as written, resolved against the date of publication, no more precise than the text.

A month and day without a year belong to the year that the sentence named before them, else to the latest year in which
they do not lie after the date of publication. 去年, 本月 … count from the date of publication; without one they give
nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

from kg.lexicon import pattern, rules
from kg.recognise.numerals import parse_number
from kg.records import Period


def periods(text: str, issued: str, start: int = 0, end: int | None = None) -> list[Period]:
    """Return the times of ``text[start:end]`` in order, without overlap; ``issued`` is YYYY-MM-DD or empty."""
    reader = _Reader(text, issued, start, len(text) if end is None else end)
    return list(reader.read())


def impossible_dates(text: str) -> list[tuple[int, int]]:
    """Return where dates stand that no calendar has (2022年2月30日, 2022年13月)."""
    found = []
    for match in pattern("numbers", "impossible").finditer(text):
        if not _exists(int(parse_number(match["iy"]) or 0), int(match["im"]), int(match["id"] or 1)):
            found.append(match.span())
    return found


@lru_cache(maxsize=1)
def _told_years(text: str) -> tuple[list[int], list[re.Match[str]]]:
    """Return where years are named in a text: their ends and matches, in order."""
    found = list(pattern("numbers", "told_year").finditer(text))
    return [m.end() for m in found], found


@cache
def _conf() -> dict[str, Any]:
    return rules("numbers")["dates"]  # type: ignore[no-any-return]


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


class _Reader:
    """Reads the times of one stretch of text from left to right, remembering the year in force."""

    def __init__(self, text: str, issued: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.issued = date.fromisoformat(issued) if issued else None
        self.year: int | None = None
        self.last = ""
        self.forms: tuple[tuple[str, Callable[[re.Match[str]], str | None]], ...] = (
            ("year_span", self._year_span), ("month_span", self._month_span), ("first_months", self._first_months),
            ("quarters3", self._quarters), ("quarter", self._quarter), ("halfyear", self._half), ("full", self._full),
            ("plan", self._plan), ("same", self._same), ("within", self._nothing), ("year", self._only_year),
            ("month_day", self._month_day), ("edge", self._edge), ("recent", self._recent),
        )  # fmt: skip

    @cached_property
    def told(self) -> int | None:
        """The year that the paragraph named before this stretch, else the title's, for 全年, 年末, 上年."""
        paragraph = self.text.rfind("\n", 0, self.start) + 1
        title = self.text.find("\n")
        ends, named = _told_years(self.text)
        for start, end in ((paragraph, self.start), (0, title if title < self.start else 0)):
            at = bisect_right(ends, end) - 1
            if at < 0 or named[at].start() < start:
                continue
            year = named[at]["y"] or named[at]["w"]
            if year in _conf()["offsets"]:
                return self.issued.year + _conf()["offsets"][year] if self.issued else None
            return int(parse_number(year) or 0)
        return None

    def read(self) -> Iterator[Period]:
        position = self.start
        wrong = impossible_dates(self.text[self.start : self.end])
        for name, match in self._matches():
            if match.start() < position or any(a <= match.start() - self.start < b for a, b in wrong):
                continue
            value = dict(self.forms)[name](match)
            if value is None:
                continue
            kind = self._kind(name, match)
            if kind == "asof":
                value = value.rpartition("/")[2]
            if value or kind == "within":
                position = match.end()
                self.last = value or self.last
                yield Period(match.start(), match.end(), value, match[0], kind)

    def _matches(self) -> list[tuple[str, re.Match[str]]]:
        found = []
        for rank, (name, _) in enumerate(self.forms):
            for match in pattern("numbers", name).finditer(self.text, self.start, self.end):
                found.append((match.start(), -match.end(), rank, name, match))
        return [(name, match) for _, _, _, name, match in sorted(found, key=lambda f: f[:3])]

    def _kind(self, name: str, match: re.Match[str]) -> str:
        if name in ("recent", "within"):
            return name
        if name == "plan" and match["tail"] in _conf()["name_after"]:
            return "name"
        before = self.text[max(self.start, match.start() - 5) : match.start()]
        after = self.text[match.end() : match.end() + 3]
        if before.endswith(tuple(_conf()["compared_before"])):
            return "compared"
        if before.endswith(tuple(_conf()["from_before"])) and after.startswith(tuple(_conf()["from_after"])):
            return "from"
        if before.endswith(tuple(_conf()["asof_before"])):
            return "asof"
        if after.startswith(tuple(_conf()["since_after"])) or before.endswith(tuple(_conf()["since_before"])):
            return "since"
        if before.endswith(tuple(_conf()["by_before"])) or after.startswith(tuple(_conf()["by_after"])):
            return "by"
        return "at"

    def _year_of(self, match: re.Match[str]) -> int | None:
        """Return the year that a match names, and keep it in force; the year in force where it names none."""
        groups = match.groupdict()
        if groups.get("year"):
            self.year = int(parse_number(groups["year"]) or 0)
        elif word := groups.get("word"):
            if word in _conf()["anaphoric"]:
                base = self.year or self.told or (self.issued.year if self.issued else None)
                self.year = base + _conf()["anaphoric"][word] if base else None
            else:
                named = (self.year or self.told) if word in _conf()["in_force"] else None
                self.year = named or (self.issued.year + self._offset(match, word) if self.issued else None)
        return self.year

    def _offset(self, match: re.Match[str], word: str) -> int:
        """Return how far a word for a year lies from the year of publication; 全年 told early in a year is the last."""
        offset = int(_conf()["offsets"][word])
        if word in _conf()["whole"] and self.issued and self.issued.month <= 3:
            around = self.text[max(self.start, match.start() - 10) : match.end() + 12]
            return offset if any(w in around for w in _conf()["to_come"]) else offset - 1
        return offset

    def _dated(self, month: int, day: int | None, year: int | None) -> str | None:
        """Return the month or day in the given year, or in the latest year in which it is not yet to come."""
        if year is None and self.issued is not None:
            year = self.issued.year
            if (month, day or 1) > (self.issued.month, self.issued.day) and not self._ahead:
                year -= 1
        if year is None or not _exists(year, month, day or 1):
            return None
        return f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")

    _ahead = False

    def _full(self, match: re.Match[str]) -> str | None:
        year = self._year_of(match)
        return None if year is None else self._dated(int(match["month"]), _int(match["day"]), year)

    def _month_day(self, match: re.Match[str]) -> str | None:
        words = rules("numbers")["dates"]["ahead"]
        before = self.text[max(self.start, match.start() - 12) : match.start()]
        self._ahead = any(w in before for w in words)
        value = self._dated(int(match["month"]), _int(match["day"]), self.year)
        self._ahead = False
        return value

    def _only_year(self, match: re.Match[str]) -> str | None:
        year = self._year_of(match)
        return None if year is None else str(year)

    def _in_force(self, match: re.Match[str]) -> int | None:
        return self._year_of(match) or (self.issued.year if self.issued else None)

    def _month_span(self, match: re.Match[str]) -> str | None:
        year, first, last = self._in_force(match), int(match["m1"]), int(match["m2"])
        if year is None or first >= last:
            return None
        if last - first == 2 and last % 3 == 0:
            return f"{year}-Q{last // 3}"
        return f"{year}-{first:02d}/{year}-{last:02d}"

    def _first_months(self, match: re.Match[str]) -> str | None:
        year, last = self._in_force(match), int(parse_number(match["months"]) or 0)
        return f"{year}-01/{year}-{last:02d}" if year and last else None

    def _quarters(self, match: re.Match[str]) -> str | None:
        year, last = self._in_force(match), int(parse_number(match["nq"]) or 0) * 3
        return f"{year}-01/{year}-{last:02d}" if year else None

    def _quarter(self, match: re.Match[str]) -> str | None:
        year = self._in_force(match)
        return f"{year}-Q{_conf()['quarters'][match['quarter']]}" if year else None

    def _half(self, match: re.Match[str]) -> str | None:
        year = self._in_force(match)
        first, last = _conf()["halves"][match["half"]].split("/")
        return f"{year}-{first}/{year}-{last}" if year else None

    def _year_span(self, match: re.Match[str]) -> str | None:
        first, last = parse_number(match["y1"]), parse_number(match["y2"])
        return f"{first}/{last}" if first and last and first < last else None

    def _plan(self, match: re.Match[str]) -> str | None:
        value = str(_conf()["plans"][match["plan"]])
        return value.split("/")[1] if match["tail"] == rules("numbers")["dates"]["plan_end"] else value

    def _same(self, match: re.Match[str]) -> str | None:
        if self.issued is None:
            return None
        if not match["sameyear"]:
            return self.last or None
        back = -_conf()["offsets"].get(match["sameyear"], -1)
        year = (self.year or self.issued.year) - back
        tail = self.last[4:] if self.last[4:5] == "-" and "/" not in self.last and len(self.last) == 7 else ""
        return f"{year}{tail}"

    def _edge(self, match: re.Match[str]) -> str | None:
        if self.issued is None:
            return None
        if match["yearend"]:
            return str(self.year or self.told or self.issued.year)
        months = self.issued.year * 12 + self.issued.month - 1
        months += _conf()["months"].get(match["monthword"] or "", 0)
        if match["monthend"] and self.last[4:5] == "-" and len(self.last) >= 7 and "Q" not in self.last:
            return self.last[:7]
        month = f"{months // 12}-{months % 12 + 1:02d}"
        day = _int((match["dayof"] or "")[:-1])
        return f"{month}-{day:02d}" if day else month

    def _recent(self, match: re.Match[str]) -> str | None:
        return self.issued.isoformat()[:7] if self.issued else None

    @staticmethod
    def _nothing(match: re.Match[str]) -> str | None:
        return ""


def _int(text: str | None) -> int | None:
    return int(text) if text else None
