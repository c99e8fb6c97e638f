"""What is one thing, as operations on data frames: the functions of :mod:`kg.resolve` over blocks and components."""

import json
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from kg.graph import Minter
from kg.pipeline.spark.frames import Row, components, each_key, each_part, packed, unpacked
from kg.pipeline.spark.reading import extraction_of
from kg.resolve import Node, decided
from kg.resolve.atoms import Atom, AtomId, atoms_of
from kg.resolve.clusters import cluster
from kg.resolve.decisions import Decision, hashes
from kg.resolve.nodes import borne, node_of, told_apart
from kg.resolve.proofs import Proof, blocks, proofs_within
from kg.resolve.verdicts import Verdicts, meant, verdicts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def key_of(identity: AtomId) -> str:
    """Return an atom's id as a column of text."""
    return json.dumps(identity, ensure_ascii=False)


def atoms(claims: "DataFrame", decisions: list[Decision]) -> "DataFrame":
    """Return ``atom`` (its id) and ``record`` (the atom) of all claims: summed within each part, then over all."""
    parts = each_part(claims, partial(_atoms, evidence=hashes(decisions)), ("atom", "record"))
    return each_key(parts, "atom", _added, ("atom", "record"))


def judged(found: "DataFrame", decisions: list[Decision], base: str) -> Verdicts:
    """Return what people decided, in terms of the atoms that decisions can mean; these are fetched to the driver."""
    iri_of = partial(_iri, base=base)
    if not decisions:
        return verdicts([], [])
    rows = each_part(found, partial(_meant, decisions=decisions, base=base), ("record",)).collect()
    return verdicts(sorted((unpacked(row.record) for row in rows), key=lambda a: a.id), decisions, iri_of)


def nodes(found: "DataFrame", verdict: Verdicts) -> "DataFrame":
    """Return ``atom`` (its id) and ``record`` (its node) for all atoms."""
    from pyspark.sql import functions as f

    shared = each_part(found, _blocks, ("block", "record"))
    proofs = each_key(shared, "block", _proofs, ("one", "two", "record")).checkpoint()
    said = [(key_of(p.one), key_of(p.other), packed(p)) for p in decided(verdict)]
    if said:
        proofs = proofs.union(found.sparkSession.createDataFrame(said, "one string, two string, record binary"))
    group = components(proofs.select("one", "two")).withColumnRenamed("member", "atom")
    members = found.join(group, "atom", "left").select(f.coalesce("component", "atom").alias("component"), "record")
    joins = proofs.join(group, proofs.one == group.atom).select("component", "record")
    together = partial(_clustered, verdict=verdict)
    clusters = each_key(members.union(joins), "component", together, ("name", "record", "other", "atoms"))
    return each_key(clusters, "name", _named, ("atom", "record"))


def _atoms(rows: Iterator[Row], evidence: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    return ((key_of(atom.id), packed(atom)) for atom in atoms_of(map(extraction_of, rows), evidence))


def _added(key: str, rows: Iterator[Row]) -> Iterator[tuple[str, bytes]]:
    atom: Atom = unpacked(next(rows)["record"])
    for row in rows:
        atom.add(unpacked(row["record"]))
    yield key, packed(atom)


def _meant(rows: Iterator[Row], decisions: list[Decision], base: str) -> Iterator[tuple[bytes]]:
    wanted, iri_of = meant(decisions), partial(_iri, base=base)
    return ((row["record"],) for row in rows if wanted(unpacked(row["record"]), iri_of))


def _iri(node: Node, base: str) -> str:
    return Minter(base).entity(node).value


def _blocks(rows: Iterator[Row]) -> Iterator[tuple[str, bytes]]:
    for row in rows:
        for block in blocks(unpacked(row["record"])):
            yield json.dumps(block, ensure_ascii=False), row["record"]


def _proofs(block: str, rows: Iterator[Row]) -> Iterator[tuple[str, str, bytes]]:
    members: list[Atom] = sorted((unpacked(row["record"]) for row in rows), key=lambda a: a.id)
    for proof in proofs_within(_frozen(json.loads(block)), members):
        yield key_of(proof.one), key_of(proof.other), packed(proof)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _clustered(_: str, rows: Iterator[Row], verdict: Verdicts) -> Iterator[tuple[str, bytes, bytes, str]]:
    """Yield the clusters of a component: the name that it bears, its node, the node told apart, and its atoms."""
    records = [unpacked(row["record"]) for row in rows]
    members = sorted((r for r in records if isinstance(r, Atom)), key=lambda a: a.id)
    proofs = {r for r in records if isinstance(r, Proof)}
    for group in cluster(members, proofs, verdict.different, verdict.unsure).groups:
        node = node_of(group)
        names = json.dumps([key_of(a.id) for a in group], ensure_ascii=False)
        yield json.dumps(borne(node), ensure_ascii=False), packed(node), packed(told_apart(node, group)), names


def _named(_: str, rows: Iterator[Row]) -> Iterator[tuple[str, bytes]]:
    """Yield the node of each atom of the clusters that bear one name: told apart where there are several."""
    found = list(rows)
    for row in found:
        for atom in json.loads(row["atoms"]):
            yield atom, row["record"] if len(found) == 1 else row["other"]
