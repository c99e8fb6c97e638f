"""Texts of articles inside Markdown, HTML and terminals: nothing in them is taken for a mark, a tag or a command."""

import re
import unicodedata
from html import escape

_UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
"""Categories of Unicode that show nothing or change what stands around them: controls, bidirectional marks …"""
_MARK = re.compile(r"[\\`*_{}\[\]#|~!]|^(?:[-+=]|\d{1,9}(?=[.)]))|(?<=www)\.|:(?=//)")
"""What Markdown may take for a mark: anywhere, at the beginning of a line, or as the beginning of a bare link."""


def visible(text: str, kept: str = "") -> str:
    r"""Return a text in which what cannot be seen is written out (``\u202e``), but for the characters of ``kept``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in kept or unicodedata.category(c) not in _UNSEEN else _written(c) for c in text)


def html(text: str) -> str:
    """Return a text that HTML shows as it is, in an element or in an attribute between quotation marks."""
    return escape(visible(text, "\n\t"))


def markdown(text: str) -> str:
    """Return a text as one line that Markdown shows as it is, wherever on its line it stands."""
    line = visible(" ".join(text.split()))
    return escape(_MARK.sub(_escaped, line), quote=False)


def _escaped(mark: re.Match[str]) -> str:
    return f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}"


def _written(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
