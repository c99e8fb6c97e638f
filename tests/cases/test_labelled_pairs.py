"""Well-known names, same or different: a pair a row in ``identity.csv``.

``region_a`` and ``region_b`` are the codes of the regions that the articles are about. ``shown`` is the proof that
joins a pair, or the guards that keep it apart; empty where nothing is proven and nothing forbidden.
"""

import csv
from pathlib import Path

import pytest
from saying import article

from kg.resolve import identify
from kg.resolve.guards import guards
from kg.resolve.proofs import RANKS

with (Path(__file__).parent / "identity.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
LEAST = 160


def sides(row):
    return [(row["type"], row[k], row[f"region_{k}"]) for k in "ab"]


def read(*things):
    return identify([article(thing[:2], home=thing[2], title=str(n)) for n, thing in enumerate(things)])


def atom_of(identity, thing):
    """Return the atom of a name; where it recurs from place to place, the one of the region."""
    type_, name, code = thing
    fits = [a for a in identity.atoms.values() if a.type == type_ and name in a.names]
    return next((a for a in fits if any(home[-1:] == (code,) for home in a.homes)), fits[0])


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['a']}/{r['b']} {r['region_a']}")
def test_pair(row):
    found = read(*sides(row))
    one, other = (atom_of(found, side) for side in sides(row))
    together = found.of[one.id] == found.of[other.id]
    if row["verdict"] == "different":
        assert not together
        assert "|".join(guards(one, other)) == row["shown"]
    else:
        assert together == (row["shown"] in RANKS)
        assert [p.reason for p in found.clusters.made][:1] == [row["shown"]] * together


def test_no_wrong_merge_with_all_names_in_one_graph():
    """Chains over other names may not join what is different either."""
    found = read(*sorted({side for row in ROWS for side in sides(row)}))
    for row in ROWS:
        one, other = (atom_of(found, side) for side in sides(row))
        if row["verdict"] == "different":
            assert found.of[one.id] != found.of[other.id], row


def test_there_are_pairs_enough_and_most_of_one_thing_are_found():
    same = [row for row in ROWS if row["verdict"] == "same"]
    assert len(ROWS) >= LEAST and len(same) >= 40
    assert sum(row["shown"] in RANKS for row in same) >= 0.9 * len(same)
