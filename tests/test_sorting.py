"""Lines are sorted as a set of them would be, whatever fits in memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.sorting
from kg.errors import OutputError
from kg.sorting import sorted_lines

LINES = st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=6), max_size=60)


@given(LINES, st.integers(0, 80), st.integers(2, 4))
def test_equal_to_sorting_in_memory(tmp_path_factory, lines, held, runs):
    place = tmp_path_factory.mktemp("sort")
    before, kg.sorting.RUNS = kg.sorting.RUNS, runs
    try:
        found = list(sorted_lines(iter(lines), place, held))
    finally:
        kg.sorting.RUNS = before
    assert found == [f"{line}\n".encode() for line in sorted(set(lines))]
    assert list(place.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(OutputError, match="cannot sort there"):
        list(sorted_lines(["a", "b"], tmp_path / "none", held=0))
