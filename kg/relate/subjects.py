"""Whom a number is about (annotation.md sections 3 and 6, "Subjects of numbers").

Each candidate's reasons have weights in ``relate.toml``, fitted on annotated articles; the candidate with the greatest
sum is meant, the nearest among equals. Where 各 says so, a number is about each of several.
"""

from dataclasses import replace

from kg.lexicon import rules
from kg.records import Entity, Quantity
from kg.relate.candidates import Candidate, Candidates
from kg.relate.context import Context
from kg.relate.spoken import words


def weight(candidate: Candidate) -> float:
    """Return the sum of the weights of a candidate's reasons: fitted ones, and set ones of reasons that are rare."""
    fitted, sure = rules("relate")["weights"], rules("relate")["subjects"]["sure"]
    return sum(float(sure.get(reason, fitted.get(reason, 0.0))) for reason in candidate.reasons)


class Subjects:
    """Finds the subject of every number of one article, in order."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.around = Candidates(context)
        self._wholes: list[tuple[Quantity, Entity]] = []

    def of(self, number: Quantity, indicator: str) -> list[Entity]:
        """Return whom a number is about: one, each of several (A、B各…), or nobody where the article names nothing."""
        whole = self._whole(number)
        found = [
            replace(c, reasons=(*c.reasons, "with its whole")) if c.entity == whole else c
            for c in self.around.of(number, indicator)
        ]
        best = max(found, key=lambda c: (weight(c), c.at), default=None)
        if best is not None:
            self._wholes.append((number, best.entity))
        each = self._listed(number, "each_words")
        every = self._listed(number, "all_words")
        if best is not None and best.entity in every:
            each = every
        return each or ([best.entity] if best is not None else [])

    def _whole(self, number: Quantity) -> Entity | None:
        """Return whom the last number of a unit is about, where 其中 says that what follows is part of it."""
        context = self.context
        sentence = context.sentence(number.start)
        if not context.doc.text.startswith(words("part_words"), sentence.start):
            return None
        before = (e for q, e in reversed(self._wholes[-9:]) if q.unit == number.unit and q.end <= sentence.start)
        return next(before, None)

    def _listed(self, number: Quantity, saying: str) -> list[Entity]:
        """Return the members of A、B before a number, where a word says that it holds for each of them."""
        start, _ = self.context.clause(number.start)
        if not any(w in self.context.doc.text[start : number.start] for w in words(saying)):
            return []
        tokens = self.context.seen.tokens
        told = (t.text for t in tokens.items[tokens.ending_at(start + 1) : tokens.ending_at(number.start) + 1])
        if not any(t.startswith(words(saying)) and len(t) <= 2 for t in told):
            return []
        before = max(self.context.clause(max(start - 1, 0))[0], self.context.sentence(number.start).start)
        listed = [s for s in self.around.between(before, number.start) if s.role in ("listed", "later")]
        kinds = {s.entity.type for s in listed}
        return list(dict.fromkeys(s.entity for s in listed)) if len(kinds) == 1 and len(listed) > 1 else []
