"""Texts of articles stay text, whatever marks stand in them."""

from html.parser import HTMLParser

import pytest
from hostile import fuzzing, names
from hypothesis import given
from markdown_it import MarkdownIt

from kg.escaping import html, markdown, visible

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLACES = (
    "{}",
    "- {}",
    "> {}",
    "  > — {}\n",
    "# {}",
    "### 一 · {}",
    "*{}*  ",
    "| a | b |\n| --- | --- |\n| {} | c |",
    "[{}] 乙",
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("投资超20亿元", "投资超20亿元"), ("a*b_c", "a\\*b\\_c"), ("[甲](乙)", "\\[甲\\](乙)"), ("甲|乙", "甲\\|乙"),
        ("<b>R&D</b>", "&lt;b&gt;R&amp;D&lt;/b&gt;"), ("一\n# 二", "一 \\# 二"), ("1. 一", "1\\. 一"),
        ("- 一", "\\- 一"), ("+1", "\\+1"), ("3.5亿元", "3\\.5亿元"), ("https://x.invalid", "https\\://x.invalid"),
        ("2-1", "2-1"),
        ("www.x.invalid", "www\\.x.invalid"), ("甲\u202e乙", "甲\\\\u202e乙"), ("===", "\\==="),
    ],
)  # fmt: skip
def test_marks_are_shown_as_they_are(text, shown):
    assert markdown(text) == shown


def read(source):
    """Return the kinds of marks that a reader of Markdown sees, and its text."""
    tokens = READER.parse(source)
    flat = [child for token in tokens for child in (token, *(token.children or ()))]
    kinds = [t.type for t in flat if t.type != "text"]
    return kinds, "".join(t.content for t in flat if t.type == "text")


@pytest.mark.parametrize("place", PLACES)
@fuzzing(150)
@given(text=names)
def test_markdown_shows_a_text_as_it_is_wherever_it_stands(place, text):
    line = visible(" ".join(text.split()))
    if line:
        kinds, found = read(place.format(markdown(text)))
        wanted, around = read(place.format("甲"))
        assert kinds == wanted
        assert found == around.replace("甲", line)


class Page(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.values, self.text = [], [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, len(attrs)))
        self.values += [value for _, value in attrs]

    def handle_comment(self, data):
        self.tags.append(("comment", data))

    def handle_data(self, data):
        self.text += data


@fuzzing(300)
@given(names)
def test_html_shows_a_text_as_it_is_in_elements_and_attributes(text):
    found = Page(f"<p title='{html(text)}' class=\"{html(text)}\">{html(text)}</p>")
    shown = visible(text, "\n\t")
    assert (found.tags, found.values, found.text) == ([("p", 2)], [shown, shown], shown)


@fuzzing(300)
@given(names)
def test_what_is_visible_holds_no_control_and_no_mark_of_direction(text):
    found = visible(text)
    assert not [c for c in found if c in "\x00\x1b\u202a\u202e\u2066\u2069\u200b\u2028\ufeff\n"]
    assert found.isascii() or not text.isascii()
