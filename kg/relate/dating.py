"""The times that may date a step: near it, leading its sentence, or carried on from what stands before."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import islice

from kg.lexicon import pattern, rules
from kg.records import Period
from kg.relate.context import Context


@dataclass(frozen=True)
class Dated:
    """A time that may date a step, and what speaks for or against it."""

    value: str
    at: int
    reasons: tuple[str, ...]
    kind: str = "at"


@cache
def words(name: str) -> tuple[str, ...]:
    """Return a list of words of ``[steps]`` in relate.toml, longest first."""
    return tuple(sorted(rules("relate")["steps"][name], key=lambda w: (-len(w), w)))


class Dates:
    """Finds the times that may date the steps of one article."""

    def __init__(self, context: Context, steps: list[int]) -> None:
        self.context = context
        self.steps = steps
        """Where step words stand, in order."""
        self.times = self._times()
        self._starts = [p.start for p in self.times]

    def _times(self) -> list[Period]:
        """Return the article's times as points: half a year as its year, a span of days as its first day."""
        seen = self.context.seen.periods
        found = [replace(p, value=point(p.value)) for p in seen if p.value and p.kind not in ("name", "compared")]
        taken = {i for p in seen for i in range(p.start, p.end)}
        for match in pattern("relate", "today").finditer(self.context.doc.text):
            if match.start() not in taken:
                found.append(Period(match.start(), match.end(), "", match[0], "today"))
        found.sort(key=lambda p: p.start)
        day = ""
        for i, time in enumerate(found):
            if time.kind == "today":
                found[i] = replace(time, value=self._today(time.wording, day))
            elif len(time.value) == 10:
                day = time.value
        return [p for p in found if p.value and "/" not in p.value]

    def _today(self, word: str, day: str) -> str:
        """Return the day that 今天, 昨日 mean, or the one named before that 当天, 会上 point to."""
        issued = self.context.doc.article.issued
        back = rules("relate")["steps"]["days_back"].get(word)
        if back is None:
            return day
        return (date.fromisoformat(issued) - timedelta(days=back)).isoformat() if issued else ""

    @cached_property
    def _reports(self) -> bool:
        """Tell whether an article's title calls it a report on a year."""
        return any(w in self.context.doc.text[: self.context.doc.sentences[0].end] for w in words("reports"))

    @cached_property
    def _years(self) -> list[Period]:
        """The times that are years."""
        return [p for p in self.times if len(p.value) == 4]

    @cached_property
    def _titled(self) -> Period | None:
        """The year that the title names."""
        return next((p for p in self._years if p.start < self.context.doc.sentences[0].end), None)

    @cached_property
    def _day(self) -> Period | None:
        """The first day that the body names, other than that of the report."""
        body = self.context.doc.sentences[0].end
        days = (p for p in self.times if p.start >= body and p.kind in ("at", "today") and len(p.value) == 10)
        return next((p for p in days if not self.is_dateline(p)), None)

    def in_name(self, time: Period) -> bool:
        """Tell whether a time is part of a name (2022年一季度重大项目开工活动)."""
        around = self.context.mentions_in(max(0, time.start - 40), time.end + 60)
        return any(m.start <= time.start and time.end <= m.end for m in around)

    def is_dateline(self, time: Period) -> bool:
        """Tell whether a time is that of the report (3月14日讯), not of what it tells."""
        return self.context.doc.text[time.end : time.end + 2].startswith(words("dateline"))

    def of(self, position: int) -> list[Dated]:
        """Return the times that may date a step at a position."""
        sentence = self.context.sentence(position)
        start, end = self.context.clause(position)
        near = self._between(sentence.start, end)
        found = []
        for time in near:
            for value, shift in self._readings(time):
                reasons = (*self._places(time, position, start, near), *self._tense(value, shift, position))
                found.append(Dated(value, time.start, reasons, time.kind))
        found.extend(self._carried(position, sentence.start))
        return found

    def _between(self, start: int, end: int) -> list[Period]:
        """Return the times that begin in ``[start:end)``."""
        return self.times[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _readings(self, time: Period) -> Iterator[tuple[str, str]]:
        """Yield how a time may be read: a month without a year may be last year's or, of a plan, the coming one."""
        issued = self.context.doc.article.issued
        bare = time.wording[:1].isdigit() and not time.wording[:4].isdigit() and time.value[:4].isdigit()
        if bare and issued and int(time.value[:4]) == int(issued[:4]) - 1:
            yield time.value, "past"
            yield issued[:4] + time.value[4:], "coming"
        else:
            yield time.value, ""

    def _places(self, time: Period, position: int, start: int, near: list[Period]) -> Iterator[str]:
        text = self.context.doc.text
        yield f"time {time.kind}"
        grain = _grain(time.value)
        if time.start >= position:
            gap = time.start - position
            yield "time behind" if gap > 6 else "time right behind"
        elif time.start >= start:
            gap = position - time.end
            yield "time right before" if gap <= 2 else "time before" if gap <= 10 else "time far before"
        else:
            steps = min(4, self.context.marks_in(time.end, position))
            yield f"time {steps} clauses before"
            yield f"time clauses before {grain}"
        yield f"time {grain}"
        between = [p for p in near if time.end <= p.start < position]
        yield f"time shadowed {min(2, len(between))}"
        if any(p.value.startswith(f"{time.value}-") for p in near if p.start < position):
            yield "time finer near"
        if any(len(p.value) > len(time.value) and not p.value.startswith(time.value) for p in between):
            yield "time finer other between"
        if time.start < position and bisect_left(self.steps, time.end) < bisect_left(self.steps, position):
            yield "time used"
        if self.in_name(time):
            yield "time in name"
        if self.is_dateline(time):
            yield "time dateline"
        if text[time.end : time.end + 1] in words("of"):
            yield "time of"
        lead, _ = self.context.clause(time.start)
        if not text[lead : time.start].strip():
            yield "time leads"

    def _tense(self, value: str, shift: str, position: int) -> Iterator[str]:
        issued = self.context.doc.article.issued
        start, end = self.context.clause(position)
        text = self.context.doc.text
        clause = text[start:end]
        plan = any(w in clause for w in words("planning"))
        done = any(w in clause for w in words("done"))
        told = "plan" if plan and not done else "done" if done and not plan else "open"
        if shift:
            yield f"month {shift} {told}"
            yield f"{_grain(value)} {shift}"
            if issued:
                yield f"{(int(value[5:7]) - int(issued[5:7])) // 3} quarters {shift}"
        if self._titled and self._reports:
            yield f"title year {'agrees' if value.startswith(self._titled.value) else 'differs'}"
        if issued and "Q" not in value:
            yield f"{'future' if value > issued[: len(value)] else 'past'} {told}"

    def _carried(self, position: int, floor: int) -> Iterator[Dated]:
        """Yield times that are in force from earlier sentences: the last of the paragraph, the section, the article."""
        text = self.context.doc.text
        paragraph = self.context.line_before(position)
        earlier = (p for p in reversed(self._between(paragraph + 1, floor)) if p.kind in ("at", "today", "recent"))
        for back, time in enumerate(islice(earlier, 2)):
            lead, _ = self.context.clause(time.start)
            leads = "" if text[lead : time.start].strip() else " leading"
            steps = self.context.sentences_from(time.start, position)
            grain = _grain(time.value)
            yield Dated(time.value, time.start, (
                f"carried {back}{leads}", f"carried {grain}", f"carried over {min(3, steps)}",
            ))  # fmt: skip
        if self._day and self._day.start < floor:
            yield Dated(self._day.value, self._day.start, ("article day",))
        if self._titled:
            yield Dated(self._titled.value, self._titled.start, ("title year",))
        issued = self.context.doc.article.issued
        if self._reports and issued:
            sentence = self.context.sentence(position)
            ahead = any(w in sentence.heading for w in words("ahead"))
            at = bisect_left(self._years, position, key=lambda p: p.start)
            if at:
                leading = self._years[at - 1]
                yield Dated(leading.value, leading.start, ("year told last", *(("ahead",) if ahead else ())))
        if issued:
            yield Dated(issued[:7], position, ("month of issue",))


def _grain(value: str) -> str:
    return {4: "year", 7: "month", 10: "day"}.get(len(value), "")


def point(value: str) -> str:
    """Return the point in time that a span stands for in a step: the year of its months, the first of its days."""
    first, _, last = value.partition("/")
    if not last:
        return value
    if len(first) == 7 and first[:4] == last[:4]:
        return first[:4]
    return first if len(first) == 10 else value
