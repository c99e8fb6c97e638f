"""Texts of articles stay text, whatever marks stand in them."""

import pytest

from kg.markdown import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("投资超20亿元", "投资超20亿元"), ("a*b_c", "a\\*b\\_c"), ("[甲](乙)", "\\[甲\\](乙)"), ("甲|乙", "甲\\|乙"),
        ("<b>R&D</b>", "&lt;b&gt;R&amp;D&lt;/b&gt;"), ("一\n# 二", "一 \\# 二"),
    ],
)  # fmt: skip
def test_marks_are_shown_as_they_are(text, shown):
    assert plain(text) == shown
