"""The map's ground: seats where they lie, in true proportion."""

import math

import pytest

from kg.view.ground import UNIT, spots


def test_seats_of_those_asked_for_and_all_others():
    land, seats = spots(["510700", "510000", "000000", ""])
    assert set(seats) == {"510000", "510700"}
    assert len(land) > 2500 and set(seats.values()) <= set(land)
    assert spots(["nowhere"]) == ([], {})


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [("110000", "310000", 1067), ("510100", "500000", 270), ("230100", "440100", 2790)],
    ids=["北京 上海", "成都 重庆", "哈尔滨 广州"],
)
def test_distances_are_nearly_those_on_the_earth(one, other, kilometres):
    _, seats = spots([one, other])
    assert math.dist(seats[one], seats[other]) * UNIT == pytest.approx(kilometres, rel=0.04)


def test_east_is_right_and_south_is_down():
    _, seats = spots(["110000", "310000", "510100"])
    beijing, shanghai, chengdu = (seats[code] for code in ("110000", "310000", "510100"))
    assert chengdu[0] < beijing[0] < shanghai[0]
    assert beijing[1] < chengdu[1], "y grows to the south"
