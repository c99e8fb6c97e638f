"""What keeps two things apart whatever the likeness of their names."""

from kg.recognise.gazetteer import ancestors
from kg.resolve.atoms import OWNERSHIP, Atom, compatible, level_word, same_place


def guards(one: Atom, other: Atom) -> list[str]:
    """Return the names of the guards that keep two atoms apart, each with what differs: ``phase:1期``, ``place``."""
    a, b = one.key, other.key
    found = {
        "type": one.type != other.type,
        "code": bool(one.code and other.code and one.code != other.code),
        "region": not same_place(one, other),
        "place": not places_agree(a.places, b.places, strict=one.type == "Institution"),
        "level": len({level_word(x.type, x.name) for x in (one, other)} - {""}) > 1,
        "table": bool(a.known and b.known and a.known != b.known),
        "brackets": a.brackets != b.brackets and a.stem != b.stem,
        "legal": one.type == "Enterprise" and bool(a.ending and b.ending and a.ending != b.ending),
        "amount": one.type == "Project" and not compatible(one.amounts, other.amounts),
        "subsidiary": _subordinate(one, other),
    }
    marks = min((x ^ y for x, y in zip(a.marks, b.marks, strict=True)), key=lambda m: (len(m), sorted(m)))
    return [name for name, fires in found.items() if fires] + sorted(marks)


def places_agree(one: frozenset[str], other: frozenset[str], *, strict: bool) -> bool:
    """Tell whether two sets of possible places share one, or, where not strict, one lies in another."""
    if not one or not other or one & other:
        return True
    return not strict and any(x in ancestors(y) or y in ancestors(x) for x in one for y in other)


def _subordinate(one: Atom, other: Atom) -> bool:
    return any(
        (owns, form) in x.neighbours for x, y in ((one, other), (other, one)) for form in y.forms for owns in OWNERSHIP
    )
