"""Which of some articles copy another."""

import pytest

from kg.copies import Families


@pytest.fixture
def copies():
    """Return a function from articles to those that copy one, as pairs of places."""

    def found(*articles):
        families = Families()
        for one in articles:
            families.add(one)
        return families.copies(articles)

    return found
