"""Entities of many articles → nodes: the same thing once, and never two things as one.

What bears one name is an atom, apart by region where such names recur (:mod:`kg.resolve.atoms`). Proofs and people's
decisions join atoms; likeness alone only makes proposals (:mod:`kg.resolve.proposals`). Guards and people's no hold
along every chain (:mod:`kg.resolve.clusters`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.records import Extraction
from kg.resolve.atoms import Atom, AtomId, atom_ids, atoms_of
from kg.resolve.clusters import Clusters, cluster
from kg.resolve.decisions import Decision, hashes
from kg.resolve.nodes import Node, nodes_of
from kg.resolve.proofs import RANKS, Proof, proofs
from kg.resolve.verdicts import IriOf, Verdicts, verdicts

__all__ = ["Identity", "Node", "NodesIn", "identify", "resolve"]

NodesIn = Callable[[Extraction], dict[str, Node]]
"""Gives the node of each entity of an article, by the entity's id."""
SHOWN = 2
"""Sentences of each thing that a person sees who decides."""


@dataclass(frozen=True)
class Identity:
    """What is one thing and what is not."""

    atoms: dict[AtomId, Atom]
    of: dict[AtomId, Node]
    """The node of every atom."""
    clusters: Clusters
    verdicts: Verdicts

    def nodes_in(self, extraction: Extraction) -> dict[str, Node]:
        """Return the node of each entity of an article, by the entity's id."""
        return {entity: self.of[atom] for entity, atom in atom_ids(extraction).items()}

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a build says of decisions: those that name nothing, are not followed, or lost sentences."""
        yes = (self.verdicts.same[p.one, p.other] for p, _ in self.clusters.held if p.reason == RANKS[0])
        against = (f"{d.place}: {d.a} / {d.b} not joined, other decisions keep them apart" for d in yes)
        gone = (f"{d.place}: sentences behind {d.a} / {d.b} have changed; see kg resolve" for d in self.verdicts.review)
        return (*self.verdicts.problems, *against, *gone)

    @property
    def possibly(self) -> list[tuple[Node, Node]]:
        """Return the pairs of nodes of which a person was unsure, in order."""
        pairs = {(self.of[a], self.of[b]) for a, b in self.verdicts.unsure}
        return sorted((p for p in pairs if p[0] != p[1]), key=repr)


def identify(
    extractions: Iterable[Extraction],
    decisions: Iterable[Decision] = (),
    iri_of: IriOf | None = None,
    shown: int = SHOWN,
) -> Identity:
    """Decide which entities are one thing: a pure function of the set of extractions and the set of decisions.

    Args:
        extractions: what the articles say; taken one by one, none is kept.
        decisions: what people decided.
        iri_of: how a node's IRI is made, for decisions that give IRIs.
        shown: how many sentences of each thing to keep for :func:`kg.resolve.review.review`.
    """
    decisions = list(decisions)
    atoms = atoms_of(extractions, hashes(decisions), shown)
    found = verdicts(atoms, decisions, iri_of)
    clusters = cluster(atoms, [*decided(found), *proofs(atoms)], found.different, found.unsure)
    of = {a.id: node for group, node in zip(clusters.groups, nodes_of(clusters.groups), strict=True) for a in group}
    return Identity({a.id: a for a in atoms}, of, clusters, found)


def decided(found: Verdicts) -> list[Proof]:
    """Return people's yes as proofs."""
    return [Proof(RANKS.index("decision"), *pair, row.why) for pair, row in found.same.items()]


def resolve(extractions: Iterable[Extraction]) -> NodesIn:
    """Return what gives the nodes of each of these articles, without decisions."""
    return identify(extractions).nodes_in
