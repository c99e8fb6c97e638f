"""Doubts about the numbers and dates of a saved graph, and what was checked and holds; nothing is changed or dropped.

Every finding has a kind and a severity (``kg/data/audit.toml``), an explanation in Chinese and English
(``messages.toml``), the statements that it rests on with their sentences, and its arithmetic written out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import pyoxigraph as ox

from kg.audit.arithmetic import check_breakdowns, check_growth, check_shares, check_weights
from kg.audit.breakdowns import breakdowns
from kg.audit.dates import check_future, check_order, check_progress, check_repeats
from kg.audit.finding import SEVERITIES, Finding
from kg.audit.finding import kinds as kinds
from kg.audit.naming import check_indicators, check_lists, check_members
from kg.audit.possible import check_ranks, check_values
from kg.audit.rdf import written as written
from kg.audit.report import FORMATS as FORMATS
from kg.audit.statements import check_likely_same, check_same_figure, check_statements
from kg.errors import UsageError
from kg.facts.figures import Statement, Statements

Told = TypeVar("Told", bound=Statement)


def audit(store: ox.Store) -> list[Finding]:
    """Return everything that the audit finds in a graph, errors first; the same graph gives the same list.

    Raises:
        GraphError: a value or position of the graph is no number.
    """
    said = Statements(store)
    figures = said.figures
    own, steps = _own(figures), _own(said.steps)
    broken = breakdowns(figures)
    found: list[Finding] = [
        *check_breakdowns(broken), *check_shares(figures, broken), *check_weights(figures), *check_growth(figures),
        *check_indicators(figures), *check_lists(said), *check_members(said),
        *check_statements(own, broken), *check_same_figure(figures), *check_likely_same(said),
        *check_future([*steps, *own]), *check_order(steps), *check_repeats(steps), *check_progress(steps),
        *check_values(figures), *check_ranks(figures),
    ]  # fmt: skip
    return sorted(_once(found, {one.iri: one.repeats for one in (*figures, *said.steps)}), key=lambda f: f.order)


def _own(statements: Iterable[Told]) -> list[Told]:
    """Return the statements that articles make of their own: what they copy tells nothing about time or agreement."""
    return [one for one in statements if not one.repeats]


def _once(found: Iterable[Finding], repeats: Mapping[str, str]) -> Iterator[Finding]:
    """Yield findings, of those that copies of one text give again only the first."""
    seen = set()
    for one in sorted(found, key=lambda f: (sum(bool(s.repeats) for s in f.statements), f.order)):
        rests = frozenset(repeats.get(s.iri) or s.iri for s in one.statements)
        key = (one.kind, one.about, one.arithmetic, rests)
        if key not in seen:
            seen.add(key)
            yield one


def failing(found: Iterable[Finding], condition: str) -> list[Finding]:
    """Return the findings that meet a condition: a kind, or a severity and what weighs more.

    Raises:
        UsageError: there is no such kind or severity.
    """
    if condition in kinds():
        return [f for f in found if f.kind == condition]
    if condition not in SEVERITIES:
        raise UsageError(f"{condition!r} is no kind or severity; `kg audit --kinds` lists them")
    least = SEVERITIES.index(condition)
    return [f for f in found if SEVERITIES.index(f.severity) >= least]


def selected(found: Sequence[Finding], conditions: Sequence[str]) -> Sequence[Finding]:
    """Return the findings that meet any of some conditions, all where there are none; see :func:`failing`."""
    kept = {id(f) for condition in conditions for f in failing(found, condition)}
    return [f for f in found if id(f) in kept] if conditions else found
