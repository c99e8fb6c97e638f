"""Where each node stands: computed beforehand, the same every time, with room for every label."""

import math

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra  # type: ignore[import-untyped]

Point = tuple[float, float]
Matrix = NDArray[np.float64]

EDGE = 62.0
"""Length of an edge between two leaves, in the page's units; hubs stand further apart."""
LABEL = 14
"""Characters of a label that are drawn; the page cuts the rest."""


def size(degree: int) -> float:
    """Return the radius of a node with so many edges."""
    return round(min(8 + 5 * math.sqrt(degree), 44), 1)


def positions(graph: nx.MultiDiGraph) -> dict[str, Point]:
    """Return x and y of every node: each component by its path lengths, then all components packed in rows."""
    plain = nx.Graph()
    plain.add_nodes_from(sorted(graph.nodes))
    plain.add_edges_from(sorted({tuple(sorted(e)) for e in graph.edges() if e[0] != e[1]}))
    boxes = {n: _box(str(d["label"]), graph.degree(n)) for n, d in graph.nodes(data=True)}
    order = {n: (d["type"], n) for n, d in graph.nodes(data=True)}
    parts = sorted(nx.connected_components(plain), key=lambda c: (-len(c), min(order[n] for n in c)))
    placed = [_component(plain.subgraph(part), boxes) for part in parts]
    return _packed(placed, boxes)


def _box(label: str, degree: int) -> Point:
    """Return width and height that a node and the label below it take."""
    width = 15.0 * min(len(label), LABEL) + (30 if degree > 5 else 0)
    return max(2 * size(degree), width) + 14, 2 * size(degree) + 32


def _component(part: nx.Graph, boxes: dict[str, Point]) -> dict[str, Point]:
    """Return one component laid out around the origin."""
    nodes = sorted(part.nodes)
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(tuple(sorted(e)) for e in part.edges))
    for one, other in ordered.edges:
        ordered[one][other]["weight"] = EDGE * (1 + 0.32 * math.sqrt(ordered.degree(one) + ordered.degree(other)))
    start = nx.spring_layout(ordered, seed=7, iterations=30, method="force")
    points = np.array([start[n] for n in nodes]) * EDGE * math.sqrt(len(nodes))
    lengths = dijkstra(nx.to_scipy_sparse_array(ordered, nodelist=nodes), directed=False)
    points = _upright(_by_stress(points, lengths))
    points = _apart(points, np.array([boxes[n] for n in nodes]))
    return {n: (float(x), float(y)) for n, (x, y) in zip(nodes, points, strict=True)}


def _by_stress(points: Matrix, lengths: Matrix) -> Matrix:
    """Return points whose distances come near the path lengths (stress majorization, weights 1/length²)."""
    count = len(points)
    weights = 1 / (lengths + np.eye(count)) ** 2
    np.fill_diagonal(weights, 0)
    total = weights.sum(axis=1)[:, None]
    for _ in range(80 if count < 800 else 25):
        x, y = points[:, 0], points[:, 1]
        apart = np.hypot(x[:, None] - x, y[:, None] - y)
        pull = weights * lengths / np.maximum(apart, 1e-6)
        points = (pull.sum(axis=1)[:, None] * points - pull @ points + weights @ points) / total
    return points


def _upright(points: Matrix) -> Matrix:
    """Return points turned so that the longest extent lies across the screen."""
    centred = points - points.mean(axis=0)
    angle = 0.5 * math.atan2(2 * float(centred[:, 0] @ centred[:, 1]), float((centred[:, 0] ** 2 - centred[:, 1] ** 2).sum()))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    turned: Matrix = centred @ turn
    return turned


def _apart(points: Matrix, boxes: Matrix) -> Matrix:
    """Return points pushed apart until no two boxes overlap, or patience ends."""
    for _ in range(120 if len(points) < 800 else 30):
        dx, dy = (points[:, i][:, None] - points[:, i] for i in (0, 1))
        over_x = (boxes[:, 0][:, None] + boxes[:, 0]) / 2 - np.abs(dx)
        over_y = (boxes[:, 1][:, None] + boxes[:, 1]) / 2 - np.abs(dy)
        one, other = np.nonzero(np.triu((over_x > 0.5) & (over_y > 0.5), 1))
        if not len(one):
            break
        sideways = over_x[one, other] < over_y[one, other]
        step = np.zeros((len(one), 2))
        for axis, chosen, over, gap in ((0, sideways, over_x, dx), (1, ~sideways, over_y, dy)):
            sign = np.where(gap[one, other] >= 0, 1.0, -1.0)
            step[:, axis] = np.where(chosen, 0.4 * sign * over[one, other], 0.0)
        points = points.copy()
        np.add.at(points, one, step)
        np.add.at(points, other, -step)
    return points


def _packed(parts: list[dict[str, Point]], boxes: dict[str, Point]) -> dict[str, Point]:
    """Set components beside each other in rows about as wide as the largest one."""
    placed: dict[str, Point] = {}
    left = top = row = width = 0.0
    for part in parts:
        x0 = min(x - boxes[n][0] / 2 for n, (x, _) in part.items())
        y0 = min(y - boxes[n][1] / 2 for n, (_, y) in part.items())
        wide = max(x + boxes[n][0] / 2 for n, (x, _) in part.items()) - x0
        high = max(y + boxes[n][1] / 2 for n, (_, y) in part.items()) - y0
        width = width or max(1200.0, wide)
        if left and left + wide > width:
            left, top, row = 0.0, top + row, 0.0
        placed |= {n: (round(left + x - x0), round(top + y - y0)) for n, (x, y) in part.items()}
        left, row = left + wide + EDGE / 2, max(row, high + EDGE / 2)
    return placed
