"""Clusters → the things of the graph, each with a name that no other thing of its type bears alike."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from kg.recognise.gazetteer import divisions
from kg.resolve.atoms import Atom


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the graph."""

    type: str
    name: str
    aliases: tuple[str, ...] = ()
    code: str = ""
    kind: str = ""
    discriminator: str = ""
    """What tells it from another thing of the same type and name: the region that its articles are about."""


def nodes_of(groups: list[list[Atom]]) -> list[Node]:
    """Return the node of each cluster, in their order; equal names get their regions behind them."""
    plain = [node_of(group) for group in groups]
    bearers = Counter(map(borne, plain))
    return [
        told_apart(node, group) if bearers[borne(node)] > 1 else node for node, group in zip(plain, groups, strict=True)
    ]


def node_of(group: list[Atom]) -> Node:
    """Return the node of a cluster, as it is where no other thing bears its name."""
    code = next((a.code for a in group if a.code), "")
    names = sum((a.names for a in group), Counter[str]())
    name = divisions()[code].name if code else max(names, key=lambda n: (names[n], len(n), n))
    forms = {form for a in group for form in a.written}
    kind = min((kind for a in group for kind in a.kinds), default="")
    return Node(group[0].type, name, tuple(sorted(forms - {name})), code, kind)


def told_apart(node: Node, group: list[Atom]) -> Node:
    """Return the node of a cluster as it is where others bear its name: with a region behind it."""
    return replace(node, discriminator=discriminator(_bearer(group, node.name)))


def borne(node: Node) -> tuple[str, str]:
    """Return what only one node may bear alike."""
    return node.type, node.code or node.name


def names_alone(atom: Atom) -> Iterable[Node]:
    """Yield the nodes that an atom can have been in another build: under each of its names, with region or without."""
    for name in sorted({*atom.names, atom.name}):
        yield Node(atom.type, name, code=atom.code)
        yield Node(atom.type, name, code=atom.code, discriminator=discriminator(atom))


def discriminator(atom: Atom) -> str:
    """Return what tells an atom from its namesakes: the name of its region, with what contains it where needed."""
    return " ".join(filter(None, (region_name(atom.home) if atom.home else "", atom.id[3])))


def region_name(path: tuple[str, ...]) -> str:
    """Return the name of the innermost region of a path, behind the one around it where others bear it too."""
    name = _name(path[-1])
    if len(path) > 1 and path[-1] in divisions() and _bearers()[name] > 1:
        return _name(path[-2]) + name
    return name


@cache
def _bearers() -> Counter[str]:
    return Counter(d.name for d in divisions().values())


def _name(code: str) -> str:
    return divisions()[code].name if code in divisions() else code


def _bearer(group: list[Atom], name: str) -> Atom:
    """Return the member that bears the cluster's name, of several the one of the outermost region."""
    return min(group, key=lambda a: (name not in a.names, len(a.home), a.id))
