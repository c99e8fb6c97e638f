"""Names are counted in one pass as ``str.count`` counts each."""

from hypothesis import given
from hypothesis import strategies as st

from kg.recognise.occurrences import occurrences

SHORT = st.text("甲乙丙", min_size=1, max_size=3)


@given(st.text("甲乙丙", max_size=30), st.lists(SHORT, max_size=5))
def test_counts_are_those_of_each_name_alone(text, names):
    assert occurrences(text, names) == {name: text.count(name) for name in names}
