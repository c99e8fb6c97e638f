"""Texts of articles inside Markdown: nothing in them is taken for a mark or a tag."""

from html import escape


def plain(text: str) -> str:
    """Return a text as one line that Markdown shows as it is."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]#|~!" else c for c in escape(" ".join(text.split()), quote=False))
