"""Open proposals one after the other: what speaks for them, a person's answer, a row of decisions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.resolve import Identity
from kg.resolve.atoms import Atom
from kg.resolve.decisions import Decision, append, fingerprint
from kg.resolve.nodes import discriminator
from kg.resolve.proposals import Proposal, proposals
from kg.resolve.report import reason_in_words
from kg.resolve.verdicts import NOWHERE

SKIP, QUIT = "skip", "quit"

Ask = Callable[[str], str]
"""Shows a question and returns the answer; the empty string at the end of input."""


def review(
    identity: Identity, path: Path, ask: Ask, show: Callable[[str], None], say: dict[str, Any], who: str, now: str
) -> int:
    """Ask about each open proposal and add each answer to the file at once; return how many were added.

    Args:
        identity: what is one thing so far, by :func:`kg.resolve.identify` with sentences to show.
        path: the file of decisions; made where there is none.
        ask: puts a question.
        show: puts a line.
        say: the messages in a language.
        who: name of the person.
        now: ISO date or time that is written into the rows.

    Raises:
        OutputError: the file cannot be written.
    """
    words, count = say["resolve"], 0
    found = proposals(identity)
    for number, one in enumerate(found, 1):
        show(words["open"].format(number=number, total=len(found), score=f"{one.score:.2f}"))
        _show(one, show, say)
        answer = _answer(ask, words)
        if answer == QUIT:
            break
        if answer != SKIP:
            append(path, [_decision(one, answer, who, now, ask(words["why"]))])
            count += 1
    return count


def _answer(ask: Ask, words: dict[str, Any]) -> str:
    """Ask until the answer is one of the keys or verdicts; the end of input is to quit."""
    while True:
        given = ask(words["ask"]).strip().casefold()
        if not given:
            return QUIT
        if given in words["keys"] or given in words["keys"].values():
            return str(words["keys"].get(given, given))


def _show(one: Proposal, show: Callable[[str], None], say: dict[str, Any]) -> None:
    show(f"  [{say['types'].get(one.one.type, one.one.type)}] " + "; ".join(_reasons(one, say)))
    for side in (one.one, one.other):
        show(f"  {side.name} {discriminator(side)}".rstrip())
        for seen in side.shown:
            show(f"    「{seen.sentence}」\n      {seen.title} {seen.issued}".rstrip())


def _reasons(one: Proposal, say: dict[str, Any]) -> list[str]:
    return [reason_in_words(name, weight, say) for name, weight in one.reasons]


def _decision(one: Proposal, verdict: str, who: str, now: str, why: str) -> Decision:
    sides = (one.one, one.other)
    evidence = {fingerprint(seen.sentence) for side in sides for seen in side.shown}
    return Decision(
        verdict, one.one.name, one.other.name, one.one.type, _region(one.one), _region(one.other), who, now,
        why.strip(), " ".join(sorted(evidence)),
    )  # fmt: skip


def _region(atom: Atom) -> str:
    """Return the cell that tells an atom from its namesakes in other regions."""
    return discriminator(atom) or (NOWHERE if atom.placed else "")
