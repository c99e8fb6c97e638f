"""Guards that no likeness of names overrides: phases, digits, compass points, kinds of bank."""

import re

from kg.lexicon import rules
from kg.segment import squash


def guards(name: str) -> frozenset[str]:
    """Return the marks of a name that must agree before two names may be one thing."""
    text = squash(name)
    conf = rules("resolve")["guards"]
    found = {f"phase:{m}" for m in re.findall(conf["phase"], text)}
    found |= {f"number:{m}" for m in re.findall("[0-9]{1,6}", text)}
    found |= {f"word:{w}" for w in conf["words"] if w in text}
    return frozenset(found)


def may_join(full: str, short: str) -> bool:
    """Tell whether a short form that an article gives for a full name may stand for it in other articles too.

    A short form that is itself a common word or drops a guarded mark of the full name may not.
    """
    return len(squash(short)) >= 2 and guards(short) <= guards(full) and _phases(full) == _phases(short)


def _phases(name: str) -> frozenset[str]:
    return frozenset(g for g in guards(name) if g.startswith("phase:"))
