"""Which candidates are names: a trained judge that sees each of them in the whole article.

Candidates are what the tagger and the rules found, what the tables hold, what ends as names do, and what the tagger
half believed. They are judged by name and type, not by place: an article names something wherever the name stands.
Stacked sequential learning: Krishnan and Manning, An effective two-stage model for exploiting non-local dependencies
in named entity recognition, ACL 2006.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.lexicon import rules
from kg.models import Features, model
from kg.recognise.forms import headed_names
from kg.recognise.fronts import Known, fronted, is_division, unglued
from kg.recognise.gazetteer import Hit
from kg.recognise.occurrences import occurrences
from kg.recognise.overlap import settle
from kg.recognise.owners import before_places, head_offices, owners
from kg.recognise.sight import told_by_ending
from kg.recognise.tagger import INNER, TAGGER, Chances
from kg.recognise.tokens import Tokens
from kg.records import Mention
from kg.segment import Document, squash

MODEL, YES, NO = "verdict", "yes", "no"
FOUND, RULED, LISTED, ENDING, THOUGHT = "found", "ruled", "listed", "ending", "thought"
"""Where a candidate comes from: tagger and surest rules, all rules, tables, its ending, a half belief of the tagger."""


@dataclass
class Candidate:
    """A name of a type with every place where it may stand, by where it comes from."""

    name: str
    type: str
    places: dict[str, list[Mention]] = field(default_factory=lambda: defaultdict(list))

    @property
    def mentions(self) -> list[Mention]:
        """Every place once, as the surest source has it, in order."""
        found: dict[tuple[int, int], Mention] = {}
        for source in (FOUND, RULED, LISTED, ENDING, THOUGHT):
            for mention in self.places.get(source, ()):
                found.setdefault((mention.start, mention.end), mention)
        return [found[place] for place in sorted(found)]


class Bench:
    """The candidates of one article and what shows of each."""

    def __init__(
        self, doc: Document, tokens: Tokens, hits: list[Hit], ruled: Iterable[Mention], found: list[Mention],
        chances: Chances,
    ) -> None:  # fmt: skip
        """Take a document with its words, the tables' hits, the rules' names, the tagger's names and chances."""
        self.doc, self.tokens, self.found, self.chances = doc, tokens, found, chances
        ruled = list(ruled)
        known = {(m.start, m.end, m.type): m for m in ruled}
        by_key: dict[tuple[str, str], Candidate] = {}
        for source, mentions in (
            (FOUND, found), (RULED, ruled), (LISTED, _listed(hits, tokens)),
            (ENDING, headed_names(tokens, loose=True)), (THOUGHT, self._thought(known)),
        ):  # fmt: skip
            for one in (unglued(m, tokens) for m in mentions):
                name = one.canonical if one.code and one.canonical else one.name
                key = (squash(name), one.type)
                by_key.setdefault(key, Candidate(name, one.type)).places[source].append(one)
        self.candidates = list(by_key.values())
        self._often = occurrences(doc.text, (one.name for one in self.candidates))
        self._works = {c.name for c in self.candidates if c.type == "Project" and c.places[FOUND]}
        self._starts = [m.start for m in found]
        self._longest = max((m.end - m.start for m in found), default=0)

    def _thought(self, known: Known) -> Iterator[Mention]:
        """Yield stretches that the tagger held possible, one for each beginning that is likely enough.

        Which division a name means is told by the rules, or not at all.
        """
        least = rules("recognise")["judge"]
        for at, chances in enumerate(self.chances):
            begins = [label for label in chances if label[0] == "B"]
            best = max(begins, key=lambda label: (chances[label], label), default="")
            if not best or chances[best] <= least["begins"]:
                continue
            kind, last = best[2:], at + 1
            while last < len(self.chances) and self.chances[last].get(f"I-{kind}", 0.0) > least["goes_on"]:
                last += 1
            start, end = self.tokens.items[at].start, self.tokens.items[last - 1].end
            name = self.tokens.text[start:end]
            coded = kind == "Region" and is_division(name)
            if name.count("(") == name.count(")") and not coded:
                yield from fronted(Mention(start, end, kind, name, TAGGER), self.tokens, known, INNER)

    def possible(self) -> Iterator[Candidate]:
        """Yield candidates whose type fits their name.

        That is the type of the tables, a firm where it ends as firms do by law, no place where 项目 stands behind.
        """
        known = {squash(c.name): c.type for c in self.candidates if any(m.method == "known" for m in c.places[LISTED])}
        firms = rules("recognise")["judge"]["firms"]
        for one in self.candidates:
            listed = known.get(squash(one.name), one.type) == one.type
            legal = told_by_ending(one.name) != "Firm.legal" or one.type in firms
            if listed and legal and not (one.type in ("Region", "Institution") and self.is_work(one)):
                yield one

    def is_work(self, one: Candidate) -> bool:
        """Tell whether the article puts 项目 or 工程 behind a name elsewhere, and so calls it a project."""
        return any(one.name + tail in self._works for tail in rules("recognise")["name"]["project_words"])

    def features(self, one: Candidate) -> Features:
        """Return what shows of a candidate: its sources, its chances, its form, and what stands around it."""
        kind = one.type
        mentions = one.mentions
        chances = [self._chance(m) for m in mentions]
        top, mean = max(chances), sum(chances) / len(chances)
        often, told = self._often[one.name], len(one.places[FOUND])
        row = [kind, f"top={int(top * 10)}", f"top={int(top * 5)} {kind}", f"mean={int(mean * 10)}"]
        row += [f"told={min(4, told)}", f"often={min(6, often)}", f"share={min(4, 4 * told // max(1, often))}"]
        row += [f"{source}{kind_of}" for source in (FOUND, RULED, LISTED, ENDING, THOUGHT) if one.places.get(source)
                for kind_of in ("", f" {kind}")]  # fmt: skip
        row += [f"{source} by {m.method}" for source in (FOUND, RULED) for m in one.places.get(source, ())]
        row += [f"long={min(10, len(one.name) // 2)}"] + ["title"] * (mentions[0].end <= self.doc.sentences[0].end)
        ending = told_by_ending(one.name)
        row += [f"ends={ending}", f"ends={ending.partition('.')[0]} {kind}", *self._around(mentions[0])]
        return list(dict.fromkeys(row))

    def _chance(self, one: Mention) -> float:
        """Return how likely the tagger holds a name: the least of its words' chances and of its end's."""
        first, last = self.tokens.starting_at(one.start), self.tokens.ending_at(one.end)
        if first < 0 or last < first:
            return 0.0
        inside = (self.chances[at].get(f"I-{one.type}", 0.0) for at in range(first + 1, last + 1))
        ended = 1 - self.chances[last + 1].get(f"I-{one.type}", 0.0) if last + 1 < len(self.chances) else 1.0
        return min(self.chances[first].get(f"B-{one.type}", 0.0), ended, *inside)

    def _around(self, one: Mention) -> Features:
        """Return a name's first and last words, what stands beside it, and how it lies to the names that were found."""
        text, items = self.doc.text, self.tokens.items
        first, last = self.tokens.starting_at(one.start), self.tokens.ending_at(one.end)
        row = [f"first={items[first].cls if first >= 0 else ''}", f"last={items[last].cls if last >= 0 else ''}"]
        row += [f"words={min(8, last - first + 1) if first >= 0 else 0}"]
        row += [f"<{text[one.start - 1 : one.start]}", f">{text[one.end : one.end + 1]}"]
        near = slice(bisect_left(self._starts, one.start - self._longest), bisect_left(self._starts, one.end))
        for other in self.found[near]:
            if other.end <= one.start or one.end <= other.start:
                continue
            if (other.start, other.end) == (one.start, one.end):
                row += [f"rival={other.type}"] * (other.type != one.type)
            elif other.start <= one.start and one.end <= other.end:
                row.append(f"in={other.type}")
            else:
                row.append("holds" if one.start <= other.start and other.end <= one.end else "crosses")
        return row


def judged(bench: Bench) -> list[Mention]:
    """Return the mentions of the candidates that the judge holds likely, the likelier the higher their score.

    What rules of the surest methods found is not asked about. Of types of which tagger and tables are good judges, what
    these found stands from a lower likelihood on, others from a higher one.
    """
    conf = rules("recognise")["judge"]
    found: list[Mention] = []
    for one in bench.possible():
        told = any(m.method in conf["standing"] for m in one.places.get(FOUND, ()))
        if told or (one.type == "Project" and bench.is_work(one)):
            found += one.mentions
            continue
        likely = model(MODEL).weigh(bench.features(one))[YES]
        least, sure = conf["spared"].get(one.type, (conf["least"], conf["least"]))
        stand = one.mentions if likely >= sure else one.places.get(FOUND, ()) if likely >= least else ()
        found += [replace(m, score=likely) for m in stand]
    found += owners(found, (m for one in bench.candidates for m in one.mentions))
    found += before_places(list(found), bench.tokens)
    return settle(_whole(m, bench.doc.text) for m in [*found, *head_offices(found)])


def _whole(mention: Mention, text: str) -> Mention:
    """Return a name with the mark right outside it that its own lacks: “红黑榜”机制, not 红黑榜”机制."""
    start, end = mention.start, mention.end
    for opener, closer in rules("recognise")["tagger"]["pairs"].items():
        lacking = mention.name.count(closer) - mention.name.count(opener)
        start -= lacking > 0 and text[start - 1 : start] == opener
        end += lacking < 0 and text[end : end + 1] == closer
    same = (start, end) == (mention.start, mention.end)
    return mention if same else replace(mention, start=start, end=end, name=text[start:end])


def _listed(hits: list[Hit], tokens: Tokens) -> Iterator[Mention]:
    """Yield what the tables hold besides regions, where it stands as words."""
    for hit in hits:
        if not (tokens.splits(hit.start) and tokens.splits(hit.end)):
            continue
        for entry in hit.entries:
            if entry.source in ("term", "known"):
                name = tokens.text[hit.start : hit.end]
                yield Mention(hit.start, hit.end, entry.type, name, entry.source, entry.code, entry.canonical)
