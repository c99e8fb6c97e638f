"""Media types and languages by the header's weights."""

import pytest

from kg.serve.negotiate import language, wanted

OFFERS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv")


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", 0), ("*/*", 0), ("text/csv", 2), ("TEXT/CSV", 2), ("application/*", 0), ("text/csv;q=0.2, */*;q=0.1", 2),
        ("application/sparql-results+json;q=0, */*", 1), ("text/csv;q=0", None), ("image/png", None),
        ("application/*;q=0.3, text/csv;q=0.2", 0), ("text/csv;q=abc", None), (",,;q=1,", None),
        ("application/xml", 1), ("application/json;q=0.1, application/xml;q=0.2", 1), ("text/csv; header=present", 2),
    ],
)  # fmt: skip
def test_media(accept, given):
    assert wanted(accept, OFFERS) == ("" if given is None else OFFERS[given])


@pytest.mark.parametrize(
    ("accept", "asked", "given"),
    [
        ("", "", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.1", "", "en"),
        ("de, zh-CN;q=0.5", "", "zh"),
        ("en", "zh", "zh"),
        ("fr", "xx", "zh"),
    ],
)
def test_language(accept, asked, given):
    assert language(accept, asked) == given
