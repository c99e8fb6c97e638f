"""Where a folded wording stands in the sentence as written."""

import pytest

from kg.view.spans import place_of


@pytest.mark.parametrize(
    ("wording", "quote", "written"),
    [
        ("超50亿元", "总投资超 50 亿元。", "超 50 亿元"),
        ("3月", "３月动工", "３月"),
        ("超过30亿元", "總投資超過30億元的產業園項目開工", "超過30億元"),
        ("8个", "\U00020000县有8个", "8个"),
        ("9个", "有8个", ""),
        ("", "有8个", ""),
        ("8个", "", ""),
    ],
)
def test_place(wording, quote, written):
    found = place_of(wording, quote)
    assert (quote[slice(*found)] if found else "") == written
