"""Where each node stands: computed beforehand, the same every time."""

import math

import networkx as nx

Point = tuple[float, float]


def positions(graph: nx.MultiDiGraph, scale: float = 95.0) -> dict[str, Point]:
    """Return x and y of every node: each component by springs from a fixed seed, then the components packed in rows."""
    plain = nx.Graph()
    plain.add_nodes_from(graph.nodes)
    plain.add_edges_from(sorted({tuple(sorted(e)) for e in graph.edges() if e[0] != e[1]}))
    parts = sorted(nx.connected_components(plain), key=lambda c: (-len(c), min(c)))
    boxes = [_component(plain.subgraph(sorted(part)), scale) for part in parts]
    return _packed(boxes, scale)


def _component(part: nx.Graph, scale: float) -> dict[str, Point]:
    """Return one component laid out around the origin."""
    nodes = sorted(part.nodes)
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(tuple(sorted(e)) for e in part.edges))
    rounds = 120 if len(nodes) < 400 else 40
    spots = nx.spring_layout(ordered, seed=7, iterations=rounds, k=1.9 / math.sqrt(len(nodes)), method="force")
    size = scale * math.sqrt(len(nodes))
    return {n: (float(x) * size * 1.35, float(y) * size) for n, (x, y) in spots.items()}


def _packed(boxes: list[dict[str, Point]], scale: float) -> dict[str, Point]:
    """Set components beside each other in rows about as wide as the largest one."""
    placed: dict[str, Point] = {}
    if not boxes:
        return placed
    width = max(1600.0, 1.15 * (max(x for x, _ in boxes[0].values()) - min(x for x, _ in boxes[0].values())))
    left, top, row = 0.0, 0.0, 0.0
    for box in boxes:
        xs, ys = [x for x, _ in box.values()], [y for _, y in box.values()]
        wide, high = max(xs) - min(xs) + 2 * scale, max(ys) - min(ys) + scale
        if left and left + wide > width:
            left, top, row = 0.0, top + row, 0.0
        for node, (x, y) in box.items():
            placed[node] = (round(left + x - min(xs) + scale), round(top + y - min(ys) + scale / 2))
        left, row = left + wide, max(row, high)
    return placed
