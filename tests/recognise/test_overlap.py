"""Who wins where names overlap."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kg.recognise.overlap import _compatible, settle
from kg.records import Mention


def m(start, end, kind, score=1.0):
    return Mention(start, end, kind, "x" * (end - start), "test", score=score)


def test_the_longer_name_wins():
    assert settle([m(0, 2, "Industry"), m(0, 5, "Policy")]) == [m(0, 5, "Policy")]


def test_an_enterprise_inside_a_project_stays():
    both = [m(0, 8, "Project"), m(0, 3, "Enterprise")]
    assert settle(both) == both


def test_a_region_inside_an_enterprise_goes():
    assert settle([m(0, 4, "Enterprise"), m(0, 2, "Region")]) == [m(0, 4, "Enterprise")]


def test_of_equal_length_the_higher_score_wins():
    assert settle([m(0, 4, "Product", 0.5), m(0, 4, "Industry", 0.6)]) == [m(0, 4, "Industry", 0.6)]


def test_a_partial_overlap_keeps_one():
    assert settle([m(0, 5, "Project"), m(3, 9, "Region")]) == [m(3, 9, "Region")]


def test_order_of_candidates_does_not_matter():
    names = [m(0, 8, "Project"), m(0, 3, "Enterprise"), m(2, 6, "Industry"), m(9, 12, "Region")]
    assert settle(names) == settle(reversed(names))


MENTIONS = st.builds(
    lambda start, length, kind, score: m(start, start + length, kind, score),
    st.integers(0, 12), st.integers(1, 6), st.sampled_from(["Project", "Region", "Enterprise", "Industry"]),
    st.sampled_from([0.5, 1.0]),
)  # fmt: skip


@given(st.lists(MENTIONS, max_size=12))
def test_no_two_of_what_is_left_are_in_conflict(mentions):
    left = sorted(settle(mentions), key=lambda x: x.start - x.end)
    assert all(_compatible(shorter, longer) for longer, shorter in combinations(left, 2))
