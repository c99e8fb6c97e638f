"""Where divisions lie on the page's map: their seats, projected beforehand; no borders are drawn.

The projection is Albers' equal-area conic with the standard parallels of maps of China, 25° and 47° N, about 105° E
(Snyder, Map Projections, USGS Professional Paper 1395, 1987, section 14), on a sphere.
"""

import math
from collections.abc import Iterable

from kg.lexicon import Seat, table

Spot = tuple[int, int]

UNIT = 2.0
"""Kilometres that one step of the map's numbers stands for."""
_EARTH = 6371.0
_SOUTH, _NORTH = math.radians(25), math.radians(47)
_MERIDIAN, _PARALLEL = math.radians(105), math.radians(36)
_CONE = (math.sin(_SOUTH) + math.sin(_NORTH)) / 2


def spots(codes: Iterable[str]) -> tuple[list[Spot], dict[str, Spot]]:
    """Return the seats of all divisions, to draw the land with, and code → seat of those asked for.

    Both are empty where none of the codes has a seat.
    """
    seats = {seat.code: _projected(float(seat.longitude), float(seat.latitude)) for seat in table("coordinates", Seat)}
    asked = {code: seats[code] for code in sorted(set(codes)) if code in seats}
    return (sorted(set(seats.values())) if asked else []), asked


def _projected(longitude: float, latitude: float) -> Spot:
    """Return x to the east and y to the south of 105° E, 36° N, in steps of :data:`UNIT`."""
    angle, radius = _CONE * (math.radians(longitude) - _MERIDIAN), _radius(math.radians(latitude))
    return round(radius * math.sin(angle)), round(radius * math.cos(angle) - _radius(_PARALLEL))


def _radius(latitude: float) -> float:
    """Return the distance of a parallel from the cone's tip."""
    return (
        _EARTH / UNIT / _CONE * math.sqrt(math.cos(_SOUTH) ** 2 + 2 * _CONE * (math.sin(_SOUTH) - math.sin(latitude)))
    )
