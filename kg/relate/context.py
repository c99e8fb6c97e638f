"""Who is spoken of: the article's home, the subject in force at a position, and what 该项目 or 全市 points to."""

from bisect import bisect_left, bisect_right
from functools import cached_property

from kg.lexicon import rules
from kg.recognise import Recognised
from kg.recognise.gazetteer import ancestors, areas, divisions
from kg.records import Entity, Mention, Period, Quantity, Sentence
from kg.relate.entities import Cast
from kg.relate.home import home_of
from kg.segment import Document


class Context:
    """An article with its cast, and the questions that relations and numbers ask of it."""

    def __init__(self, doc: Document, seen: Recognised, cast: Cast) -> None:
        self.doc, self.seen, self.cast = doc, seen, cast
        self._starts = [m.start for m in cast.mentions]
        self._sentence_starts = [s.start for s in doc.sentences]
        self._sentence_ends = [s.end for s in doc.sentences]
        marks = rules("relate")["clauses"]["marks"]
        self._cuts = [i for i, c in enumerate(doc.text) if c in marks]
        self._number_starts = [q.start for q in seen.quantities]
        self._number_ends = [q.end for q in seen.quantities]
        self._period_starts = [p.start for p in seen.periods]
        self._lines = [i for i, c in enumerate(doc.text) if c == "\n"]
        self._clauses: dict[int, tuple[int, int]] = {}
        self._levels: dict[str, Entity | None] = {}

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """Return mentions that lie in ``[start:end)``, outermost first at each position."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [m for m in self.cast.mentions[first:last] if m.end <= end]

    def outer_in(self, start: int, end: int) -> list[Mention]:
        """Return mentions in ``[start:end)`` that lie in no other one."""
        found: list[Mention] = []
        for mention in self.mentions_in(start, end):
            if not found or mention.start >= found[-1].end:
                found.append(mention)
        return found

    def begins(self, position: int) -> Mention | None:
        """Return the longest mention that begins at a position."""
        index = bisect_left(self._starts, position)
        found = self.cast.mentions[index : index + 1]
        return found[0] if found and found[0].start == position else None

    def inner_of(self, outer: Mention) -> list[Mention]:
        """Return mentions inside another one."""
        return [m for m in self.mentions_in(outer.start, outer.end) if m != outer]

    def entity(self, mention: Mention) -> Entity:
        """Return who is meant at a mention."""
        return self.cast.of[mention]

    @cached_property
    def tags(self) -> list[Entity]:
        """Regions that the column tag of the title names."""
        if not self.doc.tag:
            return []
        end = self.doc.text.find("】")
        return [self.entity(m) for m in self.mentions_in(0, max(end, 0)) if m.type == "Region"]

    @cached_property
    def home(self) -> Entity | None:
        """The region that the article as a whole is about."""
        return home_of(self.doc, self.cast, self.is_nested)

    def is_nested(self, mention: Mention) -> bool:
        """Tell whether a mention lies inside a longer name."""
        return any(m.start <= mention.start and mention.end <= m.end and m != mention for m in self._around(mention))

    def _around(self, mention: Mention) -> list[Mention]:
        index = bisect_left(self._starts, mention.start - 40)
        return [m for m in self.cast.mentions[index : bisect_left(self._starts, mention.end)] if m.end >= mention.end]

    def sentence(self, position: int) -> Sentence:
        """Return the sentence that holds a position."""
        return self.doc.sentences[max(0, bisect_right(self._sentence_starts, position) - 1)]

    def clause(self, position: int) -> tuple[int, int]:
        """Return the stretch between commas, colons and sentence ends that holds a position."""
        if position not in self._clauses:
            sentence, at = self.sentence(position), bisect_left(self._cuts, position)
            start = max(sentence.start, self._cuts[at - 1] + 1 if at else 0)
            end = min(sentence.end, self._cuts[at] if at < len(self._cuts) else sentence.end)
            self._clauses[position] = start, max(position, end)
        return self._clauses[position]

    @cached_property
    def ceremony(self) -> tuple[Mention, list[Mention]] | None:
        """The ceremony that an article is about (集中开工仪式), with the first mention of each project that it covers.

        Where the article lists its projects as numbered items, only the items' own projects are members.
        """
        words = rules("relate")["triggers"]["ceremony"]
        events = [m for m in self.cast.mentions if m.type == "Event" and any(w in m.name for w in words)]
        lead = [s for s in self.doc.sentences if s.kind == "body"][:3]
        if not events or len({self.entity(m) for m in events}) != 1 or not lead or events[0].start >= lead[-1].end:
            return None
        first = next((m for m in events if m.start >= lead[0].start), events[0])
        projects = [m for m in self.outer_in(first.start, len(self.doc.text)) if m.type == "Project"]
        if any(s.item >= 0 for s in self.doc.sentences):
            projects = [m for m in projects if self.sentence(m.start).item == self.sentence(m.start).start]
            projects = [m for m in projects if m == projects[0] or self._begins_item(m)]
        return first, projects

    def _begins_item(self, project: Mention) -> bool:
        """Tell whether a project stands first in its item, or is enumerated with the one that does."""
        first = self.first_of_list(project)
        before = self.doc.text[self.sentence(first.start).start : first.start]
        return len(before) <= 4

    @cached_property
    def protagonist(self) -> Entity | None:
        """The project that an article is about as a whole: named in its title and more often than any other."""
        projects = [e for e in self.cast.entities if e.type == "Project"]
        titled = {self.entity(m).id for m in self.outer_in(0, self.doc.sentences[0].end) if m.type == "Project"}
        if self.ceremony or not titled:
            return None
        most = max(projects, key=lambda e: (len(e.mentions), -int(e.id[1:])))
        return most if most.id in titled and len(most.mentions) >= 3 else None

    def near(self, earlier: int, later: int) -> bool:
        """Tell whether two positions lie within three sentences of one section."""
        first, last = bisect_right(self._sentence_ends, earlier), bisect_right(self._sentence_starts, later)
        between = self.doc.sentences[first:last]
        return len(between) <= 6 and between[0].section == between[-1].section

    def level(self, word: str) -> Entity | None:
        """Return the region that 全市, 我省, 该区 … means: the home, or what contains it, of that level."""
        home = self.home
        suffixes = rules("relate")["subjects"]["level_suffixes"]
        wanted = next((kind for kind, ends in suffixes.items() if word[-1:] in ends), "")
        if home is None or not wanted:
            return home
        if wanted not in self._levels:
            codes = [home.code, *ancestors(home.code)] if home.code else self._around_home(home)
            fits = [c for c in codes if divisions()[c].level == wanted]
            self._levels[wanted] = next((e for e in self.cast.entities if e.code in fits), home)
        return self._levels[wanted]

    def _around_home(self, zone: Entity) -> list[str]:
        """Return the codes of divisions that a home zone lies in, by its name or by the tables."""
        inside = [e.code for e in self.cast.entities if e.code and zone.name.startswith((e.name, *e.aliases))]
        area = next((areas()[f] for f in (zone.name, *zone.aliases) if f in areas()), None)
        codes = [*inside, *(area.within if area else ())]
        return [c for code in codes for c in (code, *ancestors(code))]

    def first_of_list(self, mention: Mention) -> Mention:
        """Return the first of the mentions that one is enumerated with (南京、苏州 → 南京)."""
        before = self.outer_in(max(0, mention.start - 60), mention.start)
        joints = rules("relate")["goal"]["joints"]
        for one in reversed(before):
            if one.type != mention.type or self.doc.text[one.end : mention.start] not in joints:
                break
            mention = one
        return mention

    def last_project(self, position: int) -> Entity | None:
        """Return the project that the nearest earlier sentence naming one begins with."""
        at = bisect_right(self._led_by_projects, position, key=lambda led: led[0])
        return self._led_by_projects[at - 1][1] if at else None

    @cached_property
    def _led_by_projects(self) -> list[tuple[int, Entity]]:
        """Ends of the sentences that name projects, with the first project of each."""
        found = []
        for sentence in self.doc.sentences:
            named = (m for m in self.outer_in(sentence.start, sentence.end) if m.type == "Project")
            if first := next(named, None):
                found.append((sentence.end, self.entity(first)))
        return found

    def numbers_in(self, start: int, end: int) -> tuple[Quantity, ...]:
        """Return the numbers that begin in ``[start:end)``."""
        first, last = bisect_left(self._number_starts, start), bisect_left(self._number_starts, end)
        return self.seen.quantities[first:last]

    def numbers_ending_in(self, start: int, end: int) -> tuple[Quantity, ...]:
        """Return the numbers that end in ``[start:end]``."""
        first, last = bisect_left(self._number_ends, start), bisect_right(self._number_ends, end)
        return self.seen.quantities[first:last]

    def periods_in(self, start: int, end: int) -> tuple[Period, ...]:
        """Return the times that begin in ``[start:end)``."""
        first, last = bisect_left(self._period_starts, start), bisect_left(self._period_starts, end)
        return self.seen.periods[first:last]

    def marks_in(self, start: int, end: int) -> int:
        """Count the marks between clauses in ``[start:end)``."""
        return max(0, bisect_left(self._cuts, end) - bisect_left(self._cuts, start))

    def sentences_from(self, start: int, end: int) -> int:
        """Count the sentences that begin behind ``start`` and not behind ``end``."""
        return max(0, bisect_right(self._sentence_starts, end) - bisect_right(self._sentence_starts, start))

    def sentences_between(self, start: int, end: int) -> int:
        """Count the sentences that end behind ``start`` and begin before ``end``."""
        return max(0, bisect_left(self._sentence_starts, end) - bisect_right(self._sentence_ends, start))

    def line_before(self, position: int) -> int:
        """Return where the last line feed before a position stands, -1 if none does."""
        at = bisect_left(self._lines, position)
        return self._lines[at - 1] if at else -1

    @cached_property
    def firsts(self) -> dict[str, int]:
        """Id of an entity → where its first mention begins."""
        found: dict[str, int] = {}
        for mention in self.cast.mentions:
            found.setdefault(self.entity(mention).id, mention.start)
        return found

    @cached_property
    def unfinished(self) -> frozenset[str]:
        """Ids of the projects that the article speaks of as still to be built."""
        words, text = rules("relate")["status"]["under_construction"], self.doc.text
        return frozenset(
            self.entity(m).id
            for m in self.cast.mentions
            if m.type == "Project" and any(w in text[max(0, m.start - 12) : m.end + 30] for w in words)
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of the article's entities."""
        return frozenset(e.name for e in self.cast.entities)

    def is_class_limit(self, number: Quantity) -> bool:
        """Tell whether an amount of money only names a class whose count follows: 50亿元以上项目1个."""
        if number.unit not in ("CNY", "USD"):
            return False
        following = next(iter(self.numbers_in(number.end, number.end + 9)), None)
        if following is None:
            return False
        conf = rules("relate")["indicators"]
        if self.doc.text.endswith(tuple(conf["of_all"]), 0, number.start):
            return False
        return self.doc.text[number.end : following.start] in conf["class_nouns"]

    def class_limit(self, number: Quantity) -> Quantity | None:
        """Return the limit right before a count that names what is counted (50亿元以上 of 50亿元以上项目1个)."""
        at = bisect_left(self._number_starts, number.start)
        before = [q for q in self.seen.quantities[max(0, at - 9) : at] if q.end <= number.start <= q.end + 8]
        return next((q for q in before if self.is_class_limit(q)), None)

    def contained(self, inner: Entity, outer: Entity) -> bool:
        """Tell whether one administrative division lies in another by its code."""
        return bool(inner.code and outer.code) and outer.code in ancestors(inner.code)
