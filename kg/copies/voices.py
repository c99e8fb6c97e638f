"""Which of the articles that state one fact say it of their own, and which copy one that stood before."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from kg.copies.passages import WORDING, Passage
from kg.copies.tokens import GRAM, grams

KEPT = 8
"""How many statements are remembered by a run of tokens, and how many are compared in full."""

LEAST = WORDING - GRAM + 1
"""Runs of tokens that the shortest shared passage holds."""


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of a fact."""

    article: Hashable
    family: Hashable
    """The article of which the article is a copy, else itself."""
    passage: Passage


def originals(said: Sequence[Said]) -> list[int]:
    """Return for each statement the one that it repeats, -1 where its article says the fact of its own.

    ``said`` are the statements of one fact, those of the article that was published first in front. What is a copy in
    one place of an article makes all its statements of the fact no independent word for it.
    """
    grouped: dict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(said):
        grouped[one.article].append(place)
    found, known = [-1] * len(said), _Known(said)
    families: dict[Hashable, int] = {}
    for places in grouped.values():
        runs = {place: np.unique(grams(said[place].passage.ids)).tolist() for place in places}
        family = said[places[0]].family
        copied = families[family] if family in families else known.copied(runs)
        first = copied if found[copied] < 0 or copied < 0 else found[copied]
        for place in places:
            found[place] = first
        families.setdefault(family, places[0] if first < 0 else first)
        known.add(runs)
    return found


class _Known:
    """The statements that were looked at, by the runs of tokens around them."""

    def __init__(self, said: Sequence[Said]) -> None:
        self.said = said
        self._by_run: dict[int, list[int]] = defaultdict(list)

    def add(self, runs: dict[int, list[int]]) -> None:
        for place, own in runs.items():
            for run in own:
                if len(self._by_run[run]) < KEPT:
                    self._by_run[run].append(place)

    def copied(self, runs: dict[int, list[int]]) -> int:
        """Return the first statement that one of some others copies, or is copied in; -1 where there is none."""
        for place, own in runs.items():
            shared = Counter(old for run in own for old in self._by_run.get(run, ()))
            likely = [old for old, count in shared.most_common(KEPT) if count >= LEAST]
            one = self.said[place].passage
            for old in sorted(likely):
                if one.copies(self.said[old].passage) or self.said[old].passage.copies(one):
                    return old
        return -1
