"""Articles are values: equal where their text is, hashed once, and never of half characters."""

import pickle

import pytest
from hostile import SURROGATES

from kg.errors import UsageError
from kg.records import Article


@pytest.mark.parametrize("half", [s for s in SURROGATES if len(s) == 1])
def test_half_a_surrogate_pair_makes_no_article(half):
    for parts in ((f"甲{half}", ""), ("甲", f"乙{half}"), ("甲", "", half)):
        with pytest.raises(UsageError, match="half a surrogate pair"):
            Article(*parts)


def test_the_hash_is_made_once_and_is_no_part_of_the_value():
    one, other = Article("甲", "乙"), Article("甲", "乙")
    assert one.sha256 is one.sha256
    assert one == other == pickle.loads(pickle.dumps(one))
    assert hash(one) == hash(other)
